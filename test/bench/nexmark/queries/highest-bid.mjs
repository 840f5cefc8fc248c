import { fixed, max } from '@hornbeam/sdk';
import { bids } from './kinds.mjs';
import { HOT_KEY_FANOUT, WINDOW_SIZE } from './windows.mjs';

/** Query 7: the highest bids of each window, by a side input of the highest price. */
export function highestBid(events) {
  const windowed = bids(events).windowInto(fixed(WINDOW_SIZE));
  const highest = windowed
    .map(({ price }) => price)
    .combineGlobally(max, { fanout: HOT_KEY_FANOUT, emptyDefault: false })
    .asSingleton();
  return windowed.filter(({ price }, { highest }) => price === highest, { highest });
}
