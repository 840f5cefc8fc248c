import type { Rate } from './inputs.js';
import { changeText, decimalText } from './money.js';
import type { Entry } from './sale.js';

/** The totals of many entries. */
export type Totals = Pick<Entry, 'purchases' | 'units' | 'cents' | 'centsBefore'>;

/** A line of the report. Amounts are decimal text, exact in CSV and in JSON. */
export interface TotalRow {
  readonly purchases: number;
  readonly units: number;
  readonly usd: string;
  /** The dollars of the day before. */
  readonly usdBefore: string;
  /** The change against the day before in per cent, `+12.5`; empty when there was nothing the day before. */
  readonly changePercent: string;
}

/** The total of a currency, and how much it is in this currency. */
export interface CurrencyRow extends TotalRow {
  readonly currency: string;
  readonly local: string;
}

/** The total of a customer; `opened` is empty for one without an account. */
export interface AccountRow extends CurrencyRow {
  readonly customer: string;
  readonly opened: string;
}

type Rates = ReadonlyMap<string, Rate>;
type CurrencyTotals = Totals & Pick<Entry, 'currency' | 'local'>;
type AccountTotals = CurrencyTotals & Pick<Entry, 'customer' | 'opened'>;

export const totalRow = ({ purchases, units, cents, centsBefore }: Totals): TotalRow => ({
  purchases,
  units,
  usd: decimalText(cents),
  usdBefore: decimalText(centsBefore),
  changePercent: changeText(cents, centsBefore),
});

export function currencyRow(totals: CurrencyTotals, rates: Rates): CurrencyRow {
  const { currency, local } = totals;
  return { currency, ...totalRow(totals), local: decimalText(local, rates.get(currency)!.minorDigits) };
}

export const accountRow = (totals: AccountTotals, rates: Rates): AccountRow => ({
  customer: totals.customer,
  opened: totals.opened ?? '',
  ...currencyRow(totals, rates),
});

const totalColumns = ['purchases', 'units', 'usd', 'usdBefore', 'changePercent', 'local'] as const;

/** The columns of the CSV files, in order. */
export const currencyColumns = [
  'currency',
  ...totalColumns,
] as const satisfies readonly (keyof CurrencyRow)[];
export const accountColumns = [
  'customer',
  'opened',
  ...currencyColumns,
] as const satisfies readonly (keyof AccountRow)[];
