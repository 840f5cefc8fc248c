/**
 * Half of how long an auction lasts at most, ms: the event time in which as many auctions begin as are in flight at
 * once, rounded as Java's suite does.
 * @param {number} gapMicros event time between two events, µs
 */
export const longestAuction = (gapMicros) => Math.ceil((Math.floor((gapMicros * 50) / 3) * 100) / 1000);
