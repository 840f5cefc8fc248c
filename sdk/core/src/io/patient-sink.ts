import { setTimeout as sleep } from 'node:timers/promises';
import type { EpochSink, SinkContext, SinkGuarantee, SinkWriter } from '../construction/index.js';
import { BeamError } from '../model/errors.js';

/** The first pause before another attempt, ms; each is twice the one before. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5000;
/** A run that cannot be resumed gives up a target that is away for longer than this, ms. */
const PATIENCE = 120_000;

/**
 * A sink that is tried again while its target is away (`E_UNAVAILABLE`), for runs that keep nothing. Runs that do have
 * all the time there is, and try by themselves.
 */
export class PatientSink<T> implements EpochSink<T> {
  readonly name: string;
  readonly guarantee: SinkGuarantee;
  readonly target: string;
  private readonly inner: EpochSink<T>;

  constructor(inner: EpochSink<T>) {
    this.inner = inner;
    this.name = inner.name;
    this.guarantee = inner.guarantee;
    this.target = inner.target;
  }

  async open(context: SinkContext): Promise<SinkWriter<T>> {
    if (context.isDurable) return this.inner.open(context);
    const { signal } = context;
    const patiently = <R>(what: () => Promise<R>): Promise<R> => this.patiently(what, signal);
    const writer = await patiently(() => this.inner.open(context));
    return {
      lastCommitted: () => patiently(() => writer.lastCommitted()),
      commit: (epoch, rows) => patiently(() => writer.commit(epoch, rows)),
      close: () => writer.close(),
    };
  }

  private async patiently<R>(attempt: () => Promise<R>, signal: AbortSignal): Promise<R> {
    let pause = FIRST_PAUSE;
    for (let waited = 0; ; waited += pause, pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        return await attempt();
      } catch (thrown) {
        const error = BeamError.from(thrown, 'E_SINK');
        if (error.code !== 'E_UNAVAILABLE' || waited >= PATIENCE || signal.aborted) throw error;
      }
      await sleep(pause, undefined, { signal });
    }
  }
}
