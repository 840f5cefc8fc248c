import { afterCount, globalWindow, repeatedly } from '@hornbeam/sdk';
import { winningBids } from './winning-bids.mjs';

/** So many sales count. */
const SALES = 10;

const inOrder = (a, b) => a.dateTime - b.dateTime || a.price - b.price;

/** The rounded mean of the last sales by time and price. */
export const movingMean = {
  name: 'moving mean',
  create: () => [],
  add: (sales, { dateTime, price }) => lastOf([...sales, { dateTime, price }]),
  merge: (one, other) => lastOf([...one, ...other]),
  extract: (sales) =>
    sales.length === 0 ? 0 : Math.round(sales.reduce((sum, { price }) => sum + price, 0) / sales.length),
};

const lastOf = (sales) => sales.sort(inOrder).slice(-SALES);

/** Query 6: what each seller got on average for the last sales, told after every sale. */
export const sellerPrice = (events, settings) =>
  winningBids(events, settings)
    .map(({ auction, bid }) => ({ key: auction.seller, value: bid }))
    .windowInto(globalWindow(), { trigger: repeatedly(afterCount(1)), panes: 'accumulating' })
    .combinePerKey(movingMean)
    .map(({ key, value }) => ({ seller: key, price: value }));
