import { PCollection, type Source } from '../api/index.js';
import {
  GrowableOffsetRangeTracker,
  type OffsetRange,
  offsetRange,
  type SplittableDoFn,
} from '../construction/index.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import { formatInstant, type Instant, type InstantLike, toInstant } from '../model/timestamp.js';
import * as transforms from '../transforms/index.js';
import { Breath } from './breath.js';
import { type PacedTime, pacedTime } from './paced-time.js';

/** Options of {@link periodicImpulse}. */
export interface PeriodicImpulseOptions {
  /** From one element to the next. */
  readonly every: Duration;
  /** The moment of the first element, which may be past; without it, the moment the source is first called. */
  readonly from?: InstantLike;
  /** The source ends here: all elements are before it. Such a source counts as bounded. */
  readonly until?: InstantLike;
}

type ImpulseStep = SplittableDoFn<
  Uint8Array,
  OffsetRange,
  GrowableOffsetRangeTracker,
  Instant,
  {},
  {},
  void,
  PacedTime
>;

/**
 * An element at regular moments: each is its moment, and has it as its timestamp. Comes when the clock has come to it;
 * those that were missed meanwhile come at once, none twice. Event time stands just before the next one.
 *
 * @example p.read(periodicImpulse({ every: '5m' })).map(() => readTable())
 * @throws BeamError `E_BAD_ARGUMENT` for what is no positive length of time, no moment, or an end before the start;
 * `E_BAD_DURATION`
 */
export function periodicImpulse({ every, from, until }: PeriodicImpulseOptions): Source<Instant> {
  const period = toMillis(every);
  if (!(period > 0 && Number.isFinite(period))) {
    throw new BeamError('E_BAD_ARGUMENT', `There are no impulses every ${every}.`, {
      help: "give a length of time above 0, such as every: '10s'",
    });
  }
  const first = from === undefined ? undefined : moment('from', from);
  const end = until === undefined ? Number.POSITIVE_INFINITY : moment('until', until);
  if (first !== undefined && first > end) {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      `Impulses from ${formatInstant(first)} on cannot end at ${formatInstant(end)}.`,
      { help: 'give an until that is after from' },
    );
  }
  const step: ImpulseStep = {
    name: 'tick',
    bounded: until !== undefined,
    initial: () => offsetRange(0),
    tracker: (range) => new GrowableOffsetRangeTracker(range),
    watermark: pacedTime,
    async process(_impulse, { tracker, watermark: time, emit, ready }) {
      const breath = new Breath();
      const start = first ?? time.begun;
      for (let n = tracker.restriction.from; ; n++) {
        const at = start + n * period;
        if (at >= end) {
          tracker.finish();
          return;
        }
        time.advance(at - 1);
        const early = at - time.now();
        if (early > 0) return transforms.resume(early);
        if (!tracker.tryClaim(n)) return;
        emit(at, at);
        const pause = ready() ?? breath.due();
        if (pause !== undefined) await pause;
      }
    },
  };
  return {
    name: 'periodicImpulse',
    expand: (root) => new PCollection(transforms.splittableParDo(root.impulse().node, step)),
  };
}

/** @throws BeamError `E_BAD_ARGUMENT` for what is no moment */
function moment(name: string, said: InstantLike): Instant {
  const at = toInstant(said);
  if (Number.isSafeInteger(at)) return at;
  throw new BeamError('E_BAD_ARGUMENT', `${name} of a periodic impulse is no moment: ${String(said)}.`, {
    help: 'give whole milliseconds since 1970, a Date, or a Temporal instant',
  });
}
