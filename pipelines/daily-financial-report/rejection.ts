import type { Failure, KV } from '@hornbeam/sdk';
import type { RawRecord } from '@hornbeam/sdk/io';
import type { Sale } from './sale.js';

/** Something that is not in the totals, and why. */
export interface Rejection {
  readonly reason: string;
  /** Where it stands, when it is a row of a file that could not be read. */
  readonly file?: string;
  readonly line?: number;
  readonly record: string;
}

/** A row of the log that is no purchase. */
export const badRow = ({ element, error }: Failure<RawRecord>): Rejection => ({
  reason: error.message,
  file: element.file,
  line: element.line,
  record: element.text,
});

/** A sale that could not be settled. */
export const badSale = ({ element, error }: Failure<KV<string, [Sale, unknown]>>): Rejection => {
  const { customer, date, units, dollars } = element.value[0];
  return { reason: error.message, record: [customer, date, units, dollars].join(',') };
};
