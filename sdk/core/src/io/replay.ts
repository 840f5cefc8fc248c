import type { StandardSchemaV1 } from '@standard-schema/spec';
import { PCollection, type Source } from '../api/index.js';
import type { WatermarkEstimator, WatermarkEstimatorFactory } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import { coderForSchema } from '../model/schema/standard-schema.js';
import { type Instant, type InstantLike, MIN_TIMESTAMP } from '../model/timestamp.js';
import * as transforms from '../transforms/index.js';
import { timeOf } from './element-time.js';
import { type EndlessItems, endlessItems } from './endless-items.js';
import type { MakeIterable } from './item-reader.js';
import { linesOf } from './lines-of.js';

/** Options of {@link replay}. */
export interface ReplayOptions<T> {
  /** When an element happened. */
  readonly timestamp: (element: T) => InstantLike;
  /** How many times faster than it happened; `Infinity` does not wait at all. */
  readonly speed: number;
  /** How much earlier than those before it an element may be (default 0); event time stays behind by so much. */
  readonly outOfOrder?: Duration;
  /** Gives the elements the schema's coder; elements are not checked. */
  readonly schema?: StandardSchemaV1<any, T>;
}

/** Options of {@link replay} for a file. */
export interface ReplayFileOptions<T> extends ReplayOptions<T> {
  /** Makes an element of a line, or undefined of one that holds none, such as a head. Lines are counted from 1. */
  readonly parse: (line: string, number: number) => T | undefined;
}

/** What is kept of a replay between two calls. */
interface ReplayState {
  readonly at: Instant;
  /** The clock when the first element came, and when that happened; undefined before it. */
  readonly begun: Instant | undefined;
  readonly first: Instant | undefined;
}

/** The watermark of a replay, which also knows how recorded time and the clock go together. */
interface ReplayTime extends WatermarkEstimator<ReplayState> {
  /** How long an element of this moment has to wait, ms. */
  wait(at: Instant): number;
}

/**
 * Recorded elements, as an endless source would have brought them: in the order of the recording, each when it is due.
 * An element that stands behind a later one comes at once. Event time is the latest element, less `outOfOrder`, and
 * ends with the recording.
 *
 * @param recording a function that gives the elements, or the path of a text file (compressed by the end of its name)
 * @example p.read(replay('trips.csv', { parse: tripOf, timestamp: (trip) => trip.start, speed: 60 }))
 * @throws BeamError `E_BAD_ARGUMENT` for a speed that is none, and for a file without `parse`; at run time `E_IO`,
 * `E_USER` for what the recording throws
 */
export function replay<T>(recording: MakeIterable<T>, options: ReplayOptions<T>): Source<T>;
export function replay<T>(recording: string, options: ReplayFileOptions<T>): Source<T>;
export function replay<T>(
  recording: MakeIterable<T> | string,
  options: ReplayOptions<T> & Partial<ReplayFileOptions<T>>,
): Source<T> {
  const { timestamp, speed, outOfOrder = 0, schema, parse } = options;
  if (!(speed > 0)) {
    throw new BeamError('E_BAD_ARGUMENT', `Nothing can be replayed at the speed ${speed}.`, {
      help: 'give a number above 0: 1 is as it happened, 60 an hour in a minute, Infinity at once',
    });
  }
  if (typeof timestamp !== 'function') {
    throw new BeamError('E_BAD_ARGUMENT', 'replay needs a function "timestamp".', {
      help: 'write replay(recording, { timestamp: (element) => element.at, speed: 1 })',
    });
  }
  const source: EndlessItems<T, ReplayTime> = {
    name: 'play',
    make: makerOf(recording, parse),
    watermark: replayTime(speed, toMillis(outOfOrder)),
    timeOf: timeOf(timestamp, 'replay'),
    wait: (at, time) => time.wait(at),
  };
  const coders: Record<string, Coder<any>> = schema === undefined ? {} : { main: coderForSchema(schema) };
  return {
    name: 'replay',
    expand: (root) =>
      new PCollection(transforms.splittableParDo(root.impulse().node, endlessItems(source), coders)),
  };
}

function makerOf<T>(
  recording: MakeIterable<T> | string,
  parse: ReplayFileOptions<T>['parse'] | undefined,
): MakeIterable<T> {
  if (typeof recording === 'function') return recording;
  if (typeof recording !== 'string') {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      'replay takes a function that returns an iterable, or the path of a file.',
      {
        help: 'write replay(() => elements, …): a run may begin anew, and an iterator can be used only once',
      },
    );
  }
  if (parse !== undefined) return () => parsed(recording, parse);
  throw new BeamError('E_BAD_ARGUMENT', `replay was not told how to read the lines of "${recording}".`, {
    path: recording,
    help: 'add parse: (line) => element, such as parse: JSON.parse',
  });
}

async function* parsed<T>(path: string, parse: ReplayFileOptions<T>['parse']): AsyncGenerator<T> {
  let number = 0;
  for await (const lines of linesOf(path)) {
    for (const line of lines) {
      const element = attempt(path, ++number, () => parse(line, number));
      if (element !== undefined) yield element;
    }
  }
}

function attempt<T>(path: string, number: number, parse: () => T): T {
  try {
    return parse();
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_BAD_RECORD', {
      path: `${path}:${number}`,
      help: 'mend the line, or let parse return undefined for lines that hold no element',
    });
  }
}

const replayTime = (speed: number, behind: number): WatermarkEstimatorFactory<ReplayState, ReplayTime> => ({
  initial: () => ({ at: MIN_TIMESTAMP, begun: undefined, first: undefined }),
  create(state, now) {
    let { at, begun, first } = state;
    return {
      current: () => at,
      state: () => ({ at, begun, first }),
      observe(timestamp) {
        if (timestamp - behind > at) at = timestamp - behind;
      },
      wait(moment) {
        begun ??= now();
        first ??= moment;
        return Math.max(0, Math.ceil(begun + (moment - first) / speed - now()));
      },
    };
  },
});
