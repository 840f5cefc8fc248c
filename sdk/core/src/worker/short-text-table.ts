/**
 * A hash table for short texts, the most frequent kind of key.
 *
 * Why not `Map`: a text that was just cut out of a line has no hash yet, and computing it there is a call into
 * the engine that costs more than everything else; a loop over a few characters in compiled code does not. On
 * the words of a book a look-up takes a little over half of `Map`'s time (test/bench/key-index.mjs).
 *
 * Invariants:
 *  T1  entries are dense and in order of insertion; `slots` holds their index + 1, 0 is empty.
 *  T2  no probe looks at more than `PROBE_LIMIT` slots: texts made to collide end up in `rest`, a Map, instead of
 *      making look-ups slow. A deleted entry keeps its slot, so that an empty slot ends a search.
 *  T3  at most half of the slots are used, also by deleted entries; when most of them are, they are thrown out.
 */
const PROBE_LIMIT = 24;
const FIRST_SLOTS = 16;

/** Texts up to this many UTF-16 units belong here. */
export const SHORT_TEXT = 24;

export class ShortTextTable<V> {
  private slots = new Int32Array(FIRST_SLOTS);
  private mask = FIRST_SLOTS - 1;
  private hashes = new Int32Array(FIRST_SLOTS / 2);
  /** Undefined where the entry was deleted. */
  private keys: (string | undefined)[] = [];
  private values: (V | undefined)[] = [];
  private deleted = 0;
  /** Index of the keys that found no slot (T2). */
  private rest: Map<string, number> | undefined;

  get size(): number {
    return this.keys.length - this.deleted;
  }

  get(key: string): V | undefined {
    const index = this.find(key, hashOf(key));
    return index < 0 ? undefined : this.values[index];
  }

  has(key: string): boolean {
    return this.find(key, hashOf(key)) >= 0;
  }

  /** Adds a key, or changes its value. */
  set(key: string, value: V): void {
    const hash = hashOf(key);
    const index = this.find(key, hash);
    if (index >= 0) {
      this.values[index] = value;
      return;
    }
    if ((this.keys.length + 1) * 2 >= this.slots.length && this.deleted * 2 > this.keys.length)
      this.compact();
    this.hashes[this.keys.length] = hash;
    this.keys.push(key);
    this.values.push(value);
    if (this.keys.length * 2 >= this.slots.length) this.grow();
    else this.place(this.keys.length - 1);
  }

  /** Removes a key; false when it is not there. */
  delete(key: string): boolean {
    const index = this.find(key, hashOf(key));
    if (index < 0) return false;
    this.rest?.delete(key);
    this.keys[index] = undefined;
    this.values[index] = undefined;
    this.deleted++;
    if (this.deleted === this.keys.length) this.clear();
    return true;
  }

  clear(): void {
    this.slots = new Int32Array(FIRST_SLOTS);
    this.mask = FIRST_SLOTS - 1;
    this.hashes = new Int32Array(FIRST_SLOTS / 2);
    this.keys = [];
    this.values = [];
    this.deleted = 0;
    this.rest = undefined;
  }

  *entries(): IterableIterator<[string, V]> {
    for (let index = 0; index < this.keys.length; index++) {
      const key = this.keys[index];
      if (key !== undefined) yield [key, this.values[index] as V];
    }
  }

  /** The index of a key, or -1. */
  private find(key: string, hash: number): number {
    const { slots, mask, hashes, keys } = this;
    for (let at = hash & mask, n = 0; n < PROBE_LIMIT; at = (at + 1) & mask, n++) {
      const index = slots[at]! - 1;
      if (index < 0 || (hashes[index] === hash && keys[index] === key)) return index;
    }
    return this.rest?.get(key) ?? -1;
  }

  /** Gives an entry a slot, or a place in `rest`. */
  private place(index: number): void {
    const { slots, mask } = this;
    for (let at = this.hashes[index]! & mask, n = 0; n < PROBE_LIMIT; at = (at + 1) & mask, n++) {
      if (slots[at] === 0) {
        slots[at] = index + 1;
        return;
      }
    }
    this.rest ??= new Map();
    this.rest.set(this.keys[index]!, index);
  }

  /** Doubles the slots and places every entry anew. */
  private grow(): void {
    const size = this.slots.length * 2;
    const hashes = new Int32Array(size / 2);
    hashes.set(this.hashes);
    this.hashes = hashes;
    this.slots = new Int32Array(size);
    this.mask = size - 1;
    this.rest = undefined;
    for (let index = 0; index < this.keys.length; index++) {
      if (this.keys[index] !== undefined) this.place(index);
    }
  }

  /** Throws out what was deleted. */
  private compact(): void {
    const live = [...this.entries()];
    this.clear();
    for (const [key, value] of live) this.set(key, value);
  }
}

/** A hash of all characters; the last step lets the high bits count in the low ones, which choose the slot. */
function hashOf(text: string): number {
  let hash = text.length;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash ^ (hash >>> 15);
}
