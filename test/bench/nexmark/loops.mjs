/** Queries 0 to 2 as a Node programmer writes them by hand: one loop, no framework, the same work on each event. */
import { converted } from './queries/currency.mjs';
import { AUCTION_SKIP } from './queries/selection.mjs';
import { roundTrip } from './round-trip.mjs';

/**
 * By number of the query; `emit` is handed every result.
 * @type {ReadonlyMap<number, (events: Iterable<import('./generator.mjs').Event>, emit: (result: object) => void) => void>}
 */
export const loops = new Map([
  [
    0,
    (events, emit) => {
      const again = roundTrip();
      for (const event of events) emit(again(event));
    },
  ],
  [
    1,
    (events, emit) => {
      for (const { bid } of events) {
        if (bid === undefined) continue;
        const { auction, bidder, price, dateTime, extra } = bid;
        emit({ auction, bidder, price: converted(price), dateTime, extra });
      }
    },
  ],
  [
    2,
    (events, emit) => {
      for (const { bid } of events) {
        if (bid === undefined || bid.auction % AUCTION_SKIP !== 0) continue;
        emit({ auction: bid.auction, price: bid.price });
      }
    },
  ],
]);
