import { count, formatInstant, type Instant, mean, pipeline, sliding } from '@hornbeam/sdk';
import { print } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { inOrder } from '../in-order.js';
import { recording } from '../recording.js';
import { sampleData } from '../sample-data.js';
import { PER_DOLLAR, Price } from './price.js';

const options = z.object({
  input: z.string().default(sampleData('minute-prices.csv.gz')).describe('The prices, as CSV'),
  ticker: z.string().optional().describe('Only this share'),
});

/** Every minute, the average price of a share over the last 10 minutes. */
export default pipeline({ name: 'moving-average', options }, (p, o) => {
  p.read(recording(o.input, { schema: Price, timestamp: ({ at }) => at }))
    .filter(({ ticker }) => o.ticker === undefined || ticker === o.ticker)
    .named('Shares')
    .windowInto(sliding('10m', '1m'))
    .keyBy(({ ticker }) => ticker)
    .combinePerKey({ average: mean('price'), prices: count })
    .map(({ key: ticker, value }, { window }) => line(ticker, window.end, value))
    .named('Line')
    .apply('Order', inOrder(undefined))
    .write(print());
});

/** A line such as `2013-02-25 14:40  AAPL  453.12  of 10 prices`; the time is the end of the 10 minutes. */
function line(
  ticker: string,
  end: Instant,
  { average, prices }: { average: number; prices: number },
): string {
  const time = formatInstant(end).slice(0, 'YYYY-MM-DDThh:mm'.length).replace('T', ' ');
  const dollars = (average / PER_DOLLAR).toFixed(2).padStart(6);
  return `${time}  ${ticker.padEnd(4)}  ${dollars}  of ${prices} prices`;
}
