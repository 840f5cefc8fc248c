/**
 * The rows of one sink, from the step that wrote them until the target has them.
 *
 * Owns: the rows of the epoch that is open, as bytes; the epochs that the target does not have yet; the writer of the sink.
 * Does not own: the store that keeps them, the clock, when an epoch is committed.
 *
 * Invariants:
 *  O1  rows go to the target when the epoch they belong to is durable, not before, epoch by epoch, in order.
 *  O2  rows leave the store with an epoch that is committed after the target had them.
 *  O3  after a restart the target says what it has; what it lacks is sent again, the same rows under the same number.
 *  O4  nothing is committed before the target has said what it has: what it has of another state is refused, and not
 *      overtaken by epochs of this one.
 *  O5  a target that is away is tried again for as long as the run goes on, and the rows wait.
 */
import type { Clock, EpochSink, LogRecord, SinkWriter } from '@hornbeam/sdk/construction';
import { BeamError, ByteReader, ByteWriter, type Coder, type ErrorPlace, preview } from '@hornbeam/sdk/model';
import type { Outbox as RowTaker } from '@hornbeam/sdk/worker';
import type { EpochWriter, StateEntry } from '@hornbeam/store';
import { numberKey, numberOf } from '../hosts/kept/number-key.js';

/** The space of the rows of a sink. Under the epoch (8 bytes) and a count of pieces (8 bytes) the rows, in the nested encoding. */
export const outboxSpace = (step: string): string => `outbox ${step}`;

/** What an {@link Outbox} is made from. */
export interface OutboxSettings {
  readonly sink: EpochSink<any>;
  /** The sink's step. */
  readonly place: ErrorPlace;
  /** The same after every restart, `job/step`. */
  readonly owner: string;
  /** What tells this run from others of the owner. */
  readonly run: string;
  readonly coder: Coder<any>;
  readonly clock: Clock;
  readonly log: (record: LogRecord) => void;
  readonly signal: AbortSignal;
  /** Something was written, or failed for good. */
  readonly changed: () => void;
  /** The run has no state of its own to go on from if the target is not as it should be. */
  readonly failed: (error: BeamError) => void;
}

/** The rows of one epoch. */
interface Staged {
  readonly epoch: number;
  readonly pieces: readonly Uint8Array[];
  readonly bytes: number;
}

/** Rows are written to the store in pieces of this size. */
const PIECE_BYTES = 1024 * 1024;
/** The first pause before another attempt, ms; each is twice the one before. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 5000;
/** Epochs that wait go together, up to so many bytes, where the target takes them as one. */
const JOINED_BYTES = 16 * 1024 * 1024;

/** See the head of this file. */
export class Outbox implements RowTaker {
  private readonly settings: OutboxSettings;
  private readonly space: string;
  private readonly writer = new ByteWriter(64 * 1024);
  private open: Uint8Array[] = [];
  private openBytes = 0;
  private readonly waiting: Staged[] = [];
  /** Epochs that the target has and the store still holds. */
  private done: Staged[] = [];
  private staged: Staged | undefined;
  private confirmed: number;
  private writing: Promise<void> | undefined;
  private isClosed = false;
  private isFit = false;
  private told: () => void = () => undefined;
  private readonly answer = new Promise<void>((resolve) => {
    this.told = resolve;
  });

  /** Begins with what an earlier process left. */
  constructor(settings: OutboxSettings, entries: Iterable<StateEntry>) {
    this.settings = settings;
    this.space = outboxSpace(settings.place.step!);
    const epochs = new Map<number, Uint8Array[]>();
    this.confirmed = 0;
    for (const { key, value } of entries) {
      if (key.length === 0) {
        this.confirmed = numberOf(value);
        continue;
      }
      const epoch = numberOf(key);
      const pieces = epochs.get(epoch) ?? [];
      pieces[numberOf(key.subarray(8))] = value.slice();
      epochs.set(epoch, pieces);
    }
    for (const [epoch, pieces] of [...epochs].sort(([a], [b]) => a - b)) {
      this.waiting.push({ epoch, pieces, bytes: sizeOf(pieces) });
    }
  }

  /** Bytes of rows that the target does not have. */
  get bytes(): number {
    return this.waiting.reduce((sum, { bytes }) => sum + bytes, this.openBytes + this.writer.length);
  }

  /** The target has everything that was committed. */
  get isEmpty(): boolean {
    return this.waiting.length === 0 && this.writing === undefined;
  }

  /** O4: the target has said what it has, and that fits what is known here. */
  get isChecked(): boolean {
    return this.isFit;
  }

  /** Resolves when {@link isChecked} is true, or will not become so any more. */
  get checked(): Promise<void> {
    return this.answer;
  }

  /** The store holds nothing that it need not. */
  get isPruned(): boolean {
    return this.done.length === 0;
  }

  add(row: unknown): void {
    const { coder, place } = this.settings;
    try {
      coder.encode(row, this.writer);
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_ENCODE', { ...place, element: preview(row) });
    }
    if (this.writer.length >= PIECE_BYTES) this.cut();
  }

  /** Hands over the rows of the epoch that is to be committed now, and takes back those that are done (O2). */
  save(epoch: number, to: EpochWriter): void {
    this.cut();
    const pieces = this.open;
    this.open = [];
    this.staged = pieces.length === 0 ? undefined : { epoch, pieces, bytes: this.openBytes };
    this.openBytes = 0;
    pieces.forEach((piece, i) => {
      to.put(this.space, pieceKey(epoch, i), piece);
    });
    if (this.done.length > 0) to.put(this.space, NO_KEY, numberKey(this.confirmed));
    for (const { epoch: gone, pieces: held } of this.done) {
      for (let i = 0; i < held.length; i++) to.delete(this.space, pieceKey(gone, i));
    }
    this.done = [];
  }

  /** The epoch that was handed over last is durable (O1). */
  committed(): void {
    if (this.staged !== undefined) this.waiting.push(this.staged);
    this.staged = undefined;
    this.write();
  }

  /** Begins to write what waits. @param last the last epoch that was committed before this process */
  begin(last: number): void {
    this.writing = this.run(last).finally(() => {
      this.writing = undefined;
      this.told();
      this.settings.changed();
    });
  }

  /** Waits for what is being written, and lets go of the target. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.writing;
    await this.target?.close();
  }

  private target: SinkWriter<unknown> | undefined;

  private write(): void {
    if (this.writing !== undefined || this.target === undefined || this.waiting.length === 0) return;
    this.writing = this.writeAll().finally(() => {
      this.writing = undefined;
      this.settings.changed();
    });
  }

  private async run(last: number): Promise<void> {
    const { sink, owner, run, log, signal, failed } = this.settings;
    try {
      const target = await this.patiently(() =>
        sink.open({ owner, run, isDurable: true, epochs: 'commits', log, signal }),
      );
      if (target === undefined) return;
      this.target = target;
      const answer = await this.patiently(async () => ({ has: await target.lastCommitted() }));
      if (answer === undefined) return;
      const { has } = answer;
      this.check(has, last);
      while (this.waiting.length > 0 && this.waiting[0]!.epoch <= (has ?? 0))
        this.done.push(this.waiting.shift()!);
      this.confirmed = Math.max(this.confirmed, has ?? 0);
      this.isFit = true;
      this.told();
      this.settings.changed();
    } catch (thrown) {
      failed(this.errorOf(thrown));
      return;
    }
    await this.writeAll();
  }

  /** O3: what the target says must fit what is known here. */
  private check(has: number | undefined, last: number): void {
    const { place, sink, owner } = this.settings;
    if (has !== undefined && has > last) {
      throw new BeamError(
        'E_STATE_DIR',
        `The target of ${place.step} has epoch ${has}, and the state only ${last}.`,
        {
          ...place,
          help: `this is an older copy of the state: go on from the newest one, or clear ${sink.target} of what "${owner}" wrote and begin anew`,
        },
      );
    }
    // Where rows take their own place nothing needs to be said.
    if (has === undefined && sink.guarantee !== 'transactional') return;
    if (this.confirmed > (has ?? 0)) {
      throw new BeamError(
        'E_SINK',
        `The target of ${place.step} has ${has === undefined ? 'no mark' : `the mark ${has}`} of "${owner}", but was told of epoch ${this.confirmed}.`,
        {
          ...place,
          help: `what says how far ${sink.target} is was removed: restore it, or begin anew with an empty target and state directory`,
        },
      );
    }
  }

  private async writeAll(): Promise<void> {
    try {
      while (this.waiting.length > 0 && !this.isClosed) {
        const count = this.joined();
        const staged = this.waiting.slice(0, count);
        const { epoch } = staged[staged.length - 1]!;
        const written = await this.patiently(async () => {
          await this.target!.commit(epoch, this.rows(staged));
          return true;
        });
        if (written !== true) return;
        this.waiting.splice(0, count);
        this.done.push(...staged);
        this.confirmed = epoch;
        this.settings.changed();
      }
    } catch (thrown) {
      this.settings.failed(this.errorOf(thrown));
    }
  }

  /** How many of the epochs that wait go together. Where rows are known by their epoch they never do (O3). */
  private joined(): number {
    if (this.settings.sink.guarantee !== 'transactional') return 1;
    let bytes = 0;
    let count = 0;
    for (const staged of this.waiting) {
      bytes += staged.bytes;
      if (count > 0 && bytes > JOINED_BYTES) break;
      count++;
    }
    return count;
  }

  private *rows(staged: readonly Staged[]): Iterable<unknown> {
    for (const { pieces } of staged) {
      for (const piece of pieces) {
        const reader = new ByteReader(piece);
        while (reader.remaining > 0) yield this.settings.coder.decode(reader);
      }
    }
  }

  /** O5. Undefined when the run is over. */
  private async patiently<R>(attempt: () => Promise<R>): Promise<R | undefined> {
    const { clock, log, place, signal, sink } = this.settings;
    let pause = FIRST_PAUSE;
    for (let isFirst = true; !signal.aborted && !this.isClosed; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        return await attempt();
      } catch (thrown) {
        const error = this.errorOf(thrown);
        if (error.code !== 'E_UNAVAILABLE') throw error;
        if (isFirst) {
          log({
            severity: 'warn',
            message: `${sink.target} is away, rows wait: ${error.message}`,
            step: place.step,
          });
        }
        isFirst = false;
      }
      await new Promise<void>((resolve) => {
        clock.wake(clock.now() + pause, resolve);
      });
    }
    return undefined;
  }

  private errorOf(thrown: unknown): BeamError {
    return BeamError.from(thrown, 'E_SINK', this.settings.place);
  }

  private cut(): void {
    if (this.writer.length === 0) return;
    const piece = this.writer.finish();
    this.writer.reset();
    this.open.push(piece);
    this.openBytes += piece.length;
  }
}

/** Under it the last epoch that the target was known to have. */
const NO_KEY = new Uint8Array();

function pieceKey(epoch: number, piece: number): Uint8Array {
  const key = new Uint8Array(16);
  key.set(numberKey(epoch));
  key.set(numberKey(piece), 8);
  return key;
}

const sizeOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0);
