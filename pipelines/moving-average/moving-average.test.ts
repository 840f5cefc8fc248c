import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DirectRunner } from '@hornbeam/direct';
import { at, observe, type TestStream, testStream } from '@hornbeam/sdk/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainRows } from '../plain-rows.js';
import { printedRun } from '../printed-run.js';
import { sampleData } from '../sample-data.js';
import minutePrices from './minute-prices.js';
import { movingAverage } from './moving-average.js';
import pricesToAverages from './pipeline.js';
import type { Price } from './price.js';

const runner = new DirectRunner();
const prices = sampleData('minute-prices.csv.gz');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moving-average-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The lines by a plain loop: for each minute and share, the prices of the 10 minutes before it. */
function averagedByLoop(): string[] {
  const byTicker = new Map<string, Map<number, number>>();
  for (const [time, ticker, price] of plainRows(prices)) {
    const minute = Date.parse(time!) / 60_000;
    byTicker.set(ticker!, (byTicker.get(ticker!) ?? new Map()).set(minute, Number(price)));
  }
  const lines: string[] = [];
  for (const [ticker, byMinute] of byTicker) {
    const ends = new Set(
      [...byMinute.keys()].flatMap((m) => Array.from({ length: 10 }, (_, i) => m + 1 + i)),
    );
    for (const end of ends) {
      const last: number[] = [];
      for (let minute = end - 10; minute < end; minute++) {
        const price = byMinute.get(minute);
        if (price !== undefined) last.push(Math.round(price * 10_000));
      }
      const average = last.reduce((sum, price) => sum + price, 0) / last.length / 10_000;
      const time = new Date(end * 60_000).toISOString().slice(0, 16).replace('T', ' ');
      lines.push(
        `${time}  ${ticker.padEnd(4)}  ${average.toFixed(2).padStart(6)}  of ${last.length} ${last.length === 1 ? 'price' : 'prices'}`,
      );
    }
  }
  return lines.sort();
}

describe('the moving average of prices', () => {
  it('is what a plain loop finds', async () => {
    const { lines } = await printedRun(runner, pricesToAverages);
    // 390 minutes a day, and 9 more windows that begin before the last of them is over.
    expect(lines).toHaveLength(5 * 5 * (390 + 9));
    expect(lines).toEqual(averagedByLoop());
  });

  it('is the same when the prices come as a stream', async () => {
    const { lines } = await printedRun(runner, pricesToAverages, { speed: 1e9 });
    expect(lines.toSorted()).toEqual(averagedByLoop());
  });

  it('of one share is that share’s alone', async () => {
    const { lines } = await printedRun(runner, pricesToAverages, { ticker: 'IBM' });
    expect(lines).toEqual(averagedByLoop().filter((line) => line.includes('IBM')));
  });
});

describe('prices that come out of order', () => {
  const moment = (time: string): number => Date.parse(`2013-02-25T${time}Z`);
  const price = (time: string, dollars: number) =>
    at<Price>({ ticker: 'IBM', price: dollars * 10_000, at: moment(time) }, moment(time));
  /** Of the windows that end at these times, everything that came out, in order. */
  const linesAt = async (prices: TestStream<Price>, ...ends: string[]) => {
    const { output, result } = await observe((p) => movingAverage(p.read(prices), '5m'), { runner });
    const wanted = output.map(({ value }) => value).filter((line) => ends.includes(line.slice(11, 16)));
    return { lines: wanted, result };
  };

  it('give the same averages', async () => {
    const inOrder = [price('15:00:00', 200), price('15:01:00', 203), price('15:02:00', 206)];
    const all = await linesAt(testStream<Price>().add(...inOrder), '15:03', '15:11', '15:12');
    expect(all.lines).toEqual([
      '2013-02-25 15:03  IBM   203.00  of 3 prices',
      '2013-02-25 15:11  IBM   204.50  of 2 prices',
      '2013-02-25 15:12  IBM   206.00  of 1 price',
    ]);
    const reversed = testStream<Price>().add(...inOrder.toReversed());
    expect(await linesAt(reversed, '15:03', '15:11', '15:12')).toMatchObject({ lines: all.lines });
  });

  it('correct the windows that are not over for longer than the lateness, and no others', async () => {
    const prices = testStream<Price>()
      .add(price('15:00:00', 200))
      .advanceWatermarkTo(moment('15:07:00'))
      .add(price('15:00:30', 202));
    const { lines } = await linesAt(prices, '15:01', '15:02', '15:03', '15:07', '15:08');
    const isCorrected = (line: string): boolean => line.endsWith('corrected');
    expect(lines.filter((line) => !isCorrected(line))).toEqual([
      '2013-02-25 15:01  IBM   200.00  of 1 price',
      '2013-02-25 15:02  IBM   200.00  of 1 price',
      '2013-02-25 15:03  IBM   200.00  of 1 price',
      '2013-02-25 15:07  IBM   200.00  of 1 price',
      '2013-02-25 15:08  IBM   201.00  of 2 prices',
    ]);
    // One price corrects many windows at the same moment, in no certain order.
    expect(lines.filter(isCorrected).toSorted()).toEqual([
      '2013-02-25 15:03  IBM   201.00  of 2 prices  corrected',
      '2013-02-25 15:07  IBM   201.00  of 2 prices  corrected',
    ]);
  });

  it('count as dropped in each window that is over for too long', async () => {
    const prices = testStream<Price>()
      .add(price('15:00:00', 200))
      .advanceWatermarkTo(moment('15:07:00'))
      .add(price('15:00:30', 202));
    const { result } = await linesAt(prices);
    // The windows that end at 15:01 and at 15:02 have expired; the other eight take the price.
    expect(result.metric('droppedDueToLateness')).toEqual({ kind: 'counter', value: 2 });
  });
});

describe('the made-up prices of minutes', () => {
  it('are what the packaged file holds', async () => {
    const output = join(folder, 'minute-prices.csv');
    await printedRun(runner, minutePrices, { output });
    expect(readFileSync(output, 'utf8')).toBe(gunzipSync(readFileSync(prices)).toString('utf8'));
  });

  it('keep open, high, low and close of the real days', () => {
    const days = new Map<string, number[]>();
    for (const [time, ticker, price] of plainRows(prices)) {
      const day = `${ticker},${time!.slice(0, 10)}`;
      days.set(day, [...(days.get(day) ?? []), Number(price)]);
    }
    const bars = [...days].map(([day, path]) => [
      day,
      path[0],
      Math.max(...path),
      Math.min(...path),
      path.at(-1),
    ]);
    const real = plainRows(sampleData('daily-stocks.csv')).map(([ticker, date, ...numbers]) => [
      `${ticker},${date}`,
      ...numbers.slice(0, 4).map(Number),
    ]);
    expect(bars.map(String).sort()).toEqual(real.map(String).sort());
  });
});
