import {
  GenericCoder,
  GLOBAL_WINDOWING,
  GlobalWindowCoder,
  IntervalWindow,
  IntervalWindowCoder,
  NO_FIRING,
  type Window,
  type Windowing,
} from '@hornbeam/sdk/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DetailedGroups, detailedCoder } from './detailed-groups.js';
import { Grouping } from './grouping.js';
import { MemoryBudget } from './memory-budget.js';
import { MemoryDisk } from './memory-disk.js';

const sessions: Windowing = { ...GLOBAL_WINDOWING, windowFn: { kind: 'sessions', gap: 10 } };

function grouped(windowing: Windowing, elements: readonly { key: string; at: number }[], memory: number) {
  const budget = new MemoryBudget(memory);
  const disk = new MemoryDisk();
  const value = detailedCoder(new GenericCoder(), new IntervalWindowCoder() as any);
  const grouping = new Grouping({
    coders: { key: new GenericCoder(), value, window: new GlobalWindowCoder() as any },
    readers: 1,
    origin: {},
    budget,
    disk,
  });
  const groups = new DetailedGroups(grouping, windowing);
  for (const { key, at } of elements) {
    const windows: Window[] = [new IntervalWindow(at, at + 10)];
    groups.add(key, at, { timestamp: at, windows, pane: NO_FIRING });
  }
  groups.seal();
  const made = [];
  for (const { key, values, metadata } of groups.read()) {
    const { timestamp, windows, pane } = metadata;
    made.push({
      key,
      values: [...values].map(Number).sort((a, b) => a - b),
      timestamp,
      window: windows[0]!,
      pane,
    });
  }
  return { made, wasOnDisk: disk.writtenBytes > 0 };
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
});
