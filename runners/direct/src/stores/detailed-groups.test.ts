import {
  type CustomWindowFn,
  GenericCoder,
  GLOBAL_WINDOWING,
  GlobalWindowCoder,
  IntervalWindow,
  IntervalWindowCoder,
  LabelledWindow,
  LabelledWindowCoder,
  NO_FIRING,
  StoredValues,
  type Window,
  type Windowing,
} from '@hornbeam/sdk/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DetailedGroups, detailedCoder } from './detailed-groups.js';
import { Grouping } from './grouping.js';
import type { OpenGroup } from './groups.js';
import { MemoryBudget } from './memory-budget.js';
import { MemoryDisk } from './memory-disk.js';

const sessions: Windowing = { ...GLOBAL_WINDOWING, windowFn: { kind: 'sessions', gap: 10 } };

function grouped(
  windowing: Windowing,
  elements: readonly { key: string; at: number }[],
  memory: number,
  batchBytes?: number,
) {
  const budget = new MemoryBudget(memory);
  const disk = new MemoryDisk();
  const value = detailedCoder(new GenericCoder(), new IntervalWindowCoder());
  const grouping = new Grouping({
    coders: { key: new GenericCoder(), value, window: new GlobalWindowCoder() },
    readers: 1,
    origin: {},
    budget,
    disk,
  });
  const groups = new DetailedGroups({ grouping, windowing, place: { step: 'Group' }, batchBytes });
  for (const { key, at } of elements) {
    const windows: Window[] = [new IntervalWindow(at, at + 10)];
    groups.add(key, at, { timestamp: at, windows, pane: NO_FIRING });
  }
  groups.seal();
  const made = [];
  let wereStored = 0;
  for (const { key, values, metadata } of groups.read() as Iterable<OpenGroup>) {
    const { timestamp, windows, pane } = metadata;
    if (values instanceof StoredValues) {
      wereStored++;
      expect(values.length).toBe([...values].length);
    }
    made.push({
      key,
      values: [...values].map(Number).sort((a, b) => a - b),
      timestamp,
      window: windows[0]!,
      pane,
    });
  }
  return { made, wereStored, wasOnDisk: disk.writtenBytes > 0 };
}

/** Sessions as one finds them by hand: sorted, cut where the pause is as long as the gap. */
function sessionsOf(ats: readonly number[]): number[][] {
  const cut: number[][] = [];
  for (const at of [...ats].sort((a, b) => a - b)) {
    const open = cut.at(-1);
    if (open !== undefined && at < open.at(-1)! + 10) open.push(at);
    else cut.push([at]);
  }
  return cut;
}

describe('groups that keep the metadata of their values', () => {
  it('merge windows of a key when all of it is there, in memory and on disk (D1)', () => {
    const element = fc.record({ key: fc.constantFrom('a', 'b', 'c'), at: fc.integer({ min: -60, max: 60 }) });
    fc.assert(
      fc.property(fc.array(element, { maxLength: 60 }), fc.constantFrom(1, 1e9), (elements, memory) => {
        const { made } = grouped(sessions, elements, memory);
        const wanted = ['a', 'b', 'c'].flatMap((key) =>
          sessionsOf(elements.filter((each) => each.key === key).map(({ at }) => at)).map((values) => ({
            key,
            values,
            window: new IntervalWindow(values[0]!, values.at(-1)! + 10),
          })),
        );
        const byPlace = (a: { key: unknown; window: Window }, b: { key: unknown; window: Window }) =>
          String(a.key).localeCompare(String(b.key)) || a.window.start - b.window.start;
        expect(made.map(({ key, values, window }) => ({ key, values, window })).sort(byPlace)).toEqual(
          wanted,
        );
        for (const { timestamp, window, pane } of made) {
          expect(timestamp).toBe(window.maxTimestamp);
          expect(pane).toEqual({ timing: 'on-time', index: 0, onTimeIndex: 0, isFirst: true, isLast: true });
        }
      }),
    );
  });

  it.each([
    ['earliest', 3],
    ['latest', 9],
  ] as const)('give a result the %s timestamp of its values', (timestampCombiner, at) => {
    const windowing = { ...sessions, timestampCombiner };
    const elements = [7, 3, 9].map((each) => ({ key: 'a', at: each }));
    for (const memory of [1, 1e9]) {
      expect(grouped(windowing, elements, memory).made.map(({ timestamp }) => timestamp)).toEqual([at]);
    }
  });

  it('go to disk when the memory is used up', () => {
    const elements = Array.from({ length: 1000 }, (_, i) => ({ key: 'a', at: i * 100 }));
    const { made, wasOnDisk } = grouped(sessions, elements, 1000);
    expect(wasOnDisk).toBe(true);
    expect(made).toHaveLength(1000);
  });

  it.each([
    ['all of them', 1e9, 0],
    ['as many as fit', 2000, 1],
    ['one by one', 1, 100],
  ])(
    'are taken from disk together, %s, and from there those that are too large (D2)',
    (_what, batchBytes, stored) => {
      const small = Array.from({ length: 200 }, (_, i) => ({ key: 'a', at: Math.floor(i / 2) * 100 }));
      const large = Array.from({ length: 800 }, (_, i) => ({ key: 'a', at: -i }));
      const { made, wereStored } = grouped(sessions, [...small, ...large], 1000, batchBytes);
      expect(wereStored).toBe(stored);
      expect(made.map(({ values }) => values.length).sort((a, b) => a - b)).toEqual([
        ...new Array(99).fill(2),
        802,
      ]);
      for (const { values, window } of made) {
        for (const at of values) expect(at >= window.start && at < window.end).toBe(true);
      }
    },
  );
});

describe('windows of the user’s own', () => {
  const ofMerge = (merge: CustomWindowFn<unknown>['merge']) => {
    const fn: CustomWindowFn<unknown> = { name: 'mine', assign: () => [], ...(merge && { merge }) };
    const grouping = new Grouping({
      coders: {
        key: new GenericCoder(),
        value: detailedCoder(new GenericCoder(), new LabelledWindowCoder()),
        window: new GlobalWindowCoder(),
      },
      readers: 1,
      origin: {},
      budget: new MemoryBudget(1e9),
      disk: new MemoryDisk(),
    });
    const windowing: Windowing = {
      ...GLOBAL_WINDOWING,
      windowFn: { kind: 'custom', fn },
      timestampCombiner: 'latest',
    };
    const groups = new DetailedGroups({ grouping, windowing, place: { step: 'Group' } });
    const windows = [new LabelledWindow(0, 10, 'x'), new LabelledWindow(0, 10, 'y')];
    groups.add('k', 1, { timestamp: 3, windows, pane: NO_FIRING });
    groups.add('k', 2, { timestamp: 4, windows: [windows[1]!], pane: NO_FIRING });
    groups.seal();
    return groups;
  };

  it('are told apart by their labels, and elements of several are in each', () => {
    const read = [...(ofMerge(undefined).read() as Iterable<OpenGroup>)].map(
      ({ values, metadata: { windows, timestamp } }) => ({
        label: (windows[0] as LabelledWindow).label,
        values: [...values],
        timestamp,
      }),
    );
    expect(read).toEqual([
      { label: 'x', values: [1], timestamp: 3 },
      { label: 'y', values: [1, 2], timestamp: 4 },
    ]);
  });

  it('hold an element once for each of its windows, also when they become one', () => {
    const groups = ofMerge((windows) => [{ from: windows, into: new IntervalWindow(0, 10) }]);
    expect([...(groups.read() as Iterable<OpenGroup>)].map(({ values }) => [...values])).toEqual([[1, 1, 2]]);
  });

  it('may fail to merge: the error names the step and the key', () => {
    const groups = ofMerge(() => {
      throw new TypeError('no merge for you');
    });
    expect(() => [...(groups.read() as Iterable<OpenGroup>)]).toThrow(
      expect.objectContaining({
        code: 'E_USER',
        message: 'no merge for you',
        place: { step: 'Group', element: 'key "k"' },
      }),
    );
  });
});
