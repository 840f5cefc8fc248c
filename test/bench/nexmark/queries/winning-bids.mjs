import { coGroup, customWindows, LabelledWindow } from '@hornbeam/sdk';
import { auctions, bids } from './kinds.mjs';

const AUCTION = 'auction';
const BID = 'bid';

/**
 * Windows in which an auction meets its bids. That of an auction is as long as the auction; that of a bid is long
 * enough to wait for the end of any auction, and is taken in by the auction's if it begins before that one ends.
 *
 * @param {number} longest half of what an auction lasts at most, ms
 */
const auctionWindows = (longest) =>
  customWindows({
    name: 'auction and bids',
    assign: ({ auction }, at) =>
      auction === undefined
        ? [new LabelledWindow(at, at + 2 * longest, BID)]
        : [new LabelledWindow(at, auction.expires, AUCTION)],
    merge(windows) {
      const into = windows.find(({ label }) => label === AUCTION);
      if (into === undefined) return [];
      const taken = windows.filter(({ label, start }) => label === BID && start < into.end);
      return taken.length === 0 ? [] : [{ from: [into, ...taken], into }];
    },
  });

/** Whether the bid beats the best one so far: it is higher, or as high and earlier. */
export const beats = (bid, best) =>
  best === undefined ||
  bid.price > best.price ||
  // Beyond Java's rule, for results that do not depend on the order in which bids arrive.
  (bid.price === best.price &&
    (bid.dateTime < best.dateTime || (bid.dateTime === best.dateTime && bid.bidder < best.bidder)));

/** The auction with its best bid of at least the reserve. */
function* winner({ value: { auction, bid: offers } }) {
  const [sold] = auction;
  if (sold === undefined) return;
  let best;
  for (const bid of offers) if (bid.price >= sold.reserve && beats(bid, best)) best = bid;
  if (best !== undefined) yield { auction: sold, bid: best };
}

/**
 * Query 9: each auction that found a buyer, with the bid that won.
 * @param {{ longestAuction: number }} settings
 */
export function winningBids(events, { longestAuction }) {
  const windowed = events
    .filter(({ person }) => person === undefined)
    .windowInto(auctionWindows(longestAuction));
  return coGroup({
    auction: auctions(windowed).keyBy(({ id }) => id),
    bid: bids(windowed).keyBy(({ auction }) => auction),
  }).flatMap(winner);
}
