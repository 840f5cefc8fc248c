import {
  afterAll,
  afterAny,
  afterCount,
  afterEach,
  afterProcessingTime,
  afterWatermark,
  always,
  defaultTrigger,
  fixed,
  never,
  orFinally,
  repeatedly,
  type Trigger,
} from '@hornbeam/sdk';
import { at, observe, type TestStream, testStream } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { type Case, feature, inOrder } from './feature.js';
import { counted, groupsOf, paneTexts } from './panes.js';

type Events = (stream: TestStream<number>) => TestStream<number>;

/** The numbers 1 to n, each an event of its own, all in the window [0, 10). */
const numbers =
  (from: number, to: number): Events =>
  (stream) => {
    for (let n = from; n <= to; n++) stream = stream.add(at(n, n % 10));
    return stream;
  };
const clock =
  (by: string): Events =>
  (stream) =>
    stream.advanceProcessingTime(by as '1s');
const watermark =
  (to: number): Events =>
  (stream) =>
    stream.advanceWatermarkTo(to);

const streamOf = (events: readonly Events[]): TestStream<number> =>
  events.reduce((stream, event) => event(stream), testStream<number>()).advanceWatermarkToInfinity();

interface Expected {
  readonly panes: readonly string[];
  /** Elements that came when the trigger had finished. */
  readonly dropped?: number;
  readonly mode?: 'accumulating' | 'discarding';
  /** ms */
  readonly allowedLateness?: number;
}

/** The panes of a trigger in the window [0, 10). */
const fires =
  (trigger: Trigger, events: readonly Events[], expected: Expected): Case['check'] =>
  async (runner) => {
    const { mode = 'discarding', allowedLateness = 0, panes, dropped } = expected;
    const { groups, result } = await groupsOf(runner, streamOf(events), fixed(10), {
      trigger,
      panes: mode,
      allowedLateness,
    });
    expect(paneTexts(groups)).toEqual(panes);
    expect(counted(result, 'droppedDueToClosedWindow')).toBe(dropped);
  };

/** When the panes of a window fire, and what is in them. */
export const triggers = feature('triggers', {
  'the default fires at the end of the window, then for every late element': fires(
    defaultTrigger(),
    [numbers(1, 2), watermark(9), numbers(3, 3), watermark(10), numbers(4, 5)],
    { panes: ['on-time 0: 1,2,3', 'late 1: 4', 'late 2: 5'], allowedLateness: 50 },
  ),
  'afterWatermark alone fires once, and has finished then': fires(
    afterWatermark(),
    [numbers(1, 2), watermark(10), numbers(3, 4)],
    { panes: ['on-time 0 last: 1,2'], dropped: 2, allowedLateness: 50 },
  ),
  'afterWatermark fires early and late panes again and again': fires(
    afterWatermark({ early: afterCount(2), late: afterCount(1) }),
    [numbers(1, 5), watermark(10), numbers(6, 7)],
    {
      panes: ['early 0: 1,2', 'early 1: 3,4', 'on-time 2: 5', 'late 3: 6', 'late 4: 7'],
      allowedLateness: 50,
    },
  ),
  'accumulating panes hold everything since the window began': fires(
    afterWatermark({ early: afterCount(2), late: afterCount(1) }),
    [numbers(1, 3), watermark(10), numbers(4, 4)],
    {
      panes: ['early 0: 1,2', 'on-time 1: 1,2,3', 'late 2: 1,2,3,4'],
      mode: 'accumulating',
      allowedLateness: 50,
    },
  ),
  'afterCount fires once, when so many have come': fires(afterCount(2), [numbers(1, 4)], {
    panes: ['early 0 last: 1,2'],
    dropped: 2,
  }),
  'afterCount that is never full loses nothing': fires(afterCount(3), [numbers(1, 2)], {
    panes: ['on-time 0 last: 1,2'],
  }),
  'repeatedly begins anew after every pane': fires(repeatedly(afterCount(2)), [numbers(1, 5)], {
    panes: ['early 0: 1,2', 'early 1: 3,4', 'on-time 2 last: 5'],
  }),
  'afterProcessingTime fires when the clock has moved on from the first element': fires(
    afterProcessingTime('10s'),
    [numbers(1, 1), clock('9s'), numbers(2, 2), clock('1s'), numbers(3, 3)],
    { panes: ['early 0 last: 1,2'], dropped: 1 },
  ),
  'afterProcessingTime counts anew from the first element of each pane': fires(
    repeatedly(afterProcessingTime('10s')),
    [numbers(1, 1), clock('10s'), clock('5s'), numbers(2, 2), clock('9s'), numbers(3, 3), clock('1s')],
    { panes: ['early 0: 1', 'early 1: 2,3', 'on-time 2 last: '] },
  ),
  'afterProcessingTime can be aligned: panes fire on multiples of the alignment': fires(
    repeatedly(afterProcessingTime('1s', { align: '10s' })),
    [clock('3s'), numbers(1, 1), clock('6s'), numbers(2, 2), clock('1s'), numbers(3, 3), clock('10s')],
    { panes: ['early 0: 1,2', 'early 1: 3', 'on-time 2 last: '] },
  ),
  'early panes may go by the clock': fires(
    afterWatermark({ early: afterProcessingTime('10s') }),
    [numbers(1, 2), clock('10s'), numbers(3, 3), clock('3s'), watermark(10), clock('10s')],
    { panes: ['early 0: 1,2', 'on-time 1 last: 3'] },
  ),
  'orFinally ends another trigger': fires(
    orFinally(repeatedly(afterCount(2)), afterCount(5)),
    [numbers(1, 7)],
    { panes: ['early 0: 1,2', 'early 1: 3,4', 'early 2 last: 5'], dropped: 2 },
  ),
  'orFinally has finished when the other trigger has, too': fires(
    orFinally(afterCount(2), afterProcessingTime('1h')),
    [numbers(1, 3)],
    { panes: ['early 0 last: 1,2'], dropped: 1 },
  ),
  'afterAny fires with the first of several': fires(
    repeatedly(afterAny(afterCount(2), afterProcessingTime('10s'))),
    [numbers(1, 3), clock('10s'), numbers(4, 4)],
    { panes: ['early 0: 1,2', 'early 1: 3', 'on-time 2 last: 4'] },
  ),
  'afterAll fires with the last of several': fires(
    repeatedly(afterAll(afterCount(2), afterProcessingTime('10s'))),
    [numbers(1, 1), clock('10s'), clock('5s'), numbers(2, 4), clock('9s'), clock('1s')],
    { panes: ['early 0: 1,2', 'early 1: 3,4', 'on-time 2 last: '] },
  ),
  'afterEach goes from one trigger to the next, and ends with the last': fires(
    afterEach(afterCount(1), afterCount(3), afterProcessingTime('10s')),
    [numbers(1, 5), clock('10s'), numbers(6, 6)],
    { panes: ['early 0: 1', 'early 1: 2,3,4', 'early 2 last: 5'], dropped: 1 },
  ),
  'always fires for every element': fires(always(), [numbers(1, 2), watermark(10), numbers(3, 3)], {
    panes: ['early 0: 1', 'early 1: 2', 'on-time 2: ', 'late 3: 3'],
    allowedLateness: 50,
  }),
  'never fires when the window expires, and only then': fires(
    never(),
    [numbers(1, 2), watermark(10), numbers(3, 3), watermark(60), numbers(4, 4)],
    { panes: ['on-time 0 last: 1,2,3'], allowedLateness: 50 },
  ),
  'every key and window has a trigger of its own': async (runner) => {
    const { output } = await observe(
      (p) =>
        p
          .read(
            testStream<string>()
              .add(at('a1', 1))
              .add(at('b2', 2))
              .add(at('a11', 11))
              .add(at('a3', 3))
              .add(at('a12', 12))
              .advanceWatermarkToInfinity(),
          )
          .windowInto(fixed(10), { trigger: repeatedly(afterCount(2)), panes: 'discarding' })
          .keyBy((text) => text[0])
          .groupByKey()
          .map(({ key, value }) => `${key}: ${inOrder(value)}`),
      { runner },
    );
    const texts = output.map(({ value, window, pane }) => `${window.start} ${pane.timing} ${value}`);
    expect(inOrder(texts)).toEqual([
      '0 early a: a1,a3',
      '0 on-time a: ',
      '0 on-time b: b2',
      '10 early a: a11,a12',
      '10 on-time a: ',
    ]);
  },
  'aggregations fire as groups do': async (runner) => {
    const sums = async (panes: 'accumulating' | 'discarding') => {
      const { output } = await observe(
        (p) =>
          p
            .read(streamOf([numbers(1, 3), watermark(10), numbers(4, 4)]))
            .windowInto(fixed(10), {
              trigger: afterWatermark({ early: afterCount(1), late: afterCount(1) }),
              panes,
              allowedLateness: 50,
            })
            .count(),
        { runner },
      );
      return output.map(({ value, pane }) => `${pane.timing} ${pane.index}: ${value}`);
    };
    expect(await sums('discarding')).toEqual([
      'early 0: 1',
      'early 1: 1',
      'early 2: 1',
      'on-time 3: 0',
      'late 4: 1',
    ]);
    expect(await sums('accumulating')).toEqual([
      'early 0: 1',
      'early 1: 2',
      'early 2: 3',
      'on-time 3: 3',
      'late 4: 4',
    ]);
  },
  'a grouping behind another fires when panes come, without waiting for as many again': async (runner) => {
    const { output } = await observe(
      (p) =>
        p
          .read(streamOf([numbers(1, 5)]))
          .windowInto(fixed(10), { trigger: repeatedly(afterCount(2)), panes: 'discarding' })
          .keyBy(() => 'k')
          .groupByKey()
          .map(({ value }) => ({ key: 'all', value: inOrder(value).join('+') }))
          .groupByKey()
          .map(({ value }) => [...value]),
      { runner },
    );
    // What comes at the end of the window comes before event time has passed it there.
    expect(paneTexts(output)).toEqual(['early 0: 1+2', 'early 1: 3+4', 'early 2: 5', 'on-time 3 last: ']);
  },
});
