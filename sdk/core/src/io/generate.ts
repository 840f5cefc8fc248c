import { PCollection, type Source } from '../api/index.js';
import {
  type Continuation,
  GrowableOffsetRangeTracker,
  type OffsetRange,
  offsetRange,
  type SplittableContext,
  type SplittableDoFn,
} from '../construction/index.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import type { Instant, InstantLike } from '../model/timestamp.js';
import * as transforms from '../transforms/index.js';
import { Breath } from './breath.js';
import { timeOf } from './element-time.js';
import { type PacedTime, pacedTime } from './paced-time.js';

/** Options of {@link generate}. */
export interface GenerateOptions<T> {
  /** Makes the element of a number, from 0 on. The same number must give the same element. */
  readonly element: (index: number) => T;
  /** How many elements there are; without it they never end. */
  readonly count?: number;
  /** Elements a second; as fast as they are taken without it. Whatever was missed comes at once. */
  readonly rate?: number;
  /** When an element happened; without it, when it was made. */
  readonly timestamp?: (element: T, index: number) => InstantLike;
  /** How much earlier than those before it an element may be (default 0); event time stays behind by so much. */
  readonly outOfOrder?: Duration;
}

/** How long a source with a fast rate rests at least, ms: a bundle for each element would cost more than they do. */
const REST_MILLIS = 10;
/** How long it rests at most where event time is the clock, ms: event time moves on while nothing comes. */
const LONGEST_REST_MILLIS = 1000;

type Call<T> = SplittableContext<T, {}, {}, void, GrowableOffsetRangeTracker, PacedTime>;

/**
 * Elements made of their numbers, at a rate or as fast as they are taken: for load, demonstrations and tests. Bounded
 * when it has a `count` and no `rate`.
 *
 * @example p.read(generate({ rate: 100, element: (n) => ({ user: n % 10, clicks: 1 }) }))
 * @throws BeamError `E_BAD_ARGUMENT` for a count or a rate that is none
 */
export function generate<T>(options: GenerateOptions<T>): Source<T> {
  const { element, count, rate, timestamp, outOfOrder = 0 } = options;
  if (typeof element !== 'function') {
    throw new BeamError('E_BAD_ARGUMENT', 'generate needs a function "element".', {
      help: 'write generate({ element: (index) => ({ index }) })',
    });
  }
  if (count !== undefined && !(Number.isSafeInteger(count) && count >= 0)) {
    throw new BeamError('E_BAD_ARGUMENT', `generate cannot make ${count} elements.`, {
      help: 'give a whole number from 0 on as count, or leave it out',
    });
  }
  if (rate !== undefined && !(rate > 0 && Number.isFinite(rate))) {
    throw new BeamError('E_BAD_ARGUMENT', `generate cannot make ${rate} elements a second.`, {
      help: 'give a number above 0 as rate, or leave it out for full speed',
    });
  }
  const settings: Settings<T> = {
    element,
    millis: rate === undefined ? 0 : 1000 / rate,
    at: timestamp === undefined ? undefined : timeOf(timestamp, 'generate'),
    behind: toMillis(outOfOrder),
  };
  const step: SplittableDoFn<
    Uint8Array,
    OffsetRange,
    GrowableOffsetRangeTracker,
    T,
    {},
    {},
    void,
    PacedTime
  > = {
    name: 'make',
    bounded: count !== undefined && rate === undefined,
    initial: () => offsetRange(0, count),
    size: (_impulse, { from, to }) => (to === Number.POSITIVE_INFINITY ? 1 : to - from),
    tracker: (range) => new GrowableOffsetRangeTracker(range),
    watermark: pacedTime,
    process: (_impulse, call) => make(settings, call),
    // What has a rate would keep a run that is to end waiting.
    truncate: (_impulse, range) =>
      rate === undefined && range.to !== Number.POSITIVE_INFINITY ? range : undefined,
  };
  return {
    name: 'generate',
    expand: (root) => new PCollection(transforms.splittableParDo(root.impulse().node, step)),
  };
}

interface Settings<T> {
  readonly element: (index: number) => T;
  /** From one element to the next; 0 for full speed. */
  readonly millis: number;
  readonly at: ((element: T, index: number) => Instant) | undefined;
  readonly behind: number;
}

async function make<T>(
  { element, millis, at, behind }: Settings<T>,
  { tracker, watermark: time, emit, ready }: Call<T>,
): Promise<Continuation | void> {
  const breath = new Breath();
  let now = time.now();
  for (let index = tracker.restriction.from; ; index++) {
    if (millis > 0) {
      const due = time.begun + index * millis;
      if (due > now) {
        now = time.now();
        if (at === undefined) time.advance(now);
        if (due > now) return transforms.resume(rest(due - now, millis, at === undefined));
      }
    }
    if (!tracker.tryClaim(index)) return;
    const made = elementOf(element, index);
    if (at === undefined) {
      now = Math.max(now, time.now());
      time.advance(now);
      emit(made, now);
    } else {
      const moment = at(made, index);
      emit(made, moment);
      time.advance(moment - behind);
    }
    const pause = ready() ?? breath.due();
    if (pause !== undefined) await pause;
  }
}

/** @throws BeamError `E_USER` for what the function throws */
function elementOf<T>(element: (index: number) => T, index: number): T {
  try {
    return element(index);
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_USER', {
      element: `(number ${index})`,
      help: 'mend the function "element" of generate: it is to make an element of every number',
    });
  }
}

/** How long to rest when the next element is so early, ms. */
function rest(early: number, millis: number, isByClock: boolean): number {
  const untilDue = Math.ceil(early);
  const enough = millis < REST_MILLIS ? Math.max(REST_MILLIS, untilDue) : untilDue;
  return isByClock ? Math.min(LONGEST_REST_MILLIS, enough) : enough;
}
