import { eventTimer, type Instant, orderedListState, out, type PCollection, valueState } from '@hornbeam/sdk';
import type { Limit, Payment } from './payment.js';
import { type Suspicion, suspicionOf, WITHIN } from './suspicion.js';

/** A payment that looks like fraud. */
export interface Alert extends Payment {
  readonly suspicion: Suspicion;
}

/** A payment that is unusual for its card, and nothing more. */
export interface Review extends Payment {
  /** Dollars. */
  readonly limit: number;
}

/**
 * Finds fraud in payments, card by card: alerts, and payments for people to review.
 *
 * What came before a payment matters, and payments arrive in any order. So each waits in state until event time has
 * come to it: a timer then takes those that are due, in order. A card that was quiet for {@link WITHIN} is forgotten.
 */
export function detectFraud(
  payments: PCollection<Payment>,
  limits: PCollection<Limit>,
): { readonly alerts: PCollection<Alert>; readonly reviews: PCollection<Review> } {
  const limitOf = limits
    .keyBy(({ card }) => card)
    .mapValues(({ limit }) => limit)
    .asMap();
  const { main, review } = payments
    .keyBy(({ card }) => card)
    .parDo({
      name: 'DetectFraud',
      uses: {
        limitOf,
        waiting: orderedListState<Payment>(),
        recent: valueState<readonly Payment[]>(),
        due: eventTimer(),
        quiet: eventTimer(),
      },
      outputs: { main: out<Alert>(), review: out<Review>() },
      process({ value: payment }, { waiting, due, timestamp }) {
        // Only the first that waits sets the timer: the others have their turn behind it.
        if (isEmpty(waiting.read(undefined, timestamp + 1))) due.set(timestamp);
        waiting.add(timestamp, payment);
      },
      onTimer: {
        due({ waiting, recent, due, quiet, limitOf, fireAt, emit, out }) {
          let before = recent.read() ?? [];
          for (const { at, value: payment } of waiting.read(undefined, fireAt + 1)) {
            before = before.filter((earlier) => earlier.at > at - WITHIN);
            const suspicion = suspicionOf(payment, before);
            const limit = limitOf.get(payment.card);
            if (suspicion !== undefined) emit({ ...payment, suspicion });
            else if (limit !== undefined && payment.cents > 100 * limit) out.review({ ...payment, limit });
            before = [...before, payment];
          }
          recent.write(before);
          waiting.clear(undefined, fireAt + 1);
          for (const { at } of waiting.read()) {
            due.set(at);
            break;
          }
          quiet.set(fireAt + WITHIN);
        },
        quiet({ recent }) {
          recent.clear();
        },
      },
    });
  return { alerts: main, reviews: review };
}

function isEmpty(list: Iterable<{ readonly at: Instant }>): boolean {
  for (const _ of list) return false;
  return true;
}
