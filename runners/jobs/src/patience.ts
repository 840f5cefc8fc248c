import { BeamError } from '@hornbeam/sdk/model';
import type { ServiceLimits } from './service-limits.js';

/**
 * How long somebody waits for a service to take a job.
 *
 * Owns: the timers. Does not own: the signal that the run is to end.
 *
 * Invariants:
 *  P1  `signal` is raised when the run is to end, or when nothing was heard for `submitMillis`.
 *  P2  `late` is raised by silence too, and `abandonMillis` after the run was to end.
 *  P3  both are raised with a BeamError; after `end` neither is raised any more.
 */
export class Patience {
  private readonly soon = new AbortController();
  private readonly inTheEnd = new AbortController();
  private readonly ended = new AbortController();
  private readonly silence: NodeJS.Timeout;
  private abandoned: NodeJS.Timeout | undefined;

  /** @param run raised when the run is to end @throws BeamError when it has been already */
  constructor(
    endpoint: string,
    { submitMillis, abandonMillis }: Pick<ServiceLimits, 'submitMillis' | 'abandonMillis'>,
    run: AbortSignal | undefined,
  ) {
    if (run?.aborted) throw reasonOf(run);
    this.silence = setTimeout(() => {
      const message = `The job service at ${endpoint} does not answer: nothing came for ${submitMillis / 1000} s.`;
      const silent = new BeamError('E_SERVICE', message, { help: 'see in its log what it is doing' });
      this.soon.abort(silent);
      this.inTheEnd.abort(silent);
    }, submitMillis);
    const abort = (): void => {
      this.soon.abort(reasonOf(run!));
      this.abandoned = setTimeout(() => this.inTheEnd.abort(reasonOf(run!)), abandonMillis);
    };
    run?.addEventListener('abort', abort, { once: true, signal: this.ended.signal });
  }

  /** For what leaves nothing behind when it is given up. */
  get signal(): AbortSignal {
    return this.soon.signal;
  }

  /** For what should rather be heard out. */
  get late(): AbortSignal {
    return this.inTheEnd.signal;
  }

  /** The service has given a sign of life. */
  heard(): void {
    this.silence.refresh();
  }

  /** Nobody waits any more. */
  end(): void {
    clearTimeout(this.silence);
    clearTimeout(this.abandoned);
    this.ended.abort();
  }
}

const reasonOf = ({ reason }: AbortSignal): BeamError => BeamError.from(reason, 'E_CANCELLED');
