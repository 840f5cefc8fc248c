import { BeamError } from '../../model/errors.js';
import {
  formatInstant,
  type Instant,
  type InstantLike,
  MIN_TIMESTAMP,
  toInstant,
} from '../../model/timestamp.js';
import type { WatermarkEstimator, WatermarkEstimatorFactory } from '../splittable.js';

/** A watermark that the callback moves itself. */
export interface ManualWatermark extends WatermarkEstimator<Instant> {
  /**
   * No later output will be earlier than `to`. Moments before the current one change nothing.
   * @throws BeamError `E_BAD_ARGUMENT` for what is no moment
   */
  advance(to: InstantLike): void;
}

/** The callback says by `watermark.advance(to)` how far event time has come. */
export const manualWatermark = (): WatermarkEstimatorFactory<Instant, ManualWatermark> => ({
  initial: () => MIN_TIMESTAMP,
  create(state) {
    let at = state;
    return {
      current: () => at,
      state: () => at,
      advance(to) {
        const moment = toInstant(to);
        if (typeof moment !== 'number' || Number.isNaN(moment)) {
          throw new BeamError('E_BAD_ARGUMENT', 'A watermark was moved to what is no moment.', {
            help: `give milliseconds, a Date or a Temporal instant; it stands at ${formatInstant(at)}`,
          });
        }
        if (moment > at) at = moment;
      },
    };
  },
});
