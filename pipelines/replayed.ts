import {
  type Duration,
  GrowableOffsetRangeTracker,
  type InstantLike,
  manualWatermark,
  offsetRange,
  out,
  resume,
  type Source,
  splittable,
  toInstant,
  toMillis,
} from '@hornbeam/sdk';

/** How recorded elements are replayed. */
export interface ReplayOptions<T> {
  /** When an element happened. */
  readonly timestamp: (element: T) => InstantLike;
  /** How many times faster than it happened, above 0. */
  readonly speed: number;
  /** How much later than others an element may stand in the recording (default 0: it is in order of time). */
  readonly outOfOrder?: Duration;
}

/** The most elements of one call: what is behind is not kept waiting for long. */
const AT_ONCE = 1000;

/**
 * Recorded elements as an endless source would bring them: in the order of the recording, each when it is due. Event
 * time follows the latest element, `outOfOrder` behind it, and ends with the recording. All of it is kept in memory.
 *
 * @param open reads the recording from its beginning; called once for each worker
 */
export function replayed<T>(open: () => AsyncIterable<T>, options: ReplayOptions<T>): Source<T> {
  const { timestamp, speed, outOfOrder = 0 } = options;
  const behind = toMillis(outOfOrder);
  const at = (element: T): number => toInstant(timestamp(element));
  const replay = splittable({
    name: 'replay',
    bounded: false,
    outputs: { main: out<T>() },
    initial: (_impulse: Uint8Array) => offsetRange(0),
    tracker: (range) => new GrowableOffsetRangeTracker(range),
    watermark: manualWatermark(),
    async setup() {
      const elements: T[] = [];
      for await (const element of open()) elements.push(element);
      return { elements, begun: Date.now() };
    },
    process(_impulse, { setup: { elements, begun }, tracker, watermark, emit }) {
      const { from } = tracker.restriction;
      const end = Math.min(elements.length, from + AT_ONCE);
      for (let position = from; position < end; position++) {
        const element = elements[position]!;
        const moment = at(element);
        // How much real time has to pass between the first element and this one.
        const wait = begun + (moment - at(elements[0]!)) / speed - Date.now();
        if (wait >= 1) return resume(Math.floor(wait));
        if (!tracker.tryClaim(position)) return;
        emit(element, moment);
        watermark.advance(moment - behind);
      }
      if (end < elements.length) return resume();
      tracker.finish();
      return;
    },
  });
  return { name: 'replay', expand: (root) => root.impulse().parDo(replay) };
}
