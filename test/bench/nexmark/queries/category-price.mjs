import { mean, sliding } from '@hornbeam/sdk';
import { HOT_KEY_FANOUT, WINDOW_PERIOD, WINDOW_SIZE } from './windows.mjs';
import { winningBids } from './winning-bids.mjs';

/** Query 4: what was paid on average in each category, in sliding windows. */
export const categoryPrice = (events, settings) =>
  winningBids(events, settings)
    .map(({ auction, bid }) => ({ key: auction.category, value: bid.price }))
    .windowInto(sliding(WINDOW_SIZE, WINDOW_PERIOD))
    .combinePerKey(mean, { fanout: HOT_KEY_FANOUT })
    .map(({ key, value }) => ({ category: key, price: Math.round(value) }));
