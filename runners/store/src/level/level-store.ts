/**
 * A store in LevelDB: keys and values stay on the disk, memory holds names and counts of spaces.
 *
 * Owns: the database, the owner's lock.
 *
 * Invariants, beside those of the port (state-store.ts):
 *  L1  an epoch is one batch that is synced, with the summary and the mark of the epoch in it.
 *  L2  the rows of a space are 0 to count - 1: the last takes the place of one that goes.
 *  L3  the marks of the last epochs are there without gaps: where LevelDB left out a batch of its log that was damaged, the
 *      store is refused.
 */
import { BeamError } from '@hornbeam/sdk/model';
import type { KeySize } from '../key-size.js';
import type { OwnedLock } from '../owner-lock.js';
import type { EpochWriter, StateEntry, StateStore, StoreStats } from '../state-store.js';
import type { StateView } from '../state-view.js';
import { LevelChanges } from './level-changes.js';
import type { LevelDatabase } from './level-database.js';
import { LevelEpoch } from './level-epoch.js';
import { levelDamage, levelError } from './level-error.js';
import { LevelReader } from './level-reader.js';
import {
  encodeRecord,
  epochKey,
  epochOfKey,
  type LevelSummary,
  rowKey,
  SUMMARY_KEY,
} from './level-records.js';

/** What is written, and the newest that is read. */
const FORMAT = 1;

/**
 * So many epochs have their marks. LevelDB's log, where a batch may be lost, holds 4 MB twice, and no epoch has less than 300
 * bytes there.
 */
const MARKS = 30_000;

const EMPTY: LevelSummary = { format: FORMAT, epoch: 0, at: 0, nextId: 1, liveBytes: 0, spaces: [] };

/** What a {@link LevelStore} is made from. */
export interface LevelParts {
  readonly folder: string;
  readonly database: LevelDatabase;
  readonly owned: OwnedLock;
  /** Bytes that the files take. */
  readonly diskBytes: () => number;
}

/** See the head of this file. */
export class LevelStore implements StateStore {
  private readonly parts: LevelParts;
  private readonly reader: LevelReader;
  private summary: LevelSummary;
  private numbers: Map<string, number>;
  private committing: Promise<void> | undefined;
  private failure: BeamError | undefined;
  private isClosed = false;

  private constructor(parts: LevelParts, reader: LevelReader, summary: LevelSummary) {
    this.parts = parts;
    this.reader = reader;
    this.summary = summary;
    this.numbers = numbersOf(summary);
  }

  /** @throws BeamError `E_STATE_DIR` for a newer version, `E_STATE_DAMAGED` `E_DISK` */
  static async open(parts: LevelParts): Promise<LevelStore> {
    const { folder, database } = parts;
    const reader = new LevelReader(folder, database);
    const found = reader.read(SUMMARY_KEY);
    const marks = await marksOf(parts);
    if (found === undefined) {
      if (marks.length > 0) throw levelDamage(folder, 'the record of what there is as a whole is missing');
      return new LevelStore(parts, reader, EMPTY);
    }
    const summary = JSON.parse(new TextDecoder().decode(found)) as LevelSummary;
    if (summary.format > FORMAT) {
      throw new BeamError(
        'E_STATE_DIR',
        `${folder} was written by a newer version of hornbeam: it has format ${summary.format}, this one reads up to ${FORMAT}.`,
        { path: folder, help: 'use that version of hornbeam or a newer one, or another directory' },
      );
    }
    const first = Math.max(1, summary.epoch - MARKS + 1);
    for (let epoch = first; epoch <= summary.epoch; epoch++) {
      if (marks[epoch - first] !== epoch) throw levelDamage(folder, `epoch ${epoch} is missing`);
    }
    return new LevelStore(parts, reader, summary);
  }

  get epoch(): number {
    return this.summary.epoch;
  }

  get committedAt(): number {
    return this.summary.at;
  }

  spaces(): readonly string[] {
    return this.summary.spaces.filter(([, count]) => count > 0).map(([name]) => name);
  }

  get(space: string, key: Uint8Array): Uint8Array | undefined {
    const number = this.numbers.get(space);
    return number === undefined ? undefined : this.reader.value(number, key);
  }

  *entries(space: string): Iterable<StateEntry> {
    for (const { number, key } of this.rows(space)) {
      const value = this.reader.value(number, key);
      if (value === undefined) throw this.reader.damage('a key has no value');
      yield { key, value };
    }
  }

  /** The keys of a space and how much is kept under each. @throws BeamError as `get` */
  *keys(space: string): Iterable<KeySize> {
    for (const { number, key } of this.rows(space)) {
      const head = this.reader.head(number, key);
      if (head === undefined) throw this.reader.damage('a key has no value');
      yield { key, bytes: head.size };
    }
  }

  count(space: string): number {
    const number = this.numbers.get(space);
    return number === undefined ? 0 : this.summary.spaces[number]![1];
  }

  begin(): EpochWriter {
    return new LevelEpoch(this);
  }

  async commit(changes: EpochWriter, at: number): Promise<number> {
    if (this.failure !== undefined) throw this.failure;
    if (
      this.isClosed ||
      this.committing !== undefined ||
      !(changes instanceof LevelEpoch) ||
      !changes.isFor(this)
    ) {
      throw new BeamError(
        'E_INTERNAL',
        'A store was to commit what it did not begin, or two epochs at once.',
      );
    }
    try {
      this.committing = this.write(changes, at);
      await this.committing;
      return this.epoch;
    } catch (thrown) {
      this.failure = levelError(this.parts.folder, 'write', thrown);
      throw this.failure;
    } finally {
      this.committing = undefined;
    }
  }

  stats(): StoreStats {
    const { liveBytes, spaces } = this.summary;
    const keys = spaces.reduce((sum, [, count]) => sum + count, 0);
    return { liveBytes, keys, diskBytes: this.parts.diskBytes() };
  }

  /** What there is now, only to be read. */
  view(): StateView {
    return {
      epoch: this.epoch,
      committedAt: this.committedAt,
      spaces: () => this.spaces(),
      get: (space, key) => this.get(space, key),
      entries: (space) => this.entries(space),
      keys: (space) => this.keys(space),
      count: (space) => this.count(space),
      close: () => undefined,
    };
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.committing?.catch(() => undefined);
    try {
      await this.parts.database.close();
    } finally {
      await this.parts.owned.release();
    }
  }

  private async write(epoch: LevelEpoch, at: number): Promise<void> {
    const { summary: before, reader } = this;
    const changes = new LevelChanges(reader, before);
    for (const [space, keys] of epoch.spaces) {
      for (const outcome of keys.values()) changes.add(space, outcome);
    }
    const number = before.epoch + 1;
    const after: LevelSummary = { ...changes.end(), format: FORMAT, epoch: number, at };
    const { operations } = changes;
    const time = new Uint8Array(8);
    new DataView(time.buffer).setFloat64(0, at);
    const mark = epochKey(number);
    operations.push({ type: 'put', key: mark, value: encodeRecord(mark, time) });
    if (number > MARKS) operations.push({ type: 'del', key: epochKey(number - MARKS) });
    const text = new TextEncoder().encode(JSON.stringify(after));
    operations.push({ type: 'put', key: SUMMARY_KEY, value: encodeRecord(SUMMARY_KEY, text) });
    await this.parts.database.batch(operations, { sync: true }); // L1
    this.summary = after;
    if (after.spaces.length > this.numbers.size) this.numbers = numbersOf(after);
  }

  private *rows(space: string): Iterable<{ number: number; key: Uint8Array }> {
    const number = this.numbers.get(space);
    for (let row = 0; row < this.count(space); row++) {
      const key = this.reader.read(rowKey(number!, row));
      if (key === undefined) throw this.reader.damage('a row has no key');
      yield { number: number!, key };
    }
  }
}

const numbersOf = ({ spaces }: LevelSummary): Map<string, number> =>
  new Map(spaces.map(([name], number) => [name, number]));

/** The epochs that have a mark. */
async function marksOf({ folder, database }: LevelParts): Promise<number[]> {
  const marks: number[] = [];
  try {
    const range = { gte: epochKey(0), lt: Uint8Array.of(0x66) };
    for await (const key of database.keys(range)) marks.push(epochOfKey(key));
  } catch (thrown) {
    throw levelError(folder, 'read', thrown);
  }
  return marks;
}
