import type { Rate } from './inputs.js';

/** The cents of an amount such as `-12.50`. Amounts are whole numbers of cents from here on: they add up exactly. */
export const toCents = (dollars: string): number => Number(dollars.replace('.', ''));

/**
 * What an amount of cents is in another currency, in its smallest unit; halves are rounded away from zero. Computed
 * in bigints: the product of an amount and a rate may be larger than a number can be exactly.
 */
export function convert(cents: number, { perDollar, minorDigits }: Rate): number {
  const [whole = '', places = ''] = perDollar.split('.');
  const numerator = BigInt(cents) * BigInt(whole + places) * 10n ** BigInt(minorDigits);
  const denominator = 10n ** BigInt(places.length + CENT_DIGITS);
  const half = numerator < 0n ? -denominator : denominator;
  return Number((2n * numerator + half) / (2n * denominator));
}

/** An amount in the smallest unit of its currency as decimal text: `-1234` with 2 digits is `-12.34`. */
export function decimalText(amount: number, minorDigits = CENT_DIGITS): string {
  const digits = String(Math.abs(amount)).padStart(minorDigits + 1, '0');
  const point = digits.length - minorDigits;
  const places = minorDigits === 0 ? '' : `.${digits.slice(point)}`;
  return `${amount < 0 ? '-' : ''}${digits.slice(0, point)}${places}`;
}

/** By how much an amount changed, in per cent with one decimal: `+12.5`; empty when there was nothing before. */
export function changeText(cents: number, before: number): string {
  if (before === 0) return '';
  const tenths = Math.round((1000 * (cents - before)) / Math.abs(before));
  return `${tenths > 0 ? '+' : ''}${decimalText(tenths, 1)}`;
}

const CENT_DIGITS = 2;
