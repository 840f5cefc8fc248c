import { bids } from './kinds.mjs';

/** Auctions whose number is a multiple of this are of interest. */
export const AUCTION_SKIP = 123;

/** Query 2: auction and price of the bids on some auctions. */
export const selection = (events) =>
  bids(events)
    .filter(({ auction }) => auction % AUCTION_SKIP === 0)
    .map(({ auction, price }) => ({ auction, price }));
