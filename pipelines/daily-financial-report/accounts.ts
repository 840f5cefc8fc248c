import { min, pipeline } from '@hornbeam/sdk';
import { csv, writeCsv } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { sorted } from '../sorted.js';
import { type Account, Purchase, samples } from './inputs.js';

const options = z.object({
  purchases: z.string().default(samples.purchases).describe('The purchase log, as CSV'),
  output: z.string().default('derived-accounts.csv').describe('The file to write'),
});

/**
 * Derives the account table from the purchase log. An account opens with its customer's first purchase, which is
 * real. Currencies are made up: the log does not say where its customers live.
 */
export default pipeline({ name: 'derive-accounts', options }, (p, o) => {
  p.read(csv(o.purchases, { schema: Purchase }))
    .filter(({ customer }) => hasAccount(customer))
    .groupBy('customer', { opened: min('date') })
    .map(({ customer, opened }): Account => ({ customer, opened: opened!, currency: currencyOf(customer) }))
    .named('Account')
    .apply(
      'Sort',
      sorted((account: Account) => account.customer),
    )
    .write(writeCsv(o.output, { singleFile: true }));
});

/** One customer in 50 has none: reference data is never complete. */
const hasAccount = (customer: string): boolean => Number(customer) % 50 !== 0;

/** By the last digit: half settle in dollars, a fifth in Canadian dollars, a tenth in each of the others. */
const currencyOf = (customer: string): string => CURRENCIES[Number(customer) % CURRENCIES.length]!;
const CURRENCIES = ['USD', 'USD', 'USD', 'USD', 'USD', 'CAD', 'CAD', 'GBP', 'DEM', 'JPY'];
