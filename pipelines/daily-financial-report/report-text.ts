import { type Column, textTable } from '../text-table.js';
import { type AccountRow, type CurrencyRow, type TotalRow, type Totals, totalRow } from './rows.js';

/** Everything that the report says. */
export interface Report {
  /** The day of the report; undefined when there is no purchase at all. */
  readonly day: string | undefined;
  /** In any order. */
  readonly currencies: readonly CurrencyRow[];
  /** Of all purchases, and how many of them are by customers without an account. */
  readonly total: Totals & { readonly withoutAccount: number };
  /** Largest first. */
  readonly topAccounts: readonly AccountRow[];
  /** How many rows and sales are not in the totals. */
  readonly rejected: number;
}

/** The report for people to read: lines without a line end behind the last one. */
export function reportText({ day, currencies, total, topAccounts, rejected }: Report): string {
  if (day === undefined) return `Daily financial report: no purchases, ${rejected} rejected`;
  const byName = currencies.toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
  return [
    `Daily financial report of ${day}`,
    '',
    ...textTable(currencyHeads, [
      ...byName.map((row) => currencyCells(row.currency, row, row.local)),
      currencyCells('total', totalRow(total), ''),
    ]),
    '',
    ...(topAccounts.length === 0 ? ['No purchases.'] : accountLines(topAccounts, total)),
    '',
    `${rejected} rejected`,
  ].join('\n');
}

const accountLines = (topAccounts: readonly AccountRow[], total: Report['total']): string[] => [
  'Largest accounts',
  '',
  ...textTable(accountHeads, topAccounts.map(accountCells)),
  '',
  `${total.withoutAccount} of ${total.purchases} purchases by customers without an account, settled in USD`,
];

const right = (title: string): Column => ({ title, align: 'right' });

const currencyHeads: readonly Column[] = [
  { title: 'currency' },
  ...['purchases', 'units', 'USD', 'USD before', 'change %', 'local'].map(right),
];

const currencyCells = (name: string, row: TotalRow, local: string): string[] => [
  name,
  String(row.purchases),
  String(row.units),
  grouped(row.usd),
  grouped(row.usdBefore),
  row.changePercent,
  grouped(local),
];

const accountHeads: readonly Column[] = [
  { title: 'customer' },
  { title: 'opened' },
  { title: 'currency' },
  ...['purchases', 'units', 'USD', 'local'].map(right),
];

const accountCells = (row: AccountRow): string[] => [
  row.customer,
  row.opened || 'no account',
  row.currency,
  String(row.purchases),
  String(row.units),
  grouped(row.usd),
  grouped(row.local),
];

/** Decimal text with a comma between thousands. */
function grouped(decimal: string): string {
  const [whole = '', ...places] = decimal.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...places].join('.');
}
