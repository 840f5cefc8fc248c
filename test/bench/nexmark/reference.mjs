/**
 * What the queries must give, by plain loops over all events at once: no windows that merge, no triggers, no state.
 * Each follows the definition of the query anew and shares nothing with the pipelines.
 */

/** @typedef {import('./generator.mjs').Event} Event */

const WINDOW = 10_000;
const PERIOD = 5_000;

/** Adds to the list of a key. */
function push(lists, key, item) {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

const personsOf = (events) => events.flatMap(({ person }) => person ?? []);
const auctionsOf = (events) => events.flatMap(({ auction }) => auction ?? []);
const bidsOf = (events) => events.flatMap(({ bid }) => bid ?? []);

const fixedStart = (time) => time - (time % WINDOW);

/** Where the sliding windows begin that a moment lies in. */
function slidingStarts(time) {
  const starts = [];
  for (let start = time - (time % PERIOD); start > time - WINDOW; start -= PERIOD) starts.push(start);
  return starts;
}

const currency = (events) =>
  bidsOf(events).map((bid) => ({ ...bid, price: Number((BigInt(bid.price) * 89n) / 100n) }));

const selection = (events) =>
  bidsOf(events)
    .filter(({ auction }) => auction % 123 === 0)
    .map(({ auction, price }) => ({ auction, price }));

/** Runs in less event time than the ten minutes after which sellers are forgotten. */
function localItems(events) {
  const items = [];
  for (const { id, name, city, state } of personsOf(events)) {
    if (!['OR', 'ID', 'CA'].includes(state)) continue;
    for (const auction of auctionsOf(events)) {
      if (auction.seller === id && auction.category === 10)
        items.push({ name, city, state, auction: auction.id });
    }
  }
  return items;
}

/** A bid takes part when it comes before the end of its auction. */
function winningBids(events) {
  const offers = new Map();
  for (const bid of bidsOf(events)) push(offers, bid.auction, bid);
  const sales = [];
  for (const auction of auctionsOf(events)) {
    const taken = (offers.get(auction.id) ?? [])
      .filter((bid) => bid.dateTime < auction.expires && bid.price >= auction.reserve)
      .sort((a, b) => b.price - a.price || a.dateTime - b.dateTime || a.bidder - b.bidder);
    if (taken.length > 0) sales.push({ auction, bid: taken[0] });
  }
  return sales;
}

/** A sale is told in the last millisecond of its auction. */
function categoryPrice(events) {
  const prices = new Map();
  for (const { auction, bid } of winningBids(events)) {
    for (const start of slidingStarts(auction.expires - 1))
      push(prices, `${start} ${auction.category}`, bid.price);
  }
  return [...prices].map(([key, list]) => ({
    category: Number(key.split(' ')[1]),
    price: Math.round(list.reduce((sum, price) => sum + price, 0) / list.length),
  }));
}

function hotItems(events) {
  const windows = new Map();
  for (const { auction, dateTime } of bidsOf(events)) {
    for (const start of slidingStarts(dateTime)) push(windows, start, auction);
  }
  return [...windows.values()].flatMap((auctions) => {
    const counts = new Map();
    for (const auction of auctions) counts.set(auction, (counts.get(auction) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return [...counts].filter(([, count]) => count === most).map(([auction, count]) => ({ auction, count }));
  });
}

/** What each seller's last pane says. Those before it depend on the order in which sales are told. */
function sellerPrice(events) {
  const sales = new Map();
  for (const { auction, bid } of winningBids(events)) push(sales, auction.seller, bid);
  return [...sales].map(([seller, bids]) => {
    const last = bids.sort((a, b) => a.dateTime - b.dateTime || a.price - b.price).slice(-10);
    return { seller, price: Math.round(last.reduce((sum, { price }) => sum + price, 0) / last.length) };
  });
}

function highestBid(events) {
  const windows = new Map();
  for (const bid of bidsOf(events)) push(windows, fixedStart(bid.dateTime), bid);
  return [...windows.values()].flatMap((bids) => {
    const highest = bids.reduce((most, { price }) => Math.max(most, price), 0);
    return bids.filter(({ price }) => price === highest);
  });
}

function newUsers(events) {
  const joined = new Map(personsOf(events).map((person) => [person.id, person]));
  return auctionsOf(events).flatMap(({ seller, dateTime, reserve }) => {
    const person = joined.get(seller);
    if (person === undefined || fixedStart(person.dateTime) !== fixedStart(dateTime)) return [];
    return [{ id: person.id, name: person.name, reserve }];
  });
}

function userSessions(events) {
  const times = new Map();
  for (const { bidder, dateTime } of bidsOf(events)) push(times, bidder, dateTime);
  const sessions = [];
  for (const [bidder, moments] of times) {
    moments.sort((a, b) => a - b);
    let count = 0;
    for (const [i, moment] of moments.entries()) {
      count++;
      if (i + 1 < moments.length && moments[i + 1] - moment < WINDOW) continue;
      for (; count > 100_000; count -= 100_000) sessions.push({ bidder, count: 100_000 });
      sessions.push({ bidder, count });
      count = 0;
    }
  }
  return sessions;
}

/** All bids of a person: when they are told, and in how many parts, depends on the clock. */
function clockWindows(events) {
  const counts = new Map();
  for (const { bidder } of bidsOf(events)) counts.set(bidder, (counts.get(bidder) ?? 0) + 1);
  return [...counts].map(([bidder, count]) => ({ bidder, count }));
}

/**
 * By number of the query.
 * @type {ReadonlyMap<number, (events: readonly Event[]) => object[]>}
 */
export const references = new Map([
  [0, (events) => [...events]],
  [1, currency],
  [2, selection],
  [3, localItems],
  [4, categoryPrice],
  [5, hotItems],
  [6, sellerPrice],
  [7, highestBid],
  [8, newUsers],
  [9, winningBids],
  [11, userSessions],
  [12, clockWindows],
]);
