/** Types of `longest-auction.mjs`. */
export function longestAuction(gapMicros: number): number;
