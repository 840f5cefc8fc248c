import { keyName } from '../key-name.js';
import type { KeyOutcome } from './level-epoch.js';
import type { LevelReader } from './level-reader.js';
import {
  encodeHead,
  encodeRecord,
  headKey,
  type LevelHead,
  type LevelSummary,
  pieceKey,
  rowKey,
} from './level-records.js';

/** One operation of a batch. */
export type LevelOperation =
  | { type: 'put'; key: Uint8Array; value: Uint8Array }
  | { type: 'del'; key: Uint8Array };

/** Values up to so many bytes stand in the head of their key: one record is read for them, not two. */
const INLINE = 512;

/** A value is written anew when it is in so many pieces. */
const MOST_PIECES = 64;

interface SpaceChange {
  readonly name: string;
  readonly number: number;
  count: number;
  /** Heads that are other than those in the database: undefined for a key that is gone. */
  readonly heads: Map<string, { readonly key: Uint8Array; readonly head: LevelHead | undefined }>;
  /** Rows that are other than those in the database. */
  readonly rows: Map<number, Uint8Array>;
}

/** Turns the changes of an epoch into operations of one batch. */
export class LevelChanges {
  readonly operations: LevelOperation[] = [];
  private readonly reader: LevelReader;
  private readonly spaces: SpaceChange[];
  private readonly byName: Map<string, SpaceChange>;
  private nextId: number;
  private liveBytes: number;

  constructor(reader: LevelReader, { nextId, liveBytes, spaces }: LevelSummary) {
    this.reader = reader;
    this.nextId = nextId;
    this.liveBytes = liveBytes;
    this.spaces = spaces.map(([name, count], number) => newSpace(name, number, count));
    this.byName = new Map(this.spaces.map((space) => [space.name, space]));
  }

  /** Adds what becomes of a key; once for each. @throws BeamError `E_STATE_DAMAGED` `E_DISK` */
  add(name: string, { kind, key, pieces }: KeyOutcome): void {
    const known = this.byName.get(name);
    if (kind === 'delete' && known === undefined) return;
    const space = known ?? this.addSpace(name);
    const head = this.headOf(space, key);
    const bytes = joined(pieces);
    if (kind === 'delete') {
      if (head !== undefined) this.remove(space, key, head);
    } else if (head === undefined) {
      this.liveBytes += key.length;
      const row = space.count++;
      space.rows.set(row, key);
      this.write(space, key, { id: this.nextId++, row, size: 0, pieces: 0, inline: NOTHING }, bytes);
    } else if (kind === 'put') {
      this.write(space, key, head, bytes);
    } else {
      this.append(space, key, head, bytes);
    }
  }

  /** All were added: gives what there is then. */
  end(): Pick<LevelSummary, 'nextId' | 'liveBytes' | 'spaces'> {
    for (const { number, heads, rows } of this.spaces) {
      for (const { key, head } of heads.values()) {
        const level = headKey(number, key);
        if (head === undefined) this.operations.push({ type: 'del', key: level });
        else this.put(level, encodeHead(head));
      }
      for (const [row, key] of rows) this.put(rowKey(number, row), key);
    }
    const { nextId, liveBytes } = this;
    return { nextId, liveBytes, spaces: this.spaces.map(({ name, count }) => [name, count]) };
  }

  private addSpace(name: string): SpaceChange {
    const space = newSpace(name, this.spaces.length, 0);
    this.spaces.push(space);
    this.byName.set(name, space);
    return space;
  }

  private headOf(space: SpaceChange, key: Uint8Array): LevelHead | undefined {
    const changed = space.heads.get(keyName(key));
    return changed === undefined ? this.reader.head(space.number, key) : changed.head;
  }

  /** The value is `bytes` from now on. */
  private write(space: SpaceChange, key: Uint8Array, before: LevelHead, bytes: Uint8Array): void {
    const { id, row } = before;
    const isSmall = bytes.length <= INLINE;
    const pieces = isSmall ? 0 : 1;
    if (!isSmall) this.put(pieceKey(id, 0), bytes);
    this.removePieces(before, pieces);
    const inline = isSmall ? bytes : NOTHING;
    this.setHead(space, key, { id, row, size: bytes.length, pieces, inline });
    this.liveBytes += bytes.length - before.size;
  }

  private append(space: SpaceChange, key: Uint8Array, before: LevelHead, bytes: Uint8Array): void {
    const { id, pieces, size, inline } = before;
    if (pieces === MOST_PIECES || (pieces === 0 && size + bytes.length <= INLINE)) {
      const value = pieces === 0 ? inline : this.reader.valueOf(before);
      this.write(space, key, before, joined([value, bytes]));
      return;
    }
    this.put(pieceKey(id, pieces), bytes);
    this.setHead(space, key, { ...before, pieces: pieces + 1, size: size + bytes.length });
    this.liveBytes += bytes.length;
  }

  private remove(space: SpaceChange, key: Uint8Array, head: LevelHead): void {
    this.removePieces(head, 0);
    space.heads.set(keyName(key), { key, head: undefined });
    this.liveBytes -= key.length + head.size;
    const last = --space.count;
    if (head.row !== last) this.moveRow(space, last, head.row); // L2
    space.rows.delete(last);
    this.operations.push({ type: 'del', key: rowKey(space.number, last) });
  }

  private moveRow(space: SpaceChange, from: number, to: number): void {
    const key = space.rows.get(from) ?? this.reader.read(rowKey(space.number, from))?.slice();
    const head = key && this.headOf(space, key);
    if (key === undefined || head === undefined) throw this.reader.damage('a row has no key');
    this.setHead(space, key, { ...head, row: to });
    space.rows.set(to, key);
  }

  private removePieces({ id, pieces }: LevelHead, from: number): void {
    for (let piece = from; piece < pieces; piece++) {
      this.operations.push({ type: 'del', key: pieceKey(id, piece) });
    }
  }

  private setHead(space: SpaceChange, key: Uint8Array, head: LevelHead): void {
    space.heads.set(keyName(key), { key, head });
  }

  private put(key: Uint8Array, content: Uint8Array): void {
    this.operations.push({ type: 'put', key, value: encodeRecord(key, content) });
  }
}

const NOTHING = new Uint8Array();

const newSpace = (name: string, number: number, count: number): SpaceChange => ({
  name,
  number,
  count,
  heads: new Map(),
  rows: new Map(),
});

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first = NOTHING] = pieces;
  if (pieces.length <= 1) return first;
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
  }
  return whole;
}
