import { type Duration, toMillis } from '../../model/duration.js';
import { type Instant, MIN_TIMESTAMP } from '../../model/timestamp.js';
import type { WatermarkEstimatorFactory } from '../splittable.js';

/**
 * The largest timestamp that was emitted, for sources whose outputs come in the order of time.
 * @param options.outOfOrder how much earlier than those before it an output may still be; the watermark stays behind
 * by so much
 * @throws BeamError `E_BAD_DURATION`
 */
export function monotonicWatermark(
  options: { readonly outOfOrder?: Duration } = {},
): WatermarkEstimatorFactory<Instant> {
  const behind = toMillis(options.outOfOrder ?? 0);
  return {
    initial: () => MIN_TIMESTAMP,
    create(state) {
      let at = state;
      return {
        current: () => at,
        state: () => at,
        observe(timestamp) {
          if (timestamp - behind > at) at = timestamp - behind;
        },
      };
    },
  };
}
