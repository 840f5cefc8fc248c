import { type Failure, flatten, max, maxBy, type PCollection, pipeline, sum } from '@hornbeam/sdk';
import { csv, print, writeCsv, writeJson, writeText } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { sorted } from '../sorted.js';
import { Account, Purchase, Rate, samples } from './inputs.js';
import { toCents } from './money.js';
import { badRow, badSale, type Rejection } from './rejection.js';
import { reportText } from './report-text.js';
import {
  type AccountRow,
  accountColumns,
  accountRow,
  type CurrencyRow,
  currencyColumns,
  currencyRow,
} from './rows.js';
import { type Entry, entryOf, salesOf } from './sale.js';

const options = z.object({
  date: z.iso.date().optional().describe('The day to report (default: the last day with purchases)'),
  purchases: z.string().default(samples.purchases).describe('The purchase log, as CSV'),
  accounts: z.string().default(samples.accounts).describe('The accounts, as CSV'),
  rates: z.string().default(samples.rates).describe('The exchange rates, as CSV'),
  output: z.string().default('report').describe('The folder for the report'),
});

/** The sales of one day, by currency and by account, against the day before. */
export default pipeline({ name: 'daily-financial-report', options }, (p, o) => {
  const rejections: PCollection<Rejection>[] = [];
  const reject =
    <T>(describe: (failure: Failure<T>) => Rejection) =>
    (failures: PCollection<Failure<T>>) => {
      rejections.push(failures.map(describe));
    };

  // Rows of the log may be bad. Bad reference data stops the run: every number would be doubtful.
  const purchases = p.read(csv(o.purchases, { schema: Purchase, onError: reject(badRow) }));
  const accounts = p
    .read(csv(o.accounts, { schema: Account }))
    .keyBy(({ customer }) => customer)
    // One for each customer: with two the join would count money twice.
    .combinePerKey(maxBy((account: Account) => account.opened));
  const rates = p
    .read(csv(o.rates, { schema: Rate }))
    .keyBy(({ currency }) => currency)
    .asMap();

  const lastDay = purchases.map(({ date }) => date).combineGlobally(max<string>());
  const day = (o.date === undefined ? lastDay : p.create<string | undefined>([o.date])).asSingleton();

  const entries = purchases
    .flatMap((purchase, { day }) => salesOf(purchase, day), { day })
    .named('SelectDays')
    .keyBy(({ customer }) => customer)
    .leftJoin(accounts)
    .map(({ value: [sale, account] }, { rates }) => entryOf(sale, account, rates), {
      rates,
      onError: reject(badSale),
    })
    .named('Entry');

  const byCurrency = entries
    .groupBy('currency', { ...totals, local: sum('local') })
    .map((row, { rates }) => currencyRow(row, rates), { rates })
    .named('CurrencyRow');

  const byAccount = entries
    .keyBy(({ customer, opened, currency }) => ({ customer, opened, currency }))
    .combinePerKey({ ...totals, local: sum('local') })
    .map(({ key, value }, { rates }) => accountRow({ ...key, ...value }, rates), { rates })
    .named('AccountRow')
    .filter(({ purchases }) => purchases > 0)
    .named('OfTheDay');

  const rejected = flatten(rejections);

  const report = p
    .impulse()
    .map((_, parts) => reportText(parts), {
      day,
      currencies: byCurrency.asList(),
      total: entries.combineGlobally({ ...totals, withoutAccount }).asSingleton(),
      topAccounts: byAccount.top(10, bySales).asSingleton(),
      rejected: rejected.count().asSingleton(),
    })
    .named('Report');

  report.write(print());
  report.write(writeText(`${o.output}/report.txt`, { singleFile: true }));

  const currencyRows = byCurrency.apply(
    'SortCurrencies',
    sorted((row: CurrencyRow) => row.currency),
  );
  currencyRows.write(writeCsv(`${o.output}/by-currency.csv`, { singleFile: true, columns: currencyColumns }));
  currencyRows.write(writeJson(`${o.output}/by-currency.jsonl`, { singleFile: true }));

  const accountRows = byAccount.apply(
    'SortAccounts',
    sorted((row: AccountRow) => row.customer),
  );
  accountRows.write(writeCsv(`${o.output}/by-account.csv`, { singleFile: true, columns: accountColumns }));
  accountRows.write(writeJson(`${o.output}/by-account.jsonl`, { singleFile: true }));

  rejected.write(writeJson(`${o.output}/rejected.jsonl`, { singleFile: true }));
});

const totals = {
  purchases: sum('purchases'),
  units: sum('units'),
  cents: sum('cents'),
  centsBefore: sum('centsBefore'),
};

const withoutAccount = sum(({ opened, purchases }: Entry) => (opened === undefined ? purchases : 0));

/** The account with more sales is the greater one; of equal ones, the one with the smaller number. */
const bySales = (a: AccountRow, b: AccountRow): number =>
  toCents(a.usd) - toCents(b.usd) || (a.customer < b.customer ? 1 : -1);
