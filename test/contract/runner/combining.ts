import { type CombineFn, count, max, mean, min, sum } from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature } from './feature.js';

/** An accumulator that is a class in all but name: an object that `add` and `merge` change. */
const spread: CombineFn<number, { low: number; high: number; texts: Set<string> }, string> = {
  name: 'spread',
  create: () => ({ low: Infinity, high: -Infinity, texts: new Set() }),
  add(accumulator, n) {
    accumulator.low = Math.min(accumulator.low, n);
    accumulator.high = Math.max(accumulator.high, n);
    accumulator.texts.add(String(n % 3));
    return accumulator;
  },
  merge(accumulator, other) {
    accumulator.low = Math.min(accumulator.low, other.low);
    accumulator.high = Math.max(accumulator.high, other.high);
    for (const text of other.texts) accumulator.texts.add(text);
    return accumulator;
  },
  extract: ({ low, high, texts }) => `${low}..${high} ${[...texts].sort()}`,
};

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Aggregations as the model runs them. */
export const combining = feature('combinePerKey, combineGlobally', {
  'combinePerKey gives one result for each key': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create(upTo(10))
          .keyBy((n) => (n % 2 ? 'odd' : 'even'))
          .combinePerKey(sum),
      [
        { key: 'even', value: 20 },
        { key: 'odd', value: 25 },
      ],
    ),
  'several aggregations come as one object': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([{ amount: 2 }, { amount: 4 }])
          .keyBy(() => 'k')
          .combinePerKey({ n: count, total: sum('amount'), least: min('amount'), mean: mean('amount') }),
      [{ key: 'k', value: { n: 2, total: 6, least: 2, mean: 3 } }],
    ),
  'accumulators may be objects that change': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const input = p.create(upTo(100));
        return p.flatten([
          input.combineGlobally(spread),
          input
            .keyBy((n) => n % 2)
            .combinePerKey(spread)
            .map(({ key, value }) => `${key}: ${value}`),
        ]);
      },
      ['0..99 0,1,2', '0: 0..98 0,1,2', '1: 1..99 0,1,2'],
    ),
  'keys are compared by value': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([
            { a: 1, b: 2 },
            { b: 2, a: 1 },
          ])
          .keyBy((key) => key)
          .combinePerKey(count)
          .values(),
      [2],
    ),
  'nothing to combine gives what an empty accumulator says, or nothing if so asked': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) => {
        const none = p.create<number>([]);
        return p.flatten<unknown>([
          none.combineGlobally(sum),
          none.count(),
          none.combineGlobally(spread),
          none.combineGlobally(max, { emptyDefault: false }),
          none.keyBy(() => 1).combinePerKey(sum),
        ]);
      },
      [0, 0, 'Infinity..-Infinity '],
    ),
  'a fan-out for hot keys changes nothing about the result': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) => {
        const input = p.create(upTo(1000));
        return p.flatten<unknown>([
          input.keyBy((n) => (n < 900 ? 'hot' : 'cold')).combinePerKey(sum, { fanout: 4 }),
          input.combineGlobally(mean, { fanout: 8 }),
          input
            .keyBy(() => null)
            .combinePerKey(spread, { fanout: 3 })
            .values(),
        ]);
      },
      [{ key: 'hot', value: (899 * 900) / 2 }, { key: 'cold', value: 94_950 }, 499.5, '0..999 0,1,2'],
    ),
  'more keys than a worker holds at once are all there': async (runner) => {
    const results = await collect(
      (p) =>
        p
          .create(upTo(6_000))
          .keyBy((n) => `key ${n % 3_000}`)
          .combinePerKey(count),
      { runner },
    );
    expect(results).toHaveLength(3_000);
    expect(results.every(({ value }) => value === 2)).toBe(true);
  },
  'combines in a row, and combines of combines': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create(upTo(20))
          .keyBy((n) => n % 4)
          .combinePerKey(count)
          .map(({ value }) => value)
          .countPerElement()
          .combineGlobally({ keys: count }),
      [{ keys: 1 }],
    ),
});
