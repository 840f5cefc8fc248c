import type { StandardSchemaV1 } from '@standard-schema/spec';
import { PCollection, type Source } from '../api/index.js';
import type { TestStreamEvent } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import { coderForSchema } from '../model/schema/standard-schema.js';
import {
  formatInstant,
  type Instant,
  type InstantLike,
  isElementTime,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  toInstant,
} from '../model/timestamp.js';

/** An element with its event time. */
export interface Timestamped<T> {
  readonly value: T;
  readonly timestamp: InstantLike;
}

/** `at(value, timestamp)`: an element for {@link TestStream.add}. */
export const at = <T>(value: T, timestamp: InstantLike): Timestamped<T> => ({ value, timestamp });

/**
 * An endless source of which every event is said: elements, how far event time is, how the clock moves. Everything
 * that comes of one event is done before the next. At its end event time is at its end. Immutable.
 */
export class TestStream<T> implements Source<T> {
  readonly name = 'testStream';
  private readonly events: readonly TestStreamEvent[];
  private readonly coder: Coder<any> | undefined;

  constructor(events: readonly TestStreamEvent[], coder: Coder<any> | undefined) {
    this.events = events;
    this.coder = coder;
  }

  /**
   * Adds elements, late ones too: whatever is behind the watermark is late.
   * @throws BeamError `E_BAD_ARGUMENT` for a timestamp that is no moment
   */
  add(...elements: readonly Timestamped<T>[]): TestStream<T> {
    return this.followedBy({
      kind: 'add',
      elements: elements.map(({ value, timestamp }) => ({ value, timestamp: momentOf(timestamp) })),
    });
  }

  /**
   * Event time comes to a moment: nothing earlier is expected any more.
   * @throws BeamError `E_BAD_ARGUMENT` for what is no moment, or earlier than event time is
   */
  advanceWatermarkTo(to: InstantLike): TestStream<T> {
    const instant = to === MAX_TIMESTAMP ? to : momentOf(to);
    const before = this.watermark();
    if (instant < before) {
      throw new BeamError(
        'E_BAD_ARGUMENT',
        `A watermark cannot go back from ${formatInstant(before)} to ${formatInstant(instant)}.`,
        { help: 'to add late elements, add them after the watermark: they need no watermark of their own' },
      );
    }
    return this.followedBy({ kind: 'watermark', to: instant });
  }

  /** Event time comes to its end: every window fires. */
  advanceWatermarkToInfinity(): TestStream<T> {
    return this.advanceWatermarkTo(MAX_TIMESTAMP);
  }

  /**
   * The clock of the machine moves on; in a test it stands still otherwise, from 1970-01-01.
   * @throws BeamError `E_BAD_ARGUMENT` for a length of time below 0 or without an end, `E_BAD_DURATION`
   */
  advanceProcessingTime(by: Duration): TestStream<T> {
    const millis = toMillis(by);
    if (millis >= 0 && Number.isFinite(millis)) return this.followedBy({ kind: 'clock', by: millis });
    throw new BeamError('E_BAD_ARGUMENT', `The clock of a test cannot move on by ${String(by)}.`, {
      help: "write a duration such as '30s'",
    });
  }

  expand(root: Parameters<Source<T>['expand']>[0]): PCollection<T> {
    const step = root.graph.addStep({
      label: 'events',
      operation: { kind: 'testStream', events: this.events },
      inputs: {},
      outputs: { main: { bounded: false, ...(this.coder === undefined ? {} : { coder: this.coder }) } },
    });
    return new PCollection<T>(step.outputs.get('main')!);
  }

  private watermark(): Instant {
    return this.events.reduce<Instant>(
      (last, event) => (event.kind === 'watermark' ? event.to : last),
      MIN_TIMESTAMP,
    );
  }

  private followedBy(event: TestStreamEvent): TestStream<T> {
    return new TestStream<T>([...this.events, event], this.coder);
  }
}

/** @throws BeamError `E_BAD_ARGUMENT` */
function momentOf(said: InstantLike): Instant {
  const instant = toInstant(said);
  if (isElementTime(instant)) return instant;
  throw new BeamError(
    'E_BAD_ARGUMENT',
    `The stream of a test was given ${String(said)}, which is no moment.`,
    {
      help: 'write whole milliseconds since 1970, a Date, or a Temporal instant',
    },
  );
}

/** Begins a {@link TestStream}. */
export function testStream<S extends StandardSchemaV1<any, any>>(options: {
  readonly schema: S;
}): TestStream<StandardSchemaV1.InferOutput<S>>;
export function testStream<T>(): TestStream<T>;
export function testStream(options: { readonly schema?: StandardSchemaV1 } = {}): TestStream<any> {
  return new TestStream([], options.schema === undefined ? undefined : coderForSchema(options.schema));
}
