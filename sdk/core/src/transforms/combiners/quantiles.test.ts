import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CombineFn } from '../../construction/combine-fn.js';
import { median, percentile, quantiles } from './index.js';
import { choose, randomState } from './random-choice.js';
import type { RankSketch } from './rank-sketch.js';

const N = 100_000;
const state = randomState(1, 2);
const random = (): number => choose(state, 2 ** 53) / 2 ** 53;
const shapes: Record<string, (i: number) => number> = {
  random: () => random(),
  ascending: (i) => i,
  descending: (i) => -i,
  'growing from the middle': (i) => (i % 2 === 0 ? i : -i),
  'of few different values': (i) => (i * 7919) % 40,
  'skewed like latencies': () => 1 / (1 - random()),
};

/** How many values at the start of a sorted list pass. */
function countWhile(sorted: Float64Array, passes: (value: number) => boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (passes(sorted[middle]!)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** How far `value` is from being of rank `rank` in `sorted`, 0 when it is one of the values of that rank. */
function rankError(sorted: Float64Array, value: number, rank: number): number {
  const before = countWhile(sorted, (other) => other < value);
  const upTo = countWhile(sorted, (other) => other <= value);
  return Math.max(0, before + 1 - rank, rank - upTo);
}

type Sketches = [fn: CombineFn<number, RankSketch<number>, number[]>, parts: RankSketch<number>[]];

const ways: Record<string, (...sketches: Sketches) => RankSketch<number>> = {
  'one after the other': (fn, parts) => parts.reduce((all, part) => fn.merge(all, part), fn.create()),
  'pair by pair': (fn, parts) => {
    let level = parts;
    while (level.length > 1) {
      const pairs: RankSketch<number>[] = [];
      for (let i = 0; i < level.length; i += 2) {
        pairs.push(i + 1 < level.length ? fn.merge(level[i]!, level[i + 1]!) : level[i]!);
      }
      level = pairs;
    }
    return level[0]!;
  },
};

describe('quantiles', () => {
  for (const [shape, valueAt] of Object.entries(shapes)) {
    for (const [way, merge] of Object.entries(ways)) {
      it.each([
        [1, 0.01],
        [40, 0.01],
        [5000, 0.01],
        [40, 0.002],
      ])(`keep their bound on a list ${shape}, of %i parts merged ${way}, error %f`, (parts, error) => {
        const values = Array.from({ length: N }, (_, i) => valueAt(i));
        const sorted = Float64Array.from(values).sort();
        const fn = quantiles<number>(51, { error });
        const sketches = Array.from({ length: parts }, () => fn.create());
        values.forEach((value, i) => {
          const part = Math.floor((i * parts) / N);
          sketches[part] = fn.add(sketches[part]!, value);
        });
        const sketch = merge(fn, sketches);
        const answers = fn.extract(sketch);
        answers.forEach((answer, i) => {
          const rank = Math.max(1, Math.ceil((i * N) / 50));
          expect(rankError(sorted, answer, rank)).toBeLessThanOrEqual(error * N);
        });
        expect(answers[0]).toBe(sorted[0]);
        expect(answers[50]).toBe(sorted[N - 1]);
        const [count, over, under, , levels] = sketch;
        expect(count).toBe(N);
        expect(Math.max(over, under)).toBeLessThanOrEqual(error * N);
        expect(Math.abs(over - under)).toBeLessThanOrEqual((error * N) / 4);
        levels.forEach((level, h) => {
          expect(level.length).toBeLessThan(((h + 7) * (h + 8)) / (14 * error) + 2);
        });
      });
    }
  }

  it('never err by more than the sketch says, for any sizes of parts', () => {
    const error = 0.1;
    const fn = quantiles<number>(11, { error });
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 300, size: 'max' }), {
          minLength: 1,
          maxLength: 20,
          size: 'max',
        }),
        (parts) => {
          const sketch = parts
            .map((part) => part.reduce((all, value) => fn.add(all, value), fn.create()))
            .reduce((all, part) => fn.merge(all, part));
          const sorted = Float64Array.from(parts.flat()).sort();
          const [count, over, under] = sketch;
          expect(Math.max(over, under)).toBeLessThanOrEqual(error * count);
          fn.extract(sketch).forEach((answer, i) => {
            const rank = Math.max(1, Math.ceil((i * count) / 10));
            expect(rankError(sorted, answer, rank)).toBeLessThanOrEqual(Math.max(over, under));
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are exact for fewer than 4/error elements', () => {
    const fn = quantiles<number>(399, { error: 0.01 });
    let sketch = fn.create();
    for (let i = 398; i >= 0; i--) sketch = fn.add(sketch, i);
    expect(fn.extract(sketch)).toEqual(Array.from({ length: 399 }, (_, i) => i));
  });

  it('take any order', () => {
    const byLength = quantiles<string>(3, { compare: (a, b) => a.length - b.length });
    const sketch = ['xxx', 'x', 'xxxxx', 'xx', 'xxxx'].reduce(
      (all, text) => byLength.add(all, text),
      byLength.create(),
    );
    expect(byLength.extract(sketch)).toEqual(['x', 'xxx', 'xxxxx']);
  });

  it('refuse a number of values or an error that says nothing', () => {
    for (const n of [1, 0, 2.5, Number.NaN]) expect(() => quantiles(n)).toThrow(`quantiles(${n})`);
    for (const error of [0, -1, 0.6, Number.NaN]) {
      expect(() => quantiles(3, { error })).toThrow(expect.objectContaining({ code: 'E_BAD_ARGUMENT' }));
    }
  });
});

describe('percentile', () => {
  it('is the nearest rank, without a rounding error in the percentage', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    for (const p of [0, 7, 29, 50, 57, 99, 99.5, 100]) {
      const fn = percentile(p);
      const answer = fn.extract(hundred.reduce((all, x) => fn.add(all, x), fn.create()));
      expect(answer).toBe(Math.max(1, Math.ceil(p)));
    }
  });

  it('refuses what is no percentage', () => {
    for (const p of [-1, 101, Number.NaN]) expect(() => percentile(p)).toThrow('is no percentage');
  });
});

describe('median', () => {
  it('is the lower one of two in the middle', () => {
    expect(median.extract([4, 1, 3, 2].reduce((all, x) => median.add(all, x), median.create()))).toBe(2);
  });
});
