import { z } from 'zod';
import { decimal } from '../number-text.js';

/** The last price of a share in one minute. */
export const Price = z
  .object({ time: z.iso.datetime(), ticker: z.string().min(1), price: decimal })
  .transform(({ time, ticker, price }) => ({
    ticker,
    /** In whole ten-thousandths of a dollar, the finest that exchanges count in: sums of them are exact. */
    price: Math.round(price * PER_DOLLAR),
    /** ms since 1970, the beginning of the minute */
    at: Date.parse(time),
  }));
export type Price = z.output<typeof Price>;

/** How many units of {@link Price.price} make a dollar. */
export const PER_DOLLAR = 10_000;
