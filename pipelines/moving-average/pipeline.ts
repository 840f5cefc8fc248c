import { pipeline } from '@hornbeam/sdk';
import { print } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { inOrder } from '../in-order.js';
import { recording } from '../recording.js';
import { sampleData } from '../sample-data.js';
import { speed } from '../speed-option.js';
import { movingAverage } from './moving-average.js';
import { Price } from './price.js';

const options = z.object({
  input: z.string().default(sampleData('minute-prices.csv.gz')).describe('The prices, as CSV'),
  ticker: z.string().optional().describe('Only this share'),
  speed,
});

/** Every minute, the average price of a share over the last 10 minutes. */
export default pipeline({ name: 'moving-average', options }, (p, o) => {
  p.read(recording(o.input, { schema: Price, timestamp: ({ at }) => at, speed: o.speed }))
    .filter(({ ticker }) => o.ticker === undefined || ticker === o.ticker)
    .named('Shares')
    .apply('MovingAverage', (prices) => movingAverage(prices, '5m'))
    .apply('Order', inOrder(o.speed))
    .write(print());
});
