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
import cardLimits from './card-limits.js';
import cardPayments from './card-payments.js';
import { detectFraud } from './detect-fraud.js';
import type { Payment } from './payment.js';
import fraudDetection from './pipeline.js';

const runner = new DirectRunner();
const payments = sampleData('card-payments.csv.gz');
const limits = sampleData('card-limits.csv.gz');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fraud-detection-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The lines by a plain loop over the file, which is in the order of time. */
function foundByLoop(): string[] {
  const limitOf = new Map(plainRows(limits).map(([card, limit]) => [card!, Number(limit)]));
  const history = new Map<string, { at: number; cents: number }[]>();
  const lines: string[] = [];
  for (const [time, card, dollars] of plainRows(payments)) {
    const [now, cents] = [Date.parse(time!), Math.round(Number(dollars) * 100)];
    const all = history.get(card!) ?? [];
    history.set(card!, all);
    const last = all.filter((payment) => payment.at > now - 600_000);
    const limit = limitOf.get(card!)!;
    let finding: string | undefined;
    if (cents >= 10_000 && last.some((payment) => payment.cents < 100)) finding = 'tested';
    else if (last.length >= 4) finding = 'burst';
    else if (cents > limit * 100) finding = `review: above $${limit}`;
    if (finding !== undefined) {
      const when = time!.slice(0, 19).replace('T', ' ');
      lines.push(`${when}  card ${card}  ${`$${dollars}`.padStart(8)}  ${finding}`);
    }
    all.push({ at: now, cents });
  }
  return lines.sort();
}

describe('fraud detection', () => {
  it('finds what a plain loop over the payments finds', async () => {
    const { lines } = await printedRun(runner, fraudDetection);
    expect(lines).toEqual(foundByLoop());
    expect(lines.filter((line) => line.includes('review')).length).toBeGreaterThan(100);
  });

  it('finds the same when the payments come as a stream', async () => {
    const { lines } = await printedRun(runner, fraudDetection, { speed: 1e9 });
    expect(lines.toSorted()).toEqual(foundByLoop());
  });

  it('finds every theft that was made up, and takes no real purchase for one', async () => {
    const { lines } = await printedRun(runner, fraudDetection);
    const alerts = lines.filter((line) => !line.includes('review'));
    const suspects = new Set(alerts.map((line) => line.match(/card (\d+)/)![1]));
    const thefts = new Set(plainRows(payments).flatMap(([, card, , fraud]) => (fraud === '' ? [] : [card!])));
    expect(thefts.size).toBe(80);
    expect([...suspects].sort()).toEqual([...thefts].sort());
  });
});

describe('payments that come out of order', () => {
  const start = Date.parse('1998-05-01T12:00:00Z');
  const payment = (minute: number, cents: number, card = 'a') => {
    const moment = start + minute * 60_000;
    return at<Payment>({ card, cents, at: moment }, moment);
  };
  /** Alerts as minute, cents and suspicion. */
  const detect = async (stream: TestStream<Payment>) => {
    const { output } = await observe(
      (p) => detectFraud(p.read(stream), p.create([{ card: 'a', limit: 50 }])),
      { runner },
    );
    const minute = (moment: number): number => (moment - start) / 60_000;
    return {
      alerts: output.alerts.map(({ value }) => [minute(value.at), value.cents, value.suspicion]),
      reviews: output.reviews.map(({ value }) => [minute(value.at), value.cents]),
    };
  };

  it('are judged in the order in which they were made', async () => {
    const made = [
      payment(0, 50),
      payment(1, 20_000),
      payment(20, 6000),
      payment(40, 1),
      payment(40, 30_000),
      payment(60, 700, 'b'),
    ];
    const expected = {
      alerts: [
        [1, 20_000, 'tested'],
        [40, 30_000, 'tested'],
      ],
      reviews: [[20, 6000]],
    };
    expect(await detect(testStream<Payment>().add(...made))).toEqual(expected);
    // The two of minute 40 keep their order: nothing says which was first, but that they came so.
    const [a, b, c, d, e, f] = made as [any, any, any, any, any, any];
    expect(await detect(testStream<Payment>().add(f, d, c, b).add(e, a))).toEqual(expected);
  });

  it('are forgotten after 10 minutes, to the moment', async () => {
    const stream = testStream<Payment>().add(
      payment(0, 50),
      payment(10, 4000),
      payment(20, 50),
      payment(29, 15_000),
    );
    expect(await detect(stream)).toEqual({ alerts: [[29, 15_000, 'tested']], reviews: [] });
  });

  it('are judged at once when event time has passed them, with what was known', async () => {
    const stream = testStream<Payment>()
      .add(payment(5, 50))
      .advanceWatermarkTo(start + 8 * 60_000)
      .add(payment(7, 20_000));
    expect((await detect(stream)).alerts).toEqual([[7, 20_000, 'tested']]);
  });
});

describe('the packaged payments and limits', () => {
  it.each([
    ['payments', cardPayments, payments],
    ['limits', cardLimits, limits],
  ])('are what their pipeline makes: %s', async (_, make, packaged) => {
    const output = join(folder, 'made.csv');
    await printedRun(runner, make, { output });
    expect(readFileSync(output, 'utf8')).toBe(gunzipSync(readFileSync(packaged)).toString('utf8'));
  });

  it('hold every real purchase of the time', () => {
    const real = plainRows(sampleData('cdnow-purchases.csv.gz'))
      .filter(([, date]) => date! >= '1998-04-01')
      .map(([customer, date, , dollars]) => `${date},${customer},${dollars}`);
    const honest = plainRows(payments)
      .filter(([, , , fraud]) => fraud === '')
      .map(([time, card, dollars]) => `${time!.slice(0, 10)},${card},${dollars}`);
    expect(honest.sort()).toEqual(real.sort());
  });
});
