import { flatten, pipeline } from '@hornbeam/sdk';
import { csv, print } from '@hornbeam/sdk/io';
import { z } from 'zod';
import { inOrder } from '../in-order.js';
import { recording } from '../recording.js';
import { sampleData } from '../sample-data.js';
import { speed } from '../speed-option.js';
import { detectFraud } from './detect-fraud.js';
import { Limit, Payment } from './payment.js';

const options = z.object({
  input: z.string().default(sampleData('card-payments.csv.gz')).describe('The payments, as CSV'),
  limits: z.string().default(sampleData('card-limits.csv.gz')).describe('The limits of the cards, as CSV'),
  speed,
});

/** Card payments that look like fraud or need a look, found while they happen. */
export default pipeline({ name: 'fraud-detection', options }, (p, o) => {
  const limits = p.read(csv(o.limits, { schema: Limit }));
  const payments = p.read(recording(o.input, { schema: Payment, timestamp: ({ at }) => at, speed: o.speed }));
  const { alerts, reviews } = detectFraud(payments, limits);
  flatten([
    alerts.map((alert) => line(alert, alert.suspicion)).named('Alert'),
    reviews.map((review) => line(review, `review: above $${review.limit}`)).named('Review'),
  ])
    .apply('Order', inOrder(o.speed))
    .write(print());
});

/** A line such as `1998-04-01 09:04:17  card 20873    $72.26  burst`. */
function line({ at, card, cents }: Payment, finding: string): string {
  const time = new Date(at).toISOString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length).replace('T', ' ');
  return `${time}  card ${card}  ${`$${(cents / 100).toFixed(2)}`.padStart(8)}  ${finding}`;
}
