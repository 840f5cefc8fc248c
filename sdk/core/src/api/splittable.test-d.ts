import { describe, expectTypeOf, test } from 'vitest';
import {
  GrowableOffsetRangeTracker,
  type ManualWatermark,
  manualWatermark,
  type NotDeclared,
  type OffsetRange,
  OffsetRangeTracker,
  offsetRange,
  out,
} from '../construction/index.js';
import { resume, splittable, stop } from '../transforms/index.js';
import type { PCollection } from './pcollection.js';

declare const words: PCollection<{ text: string; length: number }>;

describe('a splittable step', () => {
  test('knows element, restriction, tracker and output', () => {
    const made = words.parDo(
      splittable({
        bounded: true,
        outputs: { main: out<string>(), odd: out<number>() },
        initial: (word) => offsetRange(0, word.length),
        split: (_word, range) => {
          expectTypeOf(range).toEqualTypeOf<OffsetRange>();
          return [range];
        },
        tracker: (range) => new OffsetRangeTracker(range),
        process(word, { tracker, emit, out: { odd } }) {
          expectTypeOf(word.text).toEqualTypeOf<string>();
          expectTypeOf(tracker).toEqualTypeOf<OffsetRangeTracker>();
          for (let i = 0; tracker.tryClaim(i); i++) emit(word.text[i]!);
          odd(1);
          return stop();
        },
      }),
    );
    expectTypeOf(made.main).toEqualTypeOf<PCollection<string>>();
    expectTypeOf(made.odd).toEqualTypeOf<PCollection<number>>();
  });

  test('may stand in parDo itself, where the element is known', () => {
    const made = words.parDo({
      bounded: false,
      outputs: { main: out<number>() },
      initial: () => offsetRange(0),
      tracker: (range) => new GrowableOffsetRangeTracker(range),
      watermark: manualWatermark(),
      setup: () => new Map<string, number>(),
      async process({ text }, { tracker, watermark, emit, setup }) {
        expectTypeOf(text).toEqualTypeOf<string>();
        expectTypeOf(watermark).toEqualTypeOf<ManualWatermark>();
        expectTypeOf(setup).toEqualTypeOf<Map<string, number>>();
        if (!tracker.tryClaim(0)) return stop();
        emit(1, 5);
        watermark.advance(5);
        return resume('1s');
      },
    });
    expectTypeOf(made).toEqualTypeOf<PCollection<number>>();
  });

  test('emits only what it declares', () => {
    words.parDo({
      bounded: true,
      initial: () => offsetRange(0, 1),
      tracker: (range) => new OffsetRangeTracker(range),
      process(_word, { emit }) {
        expectTypeOf(emit).parameter(0).toEqualTypeOf<NotDeclared>();
      },
    });
  });

  test('sees neither window nor pane', () => {
    words.parDo({
      bounded: true,
      initial: () => offsetRange(0, 1),
      tracker: (range) => new OffsetRangeTracker(range),
      process(_word, ctx) {
        expectTypeOf(ctx).not.toHaveProperty('window');
        expectTypeOf(ctx).not.toHaveProperty('pane');
      },
    });
  });
});
