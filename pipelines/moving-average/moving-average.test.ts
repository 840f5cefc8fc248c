import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DirectRunner } from '@hornbeam/direct';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainRows } from '../plain-rows.js';
import { printedRun } from '../printed-run.js';
import { sampleData } from '../sample-data.js';
import minutePrices from './minute-prices.js';
import movingAverage from './pipeline.js';

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
      lines.push(`${time}  ${ticker.padEnd(4)}  ${average.toFixed(2).padStart(6)}  of ${last.length} prices`);
    }
  }
  return lines.sort();
}

describe('the moving average of prices', () => {
  it('is what a plain loop finds', async () => {
    const { lines } = await printedRun(runner, movingAverage);
    // 390 minutes a day, and 9 more windows that begin before the last of them is over.
    expect(lines).toHaveLength(5 * 5 * (390 + 9));
    expect(lines).toEqual(averagedByLoop());
  });

  it('of one share is that share’s alone', async () => {
    const { lines } = await printedRun(runner, movingAverage, { ticker: 'IBM' });
    expect(lines).toEqual(averagedByLoop().filter((line) => line.includes('IBM')));
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
