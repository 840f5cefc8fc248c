/**
 * Hands elements to a sink (construction/epoch-sink.ts).
 *
 * Owns: without an outbox, the writer of the sink and the rows of the bundle that it has not taken.
 * Does not own: the outbox of a run that keeps its state, which writes to the sink by itself.
 *
 * Invariants:
 *  K1  without an outbox every row is written, in order, before the bundle ends; no more than {@link MOST_ROWS} wait.
 *  K2  with an outbox nothing is written here.
 */
import type { EpochSink, SinkWriter } from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import { receiver } from '../receiver.js';
import { type Operator, type OperatorSite, userError } from './operator.js';
import { whileAway } from './while-away.js';

/** So many rows wait at most before they are written, also in the middle of a bundle. */
const MOST_ROWS = 10_000;

/** See the head of this file. */
export function epochSinkOperator(site: OperatorSite, sink: EpochSink<unknown>): Operator {
  const { services } = site.bundle;
  const outbox = services.outbox?.(site.transformId);
  if (outbox === undefined) return new DirectSink(site, sink);
  return {
    site,
    input: receiver((row: unknown) => {
      site.stats.elementsIn++;
      outbox.add(row);
    }),
  };
}

class DirectSink implements Operator {
  readonly site: OperatorSite;
  readonly input = receiver((row: unknown) => this.take(row));
  private readonly sink: EpochSink<unknown>;
  private writer: SinkWriter<unknown> | undefined;
  private rows: unknown[] = [];
  private writing: Promise<void> | undefined;
  private written = 0;

  constructor(site: OperatorSite, sink: EpochSink<unknown>) {
    this.site = site;
    this.sink = sink;
  }

  async setup(): Promise<void> {
    const { bundle, step } = this.site;
    const { log, newName, signal } = bundle.services;
    this.writer = await this.attempt(() =>
      this.sink.open({
        owner: step,
        run: newName(),
        isDurable: false,
        epochs: 'commits',
        log: (record) => log({ step, ...record }),
        signal,
      }),
    );
  }

  async finishBundle(): Promise<void> {
    while (this.writing !== undefined || this.rows.length > 0) await (this.writing ?? this.write());
  }

  abortBundle(): void {
    this.rows = [];
  }

  async teardown(): Promise<void> {
    await this.writer?.close();
  }

  private take(row: unknown): void {
    const { bundle, stats, index } = this.site;
    stats.elementsIn++;
    this.rows.push(row);
    if (this.rows.length < MOST_ROWS || this.writing !== undefined) return;
    bundle.pressure.raise(index);
    this.write().then(
      () => bundle.pressure.lower(index),
      (thrown: unknown) => bundle.fail(BeamError.from(thrown)),
    );
  }

  private write(): Promise<void> {
    const { rows } = this;
    this.rows = [];
    const writing = this.attempt(() => this.writer!.commit(++this.written, rows)).finally(() => {
      this.writing = undefined;
    });
    this.writing = writing;
    return writing;
  }

  private async attempt<R>(what: () => Promise<R>): Promise<R> {
    try {
      return await whileAway(what, this.site.bundle.services);
    } catch (thrown) {
      throw userError(this.site, BeamError.from(thrown, 'E_SINK'), `(written to ${this.sink.target})`);
    }
  }
}
