import { sliding } from '@hornbeam/sdk';
import { bids } from './kinds.mjs';
import { HOT_KEY_FANOUT, WINDOW_PERIOD, WINDOW_SIZE } from './windows.mjs';

/** All of the greatest counts: those that tie are kept. */
const hottest = {
  name: 'hottest',
  create: () => ({ count: 0, auctions: [] }),
  add: (best, { key, value }) => {
    if (value > best.count) return { count: value, auctions: [key] };
    if (value === best.count) best.auctions.push(key);
    return best;
  },
  merge: (one, other) => {
    if (other.count > one.count) return { count: other.count, auctions: [...other.auctions] };
    if (other.count === one.count) one.auctions.push(...other.auctions);
    return one;
  },
  extract: (best) => best,
};

/** Query 5: the auctions with the most bids, in sliding windows. */
export const hotItems = (events) =>
  bids(events)
    .map(({ auction }) => auction)
    .windowInto(sliding(WINDOW_SIZE, WINDOW_PERIOD))
    .countPerElement()
    .combineGlobally(hottest, { fanout: HOT_KEY_FANOUT, emptyDefault: false })
    .flatMap(({ count, auctions }) => auctions.map((auction) => ({ auction, count })));
