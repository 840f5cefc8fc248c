import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CombineFn, combineAll } from '../../construction/combine-fn.js';
import { ByteReader } from '../../model/coders/byte-reader.js';
import { ByteWriter } from '../../model/coders/byte-writer.js';
import { GenericCoder } from '../../model/coders/generic.js';
import * as combiners from './index.js';

const {
  anyValue,
  approximateDistinct,
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
  naturalOrder,
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
  toSet,
  top,
  variance,
} = combiners;

const coder = new GenericCoder();

function bytesOf(value: unknown): Uint8Array {
  const writer = new ByteWriter();
  coder.encode(value, writer);
  return writer.finish();
}

const travelled = (accumulator: unknown): unknown => coder.decode(new ByteReader(bytesOf(accumulator)));

/** Where each element goes, and in what order the parts are merged: the numbers are taken as they are needed. */
interface Plan {
  parts: number;
  choices: readonly number[];
}

const plans: fc.Arbitrary<Plan> = fc.record({
  parts: fc.integer({ min: 1, max: 6 }),
  choices: fc.array(fc.nat(), { minLength: 1, maxLength: 40 }),
});

/** Aggregates as a runner might: some parts, some of them empty, each sent as bytes, merged in any order. */
function inParts<I, O>(fn: CombineFn<I, any, O>, inputs: readonly I[], { parts, choices }: Plan): O {
  let used = 0;
  const choose = (bound: number): number => choices[used++ % choices.length]! % bound;
  let accumulators: unknown[] = Array.from({ length: parts }, () => fn.create());
  for (const input of inputs) {
    const part = choose(parts);
    accumulators[part] = fn.add(accumulators[part], input);
  }
  accumulators = accumulators.map(travelled);
  while (accumulators.length > 1) {
    const [other] = accumulators.splice(choose(accumulators.length), 1);
    const into = choose(accumulators.length);
    const before = bytesOf(other);
    accumulators[into] = travelled(fn.merge(accumulators[into], other));
    expect(bytesOf(other)).toEqual(before);
  }
  const before = bytesOf(accumulators[0]);
  const output = fn.extract(accumulators[0]);
  expect(bytesOf(accumulators[0])).toEqual(before);
  return output;
}

interface Law<I, O> {
  fn: CombineFn<I, any, O>;
  input: fc.Arbitrary<I>;
  /** The right answer for this input, or an assertion about the answer. */
  expected: (inputs: I[], actual: O) => unknown;
}

const law = <I, O>(
  fn: CombineFn<I, any, O>,
  input: fc.Arbitrary<I>,
  expected: Law<I, O>['expected'],
): Law<any, any> => ({ fn, input, expected });

const small = fc.integer({ min: -50, max: 50 });
const double = fc.double();
const order = fc.record({ id: fc.nat(), price: small });
const timed = fc.record({
  value: fc.nat(),
  timestamp: fc.constantFrom(-5, 0, 3, 7, Number.NEGATIVE_INFINITY),
});

const sorted = <T>(values: T[]): T[] => values.toSorted(naturalOrder as (a: T, b: T) => number);
const add = (values: number[]): number => values.reduce((a, b) => a + b, 0);
const squares = (values: number[]): number => {
  const center = add(values) / values.length;
  return add(values.map((x) => (x - center) ** 2));
};
const near = (right: number, actual: number): number =>
  Number.isNaN(right) ? right : Math.abs(right - actual) <= 1e-9 * (1 + Math.abs(right)) ? actual : right;
/** Any of the candidates will do. */
const oneOf = <T>(candidates: T[], actual: T): T | undefined => {
  const texts = candidates.map((one) => JSON.stringify(one));
  return texts.includes(JSON.stringify(actual)) ? actual : candidates[0];
};

const laws: Record<string, Law<any, any>[]> = {
  count: [law(count, fc.anything(), (all) => all.length)],
  countIf: [
    law(
      countIf((x: number) => x > 0),
      small,
      (all) => all.filter((x) => x > 0).length,
    ),
  ],
  sum: [
    law(sum, small, add),
    law(sum, fc.constantFrom(1e308, -1e308, 1, 1e-300, 0.1), (all, actual) => {
      const oneByOne = all.reduce((a, x) => sum.add(a, x), sum.create());
      expect(actual).toBe(sum.extract(oneByOne));
      return actual;
    }),
    law(sum('price'), order, (all) => add(all.map((o) => o.price))),
  ],
  sumBigInt: [law(sumBigInt, fc.bigInt(), (all) => all.reduce((a, b) => a + b, 0n))],
  mean: [law(mean, small, (all) => add(all) / all.length)],
  min: [
    law(min, double, (all) => sorted(all)[0]),
    law(min<Date>(), fc.date(), (all) => sorted(all)[0]),
    law(
      min((o: { price: number }) => o.price),
      order,
      (all) => sorted(all.map((o) => o.price))[0],
    ),
  ],
  max: [
    law(max, double, (all) => sorted(all).at(-1)),
    law(max<string>(), fc.string(), (all) => sorted(all).at(-1)),
    law(max<bigint>(), fc.bigInt(), (all) => sorted(all).at(-1)),
  ],
  minBy: [
    law(
      minBy((o: { price: number }) => o.price),
      order,
      (all, actual) =>
        oneOf(
          all.filter((o) => o.price === Math.min(...all.map((x) => x.price))),
          actual,
        ),
    ),
  ],
  maxBy: [
    law(
      maxBy((o: { price: number }) => o.price),
      order,
      (all, actual) =>
        oneOf(
          all.filter((o) => o.price === Math.max(...all.map((x) => x.price))),
          actual,
        ),
    ),
  ],
  variance: [
    law(variance, small, (all, actual) =>
      near(all.length < 2 ? Number.NaN : squares(all) / (all.length - 1), actual),
    ),
  ],
  stddev: [
    law(stddev, small, (all, actual) =>
      near(all.length < 2 ? Number.NaN : Math.sqrt(squares(all) / (all.length - 1)), actual),
    ),
  ],
  populationVariance: [
    law(populationVariance, small, (all, actual) => near(squares(all) / all.length, actual)),
  ],
  populationStddev: [
    law(populationStddev, small, (all, actual) => near(Math.sqrt(squares(all) / all.length), actual)),
  ],
  top: [
    law(top<number>(4), double, (all) => sorted(all).reverse().slice(0, 4)),
    law(
      top<string>(3, (a, b) => a.length - b.length),
      fc.string({ maxLength: 5 }),
      (all, actual) => {
        expect(actual.every((text) => all.includes(text))).toBe(true);
        const lengths = all.map((text) => text.length).sort((a, b) => b - a);
        expect(actual.map((text) => text.length)).toEqual(lengths.slice(0, 3));
        return actual;
      },
    ),
  ],
  largest: [law(largest<string>(3), fc.string(), (all) => sorted(all).reverse().slice(0, 3))],
  smallest: [
    law(smallest<bigint>(3), fc.bigInt(), (all) => sorted(all).slice(0, 3)),
    law(smallest(2, { by: (o: { price: number }) => o.price }), order, (all, actual) => {
      expect(actual.map((o) => o.price)).toEqual(sorted(all.map((o) => o.price)).slice(0, 2));
      return actual;
    }),
  ],
  sample: [
    law(sample<number>(5), fc.nat(), (all, actual) => {
      expect(actual).toHaveLength(Math.min(5, all.length));
      const left = all.slice();
      for (const element of actual) {
        const at = left.indexOf(element);
        expect(at).toBeGreaterThanOrEqual(0);
        left.splice(at, 1);
      }
      return actual;
    }),
  ],
  anyValue: [law(anyValue<string | null>(), fc.option(fc.string()), oneOf)],
  toList: [
    law(toList<number>(), double, (all, actual) =>
      Object.is(sorted(all).join(), sorted(actual).join()) ? actual : all,
    ),
    law(toList('id'), order, (all, actual) =>
      sorted(all.map((o) => o.id)).join() === sorted(actual as number[]).join() ? actual : all,
    ),
  ],
  toSet: [
    law(toSet<number | string>(), fc.oneof(small, fc.string({ maxLength: 1 })), (all) => new Set(all)),
    law(toSet('price'), order, (all) => new Set(all.map((o) => o.price))),
  ],
  latestOf: [
    law(latestOf<number>(), timed, (all, actual) => {
      const last = Math.max(...all.map((t) => t.timestamp));
      return oneOf(
        all.filter((t) => t.timestamp === last).map((t) => t.value),
        actual as number,
      );
    }),
  ],
  earliestOf: [
    law(earliestOf<number>(), timed, (all, actual) => {
      const first = Math.min(...all.map((t) => t.timestamp));
      return oneOf(
        all.filter((t) => t.timestamp === first).map((t) => t.value),
        actual as number,
      );
    }),
  ],
  quantiles: [
    law(quantiles(5), double, (all) => {
      const values = sorted(all);
      const ranks = [0, 0.25, 0.5, 0.75, 1].map((q) => Math.max(1, Math.ceil(q * all.length)));
      return all.length === 0 ? [] : ranks.map((rank) => values[rank - 1]);
    }),
  ],
  percentile: [
    law(percentile<string>(90), fc.string(), (all) => sorted(all)[Math.ceil(0.9 * all.length) - 1]),
  ],
  median: [
    law(median, double, (all) => sorted(all)[Math.ceil(all.length / 2) - 1]),
    law(median('price'), order, (all) => sorted(all.map((o) => o.price))[Math.ceil(all.length / 2) - 1]),
  ],
  approximateDistinct: [
    law(approximateDistinct(), fc.oneof(small, fc.string({ maxLength: 1 })), (all) => new Set(all).size),
    law(approximateDistinct({ of: 'price' }), order, (all) => new Set(all.map((o) => o.price)).size),
    law<{ a: number }, number>(
      approximateDistinct(),
      fc.record({ a: small }, { noNullPrototype: true }),
      (all) => new Set(all.map((o) => o.a)).size,
    ),
  ],
};

describe.each(Object.entries(laws))('%s', (_, entries) => {
  it.each(entries.map((entry, i) => [i + 1, entry] as const))(
    'gives the right answer however the input is split and merged (%i)',
    (_number, { fn, input, expected }) => {
      fc.assert(
        fc.property(fc.array(input, { maxLength: 60 }), plans, (inputs, plan) => {
          const actual = inParts(fn, inputs, plan);
          expect(actual).toEqual(expected(inputs, actual));
        }),
        { numRuns: 100 },
      );
    },
  );

  it('gives its answer for nothing without a failure', () => {
    for (const { fn, expected } of entries) {
      const nothing = fn.extract(fn.create());
      expect(nothing).toEqual(expected([], nothing));
    }
  });
});

describe('the aggregations', () => {
  it('are all tested for the law of aggregations', () => {
    const exported = Object.keys(combiners).filter((name) => name !== 'naturalOrder');
    expect(Object.keys(laws).sort()).toEqual(exported.sort());
  });

  it('have a name that can name a step', () => {
    for (const entries of Object.values(laws)) {
      for (const { fn } of entries) expect(fn.name).toMatch(/^[a-zA-Z]+(\(.+\))?$/);
    }
    expect(sum.name).toBe('sum');
    expect(sum('price').name).toBe('sum(price)');
    expect(top<number>(4).name).toBe('top(4)');
  });

  it('can be computed side by side over one input', () => {
    const all = combineAll<{ price: number }, any>({ n: count, total: sum('price'), best: max('price') });
    fc.assert(
      fc.property(fc.array(order, { minLength: 1 }), plans, (orders, plan) => {
        const prices = orders.map((o) => o.price);
        expect(inParts(all, orders, plan)).toEqual({
          n: orders.length,
          total: add(prices),
          best: Math.max(...prices),
        });
      }),
    );
  });
});
