import {
  afterCount,
  afterWatermark,
  count,
  type Duration,
  type Instant,
  mean,
  type PCollection,
  sliding,
} from '@hornbeam/sdk';
import { minuteText } from '../minute-text.js';
import { PER_DOLLAR, type Price } from './price.js';

/**
 * Every minute, the average price of each share over the last 10 minutes, a line each. Every price is in ten windows:
 * one that comes late gives all of them another line, except those that ended longer than `allowedLateness` ago.
 */
export function movingAverage(prices: PCollection<Price>, allowedLateness: Duration): PCollection<string> {
  return prices
    .windowInto(sliding('10m', '1m'), {
      trigger: afterWatermark({ late: afterCount(1) }),
      panes: 'accumulating',
      allowedLateness,
    })
    .keyBy(({ ticker }) => ticker)
    .combinePerKey({ average: mean('price'), prices: count })
    .map(({ key: ticker, value }, { window, pane }) =>
      line(ticker, window.end, value, pane.timing === 'late'),
    )
    .named('Line');
}

/** A line such as `2013-02-25 14:40  AAPL  453.12  of 10 prices`; the time is the end of the 10 minutes. */
function line(
  ticker: string,
  end: Instant,
  { average, prices }: { average: number; prices: number },
  corrected: boolean,
): string {
  const dollars = (average / PER_DOLLAR).toFixed(2).padStart(6);
  const line = `${minuteText(end)}  ${ticker.padEnd(4)}  ${dollars}  of ${prices} ${prices === 1 ? 'price' : 'prices'}`;
  return corrected ? `${line}  corrected` : line;
}
