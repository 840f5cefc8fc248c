import { dayBefore } from './day.js';
import type { Account, Purchase, Rate } from './inputs.js';
import { convert, toCents } from './money.js';

/** A purchase of the day of the report, or of the day before it. */
export interface Sale extends Purchase {
  readonly isBefore: boolean;
}

/** The sale that a purchase is for the report of a day; none when it is of other days. */
export function salesOf(purchase: Purchase, day: string | undefined): Sale[] {
  if (day === undefined) return [];
  if (purchase.date === day) return [{ ...purchase, isBefore: false }];
  return purchase.date === dayBefore(day) ? [{ ...purchase, isBefore: true }] : [];
}

/**
 * What a sale adds to the totals of its currency and account. A sale of the day before adds to `centsBefore` alone,
 * so that both days are totalled in one pass. Amounts are in the smallest unit of their currency.
 */
export interface Entry {
  readonly customer: string;
  /** The day the account was opened; undefined for a customer without one. */
  readonly opened: string | undefined;
  readonly currency: string;
  readonly purchases: number;
  readonly units: number;
  readonly cents: number;
  /** `cents` in the account's currency. */
  readonly local: number;
  readonly centsBefore: number;
}

/** In what customers without an account pay. */
const DEFAULT_CURRENCY = 'USD';

/** The entry of a sale. @throws Error when the account's currency has no rate */
export function entryOf(sale: Sale, account: Account | undefined, rates: ReadonlyMap<string, Rate>): Entry {
  const currency = account?.currency ?? DEFAULT_CURRENCY;
  const rate = rates.get(currency);
  if (rate === undefined)
    throw new Error(`no rate for ${currency}, the currency of account ${sale.customer}`);
  const cents = toCents(sale.dollars);
  const entry = { customer: sale.customer, opened: account?.opened, currency };
  return sale.isBefore
    ? { ...entry, purchases: 0, units: 0, cents: 0, local: 0, centsBefore: cents }
    : { ...entry, purchases: 1, units: sale.units, cents, local: convert(cents, rate), centsBefore: 0 };
}
