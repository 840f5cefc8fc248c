import {
  type CustomWindowFn,
  calendarDays,
  calendarMonths,
  count,
  customWindows,
  fixed,
  globalWindow,
  IntervalWindow,
  type KV,
  LabelledWindow,
  sessions,
  sum,
  type Window,
} from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature, inOrder } from './feature.js';

const at = (n: number): number => n;
const visit = (key: string, value: number): KV<string, number> => ({ key, value });
const span = ({ start, end }: Window): string => `[${start}, ${end})`;
const HOUR = 3_600_000;

/** Windows that end where their label changes: what a user's own function may do. */
const byParity: CustomWindowFn<number> = {
  name: 'byParity',
  assign: (n, timestamp) => {
    const start = Math.floor(timestamp / 10) * 10;
    return n < 0 ? [] : [new LabelledWindow(start, start + 10, n % 2 ? 'odd' : 'even')];
  },
  sideInputWindow: ({ start, end }) => new LabelledWindow(start, end, 'even'),
};

/** Joins windows that overlap, a session of at most 20. */
const shortSessions: CustomWindowFn<unknown> = {
  name: 'shortSessions',
  assign: (_, timestamp) => [new IntervalWindow(timestamp, timestamp + 5)],
  merge(windows) {
    const inTime = [...windows].sort((a, b) => a.start - b.start);
    const merges: { from: Window[]; into: Window }[] = [];
    for (const window of inTime) {
      const last = merges.at(-1);
      const into = last && new IntervalWindow(last.into.start, Math.max(last.into.end, window.end));
      if (last && into && window.start < last.into.end && into.end - into.start <= 20) {
        last.from.push(window);
        last.into = into;
      } else {
        merges.push({ from: [window], into: window });
      }
    }
    return merges.filter(({ from }) => from.length > 1);
  },
};

/** Windows of other kinds than those of one size. */
export const windowFunctions = feature('sessions, calendar and custom windows', {
  'elements of one key that are close form a session': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([visit('a', 30), visit('a', 1), visit('b', 8), visit('a', 20), visit('a', 12)])
          .withTimestamps(({ value }) => value)
          .windowInto(sessions(10))
          .groupByKey()
          .map(
            ({ key, value }, { window, timestamp }) =>
              `${key} ${inOrder(value)} ${span(window)} ${timestamp}`,
          ),
      ['a 1 [1, 11) 10', 'a 12,20 [12, 30) 29', 'a 30 [30, 40) 39', 'b 8 [8, 18) 17'],
    ),
  'sessions are combined, also before 1970 and of less than a second': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([visit('a', -5), visit('a', -260), visit('a', 100), visit('a', 351), visit('a', 350)])
          .withTimestamps(({ value }) => value)
          .windowInto(sessions('250ms'))
          .combinePerKey(sum)
          .map(({ value }, { window }) => `${value} ${span(window)}`),
      ['-260 [-260, -10)', '95 [-5, 350)', '701 [350, 601)'],
    ),
  'sessions that are grouped again stay as they are, and new ones merge': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const perUser = p
          .create([visit('a', 1), visit('a', 5), visit('b', 7), visit('b', 9)])
          .withTimestamps(({ value }) => value)
          .windowInto(sessions(10))
          .combinePerKey(count);
        const all = perUser.keyBy(() => 'all');
        return p.flatten([
          all
            .combinePerKey(count)
            .map(({ value }, { window }) => `same ${value} ${span(window)}`)
            .windowInto(globalWindow()),
          all
            .windowInto(sessions(10))
            .combinePerKey(count)
            .map(({ value }, { window }) => `new ${value} ${span(window)}`)
            .windowInto(globalWindow()),
        ]);
      },
      ['same 1 [1, 15)', 'same 1 [7, 19)', 'new 2 [14, 28)'],
    ),
  'a reshuffle leaves sessions to merge behind it': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([visit('a', 1), visit('a', 5), visit('a', 30)])
          .withTimestamps(({ value }) => value)
          .windowInto(sessions(10))
          .reshuffle()
          .combinePerKey(count)
          .map(({ value }, { window }) => `${value} ${span(window)}`),
      ['2 [1, 15)', '1 [30, 40)'],
    ),
  'days follow the clocks of their zone, months the calendar': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const change = Date.UTC(2024, 2, 31);
        const events = p.create([-1, 0, 21, 22]).withTimestamps((n) => change + n * HOUR);
        return p.flatten([
          events
            .windowInto(calendarDays(1, { zone: 'Europe/Berlin' }))
            .count()
            .map((n, { window }) => `${n} in ${(window.end - window.start) / HOUR} hours`)
            .windowInto(globalWindow()),
          events
            .windowInto(calendarMonths())
            .count()
            .map((n, { window }) => `${n} until ${new Date(window.end).toISOString()}`)
            .windowInto(globalWindow()),
        ]);
      },
      ['3 in 23 hours', '1 in 24 hours', '4 until 2024-04-01T00:00:00.000Z'],
    ),
  'custom windows see the element, may have labels, and may be none': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([1, 2, 3, 12, -1])
          .withTimestamps(at)
          .windowInto(customWindows(byParity))
          .keyBy(() => 'k')
          .groupByKey()
          .map(
            ({ value }, { window }) =>
              `${inOrder(value)} ${span(window)} ${window instanceof LabelledWindow && window.label}`,
          ),
      ['1,3 [0, 10) odd', '2 [0, 10) even', '12 [10, 20) even'],
    ),
  'custom windows grow together as they say': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([0, 4, 8, 12, 16, 20].map((n) => visit('a', n)))
          .withTimestamps(({ value }) => value)
          .windowInto(customWindows(shortSessions))
          .combinePerKey(count)
          .map(({ value }, { window }) => `${value} ${span(window)}`),
      ['4 [0, 17)', '2 [16, 25)'],
    ),
  'a side input in custom windows is read in the window that they name': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const numbers = p.create([1, 2, 3, 4]).withTimestamps(at);
        const side = numbers.windowInto(customWindows(byParity)).asList();
        return numbers.windowInto(fixed(10)).map((n, { side: even }) => `${n}: ${inOrder(even)}`, { side });
      },
      ['1: 2,4', '2: 2,4', '3: 2,4', '4: 2,4'],
    ),
  'what a window function throws names the step and the element': async (runner) => {
    const fails: CustomWindowFn<string> = {
      name: 'fails',
      assign: () => {
        throw new TypeError('no window for you');
      },
    };
    const job = collect((p) => p.create(['e']).windowInto(customWindows(fails)).named('Sort'), { runner });
    await expect(job).rejects.toMatchObject({
      code: 'E_USER',
      place: { step: 'Sort', element: expect.stringContaining('e') },
    });
  },
  'an element of two windows that become one is there for each of them': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([1])
          .withTimestamps(() => 0)
          .windowInto(
            customWindows({
              name: 'twice',
              assign: () => [new IntervalWindow(0, 10), new IntervalWindow(5, 15)],
              merge: (windows) =>
                windows.length === 1 ? [] : [{ from: windows, into: new IntervalWindow(0, 15) }],
            }),
          )
          .keyBy(() => 'k')
          .groupByKey()
          .map(({ value }, { window }) => `${[...value]} ${span(window)}`),
      ['1,1 [0, 15)'],
    ),
  'what a merge function throws names the step, and so does what it gives when that is no merge': async (
    runner,
  ) => {
    const merging = (merge: CustomWindowFn<string>['merge']) =>
      collect(
        (p) =>
          p
            .create(['a', 'ab'])
            .windowInto(
              customWindows<string>({
                name: 'mine',
                assign: ({ length }) => [new IntervalWindow(0, length)],
                ...(merge && { merge }),
              }),
            )
            .keyBy(() => 'k')
            .groupByKey()
            .named('Group'),
        { runner },
      );
    const throwing = merging(() => {
      throw new TypeError('no merge for you');
    });
    await expect(throwing).rejects.toMatchObject({
      code: 'E_USER',
      message: 'no merge for you',
      place: { step: 'Group', element: expect.stringContaining('k') },
    });
    await expect(merging((windows) => windows as never)).rejects.toMatchObject({
      code: 'E_BAD_ARGUMENT',
      message: expect.stringContaining('mine'),
      place: { step: 'Group' },
    });
  },
  'what a mapping of side windows throws is an error of the step that reads': async (runner) => {
    const job = collect(
      (p) => {
        const windows = customWindows<number>({
          name: 'mine',
          assign: () => [new IntervalWindow(0, 1)],
          sideInputWindow: () => {
            throw new TypeError('no side for you');
          },
        });
        const side = p.create([1]).windowInto(windows).asList();
        return p
          .create([1])
          .map((n, { side: all }) => n + all.length, { side })
          .named('Read');
      },
      { runner },
    );
    await expect(job).rejects.toMatchObject({
      code: 'E_USER',
      message: 'no side for you',
      place: { step: 'Read' },
    });
  },
  'a side input in sessions is refused': async (runner) => {
    const job = collect(
      (p) => {
        const side = p.create([1]).withTimestamps(at).windowInto(sessions(10)).asList();
        return p.create([1]).map((n, { side: all }) => n + all.length, { side });
      },
      { runner },
    );
    await expect(job).rejects.toMatchObject({ code: 'E_SIDE_INPUT' });
  },
});
