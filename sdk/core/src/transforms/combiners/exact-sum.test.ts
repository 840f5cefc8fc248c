import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addExact, emptyExactSum, meanOfExactSum, mergeExact, roundExactSum } from './exact-sum.js';
import { mean, sum } from './index.js';

const sumOf = (values: readonly number[]): number =>
  roundExactSum(values.reduce((all, value) => addExact(all, value), emptyExactSum()));

/** The exact value of a double as a multiple of 2^-1074. */
function units(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(exponent - 1);
  return bits >> 63n === 1n ? -magnitude : magnitude;
}

/** The double nearest to `total` · 2^-1074, ties to even. */
function nearest(total: bigint): number {
  const sign = total < 0n ? -1 : 1;
  const magnitude = total < 0n ? -total : total;
  const surplus = Math.max(0, magnitude.toString(2).length - 53);
  let digits = magnitude >> BigInt(surplus);
  const rest = magnitude - (digits << BigInt(surplus));
  const half = surplus === 0 ? 1n : 1n << BigInt(surplus - 1);
  if (rest > half || (rest === half && digits % 2n === 1n)) digits += 1n;
  // Two factors, because 2^-1074 · 2^surplus alone may leave the range in between.
  const exponent = surplus - 1074;
  return (
    sign *
    Number(digits) *
    2 ** Math.max(-1022, Math.min(exponent, 900)) *
    2 ** (exponent - Math.max(-1022, Math.min(exponent, 900)))
  );
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const difficult = fc.oneof(
  finite,
  fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** 1023, -(2 ** 1023), 2 ** 970, -(2 ** 970)),
  fc.constantFrom(Number.MIN_VALUE, -Number.MIN_VALUE, 2 ** -1022, 1, -1, 2 ** -53, -(2 ** -53), 2 ** 53),
);

describe('an exact sum', () => {
  it('is the double nearest to the true sum', () => {
    fc.assert(
      fc.property(fc.array(difficult, { maxLength: 30 }), (values) => {
        const right = nearest(values.reduce((total, value) => total + units(value), 0n));
        expect(sumOf(values)).toBe(right + 0);
      }),
      {
        numRuns: 2000,
        // Their sum is in range, and what Knuth's two-sum makes on the way is not.
        examples: [
          [[Number.MAX_VALUE, -3.5796281191519213e307]],
          [[-3.5796281191519213e307, Number.MAX_VALUE]],
        ],
      },
    );
  });

  it('does not depend on order or grouping', () => {
    fc.assert(
      fc.property(fc.array(difficult, { maxLength: 30 }), fc.infiniteStream(fc.nat(3)), (values, picks) => {
        const parts = [emptyExactSum(), emptyExactSum(), emptyExactSum(), emptyExactSum()];
        for (const value of values.toReversed()) addExact(parts[picks.next().value]!, value);
        expect(roundExactSum(parts.reduce((all, part) => mergeExact(all, part)))).toBe(sumOf(values));
      }),
      { numRuns: 500 },
    );
  });

  it('rounds half a unit by what lies far below it', () => {
    expect(sumOf([1, 2 ** -53])).toBe(1);
    expect(sumOf([1, 2 ** -53, 1e-200])).toBe(1 + 2 ** -52);
    expect(sumOf([1, 2 ** -53, 2 ** -52, -1e-200])).toBe(1 + 2 ** -52);
    expect(sumOf([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])).toBe(1);
  });

  it('survives an overflow that is taken back', () => {
    expect(sumOf([1e308, 1e308, 1e308, -1e308, -1e308])).toBe(1e308);
    expect(sumOf([Number.MAX_VALUE, Number.MAX_VALUE])).toBe(Number.POSITIVE_INFINITY);
    expect(sumOf([-1e308, -1e308])).toBe(Number.NEGATIVE_INFINITY);
    expect(sumOf([Number.MAX_VALUE, 2 ** 969])).toBe(Number.MAX_VALUE);
    expect(sumOf([Number.MAX_VALUE, 2 ** 970])).toBe(Number.POSITIVE_INFINITY);
    expect(sumOf([Number.MAX_VALUE, 2 ** 970, -Number.MIN_VALUE])).toBe(Number.MAX_VALUE);
  });

  it('treats infinities and NaN as plus does', () => {
    expect(sumOf([1, Number.POSITIVE_INFINITY, -5])).toBe(Number.POSITIVE_INFINITY);
    expect(sumOf([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBeNaN();
    expect(sumOf([Number.NaN, 1])).toBeNaN();
    expect(sumOf([])).toBe(0);
    expect(sumOf([-0])).toBe(0);
  });

  it('stays a short list of numbers', () => {
    const all = emptyExactSum();
    for (let i = 0; i < 10_000; i++) addExact(all, Math.sin(i) * 10 ** ((i * 37) % 600) * 1e-300);
    expect(all.length).toBeLessThanOrEqual(42);
  });
});

describe('sum', () => {
  it('is exact where adding one by one is not', () => {
    const values = [1e16, 1, -1e16, 1];
    expect(values.reduce((a, b) => a + b, 0)).toBe(1);
    expect(sum.extract(values.reduce((all, value) => sum.add(all, value), sum.create()))).toBe(2);
  });
});

describe('mean', () => {
  it('is finite when the sum is not', () => {
    const all = emptyExactSum();
    for (let i = 0; i < 1000; i++) addExact(all, Number.MAX_VALUE);
    expect(meanOfExactSum(all, 1000)).toBe(Number.MAX_VALUE);
    addExact(all, Number.POSITIVE_INFINITY);
    expect(meanOfExactSum(all, 1001)).toBe(Number.POSITIVE_INFINITY);
  });

  it('of nothing is NaN', () => {
    expect(mean.extract(mean.create())).toBeNaN();
  });
});
