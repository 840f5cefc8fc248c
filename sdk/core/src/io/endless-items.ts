/**
 * A splittable step that reads an iterable without an end: items are counted, and the count is what is claimed.
 *
 * The iterator lives across calls, also where another bundle goes on with the restriction. A worker that takes up the restriction at item n without having read the items
 * before it, as after a crash, makes the iterable anew and passes over n items.
 */
import {
  type Continuation,
  GrowableOffsetRangeTracker,
  type OffsetRange,
  offsetRange,
  type SplittableContext,
  type SplittableDoFn,
  type WatermarkEstimator,
  type WatermarkEstimatorFactory,
} from '../construction/index.js';
import type { Instant } from '../model/timestamp.js';
import { resume } from '../transforms/index.js';
import { Breath } from './breath.js';
import { ItemReader, type MakeIterable, type NextItem } from './item-reader.js';
import { Patience } from './patience.js';
import { ReaderSlot } from './reader-slot.js';

/** How items are read. `E` is the watermark estimator. */
export interface EndlessItems<T, E extends WatermarkEstimator<any>> {
  /** Shown as the step's name. */
  readonly name: string;
  readonly make: MakeIterable<T>;
  readonly watermark: WatermarkEstimatorFactory<any, E>;
  /** When an item happened. */
  readonly timeOf: (item: T, time: E) => Instant;
  /** How long an item has to wait before it is emitted, ms; 0 without it. */
  readonly wait?: (at: Instant, time: E) => number;
  /** Nothing is there. */
  readonly onIdle?: (time: E) => void;
}

/** The step itself. */
export type EndlessStep<T, E extends WatermarkEstimator<any>> = SplittableDoFn<
  Uint8Array,
  OffsetRange,
  GrowableOffsetRangeTracker,
  T,
  {},
  {},
  ReaderSlot<T>,
  E
>;

type Call<T, E> = SplittableContext<T, {}, {}, ReaderSlot<T>, GrowableOffsetRangeTracker, E>;

/** Makes the step; see the head of this file. Its input is an impulse. To be made anew for each place in a graph. */
export function endlessItems<T, E extends WatermarkEstimator<any>>(
  source: EndlessItems<T, E>,
): EndlessStep<T, E> {
  const { name, watermark, make } = source;
  const shared = new ReaderSlot<T>();
  return {
    name,
    bounded: false,
    initial: () => offsetRange(0),
    tracker: (range) => new GrowableOffsetRangeTracker(range),
    watermark,
    setup: () => shared.enter(),
    teardown: (slot) => slot.leave(),
    async process(_impulse, ctx) {
      const { setup: slot, tracker } = ctx;
      const { from } = tracker.restriction;
      const reader = (await slot.take(from)) ?? new ItemReader(make);
      const patience = new Patience(reader.bell, ctx);
      try {
        const isThere = await passOver(reader, from, patience, ctx);
        return isThere ? await readOn(source, reader, ctx, patience) : resume();
      } finally {
        patience.end();
        await slot.park(reader);
      }
    },
  };
}

/** Takes the items before a position; false when they have not come yet, or the call is to end before. */
async function passOver(
  reader: ItemReader<unknown>,
  from: number,
  patience: Patience,
  call: { readonly interrupt: AbortSignal },
): Promise<boolean> {
  const breath = new Breath();
  while (reader.position < from) {
    const next = reader.peek();
    if (next === undefined) {
      if (!(await patience.wait())) return false;
      continue;
    }
    if ('failure' in next || next.done) return true;
    reader.take();
    const pause = breath.due();
    if (pause === undefined) continue;
    await pause;
    if (call.interrupt.aborted) return reader.position === from;
  }
  return true;
}

/** Emits what there is, until a claim is refused or nothing more comes. */
async function readOn<T, E extends WatermarkEstimator<any>>(
  { timeOf, wait, onIdle }: EndlessItems<T, E>,
  reader: ItemReader<T>,
  { tracker, watermark, emit, ready }: Call<T, E>,
  patience: Patience,
): Promise<Continuation | void> {
  const breath = new Breath();
  let hasMade = false;
  /** What has been made before a failure is to be kept: the failure is for the next call. */
  const fail = (thrown: unknown): Continuation => {
    if (hasMade) return resume();
    throw thrown;
  };
  for (;;) {
    const next: NextItem<T> | undefined = reader.peek();
    if (next === undefined) {
      if (await patience.wait()) continue;
      if (!hasMade) onIdle?.(watermark);
      return resume();
    }
    if ('failure' in next) return fail(next.failure);
    if (next.done) {
      tracker.finish();
      return;
    }
    let at: Instant;
    try {
      at = timeOf(next.value, watermark);
    } catch (thrown) {
      return fail(thrown);
    }
    const early = wait?.(at, watermark) ?? 0;
    if (early > 0) return resume(early);
    if (!tracker.tryClaim(reader.position)) return;
    hasMade = true;
    reader.take();
    emit(next.value, at);
    const pause = ready() ?? breath.due();
    if (pause !== undefined) await pause;
  }
}
