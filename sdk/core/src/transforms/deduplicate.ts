import { type Collection, eventTimer, processingTimer, valueState } from '../construction/index.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import type { KV } from '../model/kv.js';
import { GLOBAL_WINDOW_MAX_TIMESTAMP } from '../model/timestamp.js';
import { values } from './keyed.js';
import { keyBy, parDo } from './par-do.js';

/** Options of {@link deduplicate}. */
export interface DeduplicateOptions<T> {
  /** What tells messages apart: an id that a sender gives again when it sends again. */
  readonly by: (element: T) => unknown;
  /**
   * For how long after its first element an id is remembered. By event time that is until the watermark is past it: a copy
   * that is later than that passes.
   */
  readonly within: Duration;
  /**
   * `event` (default): by the timestamps of elements, so that the same input gives the same output. `processing`: by the
   * clock of the machine, for sources whose copies come soon after but with other timestamps.
   */
  readonly time?: 'event' | 'processing';
}

/**
 * Lets the first element of each id pass, and no other within a time: for sources that send again what may not have
 * arrived. What is remembered is bounded by that time. In windows, ids are told apart by window.
 * @throws BeamError `E_BAD_ARGUMENT`
 */
export function deduplicate<T>(
  input: Collection<T>,
  { by, within, time = 'event' }: DeduplicateOptions<T>,
): Collection<T> {
  const millis = toMillis(within);
  if (!(millis > 0)) {
    throw new BeamError('E_BAD_ARGUMENT', `An id must be remembered for longer than ${millis} ms.`, {
      help: "write within: '10m', as long as a copy may be late",
    });
  }
  if (time !== 'event' && time !== 'processing') {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      `time must be 'event' or 'processing', not ${JSON.stringify(time)}.`,
    );
  }
  return input.graph.composite('deduplicate', () => {
    const keyed = keyBy(input, by);
    return values(time === 'event' ? byEventTime(keyed, millis) : byClock(keyed, millis));
  }) as Collection<T>;
}

const byEventTime = <T>(keyed: Collection<KV<unknown, T>>, millis: number): Collection<KV<unknown, T>> =>
  parDo(keyed, {
    name: 'firstOfId',
    uses: { until: valueState<number>(), over: eventTimer() },
    process(element: KV<unknown, T>, { until, over, timestamp, window }): KV<unknown, T>[] {
      // The state says it by itself: a timer may come after elements that are later than it.
      if (timestamp < (until.read() ?? timestamp)) return [];
      // Elements without a time stand at the beginning of it.
      const end = Math.max(timestamp, -GLOBAL_WINDOW_MAX_TIMESTAMP) + millis;
      until.write(end);
      // No timer outlives its window, and neither does the state.
      over.set(Math.min(end, window.maxTimestamp));
      return [element];
    },
    onTimer: {
      over({ until }) {
        until.clear();
      },
    },
  });

const byClock = <T>(keyed: Collection<KV<unknown, T>>, millis: number): Collection<KV<unknown, T>> =>
  parDo(keyed, {
    name: 'firstOfId',
    uses: { until: valueState<number>(), over: processingTimer() },
    process(element: KV<unknown, T>, { until, over }): KV<unknown, T>[] {
      const now = over.now();
      if (now < (until.read() ?? now)) return [];
      until.write(now + millis);
      over.set(now + millis);
      return [element];
    },
    onTimer: {
      over({ until }) {
        until.clear();
      },
    },
  });
