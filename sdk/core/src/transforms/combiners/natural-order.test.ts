import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naturalOrder, type Ordered } from './natural-order.js';

const kinds: fc.Arbitrary<Ordered>[] = [
  fc.oneof(fc.double(), fc.bigInt({ min: -9n, max: 9n }), fc.integer({ min: -9, max: 9 })),
  fc.string({ maxLength: 3 }),
  fc.date({ noInvalidDate: false }),
  fc.boolean(),
];

describe('the natural order', () => {
  it('puts -0 before 0 and NaN behind everything', () => {
    const values = [Number.NaN, 3, Number.POSITIVE_INFINITY, 0, -0, -1, Number.NEGATIVE_INFINITY];
    expect(values.toSorted(naturalOrder)).toEqual([
      Number.NEGATIVE_INFINITY,
      -1,
      -0,
      0,
      3,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
    expect(naturalOrder(Number.NaN, Number.NaN)).toBe(0);
  });

  it('compares numbers with bigints by value, also beyond 2^53', () => {
    expect(naturalOrder(2 ** 53, 2n ** 53n + 1n)).toBeLessThan(0);
    expect(naturalOrder(1.5, 1n)).toBeGreaterThan(0);
    expect(naturalOrder(5n, 5)).toBe(0);
    expect(naturalOrder(Number.NaN, 10n ** 400n)).toBeGreaterThan(0);
    expect(naturalOrder(10n ** 400n, Number.NaN)).toBeLessThan(0);
  });

  it('orders dates by time with an invalid one last, and false before true', () => {
    expect(naturalOrder(new Date(1), new Date(2))).toBeLessThan(0);
    expect(naturalOrder(new Date(Number.NaN), new Date(8.64e15))).toBeGreaterThan(0);
    expect(naturalOrder(false, true)).toBeLessThan(0);
  });

  it('is total: antisymmetric and transitive', () => {
    for (const kind of kinds) {
      fc.assert(
        fc.property(kind, kind, kind, (a, b, c) => {
          expect(Math.sign(naturalOrder(a, b)) + Math.sign(naturalOrder(b, a))).toBe(0);
          if (naturalOrder(a, b) <= 0 && naturalOrder(b, c) <= 0) {
            expect(naturalOrder(a, c)).toBeLessThanOrEqual(0);
          }
        }),
      );
    }
  });

  it('refuses to compare what has no order', () => {
    for (const [a, b] of [
      ['1', 1],
      [null, 1],
      [new Date(0), 0],
      [{}, {}],
    ]) {
      expect(() => naturalOrder(a as Ordered, b as Ordered)).toThrow(
        expect.objectContaining({ code: 'E_BAD_RECORD' }),
      );
    }
  });
});
