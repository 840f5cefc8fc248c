import {
  anyValue,
  approximateDistinct,
  type CombineFn,
  count,
  countIf,
  earliestOf,
  largest,
  latestOf,
  max,
  maxBy,
  mean,
  median,
  min,
  minBy,
  percentile,
  populationStddev,
  populationVariance,
  quantiles,
  sample,
  smallest,
  stddev,
  sum,
  sumBigInt,
  toList,
  top,
  toSet,
  variance,
} from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { feature, inOrder } from './feature.js';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const numbers = upTo(101);

/** What each aggregation makes of the numbers 0 to 100, and how to compare it. */
const aggregations: Readonly<Record<string, [fn: CombineFn<number, any, any>, expected: unknown]>> = {
  anyValue: [anyValue<number>(), expect.toSatisfy((n: number) => numbers.includes(n))],
  approximateDistinct: [
    approximateDistinct<number>(),
    expect.toSatisfy((n: number) => Math.abs(n - 101) <= 3),
  ],
  count: [count, 101],
  countIf: [countIf<number>((n) => n > 50), 50],
  sum: [sum, 5050],
  min: [min, 0],
  max: [max, 100],
  minBy: [minBy((n: number) => -n), 100],
  maxBy: [maxBy((n: number) => -n), 0],
  mean: [mean, 50],
  median: [median, 50],
  percentile: [percentile<number>(90), 90],
  quantiles: [quantiles<number>(5), [0, 25, 50, 75, 100]],
  variance: [variance, expect.closeTo(858.5, 6)],
  stddev: [stddev, expect.closeTo(Math.sqrt(858.5), 6)],
  populationVariance: [populationVariance, expect.closeTo(850, 6)],
  populationStddev: [populationStddev, expect.closeTo(Math.sqrt(850), 6)],
  top: [top<number>(3), [100, 99, 98]],
  largest: [largest<number>(2), [100, 99]],
  smallest: [smallest<number>(2), [0, 1]],
  toList: [
    toList<number>(),
    expect.toSatisfy((list: number[]) => inOrder(list).join() === inOrder(numbers).join()),
  ],
  toSet: [toSet<number>(), new Set(numbers)],
};

/** Every aggregation that the SDK brings. */
export const combiners = feature('aggregations of the SDK', {
  ...Object.fromEntries(
    Object.entries(aggregations).map(([name, [fn, expected]]) => [
      `${name} per key and over everything`,
      async (runner: Parameters<typeof collect>[1]['runner']): Promise<void> => {
        const results = await collect<unknown>(
          (p) => {
            const input = p.create(numbers);
            const perKey = input
              .keyBy(() => 'k')
              .combinePerKey(fn)
              .values();
            return p.flatten<unknown>([input.combineGlobally(fn), perKey]);
          },
          { runner },
        );
        expect(results).toEqual([expected, expected]);
      },
    ]),
  ),
  'sample takes so many elements of the input, each at most once': async (runner) => {
    const [chosen] = await collect((p) => p.create(numbers).combineGlobally(sample<number>(10)), { runner });
    expect(new Set(chosen).size).toBe(10);
    expect(chosen!.every((n) => numbers.includes(n))).toBe(true);
  },
  'sumBigInt does not round': async (runner) => {
    const big = 2n ** 70n;
    expect(await collect((p) => p.create([big, 1n]).combineGlobally(sumBigInt), { runner })).toEqual([
      big + 1n,
    ]);
  },
  'latestOf and earliestOf go by timestamps': async (runner) => {
    const stamped = [
      { value: 'b', timestamp: 2 },
      { value: 'a', timestamp: 1 },
      { value: 'c', timestamp: 3 },
    ];
    const fns = { latest: latestOf<string>(), earliest: earliestOf<string>() };
    expect(await collect((p) => p.create(stamped).combineGlobally(fns), { runner })).toEqual([
      { latest: 'c', earliest: 'a' },
    ]);
  },
  'count, top, smallest, sample and their forms per key are methods too': async (runner) => {
    const results = await collect<unknown>(
      (p) => {
        const input = p.create([3, 1, 2]);
        const keyed = input.keyBy(() => 'k');
        return p.flatten<unknown>([
          input.count().map((n) => ['count', n]),
          input.top(2).map((list) => ['top', list]),
          input.smallest(1).map((list) => ['smallest', list]),
          input.sample(5).map((list) => ['sample', inOrder(list)]),
          input.countPerElement().map(({ key, value }) => ['element', key, value]),
          keyed.countPerKey().map(({ value }) => ['countPerKey', value]),
          keyed.topPerKey(1).map(({ value }) => ['topPerKey', value]),
          keyed.samplePerKey(3).map(({ value }) => ['samplePerKey', inOrder(value)]),
        ]);
      },
      { runner },
    );
    expect(inOrder(results)).toEqual(
      inOrder([
        ['count', 3],
        ['top', [3, 2]],
        ['smallest', [1]],
        ['sample', [1, 2, 3]],
        ...[1, 2, 3].map((n) => ['element', n, 1]),
        ['countPerKey', 3],
        ['topPerKey', [3]],
        ['samplePerKey', [1, 2, 3]],
      ]),
    );
  },
});
