import { bids } from './kinds.mjs';

/** A price in cents of another currency, cut off to whole cents. */
export const converted = (price) => Math.floor((price * 89) / 100);

/** Query 1: bids in another currency. */
export const currency = (events) =>
  bids(events).map(({ auction, bidder, price, dateTime, extra }) => ({
    auction,
    bidder,
    price: converted(price),
    dateTime,
    extra,
  }));
