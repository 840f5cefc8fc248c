import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GenericCoder } from '../../model/coders/generic.js';
import { avalanche } from '../../model/hash.js';
import {
  addHash,
  emptyHyperLogLog,
  estimateSize,
  type HyperLogLog,
  mergeHyperLogLog,
} from './hyper-log-log.js';
import { approximateDistinct } from './index.js';

/** A sketch of `n` different hashes; another seed gives other hashes. */
function filled(precision: number, n: number, seed: number, from = 0): HyperLogLog {
  let sketch = emptyHyperLogLog(precision);
  for (let i = from; i < from + n; i++) {
    sketch = addHash(sketch, avalanche(i ^ avalanche(seed)) >>> 0, avalanche(i + avalanche(~seed)) >>> 0);
  }
  return sketch;
}

const copy = (sketch: HyperLogLog): HyperLogLog => sketch.slice();

describe('approximateDistinct', () => {
  it.each([
    [6, 1000, 60],
    [10, 300, 60],
    [10, 3000, 60],
    [10, 100_000, 30],
    [14, 20_000, 30],
    [14, 200_000, 12],
  ])('errs as published: precision %i, %i values', (precision, n, trials) => {
    const published = 1.04 / Math.sqrt(2 ** precision);
    let squares = 0;
    let bias = 0;
    for (let seed = 0; seed < trials; seed++) {
      const error = estimateSize(filled(precision, n, seed)) / n - 1;
      squares += error ** 2;
      bias += error / trials;
      expect(Math.abs(error)).toBeLessThan(4.5 * published);
    }
    expect(Math.sqrt(squares / trials)).toBeLessThan(1.35 * published);
    expect(Math.abs(bias)).toBeLessThan((3.5 * published) / Math.sqrt(trials));
  });

  it('is right about small numbers', () => {
    const fn = approximateDistinct();
    let sketch = fn.create();
    for (let i = 1; i <= 3000; i++) {
      sketch = fn.add(fn.add(sketch, i), 1);
      expect(Math.abs(fn.extract(sketch) - i)).toBeLessThanOrEqual(1);
    }
  });

  it('grows from 40 bytes to 2^precision and no further', () => {
    expect(emptyHyperLogLog(12)).toHaveLength(40);
    expect(filled(12, 6, 1)).toHaveLength(40);
    expect(filled(12, 7, 1)).toHaveLength(72);
    expect(filled(12, 768, 1).length).toBeLessThanOrEqual(4096 + 8);
    expect(filled(12, 100_000, 1)).toHaveLength(4096 + 8);
    expect(filled(4, 1000, 1)).toHaveLength(16 + 8);
  });

  it('gives the same bytes of registers however dense and sparse sketches are merged', () => {
    const whole = filled(8, 1000, 5);
    const cuts = [0, 5, 20, 90, 91, 500, 1000];
    const parts = cuts.slice(1).map((end, i) => filled(8, end - cuts[i]!, 5, cuts[i]));
    expect(parts.map((part) => part[2])).toEqual([0, 0, 1, 0, 1, 1]);
    const rightwards = parts.map(copy).reduce((all, part) => mergeHyperLogLog(all, part));
    const leftwards = parts.map(copy).reduceRight((all, part) => mergeHyperLogLog(all, part));
    expect(rightwards).toEqual(whole);
    expect(leftwards).toEqual(whole);
  });

  it('keeps in each register the longest run of zeros of the hashes, whether they came sparse or not', () => {
    const precision = 5;
    const fewBits = fc.integer({ min: 0, max: 31 }).map((bits) => 0xffffffff >>> bits);
    const word = fc.oneof(fc.constantFrom(0, 1, 0x80000000, 0xffffffff), fewBits, fc.nat(0xffffffff));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 40 }), (hashes) => {
        const registers = new Array<number>(2 ** precision).fill(0);
        let sketch = emptyHyperLogLog(precision);
        // However few hashes there are, these make the sketch dense.
        const filling = Array.from({ length: 24 }, (_, i): [number, number] => [
          (0xf8000000 | (i << 7)) >>> 0,
          0,
        ]);
        for (const [high, low] of [...hashes, ...filling]) {
          sketch = addHash(sketch, high, low);
          const bits = ((BigInt(high) << 32n) | BigInt(low)).toString(2).padStart(64, '0');
          const index = Number.parseInt(bits.slice(0, precision), 2);
          const run = /^0*/.exec(bits.slice(precision))![0].length + 1;
          registers[index] = Math.max(registers[index]!, run);
        }
        expect(sketch[2]).toBe(1);
        expect([...sketch.subarray(8)]).toEqual(registers);
      }),
      { numRuns: 500 },
    );
  });

  it('tells a number, a text and an object apart, and not equal ones', () => {
    const fn = approximateDistinct();
    const values = [1, '1', 1n, true, null, undefined, '', [], [1], { a: 1, b: 2 }, new Date(1), -1, 1.5];
    const again = [1, '1', 1n, { b: 2, a: 1 }, new Date(1), [1]];
    const sketch = [...values, ...again].reduce<HyperLogLog>((all, value) => fn.add(all, value), fn.create());
    expect(fn.extract(sketch)).toBe(values.length);
    const numbers = [0, -0, Number.NaN, Number.NaN].reduce((all, x) => fn.add(all, x), fn.create());
    expect(fn.extract(numbers)).toBe(2);
  });

  it('uses the bytes of a coder when given one', () => {
    const parity = approximateDistinct<number>({
      coder: Object.assign(Object.create(GenericCoder.canonical), {
        encodeOuter(value: number, writer: Parameters<GenericCoder['encode']>[1]) {
          writer.writeByte(value % 2);
        },
      }),
    });
    expect(parity.extract([1, 2, 3, 4].reduce((all, x) => parity.add(all, x), parity.create()))).toBe(2);
    expect(() => approximateDistinct({ coder: new GenericCoder() })).toThrow(
      expect.objectContaining({ code: 'E_NOT_DETERMINISTIC' }),
    );
  });

  it('refuses a precision out of range, and sketches that do not fit together', () => {
    for (const precision of [3, 19, 10.5]) {
      expect(() => approximateDistinct({ precision })).toThrow(
        expect.objectContaining({ code: 'E_BAD_ARGUMENT' }),
      );
    }
    expect(() => mergeHyperLogLog(emptyHyperLogLog(12), emptyHyperLogLog(14))).toThrow(
      expect.objectContaining({ code: 'E_DECODE' }),
    );
  });
});
