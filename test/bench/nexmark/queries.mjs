/** The queries of the suite by number. Those left out need a folder to write to, or a cluster to make sense. */
import { categoryPrice } from './queries/category-price.mjs';
import { clockWindows } from './queries/clock-windows.mjs';
import { currency } from './queries/currency.mjs';
import { highestBid } from './queries/highest-bid.mjs';
import { hotItems } from './queries/hot-items.mjs';
import { localItems } from './queries/local-items.mjs';
import { newUsers } from './queries/new-users.mjs';
import { passThrough } from './queries/pass-through.mjs';
import { selection } from './queries/selection.mjs';
import { sellerPrice } from './queries/seller-price.mjs';
import { userSessions } from './queries/user-sessions.mjs';
import { winningBids } from './queries/winning-bids.mjs';

/**
 * @typedef {object} Query
 * @property {number} number
 * @property {string} title
 * @property {(events: import('@hornbeam/sdk').PCollection<any>, settings: { longestAuction: number }) =>
 *   import('@hornbeam/sdk').PCollection<object>} expand
 */

/** @type {readonly Query[]} */
export const queries = [
  { number: 0, title: 'pass through', expand: passThrough },
  { number: 1, title: 'currency conversion', expand: currency },
  { number: 2, title: 'selection', expand: selection },
  { number: 3, title: 'local items', expand: localItems },
  { number: 4, title: 'average price of a category', expand: categoryPrice },
  { number: 5, title: 'hot items', expand: hotItems },
  { number: 6, title: 'average price of a seller', expand: sellerPrice },
  { number: 7, title: 'highest bid', expand: highestBid },
  { number: 8, title: 'new users', expand: newUsers },
  { number: 9, title: 'winning bids', expand: winningBids },
  { number: 11, title: 'user sessions', expand: userSessions },
  { number: 12, title: 'processing-time windows', expand: clockWindows },
];
