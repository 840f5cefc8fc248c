import { coGroup, fixed } from '@hornbeam/sdk';
import { auctions, persons } from './kinds.mjs';
import { WINDOW_SIZE } from './windows.mjs';

/** Query 8: people who put something up for sale in the very window in which they joined. */
export function newUsers(events) {
  const windowed = events.windowInto(fixed(WINDOW_SIZE));
  return coGroup({
    person: persons(windowed).keyBy(({ id }) => id),
    auction: auctions(windowed).keyBy(({ seller }) => seller),
  }).flatMap(function* sales({ value: { person, auction } }) {
    const [user] = person;
    if (user === undefined) return;
    for (const { reserve } of auction) yield { id: user.id, name: user.name, reserve };
  });
}
