/**
 * The keys of one space, and where what is kept under them is: numbers beside the heap, no object a key.
 *
 * Owns: a row of numbers a key, the keys' bytes one after another, an open-addressed table from hash to row.
 * Does not own: the files (store-files.ts).
 *
 * Invariants:
 *  K1  a key has one row at most; a row is free exactly when its `file` is 0.
 *  K2  `slots` holds row + 1 and the hash of every key, 0 elsewhere, and no empty slot between where a key's hash leads and
 *      its slot. The hash stands beside the row so that looking for a key touches one place of memory, not two.
 *  K3  bytes of keys are never written over, so that a frozen copy can go on reading them.
 *  K4  a table that is to be frozen is copied before its first change.
 */
import type { Place } from './frame.js';

const SMALLEST = 8;

/** What a table was at one moment. */
export interface FrozenTable {
  readonly rows: number;
  readonly file: Uint32Array;
  readonly offset: Float64Array;
  readonly length: Uint32Array;
  /** The bytes of a row's key, as a view. */
  keyOf(row: number): Uint8Array;
  /** As {@link KeyTable.baseOf}. */
  baseOf(row: number): Place | undefined;
}

/** Places by row. */
interface Places {
  readonly file: Uint32Array;
  readonly offset: Float64Array;
  readonly length: Uint32Array;
}

/** See the head of this file. */
export class KeyTable {
  /** Number of the file; 0 of a free row. */
  file = new Uint32Array(SMALLEST);
  /** Of the frame in its file. */
  offset = new Float64Array(SMALLEST);
  /** Bytes of the frame. */
  length = new Uint32Array(SMALLEST);
  /** Bytes of the value. */
  size = new Float64Array(SMALLEST);
  /** Rows before it are in use or free, none behind. */
  rows = 0;
  /** Keys that are there. */
  count = 0;
  /** Whether anything was ever appended in the space: else no row needs a base. */
  hasAppends = false;
  private keyAt = new Uint32Array(SMALLEST);
  /** Two numbers a slot. */
  private slots = new Int32Array(SMALLEST * 2);
  private keys = new Uint8Array(64);
  private keysEnd = 0;
  private keysDead = 0;
  /** The first free row, which names the next in `keyAt`; -1 for none. */
  private free = -1;
  /** What the latest snapshot has of a key: file, offset and length; undefined until anything was appended. */
  private base: Places | undefined;
  private freezing: 'no' | 'asked' | FrozenTable = 'no';

  /** @returns the row of a key, -1 when it is not there */
  find(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const { slots } = this;
    const mask = slots.length - 2;
    for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
      const row = slots[slot]! - 1;
      if (row < 0) return -1;
      if (slots[slot + 1] === hash && this.hasKey(row, bytes, start, end)) return row;
    }
  }

  /**
   * Reads what {@link find} will have to read for a key, so that it is near the processor then: a large table waits for memory
   * more than for anything else, and reads that do not depend on each other wait together.
   * @returns a number without a meaning, so that no compiler leaves the reads out
   */
  touch(hash: number): number {
    const { slots } = this;
    const slot = (hash << 1) & (slots.length - 2);
    const row = slots[slot]! - 1;
    return row < 0 || slots[slot + 1] !== hash ? row : this.keys[this.keyAt[row]!]!;
  }

  /** A row for a key that is not there yet. Its columns are the caller's to fill, `file` before anything else is asked. */
  insert(hash: number, bytes: Uint8Array, start: number, end: number): number {
    this.change();
    let row = this.free;
    if (row >= 0) {
      this.free = this.keyAt[row]! - 1;
    } else {
      row = this.rows++;
      if (row === this.file.length) this.growRows();
    }
    this.keyAt[row] = this.addKey(bytes, start, end);
    this.count++;
    if (this.count * 3 > this.slots.length) this.growSlots();
    link(this.slots, row + 1, hash);
    return row;
  }

  remove(row: number): void {
    this.change();
    this.unlink(row);
    this.keysDead += this.keyEnd(row) - this.keyAt[row]!;
    this.file[row] = 0;
    this.keyAt[row] = this.free + 1;
    this.free = row;
    this.count--;
    if (this.base !== undefined) this.base.file[row] = 0;
  }

  /** Everything under the row is at another place now. */
  move(row: number, file: number, offset: number, length: number): void {
    this.change();
    this.file[row] = file;
    this.offset[row] = offset;
    this.length[row] = length;
  }

  /** The bytes of a row's key, as a view. */
  keyOf(row: number): Uint8Array {
    return keyIn(this.keys, this.keyAt[row]!);
  }

  placeOf(row: number): Place {
    return { file: this.file[row]!, offset: this.offset[row]!, length: this.length[row]! };
  }

  /** What the latest snapshot has under a row that was only appended to since; undefined for nothing. */
  baseOf(row: number): Place | undefined {
    return this.base && placeIn(this.base, row);
  }

  setBase(row: number, file: number, offset: number, length: number): void {
    const size = this.file.length;
    this.base ??= {
      file: new Uint32Array(size),
      offset: new Float64Array(size),
      length: new Uint32Array(size),
    };
    this.base.file[row] = file;
    this.base.offset[row] = offset;
    this.base.length[row] = length;
  }

  /** From now on until {@link takeFrozen} the table is kept as it is, by a copy when it changes. */
  askFreeze(): void {
    this.freezing = 'asked';
  }

  /** What the table was when {@link askFreeze} was called. */
  takeFrozen(): FrozenTable {
    this.change();
    const frozen = this.freezing as FrozenTable;
    this.freezing = 'no';
    return frozen;
  }

  /** Nobody will take the copy. */
  forgetFreeze(): void {
    this.freezing = 'no';
  }

  private change(): void {
    if (this.freezing !== 'asked') return;
    const { rows, keys } = this;
    const keyAt = this.keyAt.slice(0, rows);
    const base = this.base && {
      file: this.base.file.slice(0, rows),
      offset: this.base.offset.slice(0, rows),
      length: this.base.length.slice(0, rows),
    };
    this.freezing = {
      rows,
      file: this.file.slice(0, rows),
      offset: this.offset.slice(0, rows),
      length: this.length.slice(0, rows),
      keyOf: (row) => keyIn(keys, keyAt[row]!),
      baseOf: (row) => base && placeIn(base, row),
    };
  }

  private hasKey(row: number, bytes: Uint8Array, start: number, end: number): boolean {
    const { keys } = this;
    let at = this.keyAt[row]!;
    let length = keys[at++]!;
    if (length >= 128) {
      length -= 128;
      for (let scale = 128; ; scale *= 128) {
        const byte = keys[at++]!;
        length += (byte & 127) * scale;
        if (byte < 128) break;
      }
    }
    if (length !== end - start) return false;
    for (let i = start; i < end; i++) if (keys[at++] !== bytes[i]) return false;
    return true;
  }

  private keyEnd(row: number): number {
    const key = this.keyOf(row);
    return key.byteOffset + key.length;
  }

  private addKey(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (this.keysEnd + length + 5 > this.keys.length) this.growKeys(length + 5);
    const { keys } = this;
    const place = this.keysEnd;
    let at = place;
    let rest = length;
    for (; rest >= 128; rest = Math.floor(rest / 128)) keys[at++] = (rest % 128) | 128;
    keys[at++] = rest;
    for (let i = start; i < end; i++) keys[at++] = bytes[i]!;
    this.keysEnd = at;
    return place;
  }

  private growKeys(needed: number): void {
    const old = this.keys;
    const live = this.keysEnd - this.keysDead;
    this.keys = new Uint8Array(Math.max((live + needed) * 2, 64));
    if (this.keysDead === 0) {
      this.keys.set(old.subarray(0, this.keysEnd));
      return;
    }
    this.keysEnd = 0;
    this.keysDead = 0;
    for (let row = 0; row < this.rows; row++) {
      if (this.file[row] === 0) continue;
      const from = this.keyAt[row]!;
      const key = keyIn(old, from);
      const whole = old.subarray(from, key.byteOffset + key.length);
      this.keys.set(whole, this.keysEnd);
      this.keyAt[row] = this.keysEnd;
      this.keysEnd += whole.length;
    }
  }

  private growRows(): void {
    const size = this.file.length * 2;
    this.file = larger(this.file, new Uint32Array(size));
    this.offset = larger(this.offset, new Float64Array(size));
    this.length = larger(this.length, new Uint32Array(size));
    this.size = larger(this.size, new Float64Array(size));
    this.keyAt = larger(this.keyAt, new Uint32Array(size));
    if (this.base === undefined) return;
    this.base = {
      file: larger(this.base.file, new Uint32Array(size)),
      offset: larger(this.base.offset, new Float64Array(size)),
      length: larger(this.base.length, new Uint32Array(size)),
    };
  }

  private growSlots(): void {
    const { slots } = this;
    this.slots = new Int32Array(slots.length * 2);
    for (let slot = 0; slot < slots.length; slot += 2) {
      if (slots[slot] !== 0) link(this.slots, slots[slot]!, slots[slot + 1]!);
    }
  }

  /** Empties the row's slot, and closes the gap that this would leave in the way of others (K2). */
  private unlink(row: number): void {
    const { slots } = this;
    const mask = slots.length - 2;
    const key = this.keyOf(row);
    let gap = (hashKey(key, 0, key.length) << 1) & mask;
    while (slots[gap] !== row + 1) gap = (gap + 2) & mask;
    for (let slot = (gap + 2) & mask; slots[slot] !== 0; slot = (slot + 2) & mask) {
      const home = (slots[slot + 1]! << 1) & mask;
      // It may move back when its home is not behind the gap, seen round the table.
      if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
      slots[gap] = slots[slot]!;
      slots[gap + 1] = slots[slot + 1]!;
      gap = slot;
    }
    slots[gap] = 0;
  }
}

/** Puts a row, plus 1, into the first free slot from where its hash leads. */
function link(slots: Int32Array, entry: number, hash: number): void {
  const mask = slots.length - 2;
  let slot = (hash << 1) & mask;
  while (slots[slot] !== 0) slot = (slot + 2) & mask;
  slots[slot] = entry;
  slots[slot + 1] = hash;
}

/** A hash of 32 bits of the bytes of a key (murmur3). */
export function hashKey(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x2f0b4c47;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash = mixed(hash, bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
  }
  let rest = end - start;
  for (; at < end; at++) rest = (rest << 8) ^ bytes[at]!;
  hash = mixed(hash, rest);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function mixed(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function keyIn(keys: Uint8Array, place: number): Uint8Array {
  let at = place;
  let length = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = keys[at++]!;
    length += (byte & 127) * scale;
    if (byte < 128) return keys.subarray(at, at + length);
  }
}

function placeIn({ file, offset, length }: Places, row: number): Place | undefined {
  if (file[row] === 0) return undefined;
  return { file: file[row]!, offset: offset[row]!, length: length[row]! };
}

function larger<T extends { set(from: T): void }>(from: T, into: T): T {
  into.set(from);
  return into;
}
