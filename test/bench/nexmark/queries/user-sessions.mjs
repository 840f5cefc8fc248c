import { afterCount, repeatedly, sessions } from '@hornbeam/sdk';
import { bids } from './kinds.mjs';
import { WINDOW_SIZE } from './windows.mjs';

/** A session tells its count whenever there are so many new bids. */
export const MOST_EVENTS = 100_000;

/** Query 11: how many bids each person makes in a session. */
export const userSessions = (events) =>
  bids(events)
    .map(({ bidder }) => bidder)
    .windowInto(sessions(WINDOW_SIZE), { trigger: repeatedly(afterCount(MOST_EVENTS)), panes: 'discarding' })
    .countPerElement()
    .map(({ key, value }) => ({ bidder: key, count: value }));
