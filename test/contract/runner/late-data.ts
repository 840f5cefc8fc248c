import {
  afterCount,
  afterWatermark,
  combiningState,
  defaultTrigger,
  fixed,
  type KV,
  type PCollection,
  sliding,
  sum,
} from '@hornbeam/sdk';
import { at, observe, testStream } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { feature, inOrder } from './feature.js';
import { counted, groupsOf, paneTexts, span } from './panes.js';

/** Two elements in time, then one at 20, 25 and 26 each. */
const coming = testStream<number>()
  .add(at(1, 1), at(2, 9))
  .advanceWatermarkTo(20)
  .add(at(3, 3))
  .advanceWatermarkTo(25)
  .add(at(4, 4))
  .advanceWatermarkTo(26)
  .add(at(5, 5))
  .advanceWatermarkToInfinity();

const visit = (key: string, value: number): KV<string, number> => ({ key, value });

/** Elements that come when event time has passed them. */
export const lateData = feature('late data', {
  'without allowed lateness is dropped and counted': async (runner) => {
    const { groups, result } = await groupsOf(runner, coming, fixed(10));
    expect(paneTexts(groups)).toEqual(['on-time 0 last: 1,2']);
    expect(counted(result, 'droppedDueToLateness')).toBe(3);
  },
  'is taken up to the allowed lateness behind the end of its window': async (runner) => {
    const { groups, result } = await groupsOf(runner, coming, fixed(10), { allowedLateness: 16 });
    expect(paneTexts(groups)).toEqual(['on-time 0: 1,2', 'late 1: 3', 'late 2: 4']);
    expect(counted(result, 'droppedDueToLateness')).toBe(1);
  },
  'is never dropped when lateness has no limit': async (runner) => {
    const { groups, result } = await groupsOf(runner, coming, fixed(10), {
      trigger: defaultTrigger(),
      panes: 'accumulating',
      allowedLateness: Number.POSITIVE_INFINITY,
    });
    expect(paneTexts(groups)).toEqual([
      'on-time 0: 1,2',
      'late 1: 1,2,3',
      'late 2: 1,2,3,4',
      'late 3: 1,2,3,4,5',
    ]);
    expect(counted(result, 'droppedDueToLateness')).toBeUndefined();
  },
  'makes the first pane of a window that nothing had come for': async (runner) => {
    const { groups } = await groupsOf(
      runner,
      testStream<number>().advanceWatermarkTo(15).add(at(1, 1)).advanceWatermarkToInfinity(),
      fixed(10),
      { allowedLateness: 100 },
    );
    expect(paneTexts(groups)).toEqual(['late 0: 1']);
  },
  'is none while its window is open, however far behind event time it is': async (runner) => {
    const { groups, result } = await groupsOf(
      runner,
      testStream<number>().add(at(1, 1)).advanceWatermarkTo(9).add(at(2, 0)).advanceWatermarkToInfinity(),
      fixed(10),
    );
    expect(paneTexts(groups)).toEqual(['on-time 0 last: 1,2']);
    expect(counted(result, 'droppedDueToLateness')).toBeUndefined();
  },
  'may be late for one of its windows, and in time for another': async (runner) => {
    const { groups, result } = await groupsOf(
      runner,
      testStream<number>().advanceWatermarkTo(12).add(at(1, 7)).advanceWatermarkToInfinity(),
      sliding(10, 5),
    );
    expect(groups.map(({ window }) => span(window))).toEqual(['[5, 15)']);
    expect(counted(result, 'droppedDueToLateness')).toBe(1);
  },
  'is dropped where the trigger has finished, and counted apart': async (runner) => {
    const { groups, result } = await groupsOf(runner, coming, fixed(10), {
      trigger: afterWatermark(),
      panes: 'discarding',
      allowedLateness: 16,
    });
    expect(paneTexts(groups)).toEqual(['on-time 0 last: 1,2']);
    expect(counted(result, 'droppedDueToClosedWindow')).toBe(2);
    expect(counted(result, 'droppedDueToLateness')).toBe(1);
  },
  'has an output of its own where a grouping is asked for one': async (runner) => {
    const { output, result } = await observe(
      (p) => {
        let late!: PCollection<KV<string, number>>;
        const groups = p
          .read(
            testStream<KV<string, number>>()
              .add(at(visit('a', 1), 1))
              .advanceWatermarkTo(20)
              .add(at(visit('a', 2), 2), at(visit('b', 3), 3), at(visit('a', 4), 21))
              .advanceWatermarkToInfinity(),
          )
          .windowInto(fixed(10))
          .groupByKey({
            late: (elements) => {
              late = elements;
            },
          });
        return { sums: groups.map(({ key, value }) => `${key} ${inOrder(value)}`), late };
      },
      { runner },
    );
    expect(inOrder(output.sums.map(({ value }) => value))).toEqual(['a 1', 'a 4']);
    const late = output.late.map(
      ({ value, timestamp, window }) => `${value.key} ${value.value} at ${timestamp} ${window.end > 1e12}`,
    );
    expect(inOrder(late)).toEqual(['a 2 at 2 true', 'b 3 at 3 true']);
    expect(counted(result, 'droppedDueToLateness')).toBe(2);
  },
  'has an output of its own where an aggregation is asked for one': async (runner) => {
    const { output } = await observe(
      (p) => {
        let late!: PCollection<KV<string, number>>;
        const sums = p
          .read(coming)
          .keyBy(() => 'k')
          .windowInto(fixed(10), { allowedLateness: 11 })
          .combinePerKey(sum, {
            late: (elements) => {
              late = elements;
            },
          });
        return { sums, late: late.map(({ value }) => value) };
      },
      { runner },
    );
    expect(output.sums.map(({ value, pane }) => [pane.timing, value.value])).toEqual([
      ['on-time', 3],
      ['late', 3],
    ]);
    expect(inOrder(output.late.map(({ value }) => value))).toEqual([4, 5]);
  },
  'does not reach steps with state, and is counted': async (runner) => {
    const { output, result } = await observe(
      (p) =>
        p
          .read(coming)
          .keyBy(() => 'k')
          .windowInto(fixed(10), { allowedLateness: 16 })
          .parDo({
            uses: { total: combiningState(sum) },
            process({ value }, { total }) {
              total.add(value);
              return [total.read()];
            },
          }),
      { runner },
    );
    const totals = output.map(({ value }) => value);
    expect(totals.at(-1)).toBe(1 + 2 + 3 + 4);
    expect(totals).toHaveLength(4);
    expect(counted(result, 'droppedDueToLateness')).toBe(1);
  },
  'has an output of its own where a step with state is asked for one': async (runner) => {
    const { output, result } = await observe(
      (p) => {
        let late!: PCollection<KV<string, number>>;
        const totals = p
          .read(coming)
          .keyBy(() => 'k')
          .windowInto(fixed(10), { allowedLateness: 11 })
          .parDo(
            {
              uses: { total: combiningState(sum) },
              process({ value }, { total, out: outputs }) {
                expect(Object.keys(outputs)).toEqual([]);
                total.add(value);
                return [total.read()];
              },
            },
            {
              late: (elements) => {
                late = elements;
              },
            },
          );
        return { totals, late: late.map(({ key, value }) => `${key}${value}`), again: late };
      },
      { runner },
    );
    expect(output.totals.map(({ value }) => value).at(-1)).toBe(1 + 2 + 3);
    expect(
      inOrder(
        output.late.map(({ value, timestamp, window }) => `${value} ${timestamp} ${window.end > 1e12}`),
      ),
    ).toEqual(['k4 4 true', 'k5 5 true']);
    expect(output.again).toHaveLength(2);
    expect(counted(result, 'droppedDueToLateness')).toBe(2);
  },
  'has that output also where the trigger of its window has finished': async (runner) => {
    const { output, result } = await observe(
      (p) => {
        let late!: PCollection<KV<string, number>>;
        const sums = p
          .read(coming)
          .keyBy(() => 'k')
          .windowInto(fixed(10), { trigger: afterCount(2), panes: 'discarding', allowedLateness: 100 })
          .combinePerKey(sum, {
            late: (elements) => {
              late = elements;
            },
          });
        return { sums, late: late.map(({ value }) => value) };
      },
      { runner },
    );
    expect(output.sums.map(({ value }) => value.value)).toEqual([3]);
    expect(inOrder(output.late.map(({ value }) => value))).toEqual([3, 4, 5]);
    expect(counted(result, 'droppedDueToClosedWindow')).toBe(3);
  },
  'passes steps that do not look back': async (runner) => {
    const { output } = await observe(
      (p) =>
        p
          .read(coming)
          .windowInto(fixed(10))
          .map((n) => n * 10)
          .reshuffle(),
      { runner },
    );
    expect(inOrder(output.map(({ value, timestamp }) => `${value} ${timestamp}`))).toEqual([
      '10 1',
      '20 9',
      '30 3',
      '40 4',
      '50 5',
    ]);
  },
  'ends with a last pane where `closing` is always, though nothing is new': async (runner) => {
    const panes = async (closing: 'always' | 'if-non-empty') => {
      const { groups } = await groupsOf(
        runner,
        testStream<number>().add(at(1, 1)).advanceWatermarkTo(10).add(at(2, 2)).advanceWatermarkToInfinity(),
        fixed(10),
        { trigger: defaultTrigger(), panes: 'accumulating', allowedLateness: 50, closing },
      );
      return paneTexts(groups);
    };
    expect(await panes('if-non-empty')).toEqual(['on-time 0: 1', 'late 1: 1,2']);
    expect(await panes('always')).toEqual(['on-time 0: 1', 'late 1: 1,2', 'late 2 last: 1,2']);
  },
  'the pane at the end of the window may be left out when nothing is new': async (runner) => {
    const panes = async (onTime: 'always' | 'if-non-empty') => {
      const { groups } = await groupsOf(
        runner,
        testStream<number>().add(at(1, 1)).advanceWatermarkTo(10).add(at(2, 2)).advanceWatermarkToInfinity(),
        fixed(10),
        {
          trigger: afterWatermark({ early: afterCount(1), late: afterCount(1) }),
          panes: 'accumulating',
          allowedLateness: 50,
          onTime,
        },
      );
      return paneTexts(groups);
    };
    expect(await panes('always')).toEqual(['early 0: 1', 'on-time 1: 1', 'late 2: 1,2']);
    expect(await panes('if-non-empty')).toEqual(['early 0: 1', 'late 1: 1,2']);
  },
});
