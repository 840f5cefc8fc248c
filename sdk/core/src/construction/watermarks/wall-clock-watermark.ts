import { type Instant, MIN_TIMESTAMP } from '../../model/timestamp.js';
import type { WatermarkEstimatorFactory } from '../splittable.js';

/** The clock of the machine, for outputs whose timestamp is the moment they are made. Stands while the clock goes back. */
export const wallClockWatermark = (): WatermarkEstimatorFactory<Instant> => ({
  initial: () => MIN_TIMESTAMP,
  create(state, now) {
    let at = state;
    const current = (): Instant => {
      at = Math.max(at, now());
      return at;
    };
    return { current, state: current };
  },
});
