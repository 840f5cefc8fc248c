import { z } from 'zod';
import { decimal } from '../number-text.js';

/** A payment by card. */
export const Payment = z
  .object({ time: z.iso.datetime(), card: z.string().min(1), dollars: decimal })
  .transform(({ time, card, dollars }) => ({
    card,
    cents: Math.round(100 * dollars),
    /** ms since 1970 */
    at: Date.parse(time),
  }));
export type Payment = z.output<typeof Payment>;

/** What is usual for a card: a payment above it is worth a look. */
export const Limit = z.object({ card: z.string().min(1), limit: decimal });
export type Limit = z.output<typeof Limit>;
