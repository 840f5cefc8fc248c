import type { WatermarkEstimator, WatermarkEstimatorFactory } from '../construction/index.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import { type Instant, type InstantLike, MIN_TIMESTAMP } from '../model/timestamp.js';
import { timeOf } from './element-time.js';

/** Event time of a source whose elements come from elsewhere, when they like. */
export interface ArrivalOptions<T> {
  /** When an element happened. Without it that is the moment it is read, and event time is the clock. */
  readonly timestamp?: (element: T) => InstantLike;
  /** How much earlier than those before it an element may be; event time stays behind by so much (default 0). */
  readonly outOfOrder?: Duration;
  /**
   * When nothing has come for so long, event time follows the clock, so long behind it: a source that is silent then
   * holds nothing back, and what comes of it later, but is older than that, is late. Without it event time waits.
   */
  readonly idleAfter?: Duration;
}

/** What is kept of event time between two calls. */
export interface ArrivalState {
  readonly at: Instant;
  /** When the last element came, on the clock; undefined before the first call. */
  readonly lastArrival: Instant | undefined;
}

/** The watermark of a source whose elements come from elsewhere. */
export interface ArrivalTime extends WatermarkEstimator<ArrivalState> {
  /** The clock, but never behind the watermark: clocks are set back at times. */
  now(): Instant;
  /** Nothing is there; whoever says so has looked. */
  idle(): void;
}

/** How a source gives its elements their place in event time. */
export interface Arrivals<T> {
  readonly watermark: WatermarkEstimatorFactory<ArrivalState, ArrivalTime>;
  /** When an element happened. @throws BeamError `E_BAD_ARGUMENT` */
  timeOf(element: T, time: ArrivalTime): Instant;
}

/**
 * Makes sense of {@link ArrivalOptions}.
 * @param source the name of the source, for messages
 * @throws BeamError `E_BAD_ARGUMENT` for options that need a timestamp without one, `E_BAD_DURATION`
 */
export function arrivals<T>(options: ArrivalOptions<T>, source: string): Arrivals<T> {
  const { timestamp, outOfOrder, idleAfter } = options;
  if (timestamp === undefined) {
    const needless =
      outOfOrder !== undefined ? 'outOfOrder' : idleAfter !== undefined ? 'idleAfter' : undefined;
    if (needless === undefined) return { watermark: clockTime, timeOf: (_, time) => time.now() };
    throw new BeamError('E_BAD_ARGUMENT', `${source} was given ${needless}, but no timestamp.`, {
      help: `say by timestamp when an element happened; without it event time is the clock, and ${needless} says nothing`,
    });
  }
  return {
    watermark: observedTime(length('outOfOrder', outOfOrder) ?? 0, length('idleAfter', idleAfter)),
    timeOf: timeOf(timestamp, source),
  };
}

/** @throws BeamError `E_BAD_ARGUMENT` for a negative one */
function length(name: string, duration: Duration | undefined): number | undefined {
  if (duration === undefined) return undefined;
  const millis = toMillis(duration);
  if (millis >= 0) return millis;
  throw new BeamError('E_BAD_ARGUMENT', `${name} is negative: ${duration}.`, {
    help: 'give a length of time from 0 on',
  });
}

const initial = (): ArrivalState => ({ at: MIN_TIMESTAMP, lastArrival: undefined });

/** The clock: elements happen when they are read. */
const clockTime: WatermarkEstimatorFactory<ArrivalState, ArrivalTime> = {
  initial,
  create({ at: before }, clock) {
    let at = before;
    const now = (): Instant => {
      at = Math.max(at, clock());
      return at;
    };
    return { now, current: now, state: () => ({ at: now(), lastArrival: undefined }), idle: () => undefined };
  },
};

/** The largest timestamp so far, less the tolerance; the clock, less `idleAfter`, once that has passed in silence. */
const observedTime = (
  behind: number,
  idleAfter: number | undefined,
): WatermarkEstimatorFactory<ArrivalState, ArrivalTime> => ({
  initial,
  create(state, clock) {
    let { at } = state;
    let lastArrival = state.lastArrival ?? clock();
    return {
      now: () => Math.max(at, clock()),
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
