import { setImmediate } from 'node:timers/promises';
import { VirtualClock } from '../construction/index.js';
import { type InstantLike, toInstant } from '../model/timestamp.js';

/**
 * A clock for runners in tests: it stands still until `advance` is called.
 *
 *     const clock = new FakeClock();
 *     const job = await start(pipeline, { runner: new DirectRunner({ clock }) });
 *     clock.advance(60_000);
 */
export class FakeClock extends VirtualClock {
  /** @param start where it begins; 1970-01-01 without it */
  constructor(start: InstantLike = 0) {
    super({ monotonic: () => performance.now(), turn: () => setImmediate() }, toInstant(start));
  }
}
