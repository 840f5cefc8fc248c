import { minutes, pipeline } from '@hornbeam/sdk';
import { csv, writeCsv } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { sampleData } from '../sample-data.js';
import { sorted } from '../sorted.js';
import { dayPath } from './day-path.js';

/** A day of a share, real. */
const Day = z.object({
  ticker: z.string(),
  date: z.iso.date(),
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
});

const options = z.object({
  days: z.string().default(sampleData('daily-stocks.csv')).describe('The days, as CSV'),
  output: z.string().default('minute-prices.csv').describe('The file to write'),
});

/**
 * Makes up the prices of every minute of real days at American stock exchanges: the gallery has no record of the real
 * ones. Open, high, low and close of each day are as they were; how the price went between them is invented.
 */
export default pipeline({ name: 'minute-prices', options }, (p, o) => {
  p.read(csv(o.days, { schema: Day }))
    .flatMap(function minutesOf({ ticker, date, ...bar }) {
      const opens = Date.parse(`${date}T${OPENS}`);
      return dayPath(bar, MINUTES, `${ticker} ${date}`).map((price, minute) => ({
        time: new Date(opens + minutes(minute)).toISOString().replace('.000', ''),
        ticker,
        price,
      }));
    })
    .apply(
      'Sort',
      sorted(({ time, ticker }) => `${time} ${ticker}`),
    )
    .write(writeCsv(o.output, { singleFile: true }));
});

/** 9:30 in New York in winter. */
const OPENS = '14:30:00Z';
/** To 16:00. */
const MINUTES = 390;
