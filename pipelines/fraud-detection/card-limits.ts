import { max, pipeline } from '@hornbeam/sdk';
import { csv, writeCsv } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { sampleData } from '../sample-data.js';
import { sorted } from '../sorted.js';

const Purchase = z.object({ customer: z.string(), date: z.iso.date(), dollars: z.number() });

const options = z.object({
  purchases: z.string().default(sampleData('cdnow-purchases.csv.gz')).describe('The purchases, as CSV'),
  until: z.iso.date().default('1998-04-01').describe('The first day not to take'),
  output: z.string().default('card-limits.csv').describe('The file to write'),
});

/**
 * Derives from the purchases what is usual for each card: its limit is twice its largest purchase before a day, and
 * at least 50 dollars. A payment above it is not wrong, but worth a look.
 */
export default pipeline({ name: 'card-limits', options }, (p, o) => {
  p.read(csv(o.purchases, { schema: Purchase }))
    .filter(({ date }) => date < o.until)
    .named('Days')
    .groupBy('customer', { largest: max('dollars') })
    .map(({ customer, largest }) => ({ card: customer, limit: Math.max(50, Math.ceil(2 * largest!)) }))
    .named('Limit')
    .apply(
      'Sort',
      sorted(({ card }) => card),
    )
    .write(writeCsv(o.output, { singleFile: true }));
});
