/** The three kinds of events, each as a PCollection of its own. */

/** @typedef {import('../generator.mjs').Event} Event */

/** @param {import('@hornbeam/sdk').PCollection<Event>} events */
export const persons = (events) =>
  events.filter((event) => event.person !== undefined).map((event) => event.person);

/** @param {import('@hornbeam/sdk').PCollection<Event>} events */
export const auctions = (events) =>
  events.filter((event) => event.auction !== undefined).map((event) => event.auction);

/** @param {import('@hornbeam/sdk').PCollection<Event>} events */
export const bids = (events) => events.filter((event) => event.bid !== undefined).map((event) => event.bid);
