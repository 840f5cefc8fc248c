import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../model/coders/byte-writer.js';
import type { Coder } from '../model/coders/coder.js';
import { DoubleCoder } from '../model/coders/double.js';
import { GenericCoder } from '../model/coders/generic.js';
import { keyCoder } from '../model/coders/key-coder.js';
import { NullableCoder } from '../model/coders/nullable.js';
import { StringUtf8Coder } from '../model/coders/string-utf8.js';
import { KeyIndex } from './key-index.js';
import { SHORT_TEXT } from './short-text-table.js';

const anything = fc.oneof(
  fc.string({ maxLength: 2 * SHORT_TEXT }),
  fc.integer({ min: -3, max: 3 }),
  fc.double(),
  fc.bigInt({ min: -2n, max: 2n }),
  fc.constantFrom(undefined, null, true, false, NaN, 0, -0, '', 'NaN'),
  fc.date({ min: new Date(0), max: new Date(3) }),
  fc.uint8Array({ maxLength: 2 }),
  fc.record({ a: fc.integer({ max: 2, min: 0 }), b: fc.constantFrom('x', 'y') }),
  fc.tuple(fc.nat(2), fc.constantFrom('', 'z')),
);

/** Coders with keys they take. */
const cases: readonly [name: string, coder: Coder<any>, keys: fc.Arbitrary<unknown>][] = [
  ['the generic coder', new GenericCoder(), anything],
  ['texts', new StringUtf8Coder(), fc.string({ maxLength: 40, unit: 'binary' })],
  ['doubles', new DoubleCoder(), fc.oneof(fc.double(), fc.constantFrom(NaN, 0, -0))],
  [
    'nullable texts',
    new NullableCoder(new StringUtf8Coder()),
    fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom(null, undefined)),
  ],
];

describe('a key index', () => {
  it.each(cases)('tells keys apart exactly as their bytes do: %s', (_, coder, keys) => {
    const bytes = new ByteWriter();
    const idOf = (key: unknown): string => {
      bytes.reset();
      keyCoder(coder).encode(key, bytes);
      return bytes.finish().join();
    };
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, fc.nat(3)), { maxLength: 60 }), (commands) => {
        const index = new KeyIndex<number>(coder);
        const model = new Map<string, number>();
        for (const [n, [key, kind]] of commands.entries()) {
          if (kind > 0) {
            index.set(key, n);
            model.set(idOf(key), n);
          }
          expect(index.get(key)).toBe(model.get(idOf(key)));
          expect(index.has(key)).toBe(model.has(idOf(key)));
          expect(index.size).toBe(model.size);
        }
        const entries = [...index.entries()].map(([key, value]) => [idOf(key), value] as const);
        expect(entries).toHaveLength(model.size);
        expect(new Map(entries)).toEqual(model);
        const map = index.asMap();
        expect(map.size).toBe(model.size);
        for (const [key] of index.entries()) expect(map.get(key)).toBe(index.get(key));
        expect([...map.keys()]).toHaveLength(model.size);
        expect([...map.values()].sort()).toEqual([...model.values()].sort());
        const seen: unknown[] = [];
        map.forEach((value) => seen.push(value));
        expect(seen).toHaveLength(model.size);
        index.clear();
        expect([index.size, [...index.entries()].length]).toEqual([0, 0]);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses what cannot be written, functions and symbols too', () => {
    for (const key of [() => 1, Symbol('s'), { f: () => 1 }]) {
      const index = new KeyIndex<number>();
      expect(() => index.set(key, 1)).toThrowError(expect.objectContaining({ code: 'E_NO_CODER' }));
    }
  });

  it('takes keys of any length', () => {
    const index = new KeyIndex<number>();
    const long = new Uint8Array(300_000).fill(7);
    index.set(long, 1);
    expect(index.get(long.slice())).toBe(1);
  });
});
