import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashKey, KeyTable } from './key-table.js';

const ascii = (text: string) => new TextEncoder().encode(text);

/** A table and a Map that are changed alike. */
class Twin {
  readonly table = new KeyTable();
  readonly model = new Map<string, number>();

  /** @param hash of a few bits, so that many keys meet */
  constructor(private readonly hash = (key: Uint8Array) => hashKey(key, 0, key.length) & 7) {}

  put(text: string, value: number): void {
    const key = ascii(text);
    let row = this.table.find(this.hash(key), key, 0, key.length);
    if (row < 0) row = this.table.insert(this.hash(key), key, 0, key.length);
    this.table.move(row, value, value, value);
    this.model.set(text, value);
  }

  delete(text: string): void {
    const key = ascii(text);
    const row = this.table.find(this.hash(key), key, 0, key.length);
    expect(row >= 0).toBe(this.model.delete(text));
    if (row >= 0) this.table.remove(row);
  }

  seen(): Map<string, number> {
    const found = new Map<string, number>();
    for (let row = 0; row < this.table.rows; row++) {
      if (this.table.file[row] === 0) continue;
      const key = this.table.keyOf(row);
      expect(this.table.find(this.hash(key), key, 0, key.length)).toBe(row);
      found.set(new TextDecoder().decode(key), this.table.offset[row]!);
    }
    return found;
  }
}

const change = fc.record({ key: fc.integer({ min: 0, max: 30 }), value: fc.integer({ min: 0, max: 9 }) });

test('a table of keys answers as a map does, whatever hashes meet', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
      const twin = new Twin();
      for (const { key, value } of changes) {
        const text = 'k'.repeat(key * 9);
        if (value === 0) twin.delete(text);
        else twin.put(text, value);
      }
      expect(twin.table.count).toBe(twin.model.size);
      expect(twin.seen()).toEqual(twin.model);
    }),
  );
});

test('a frozen table is what it was, while the table goes on', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), fc.array(change, { maxLength: 60 }), (before, after) => {
      const twin = new Twin();
      for (const { key, value } of before) twin.put(`key ${key}`, value + 1);
      const expected = new Map(twin.model);
      twin.table.askFreeze();
      for (const { key, value } of after) {
        if (value < 4) twin.delete(`key ${key}`);
        else twin.put(`key ${key} ${value}`, value);
      }
      const frozen = twin.table.takeFrozen();
      const found = new Map<string, number>();
      for (let row = 0; row < frozen.rows; row++) {
        if (frozen.file[row] === 0) continue;
        found.set(new TextDecoder().decode(frozen.keyOf(row)), frozen.offset[row]!);
      }
      expect(found).toEqual(expected);
      expect(twin.seen()).toEqual(twin.model);
    }),
  );
});
