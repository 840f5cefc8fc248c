import { z } from 'zod';
import { sampleData } from '../sample-data.js';

/** An amount of dollars as text, exact: `-12.50`. */
const Dollars = z.string().regex(/^-?\d{1,12}\.\d\d$/, 'must be dollars and cents, such as 11.77');

/** A purchase of the log. */
export const Purchase = z.object({
  customer: z.string().regex(/^\d{5}$/, 'must be 5 digits'),
  date: z.iso.date(),
  units: z.int().positive(),
  dollars: Dollars,
});
export type Purchase = z.infer<typeof Purchase>;

/** An account: who has one, since when, and in which currency it is settled. */
export const Account = z.object({ customer: z.string(), opened: z.iso.date(), currency: z.string() });
export type Account = z.infer<typeof Account>;

/** How much of a currency a dollar buys, exact, and how many decimals amounts of it have. */
export const Rate = z.object({
  currency: z.string(),
  perDollar: z.string().regex(/^\d{1,6}(\.\d{1,6})?$/, 'must be a decimal number of at most 6 places'),
  minorDigits: z.int().min(0).max(4),
});
export type Rate = z.infer<typeof Rate>;

/** Where the inputs are, when nothing else is said. */
export const samples = {
  purchases: sampleData('cdnow-purchases.csv.gz'),
  accounts: sampleData('derived-accounts.csv.gz'),
  rates: sampleData('illustrative-rates.csv'),
};
