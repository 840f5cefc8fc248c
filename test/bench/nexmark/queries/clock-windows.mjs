import { afterProcessingTime, globalWindow, repeatedly } from '@hornbeam/sdk';
import { bids } from './kinds.mjs';
import { WINDOW_SIZE } from './windows.mjs';

/** Query 12: how many bids each person makes while the machine's clock goes on by a window's size. */
export const clockWindows = (events) =>
  bids(events)
    .map(({ bidder }) => bidder)
    .windowInto(globalWindow(), {
      trigger: repeatedly(afterProcessingTime(WINDOW_SIZE)),
      panes: 'discarding',
    })
    .countPerElement()
    .map(({ key, value }) => ({ bidder: key, count: value }));
