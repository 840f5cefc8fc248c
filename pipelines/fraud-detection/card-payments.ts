import { days, flatten, minutes, pipeline, seconds } from '@hornbeam/sdk';
import { csv, writeCsv } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { sampleData } from '../sample-data.js';
import { seededRandom } from '../seeded-random.js';
import { sorted } from '../sorted.js';

const Purchase = z.object({ customer: z.string(), date: z.iso.date(), dollars: z.string() });

const options = z.object({
  purchases: z.string().default(sampleData('cdnow-purchases.csv.gz')).describe('The purchases, as CSV'),
  from: z.iso.date().default('1998-04-01').describe('The first day to take'),
  output: z.string().default('card-payments.csv').describe('The file to write'),
});

/** A row of the file. `fraud` is the answer that a detector must find: no detector may read it. */
interface PaymentRow {
  readonly time: string;
  readonly card: string;
  readonly dollars: string;
  readonly fraud: '' | 'tested' | 'burst';
}

/**
 * Makes a stream of card payments of real purchases and of thefts that are made up. The purchases are by day, so the
 * time within the day is made up too. The same input gives the same file.
 */
export default pipeline({ name: 'card-payments', options }, (p, o) => {
  const purchases = p
    .read(csv(o.purchases, { schema: Purchase }))
    .filter(({ date }) => date >= o.from)
    .named('Days');

  const honest = purchases
    .map(({ customer, date, dollars }): PaymentRow => {
      const random = seededRandom(`${customer} ${date} ${dollars}`);
      return row(timeOn(Date.parse(date), random()), customer, dollars, '');
    })
    .named('Honest');

  const stolen = purchases
    .map(({ customer }) => customer)
    .distinct()
    .flatMap((card) => theft(card, Date.parse(o.from)))
    .named('Stolen');

  flatten([honest, stolen])
    .apply(
      'Sort',
      sorted(({ time, card, dollars }) => `${time} ${card} ${dollars}`),
    )
    .write(writeCsv(o.output, { singleFile: true }));
});

/** One card in so many is stolen. */
const ONE_IN = 40;
/** Thefts happen in so many days. */
const DAYS = 90;

/**
 * The payments of a thief, none for most cards. Thieves try a card with a payment that nobody notices and then spend
 * much (`tested`), or spend middling amounts as fast as they can (`burst`).
 */
function theft(card: string, from: number): PaymentRow[] {
  const random = seededRandom(`theft ${card}`);
  if (random() >= 1 / ONE_IN) return [];
  const at = timeOn(from + days(Math.floor(random() * DAYS)), random());
  const between = (low: number, high: number): number => low + random() * (high - low);
  if (random() < 0.5) {
    return [
      row(at, card, between(0.05, 0.95).toFixed(2), 'tested'),
      row(at + seconds(between(20, 500)), card, between(150, 900).toFixed(2), 'tested'),
    ];
  }
  const payments = 6 + Math.floor(random() * 4);
  return Array.from({ length: payments }, (_, i) =>
    row(at + seconds(i * between(45, 60)), card, between(30, 90).toFixed(2), 'burst'),
  );
}

/** A moment of a day from 7:00 to 23:00, as far in as `part` of 1 says. */
const timeOn = (day: number, part: number): number => day + minutes(7 * 60 + part * 16 * 60);

/** Times are whole seconds. */
const row = (at: number, card: string, dollars: string, fraud: PaymentRow['fraud']): PaymentRow => ({
  time: `${new Date(at).toISOString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length)}Z`,
  card,
  dollars,
  fraud,
});
