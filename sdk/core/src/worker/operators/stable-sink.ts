/**
 * Writes rows to a sink whose runner hands them on only when they can no longer change (`requires_stable_input`): a bundle
 * that is repeated brings the same rows under the same numbers.
 *
 * Owns: a writer of the sink for each shard whose rows came, and the rows of the bundle that are not written yet.
 * Does not own: the numbers (number-rows.ts), what is repeated and when (the runner).
 *
 * Invariants:
 *  S1  a shard's rows come with numbers that rise by one; the target's mark is the number of the last row it has.
 *  S2  what the mark covers is not written again. Rows and mark are one, so whoever writes a row, it is there once.
 *  S3  every row is at the target when the bundle ends; no more than {@link MOST_ROWS} of a shard wait.
 *  S4  a writer that another worker shut out is opened again: the work may have come back. Two workers that write at once
 *      write the same rows, and the mark lets each through once.
 */
import type { EpochSink, SinkContext, SinkWriter } from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import { receiver } from '../receiver.js';
import type { NumberedRow } from './number-rows.js';
import { type Operator, type OperatorSite, userError } from './operator.js';
import { whileAway } from './while-away.js';

/** So many rows of a shard wait at most before they are written, also in the middle of a bundle. */
const MOST_ROWS = 10_000;
/** How often a writer that was shut out is opened again for the same rows. */
const MOST_CLAIMS = 5;

/** See the head of this file. */
export const stableSinkOperator = (site: OperatorSite, sink: EpochSink<unknown>): Operator =>
  new StableSink(site, sink);

class StableSink implements Operator {
  readonly site: OperatorSite;
  readonly input = receiver((element: unknown) => this.take(element as NumberedRow));
  private readonly sink: EpochSink<unknown>;
  private readonly shards = new Map<string, Shard>();

  constructor(site: OperatorSite, sink: EpochSink<unknown>) {
    this.site = site;
    this.sink = sink;
  }

  async finishBundle(): Promise<void> {
    await Promise.all([...this.shards.values()].map((shard) => shard.flush()));
  }

  abortBundle(): void {
    for (const shard of this.shards.values()) shard.forget();
  }

  async teardown(): Promise<void> {
    for (const shard of this.shards.values()) await shard.close();
  }

  private take({ key: number, value: { key: place, value: row } }: NumberedRow): void {
    const { bundle, stats, index, step } = this.site;
    stats.elementsIn++;
    const { key: run } = place;
    const owner = `${step}/${number}/${run}`;
    let shard = this.shards.get(owner);
    if (shard === undefined) {
      shard = new Shard(this.site, this.sink, { owner, run });
      this.shards.set(owner, shard);
    }
    try {
      shard.add(place.value, row);
    } catch (thrown) {
      throw bundle.fail(BeamError.from(thrown));
    }
    if (shard.waiting < MOST_ROWS || shard.isWriting) return;
    bundle.pressure.raise(index);
    shard.flush().then(
      () => bundle.pressure.lower(index),
      (thrown: unknown) => bundle.fail(BeamError.from(thrown)),
    );
  }
}

/** The rows of one writer of the sink. */
class Shard {
  private readonly site: OperatorSite;
  private readonly sink: EpochSink<unknown>;
  private readonly owner: string;
  private readonly run: string;
  private writer: SinkWriter<unknown> | undefined;
  private rows: unknown[] = [];
  /** The number of the last of `rows`. */
  private last: number | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    site: OperatorSite,
    sink: EpochSink<unknown>,
    { owner, run }: Pick<SinkContext, 'owner' | 'run'>,
  ) {
    this.site = site;
    this.sink = sink;
    this.owner = owner;
    this.run = run;
  }

  get waiting(): number {
    return this.rows.length;
  }

  get isWriting(): boolean {
    return this.writing !== undefined;
  }

  /** S1. @throws BeamError `E_INTERNAL` where the runner hands rows on in another order than they were made in */
  add(number: number, row: unknown): void {
    if (this.rows.length > 0 && number !== this.last! + 1) {
      throw new BeamError('E_INTERNAL', `Row ${number} of ${this.owner} comes behind row ${this.last}.`, {
        step: this.site.step,
        help: 'the runner does not keep the order of the rows of a key that it holds back for a checkpoint',
      });
    }
    this.rows.push(row);
    this.last = number;
  }

  /** Writes all that waits. */
  async flush(): Promise<void> {
    while (this.writing !== undefined || this.rows.length > 0) await (this.writing ?? this.begin());
  }

  forget(): void {
    this.rows = [];
  }

  async close(): Promise<void> {
    const { writer } = this;
    this.writer = undefined;
    await writer?.close();
  }

  private begin(): Promise<void> {
    const { rows, last } = this;
    this.rows = [];
    const writing = this.attempt(() => this.write(rows, last!)).finally(() => {
      this.writing = undefined;
    });
    this.writing = writing;
    return writing;
  }

  private async write(rows: readonly unknown[], last: number): Promise<void> {
    for (let claims = 1; ; claims++) {
      try {
        return await this.writeMissing(rows, last);
      } catch (thrown) {
        const isShutOut = thrown instanceof BeamError && thrown.code === 'E_FENCED';
        if (!isShutOut || claims === MOST_CLAIMS) throw thrown;
        // S4
        await this.close();
      }
    }
  }

  /** S2 */
  private async writeMissing(rows: readonly unknown[], last: number): Promise<void> {
    const { services } = this.site.bundle;
    const writer = this.writer ?? (await whileAway(() => this.open(), services));
    this.writer = writer;
    const has = await whileAway(() => writer.lastCommitted(), services);
    const first = last - rows.length + 1;
    this.check(has, first);
    if (has !== undefined && has >= last) return;
    const missing = has === undefined || has < first ? rows : rows.slice(has - first + 1);
    await whileAway(() => writer.commit(last, missing), services);
  }

  private check(has: number | undefined, first: number): void {
    if (this.sink.guarantee !== 'transactional' || (has ?? 0) >= first - 1) return;
    throw new BeamError(
      'E_SINK',
      `${this.sink.target} has ${has === undefined ? 'no mark' : `the mark ${has}`} of "${this.owner}", but was told of row ${first - 1}.`,
      {
        help: 'what says how far the target is was removed: restore it, or begin the job anew with an empty target',
      },
    );
  }

  private open(): Promise<SinkWriter<unknown>> {
    const { bundle, step } = this.site;
    const { log, signal } = bundle.services;
    return this.sink.open({
      owner: this.owner,
      run: this.run,
      isDurable: true,
      epochs: 'rows',
      log: (record) => log({ step, ...record }),
      signal,
    });
  }

  private async attempt<R>(what: () => Promise<R>): Promise<R> {
    try {
      return await what();
    } catch (thrown) {
      throw userError(this.site, BeamError.from(thrown, 'E_SINK'), `(written to ${this.sink.target})`);
    }
  }
}
