import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { avalanche, Hash64 } from './hash.js';

const hash = new Hash64();
const pair = (result: Hash64): [number, number] => [result.high, result.low];
const ascending = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i & 0xff);

describe('Hash64', () => {
  it('gives the words of the reference implementation of MurmurHash3_x86_128', () => {
    const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
    expect(pair(hash.bytes(ascii('')))).toEqual([0, 0]);
    expect(pair(hash.bytes(ascii(''), 42))).toEqual([0xaf6d2cb6, 0x95c80cba]);
    expect(pair(hash.bytes(ascii('a')))).toEqual([0xa794933c, 0x5556b01b]);
    expect(pair(hash.bytes(ascii('hello'), 42))).toEqual([0x9c4f9a01, 0x053404f6]);
    expect(pair(hash.bytes(ascii('The quick brown fox jumps over the lazy dog')))).toEqual([
      0x2f1583c3, 0xecee2c67,
    ]);
    expect(pair(hash.bytes(ascending(256), 42))).toEqual([0x22af5f92, 0xb96e7a34]);
  });

  it.each([
    [1, 0x777fa956, 0x60bde923],
    [4, 0x555206e6, 0x6110ce36],
    [5, 0x897fd35b, 0x14657d9f],
    [9, 0x7e3de237, 0x95c38f3d],
    [13, 0xe62a8f91, 0xb6bc08dd],
    [15, 0x1e3f5d79, 0xe3eecc42],
    [16, 0x52f05a95, 0x524f53e7],
    [17, 0x0c772326, 0xce370bf6],
    [31, 0x310ab350, 0x636970c2],
    [32, 0x81a4637b, 0xe654f672],
    [33, 0x494e91f8, 0xec64660d],
  ])('agrees with the reference on a tail of %i bytes', (length, high, low) => {
    expect(pair(hash.bytes(ascending(length), 7))).toEqual([high, low]);
  });

  it('hashes a text as its UTF-16 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.integer(), (text, seed) => {
        expect(pair(hash.text(text, seed))).toEqual(pair(hash.bytes(Buffer.from(text, 'utf16le'), seed)));
      }),
    );
    expect(pair(hash.text('héllo', 1))).toEqual([3120636323, 2175703423]);
  });

  it('hashes a number as the eight bytes of the double', () => {
    expect(pair(hash.number(1.5, 2))).toEqual([4252107931, 528217847]);
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const bytes = Buffer.alloc(8);
        bytes.writeDoubleLE(value + 0);
        expect(pair(hash.number(value))).toEqual(pair(hash.bytes(bytes)));
      }),
    );
  });

  it('does not tell -0 from 0', () => {
    expect(pair(hash.number(-0))).toEqual(pair(hash.number(0)));
  });

  it('has no collision among a million small integers', () => {
    const seen = new Set<number>();
    for (let i = 0; i < 1_000_000; i++) {
      const { high, low } = hash.number(i);
      seen.add(high * 2 ** 21 + (low >>> 11));
    }
    expect(seen.size).toBe(1_000_000);
  });
});

describe('avalanche', () => {
  it('flips every output bit with probability near one half when one input bit flips', () => {
    const flips = new Array<number>(32 * 32).fill(0);
    const trials = 2000;
    for (let t = 0; t < trials; t++) {
      const x = Math.imul(t, 0x9e3779b9);
      for (let bit = 0; bit < 32; bit++) {
        const changed = avalanche(x) ^ avalanche(x ^ (1 << bit));
        for (let o = 0; o < 32; o++) flips[bit * 32 + o]! += (changed >>> o) & 1;
      }
    }
    for (const count of flips) expect(Math.abs(count / trials - 0.5)).toBeLessThan(0.1);
  });
});
