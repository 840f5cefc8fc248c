import { BeamError } from '../../model/errors.js';

/** Values with an order of their own. One collection holds one kind; only numbers and bigints may mix. */
export type Ordered = number | bigint | string | boolean | Date;

/** Negative when `a` comes before `b`, positive when it comes after, 0 when they are equal: as for `Array.sort`. */
export type Compare<T> = (a: T, b: T) => number;

/**
 * Compares two values in their natural order: negative when `a` comes first, positive when `b` does.
 *
 * The order is total, so that aggregations do not depend on the order of their input. Numbers are ordered as
 * Java's `Double.compare` does: -0 before 0, and NaN after everything else. Strings are ordered by UTF-16
 * code units, dates by time (an invalid date last), false before true.
 * @throws BeamError `E_BAD_RECORD` for two values that cannot be ordered
 */
export function naturalOrder(a: Ordered, b: Ordered): number {
  if (typeof a === 'number' && typeof b === 'number') return numberOrder(a, b);
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (a instanceof Date && b instanceof Date) return numberOrder(a.getTime(), b.getTime());
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (isNumeric(a) && isNumeric(b)) {
    // One of them is a bigint, so at most one can be NaN.
    if (Number.isNaN(a)) return 1;
    if (Number.isNaN(b)) return -1;
    return a < b ? -1 : a > b ? 1 : 0;
  }
  throw new BeamError('E_BAD_RECORD', `There is no order between ${kindOf(a)} and ${kindOf(b)}.`, {
    help: 'aggregate values of one kind (numbers, bigints, strings, booleans or dates), or give a compare function',
  });
}

function numberOrder(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return a !== 0 ? 0 : zeroRank(a) - zeroRank(b);
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

const zeroRank = (zero: number): number => (Object.is(zero, -0) ? 0 : 1);

const isNumeric = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return value instanceof Date ? 'a date' : `a value of type ${typeof value}`;
}
