import {
  afterCount,
  count,
  customWindows,
  defaultTrigger,
  fixed,
  globalWindow,
  IntervalWindow,
  type KV,
  never,
  repeatedly,
  sliding,
  sum,
  toList,
} from '@hornbeam/sdk';
import { expectOutput, feature, inOrder } from './feature.js';

const at = (n: number): number => n;

/** Event time: elements in windows. */
export const windowing = feature('windows, timestamps, latest', {
  'grouping and combining happen in each window apart': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const events = p.create([1, 2, 11, 25]).withTimestamps(at).windowInto(fixed(10));
        const keyed = events.keyBy(() => 'k');
        return p.flatten([
          keyed.groupByKey().map(({ value }, { window }) => `group ${window.start}: ${inOrder(value)}`),
          keyed.combinePerKey(sum).map(({ value }, { window }) => `sum ${window.start}: ${value}`),
          events.count().map((n, { window }) => `count ${window.start}: ${n}`),
          events
            .map(() => 'same')
            .distinct()
            .map((_, { window }) => `distinct ${window.start}`),
        ]);
      },
      [
        ...['group 0: 1,2', 'group 10: 11', 'group 20: 25'],
        ...['sum 0: 3', 'sum 10: 11', 'sum 20: 25'],
        ...['count 0: 2', 'count 10: 1', 'count 20: 1'],
        ...['distinct 0', 'distinct 10', 'distinct 20'],
      ],
    ),
  'results carry the last moment of their window': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([1, 11])
          .withTimestamps(at)
          .windowInto(fixed(10))
          .keyBy(() => 'k')
          .combinePerKey(count)
          .map((_, { timestamp }) => timestamp),
      [9, 19],
    ),
  'an element is in every sliding window that holds its moment': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([1, 7, 12])
          .withTimestamps(at)
          .windowInto(sliding(10, 5))
          .keyBy(() => 'k')
          .combinePerKey(toList<number>())
          .map(({ value }, { window }) => `${window.start}: ${inOrder(value)}`),
      ['-5: 1', '0: 1,7', '5: 12,7', '10: 12'],
    ),
  'sliding windows with gaps leave out what is between them': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([1, 7, 12])
          .withTimestamps(at)
          .windowInto(sliding(5, 10))
          .count()
          .map((n, { window }) => `${window.start}: ${n}`),
      ['0: 1', '10: 1'],
    ),
  'windows before 1970, of less than a second, and with an offset': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const events = p.create([-1, -250, -251, 0, 249, 250]).withTimestamps(at);
        const counts = (label: string, windowed: typeof events) =>
          windowed
            .count()
            .map((n, { window }) => `${label} ${window.start}: ${n}`)
            .windowInto(globalWindow());
        return p.flatten([
          counts('quarter', events.windowInto(fixed(250))),
          counts('offset', events.windowInto(fixed('1s', { offset: '100ms' }))),
          counts('sliding', events.windowInto(sliding(500, 250))),
        ]);
      },
      [
        ...['quarter -500: 1', 'quarter -250: 2', 'quarter 0: 2', 'quarter 250: 1'],
        ...['offset -900: 4', 'offset 100: 2'],
        ...['sliding -750: 1', 'sliding -500: 3', 'sliding -250: 4', 'sliding 0: 3', 'sliding 250: 1'],
      ],
    ),
  'elements without a timestamp share one window': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const events = p.create([1, 2, 3]);
        const counts = [fixed(10), sliding(10, 5)].map((windowFn) =>
          events.windowInto(windowFn).count().windowInto(globalWindow()),
        );
        return p.flatten(counts);
      },
      [3, 3],
    ),
  'what one step does to windows and timestamps is no matter to its neighbours': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const events = p.create([1, 11]).withTimestamps(at).windowInto(fixed(10));
        const seen = (label: string) =>
          events.map((n, { window, timestamp }) => `${label} ${n} ${window.start} ${timestamp}`);
        const before = seen('before');
        const moved = events
          .withTimestamps((n) => n + 5)
          .map((n, { timestamp }) => `moved ${n} ${timestamp}`);
        const between = seen('between');
        const wide = events.windowInto(fixed(100)).map((n, { window }) => `wide ${n} ${window.end}`);
        const after = seen('after');
        const all = [before, moved, between, wide, after];
        return p.flatten(all.map((each) => each.windowInto(globalWindow())));
      },
      [
        ...['before', 'between', 'after'].flatMap((label) => [`${label} 1 0 1`, `${label} 11 10 11`]),
        ...['moved 1 6', 'moved 11 16', 'wide 1 100', 'wide 11 100'],
      ],
    ),
  'windows can be changed on the way': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([1, 11, 21])
          .withTimestamps(at)
          .windowInto(fixed(10))
          .count()
          .windowInto(fixed(100))
          .count()
          .windowInto(globalWindow())
          .map((n, { timestamp }) => `${n} ${timestamp}`),
      ['3 99'],
    ),
  'latest and latestPerKey go by timestamps': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) => {
        const events = p.create(['a3', 'a1', 'b2']).withTimestamps((text) => Number(text[1]));
        return p.flatten<unknown>([
          events.latest(),
          events.keyBy((text) => text[0]).latestPerKey(),
          events.filter(() => false).latest(),
        ]);
      },
      ['a3', { key: 'a', value: 'a3' }, { key: 'b', value: 'b2' }],
    ),
  'joins and batches keep to windows': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const events = p
          .create<KV<string, number>>([
            { key: 'k', value: 1 },
            { key: 'k', value: 11 },
          ])
          .withTimestamps(({ value }) => value)
          .windowInto(fixed(10));
        return p.flatten([
          events.join(events).map(({ value }) => `join ${value}`),
          events.groupIntoBatches(10).map(({ value }) => `batch ${value}`),
        ]);
      },
      ['join 1,1', 'join 11,11', 'batch 1', 'batch 11'],
    ),
  'what may be late for ever, and windows that never end, come out when all input has come': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const events = p.create([1, 2, 11]).withTimestamps(at);
        const forEver = { panes: 'discarding', allowedLateness: Number.POSITIVE_INFINITY } as const;
        return p.flatten(
          [
            events.windowInto(fixed(10), { ...forEver, trigger: never() }),
            events.windowInto(fixed(10), { ...forEver, trigger: repeatedly(afterCount(3)) }),
            events.windowInto(
              customWindows({
                name: 'fromNowOn',
                assign: () => [new IntervalWindow(0, Number.POSITIVE_INFINITY)],
              }),
              { trigger: repeatedly(afterCount(2)), panes: 'discarding' },
            ),
          ].map((windowed, i) =>
            windowed
              .keyBy(() => 'k')
              .combinePerKey(count)
              .filter(({ value }) => value > 0)
              .map(({ value }) => `${i}: ${value}`)
              .windowInto(globalWindow(), {
                trigger: defaultTrigger(),
                panes: 'discarding',
                allowedLateness: 0,
              }),
          ),
        );
      },
      ['0: 1', '0: 2', '1: 1', '1: 2', '2: 1', '2: 2'],
    ),
  'metadata survives steps that do not look at it': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([5, 15])
          .withTimestamps(at)
          .windowInto(fixed(10))
          .map((n) => n)
          .filter(async () => true)
          .flatMap((n) => [n, n])
          .reshuffle()
          .map((_, { timestamp, window }) => `${timestamp} ${window.start}`),
      ['5 0', '5 0', '15 10', '15 10'],
    ),
});
