import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type CombineFn,
  type CombineRecord,
  type CombineRecordOutput,
  combineAll,
} from '../../construction/combine-fn.js';
import {
  approximateDistinct,
  count,
  countIf,
  largest,
  max,
  maxBy,
  mean,
  median,
  min,
  percentile,
  quantiles,
  sample,
  smallest,
  stddev,
  sum,
  sumBigInt,
  toList,
  top,
  toSet,
} from './index.js';

interface Sale {
  readonly town: string;
  readonly amount: number;
  readonly wei: bigint;
  readonly at: Date;
  readonly note?: string;
  readonly kind: 'cash' | 'card';
}

const sales: Sale[] = [
  { town: 'Ulm', amount: 3, wei: 5n, at: new Date(7), kind: 'cash' },
  { town: 'Bonn', amount: 4.5, wei: 6n, at: new Date(2), kind: 'card' },
];

/** What `combineGlobally` does with its argument, in types and in one pass. */
function combine<T, C extends CombineFn<T, any, any> | CombineRecord<T>>(
  input: readonly T[],
  argument: C | CombineFn<T, any, any>,
): C extends CombineFn<any, any, infer O> ? O : CombineRecordOutput<C>;
function combine<T>(input: readonly T[], argument: CombineFn<T, any, any> | CombineRecord<T>): unknown {
  const fn =
    typeof argument.create === 'function'
      ? (argument as CombineFn<T, any, any>)
      : combineAll<T, CombineRecord<T>>(argument as CombineRecord<T>);
  return fn.extract(input.reduce((accumulator, element) => fn.add(accumulator, element), fn.create()));
}

describe('an aggregation that takes a selector', () => {
  it('works as it stands on plain values', () => {
    const total = combine([1, 2, 3.5], sum);
    expectTypeOf(total).toEqualTypeOf<number>();
    expect(total).toBe(6.5);
    expect(combine([1n, 2n], sumBigInt)).toBe(3n);
    expect(combine([1, 2], mean)).toBe(1.5);
    expectTypeOf(combine([1], max)).toEqualTypeOf<number | undefined>();
    expect(combine([4, 9, 2], max)).toBe(9);
  });

  it('reads what a function gives, and infers the type of the element', () => {
    const total = combine(
      sales,
      sum((sale) => sale.amount),
    );
    expectTypeOf(total).toEqualTypeOf<number>();
    expect(total).toBe(7.5);
    const last = combine(
      sales,
      max((sale) => sale.at),
    );
    expectTypeOf(last).toEqualTypeOf<Date | undefined>();
    expect(last).toEqual(new Date(7));
    expect(
      combine(
        sales,
        countIf((sale) => sale.amount > 4),
      ),
    ).toBe(1);
    const towns = combine(
      sales,
      toSet((sale) => sale.town),
    );
    expectTypeOf(towns).toEqualTypeOf<Set<string>>();
    expect(towns).toEqual(new Set(['Ulm', 'Bonn']));
  });

  it('reads a field by name, and gives the type of that field', () => {
    expect(combine(sales, sum('amount'))).toBe(7.5);
    expect(combine(sales, sumBigInt('wei'))).toBe(11n);
    const town = combine(sales, min('town'));
    expectTypeOf(town).toEqualTypeOf<string | undefined>();
    expect(town).toBe('Bonn');
    const kinds = combine(sales, toList('kind'));
    expectTypeOf(kinds).toEqualTypeOf<('cash' | 'card')[]>();
    expect(kinds).toEqual(['cash', 'card']);
    expectTypeOf(combine(sales, median('at'))).toEqualTypeOf<Date | undefined>();
  });

  it('works within an object of aggregations', () => {
    const row = combine(sales, {
      n: count,
      total: sum('amount'),
      first: min('town'),
      latest: max((sale) => sale.at),
      spread: stddev('amount'),
      p99: percentile(99, { of: 'amount' }),
      cuts: quantiles(3, { of: (sale) => sale.town }),
      towns: approximateDistinct({ of: 'town' }),
      best: largest(1, { by: 'amount' }),
      cheapest: smallest(1, { by: (sale) => sale.amount }),
      dearest: maxBy('amount'),
    });
    expectTypeOf(row).toEqualTypeOf<{
      n: number;
      total: number;
      first: string | undefined;
      latest: Date | undefined;
      spread: number;
      p99: number | undefined;
      cuts: string[];
      towns: number;
      best: Sale[];
      cheapest: Sale[];
      dearest: Sale | undefined;
    }>();
    expect(row).toEqual({
      n: 2,
      total: 7.5,
      first: 'Bonn',
      latest: new Date(7),
      spread: Math.sqrt(1.125),
      p99: 4.5,
      cuts: ['Bonn', 'Bonn', 'Ulm'],
      towns: 2,
      best: [sales[1]],
      cheapest: [sales[0]],
      dearest: sales[1],
    });
  });

  it('infers the element where it is only carried through', () => {
    expectTypeOf(combine(sales, sample(2))).toEqualTypeOf<Sale[]>();
    expectTypeOf(combine(['b', 'a'], max())).toEqualTypeOf<string | undefined>();
    expect(combine(['b', 'a'], max())).toBe('b');
    expectTypeOf(combine(['b', 'a'], largest(1))).toEqualTypeOf<string[]>();
    const byLength = top(1, (a: string, b: string) => a.length - b.length);
    expect(combine(['bb', 'a'], byLength)).toEqual(['bb']);
  });

  it('can be named ahead of its use', () => {
    const revenue = sum('amount');
    expectTypeOf(revenue).toExtend<CombineFn<{ amount: number; other: string }, any, number>>();
    expect(combine(sales, revenue)).toBe(7.5);
    const range = max((sale: Sale) => sale.amount);
    expect(combine(sales, range)).toBe(4.5);
  });

  it('does not compile for a field that is not there or of another type', () => {
    const wrong = (): void => {
      // @ts-expect-error there is no such field
      combine(sales, sum('amuont'));
      // @ts-expect-error a town is no number
      combine(sales, sum('town'));
      // @ts-expect-error a sale is no number
      combine(sales, sum);
      // @ts-expect-error a number is no bigint
      combine(sales, sumBigInt('amount'));
      // @ts-expect-error there may be no note
      combine(sales, min('note'));
      // @ts-expect-error there is no such field
      combine(sales, largest(3, { by: 'amuont' }));
      // @ts-expect-error a sale has no order of its own
      combine(sales, largest(3));
      // @ts-expect-error there is no such field
      combine(sales, { total: sum('amuont') });
      // @ts-expect-error a sale is nothing to tell apart in a Set
      combine(sales, toSet());
      // @ts-expect-error there is no such field
      combine(sales, percentile(5, { of: 'amuont' }));
    };
    expect(wrong).toBeTypeOf('function');
  });

  it('says so when a field that should be a number is none', () => {
    const dirty = [{ amount: '12' }] as unknown as { amount: number }[];
    for (const fn of [sum('amount'), mean('amount'), stddev('amount')]) {
      expect(() => combine(dirty, fn as CombineFn<{ amount: number }, any, number>)).toThrow(
        expect.objectContaining({
          code: 'E_BAD_RECORD',
          message: 'An aggregation of numbers was given "12".',
        }),
      );
    }
    expect(() => combine([{}] as Sale[], sum('amount'))).toThrow('was given undefined');
  });
});
