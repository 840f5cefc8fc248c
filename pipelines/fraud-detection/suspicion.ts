import { minutes } from '@hornbeam/sdk';
import type { Payment } from './payment.js';

/** Payments of one card within so many ms are looked at together. */
export const WITHIN: number = minutes(10);

/** Why a payment looks like fraud. */
export type Suspicion = 'tested' | 'burst';

/** The signs of fraud. */
const TRIAL_BELOW_CENTS = 100;
const SPREE_FROM_CENTS = 10_000;
const BURST_PAYMENTS = 5;

/**
 * What is suspicious about a payment after those of the same card in the {@link WITHIN} before it; undefined when
 * nothing is. `tested`: a trial with less than a dollar, then 100 dollars or more. `burst`: the fifth payment or a
 * later one.
 */
export function suspicionOf({ cents }: Payment, before: readonly Payment[]): Suspicion | undefined {
  if (cents >= SPREE_FROM_CENTS && before.some((payment) => payment.cents < TRIAL_BELOW_CENTS))
    return 'tested';
  return before.length + 1 >= BURST_PAYMENTS ? 'burst' : undefined;
}
