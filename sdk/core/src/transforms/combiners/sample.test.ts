import { describe, expect, it } from 'vitest';
import type { CombineFn } from '../../construction/combine-fn.js';
import { sample } from './index.js';
import type { SampleAccumulator } from './sample.js';

type Sample<T> = CombineFn<T, SampleAccumulator<T>, T[]>;

const fold = <T>(fn: Sample<T>, values: readonly T[]): SampleAccumulator<T> =>
  values.reduce((all, value) => fn.add(all, value), fn.create());

const TRIALS = 30_000;
const POPULATION = 12;
const SIZE = 4;
const everyone = Array.from({ length: POPULATION }, (_, i) => i);

/** How the population comes to the sample: some ways in which a runner may split and merge it. */
const ways: Record<string, (fn: Sample<number>) => SampleAccumulator<number>> = {
  'in one part': (fn) => fold(fn, everyone),
  'in parts of very different size': (fn) =>
    fn.merge(fold(fn, everyone.slice(0, 1)), fold(fn, everyone.slice(1))),
  'in two halves': (fn) => fn.merge(fold(fn, everyone.slice(0, 6)), fold(fn, everyone.slice(6))),
  'in parts of one': (fn) => everyone.map((i) => fold(fn, [i])).reduce((all, part) => fn.merge(all, part)),
  'pair by pair': (fn) => {
    let level = [0, 3, 6, 9].map((from) => fold(fn, everyone.slice(from, from + 3)));
    while (level.length > 1) {
      level = level.flatMap((part, i) => (i % 2 === 0 ? [fn.merge(part, level[i + 1]!)] : []));
    }
    return level[0]!;
  },
};

/** Σ (seen - expected)² / expected stays below this but for one time in millions. */
const limit = (cells: number): number => cells + 5 * Math.sqrt(2 * cells);
const chiSquared = (cells: readonly number[], expected: number): number =>
  cells.reduce((all, seen) => all + (seen - expected) ** 2 / expected, 0);

describe('sample', () => {
  for (const [way, run] of Object.entries(ways)) {
    it(`chooses every element and every pair equally often when the input comes ${way}`, () => {
      const singles = new Array<number>(POPULATION).fill(0);
      const pairs = new Map<string, number>();
      const fn = sample<number>(SIZE, { seed: 42 });
      for (let trial = 0; trial < TRIALS; trial++) {
        const chosen = fn.extract(run(fn)).sort((a, b) => a - b);
        expect(new Set(chosen).size).toBe(SIZE);
        for (const [i, a] of chosen.entries()) {
          singles[a]!++;
          for (const b of chosen.slice(i + 1)) pairs.set(`${a},${b}`, (pairs.get(`${a},${b}`) ?? 0) + 1);
        }
      }
      expect(chiSquared(singles, (TRIALS * SIZE) / POPULATION)).toBeLessThan(limit(POPULATION));
      expect(pairs.size).toBe(66);
      expect(chiSquared([...pairs.values()], (TRIALS * 6) / 66)).toBeLessThan(limit(66));
    });
  }

  it('chooses equally between workers that count their accumulators separately', () => {
    const cells = new Array<number>(8).fill(0);
    for (let seed = 0; seed < 20_000; seed++) {
      const here = sample<number>(1, { seed });
      const there = sample<number>(1, { seed });
      const merged = here.merge(fold(here, [0, 1, 2, 3]), fold(there, [4, 5, 6, 7]));
      cells[here.extract(merged)[0]!]!++;
    }
    expect(chiSquared(cells, 2500)).toBeLessThan(limit(8));
  });

  it('keeps unrelated places for keys with equal values', () => {
    const fn = sample<number>(1);
    const cells = new Array<number>(5).fill(0);
    for (let key = 0; key < 10_000; key++) cells[fn.extract(fold(fn, [0, 1, 2, 3, 4]))[0]!]!++;
    expect(chiSquared(cells, 2000)).toBeLessThan(limit(5));
  });

  it('keeps unrelated places for accumulators of the same number whose first elements differ', () => {
    const values = Array.from({ length: 100 }, (_, i) => i);
    const place = (first: unknown): number => {
      const fn = sample<unknown>(1);
      return values.indexOf(fn.extract(fold(fn, [first, ...values]))[0] as number);
    };
    const firsts = ['a', 'b', 0.25, 0.5, true, false, null, 7n, 8n, { a: 1 }, { a: 2 }, new Date(5)];
    expect(new Set(firsts.map(place)).size).toBeGreaterThan(8);
  });

  it('gives the same for the same seed and bundles, and something else for another seed', () => {
    const values = Array.from({ length: 1000 }, (_, i) => i);
    const chosen = (seed: number): number[] => {
      const fn = sample<number>(10, { seed });
      return fn.extract(fold(fn, values));
    };
    expect(chosen(1)).toEqual(chosen(1));
    expect(chosen(1)).not.toEqual(chosen(2));
  });

  it('keeps everything when there is no more than asked for', () => {
    const fn = sample<string>(3);
    expect(fn.extract(fn.merge(fold(fn, ['a', 'b']), fold(fn, ['c']))).sort()).toEqual(['a', 'b', 'c']);
  });

  it('refuses a size that is none, and a seed that is no integer', () => {
    for (const n of [0, -1, 1.5, Number.NaN]) {
      expect(() => sample(n)).toThrow(expect.objectContaining({ code: 'E_BAD_ARGUMENT' }));
    }
    expect(() => sample(1, { seed: 0.5 })).toThrow('must be an integer');
  });
});
