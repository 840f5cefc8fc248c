import type { WatermarkEstimator, WatermarkEstimatorFactory } from '@hornbeam/sdk/construction';
import { type Instant, MIN_TIMESTAMP } from '@hornbeam/sdk/model';

/** What is kept of a partition's event time between two calls. */
export interface RecordTimeState {
  readonly at: Instant;
  /** When the last record came, on the clock; undefined before the first call. */
  readonly lastArrival: Instant | undefined;
}

/** The watermark of one partition. */
export interface RecordTime extends WatermarkEstimator<RecordTimeState> {
  /** All records that are there have been read. */
  idle(): void;
}

/**
 * The latest timestamp of a partition so far, less a tolerance; once nothing has come for a while, the clock less that
 * while.
 * @param behind the tolerance, ms
 * @param idleAfter the while, ms; undefined: event time waits for the next record
 */
export const recordTime = (
  behind: number,
  idleAfter: number | undefined,
): WatermarkEstimatorFactory<RecordTimeState, RecordTime> => ({
  initial: () => ({ at: MIN_TIMESTAMP, lastArrival: undefined }),
  create(state, clock) {
    let { at } = state;
    let lastArrival = state.lastArrival ?? clock();
    return {
      current: () => at,
      state: () => ({ at, lastArrival }),
      observe(timestamp) {
        if (timestamp - behind > at) at = timestamp - behind;
        if (idleAfter !== undefined) lastArrival = clock();
      },
      idle() {
        if (idleAfter === undefined) return;
        const now = clock();
        if (now - lastArrival >= idleAfter) at = Math.max(at, now - idleAfter);
      },
    };
  },
});

/** The watermark of what looks for partitions. */
export interface LookTime extends WatermarkEstimator<Instant> {
  now(): Instant;
  advance(to: Instant): void;
}

/** Knows the clock; moved by `advance` alone. */
export const lookTime: WatermarkEstimatorFactory<Instant, LookTime> = {
  initial: () => MIN_TIMESTAMP,
  create(state, now) {
    let at = state;
    return {
      now,
      current: () => at,
      state: () => at,
      advance(to) {
        if (to > at) at = to;
      },
    };
  },
};
