import {
  afterCount,
  afterWatermark,
  calendarDays,
  customWindows,
  fixed,
  globalWindow,
  IntervalWindow,
  type KV,
  repeatedly,
  sessions,
  sliding,
  sum,
  type TimestampCombiner,
} from '@hornbeam/sdk';
import { at, collect, observe, testStream } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { feature, inOrder } from './feature.js';
import { groupsOf, paneTexts, span } from './panes.js';

const noon = Date.UTC(2024, 2, 30, 12);
const HOUR = 3_600_000;

/** Windows over input without an end: they close one after the other while it goes on. */
export const eventTimeWindows = feature('windows of streams', {
  'fire when event time passes their end, in the order of their ends': async (runner) => {
    const seen = await collect(
      (p) => {
        const events = p.read(
          testStream<string>()
            .add(at('a', 25), at('b', 1), at('c', 12))
            .advanceWatermarkTo(9)
            .add(at('d', 9))
            .advanceWatermarkTo(10)
            .add(at('e', 13))
            .advanceWatermarkToInfinity(),
        );
        return events
          .windowInto(fixed(10))
          .keyBy(() => 'k')
          .groupByKey()
          .map(({ value }, { window }) => `${span(window)} ${inOrder(value)}`);
      },
      { runner },
    );
    expect(seen).toEqual(['[0, 10) b,d', '[10, 20) c,e', '[20, 30) a']);
  },
  'that slide share their elements': async (runner) => {
    const { groups } = await groupsOf(
      runner,
      testStream<number>()
        .add(at(1, 1), at(7, 7))
        .advanceWatermarkTo(8)
        .add(at(12, 12))
        .advanceWatermarkToInfinity(),
      sliding(10, 5),
    );
    expect(groups.map(({ window, value }) => `${span(window)} ${inOrder(value)}`)).toEqual([
      '[-5, 5) 1',
      '[0, 10) 1,7',
      '[5, 15) 12,7',
      '[10, 20) 12',
    ]);
  },
  'of activity end for each key when nothing has come for long enough': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(
            testStream<KV<string, number>>()
              .add(at({ key: 'a', value: 1 }, 0))
              .add(at({ key: 'b', value: 2 }, 5))
              .add(at({ key: 'a', value: 4 }, 8))
              .advanceWatermarkTo(16)
              .add(at({ key: 'a', value: 8 }, 17))
              .advanceWatermarkTo(27)
              .add(at({ key: 'a', value: 16 }, 27))
              .advanceWatermarkToInfinity(),
          )
          .windowInto(sessions(10))
          .combinePerKey(sum)
          .map(({ key, value }, { window }) => `${key} ${span(window)} ${value}`),
      { runner },
    );
    expect(seen).toEqual(['b [5, 15) 2', 'a [0, 27) 13', 'a [27, 37) 16']);
  },
  'of activity that were apart become one by an element between them, late too': async (runner) => {
    const { groups } = await groupsOf(
      runner,
      testStream<number>()
        .add(at(1, 0))
        .add(at(2, 15))
        .advanceWatermarkTo(30)
        .add(at(3, 8))
        .advanceWatermarkToInfinity(),
      sessions(10),
      {
        trigger: afterWatermark({ late: afterCount(1) }),
        panes: 'accumulating',
        allowedLateness: 100,
      },
    );
    expect(groups.map(({ window, pane, value }) => [span(window), pane.timing, inOrder(value)])).toEqual([
      ['[0, 10)', 'on-time', [1]],
      ['[15, 25)', 'on-time', [2]],
      ['[0, 25)', 'late', [1, 2, 3]],
    ]);
  },
  'of activity keep what they had when they become one before their end': async (runner) => {
    const { groups } = await groupsOf(
      runner,
      testStream<number>()
        .add(at(1, 0))
        .add(at(2, 15))
        .advanceWatermarkTo(7)
        .add(at(3, 8))
        .advanceWatermarkTo(24)
        .add(at(4, 40))
        .advanceWatermarkToInfinity(),
      sessions(10),
    );
    expect(groups.map(({ window, value }) => `${span(window)} ${inOrder(value)}`)).toEqual([
      '[0, 25) 1,2,3',
      '[40, 50) 4',
    ]);
  },
  'of the calendar end at midnight in their zone': async (runner) => {
    const { groups } = await groupsOf(
      runner,
      testStream<string>()
        .add(at('Saturday', noon))
        .advanceWatermarkTo(noon + 11 * HOUR)
        .add(at('Sunday', noon + 24 * HOUR))
        .advanceWatermarkTo(noon + 34 * HOUR)
        .add(at('Monday', noon + 34 * HOUR))
        .advanceWatermarkToInfinity(),
      calendarDays(1, { zone: 'Europe/Berlin' }),
    );
    const hours = groups.map(({ window: { start, end }, value }) => `${value}: ${(end - start) / HOUR}`);
    expect(hours).toEqual(['Saturday: 24', 'Sunday: 23', 'Monday: 24']);
  },
  'of a function of your own end where it says': async (runner) => {
    const { groups } = await groupsOf(
      runner,
      testStream<number>()
        .add(at(3, 1), at(20, 2))
        .advanceWatermarkTo(4)
        .add(at(1, 5))
        .advanceWatermarkToInfinity(),
      customWindows<number>({
        name: 'asLongAsItSays',
        assign: (length, timestamp) => [new IntervalWindow(timestamp, timestamp + length)],
      }),
    );
    expect(groups.map(({ window }) => span(window))).toEqual(['[1, 4)', '[5, 6)', '[2, 22)']);
  },
  'without an end fire at the end of time, or by a trigger': async (runner) => {
    const stream = testStream<number>()
      .add(at(1, 1))
      .add(at(2, 1_000_000))
      .advanceWatermarkTo(2_000_000)
      .add(at(3, 5))
      .advanceWatermarkToInfinity();
    const { groups } = await groupsOf(runner, stream, globalWindow());
    expect(paneTexts(groups)).toEqual(['on-time 0 last: 1,2,3']);
    const { groups: pairs } = await groupsOf(runner, stream, globalWindow(), {
      trigger: repeatedly(afterCount(2)),
      panes: 'accumulating',
    });
    expect(paneTexts(pairs)).toEqual(['early 0: 1,2', 'on-time 1 last: 1,2,3']);
  },
  'give results the last moment of the window, or the earliest or latest of their elements': async (
    runner,
  ) => {
    const moments = async (timestamps: TimestampCombiner) => {
      const { groups } = await groupsOf(
        runner,
        testStream<number>().add(at(1, 5)).add(at(2, 3)).add(at(3, 7)).advanceWatermarkToInfinity(),
        fixed(10),
        { timestamps },
      );
      return groups.map(({ timestamp }) => timestamp);
    };
    expect(await moments('end-of-window')).toEqual([9]);
    expect(await moments('earliest')).toEqual([3]);
    expect(await moments('latest')).toEqual([7]);
  },
  'hold event time back until their results are there': async (runner) => {
    const windowsOf = async (timestamps: TimestampCombiner) => {
      const { output } = await observe(
        (p) =>
          p
            .read(testStream<number>().add(at(1, 2)).advanceWatermarkTo(8).advanceWatermarkToInfinity())
            .windowInto(fixed(10), { timestamps })
            .count()
            .windowInto(fixed(5))
            .count(),
        { runner },
      );
      return output.map(({ value, window }) => `${span(window)} ${value}`);
    };
    // Event time was at 8 when the window [0, 5) was open still, for the sake of what would come of it.
    expect(await windowsOf('earliest')).toEqual(['[0, 5) 1']);
    expect(await windowsOf('end-of-window')).toEqual(['[5, 10) 1']);
  },
  'of input that ends give the same with `streaming` as without': async (runner) => {
    for (const windowFn of [fixed(10), sliding(10, 5), sessions(7), calendarDays(), globalWindow()]) {
      const sums = (streaming: boolean) =>
        collect(
          (p) =>
            p
              .create(Array.from({ length: 200 }, (_, i) => ({ key: i % 3, value: (i * 37) % 500 })))
              .withTimestamps(({ value }) => value)
              .windowInto(windowFn)
              .combinePerKey(sum)
              .map(({ key, value }, { window, timestamp }) => `${key} ${span(window)} ${value} ${timestamp}`),
          { runner, streaming },
        );
      const bounded = inOrder(await sums(false));
      expect(bounded.length).toBeGreaterThan(2);
      expect(inOrder(await sums(true))).toEqual(bounded);
    }
  },
});
