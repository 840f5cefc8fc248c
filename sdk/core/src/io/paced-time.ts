import type { WatermarkEstimator, WatermarkEstimatorFactory } from '../construction/index.js';
import { type Instant, MIN_TIMESTAMP } from '../model/timestamp.js';

/** What is kept between two calls of a source that keeps time itself. */
export interface PacedState {
  readonly at: Instant;
  /** Undefined before the first call. */
  readonly begun: Instant | undefined;
}

/** The watermark of a source that makes its elements by the clock. */
export interface PacedTime extends WatermarkEstimator<PacedState> {
  /** When the source was called first, on the clock. Kept when it is called again, on another worker too. */
  readonly begun: Instant;
  /** The clock. */
  now(): Instant;
  /** Nothing that still comes is earlier than `to`. */
  advance(to: Instant): void;
}

/** Knows the clock and when the source began; moved by `advance` alone. */
export const pacedTime: WatermarkEstimatorFactory<PacedState, PacedTime> = {
  initial: () => ({ at: MIN_TIMESTAMP, begun: undefined }),
  create(state, now) {
    let { at } = state;
    const begun = state.begun ?? now();
    return {
      begun,
      now,
      current: () => at,
      state: () => ({ at, begun }),
      advance(to) {
        if (to > at) at = to;
      },
    };
  },
};
