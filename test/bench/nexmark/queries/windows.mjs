/** The sizes that the suite's queries share. */

/** How long windows are, ms. */
export const WINDOW_SIZE = 10_000;
/** How often a sliding window begins, ms. */
export const WINDOW_PERIOD = 5_000;
/** Over how many parts a combine spreads a key that very many elements have. */
export const HOT_KEY_FANOUT = 5;
