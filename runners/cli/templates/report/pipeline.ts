import { fileURLToPath } from 'node:url';
import { count, type PCollection, pipeline, sum } from '@hornbeam/sdk';
import { csv, writeCsv } from '@hornbeam/sdk/io';
import { z } from 'zod';

const options = z.object({
  input: z
    .string()
    .default(fileURLToPath(new URL('data/sales.csv', import.meta.url)))
    .describe('The sales: a CSV file or a pattern'),
  output: z.string().default('out/report.csv').describe('Where the report goes'),
});

/** A line of the input. Money is in whole cents, so that nothing is lost in fractions. */
export const Sale = z.object({
  date: z.iso.date(),
  region: z.string().min(1),
  product: z.string().min(1),
  cents: z.coerce.number().int(),
});
export type Sale = z.infer<typeof Sale>;

/** Sales and turnover of each region. */
export const byRegion = (sales: PCollection<Sale>) =>
  sales.groupBy('region', { sales: count, cents: sum('cents') }).map(function reportRow(total) {
    return { region: total.region, sales: total.sales, turnover: (total.cents / 100).toFixed(2) };
  });

/** Reads sales, leaves out lines that are broken, and writes a report of each region. */
export default pipeline({ name: 'report', options }, (p, o) => {
  p.read(csv(o.input, { schema: Sale, onError: 'skip' }))
    .apply(byRegion)
    .write(writeCsv(o.output, { singleFile: true }));
});
