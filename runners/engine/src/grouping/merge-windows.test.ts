import {
  type CustomWindowFn,
  GLOBAL_WINDOWING,
  IntervalWindow,
  type Window,
  type WindowFn,
  windowKey,
} from '@hornbeam/sdk/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergerOf } from './merge-windows.js';

const sessions: WindowFn = { kind: 'sessions', gap: 10 };
const window = (start: number, end: number): Window => new IntervalWindow(start, end);
const custom = (merge: (windows: readonly Window[]) => any): WindowFn => {
  const fn: CustomWindowFn<unknown> = { name: 'mine', assign: () => [], merge };
  return { kind: 'custom', fn };
};

describe('sessions', () => {
  const merge = mergerOf({ ...GLOBAL_WINDOWING, windowFn: sessions })!;

  it('that only touch stay apart', () => {
    expect(merge([window(10, 20), window(0, 10)])).toEqual([]);
    expect(merge([window(9, 20), window(0, 10)])).toEqual([
      { from: [window(0, 10), window(9, 20)], into: window(0, 20) },
    ]);
  });

  it('become windows that no longer overlap and cover the same moments', () => {
    const given = fc.uniqueArray(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(given, (starts) => {
        const windows = starts.map((start) => window(start, start + 10));
        const merges = merge(windows);
        const gone = new Set(merges.flatMap(({ from }) => from.map(windowKey)));
        const left = [
          ...windows.filter((each) => !gone.has(windowKey(each))),
          ...merges.map(({ into }) => into),
        ].sort((a, b) => a.start - b.start);
        for (const [i, { start }] of left.entries()) {
          if (i > 0) expect(start).toBeGreaterThanOrEqual(left[i - 1]!.end);
        }
        const covered = (by: readonly Window[], at: number): boolean =>
          by.some(({ start, end }) => start <= at && at < end);
        for (let at = -110; at < 120; at++) expect(covered(left, at)).toBe(covered(windows, at));
      }),
    );
  });

  it('that have merged in a grouping before are left as they are', () => {
    expect(mergerOf({ ...GLOBAL_WINDOWING, windowFn: sessions, merged: true })).toBeUndefined();
  });
});

describe('a merge function of one’s own', () => {
  const a = window(0, 1);
  const b = window(1, 2);
  const c = window(2, 3);
  const merged = (merges: unknown): unknown =>
    mergerOf({ ...GLOBAL_WINDOWING, windowFn: custom(() => merges) })!([a, b, c]);

  it('may make a new window, or one of those it merges', () => {
    const both = [
      { from: [a, b], into: b },
      { from: [c], into: window(5, 6) },
    ];
    expect(merged(both)).toBe(both);
  });

  it.each<[unknown, RegExp]>([
    [undefined, /gave undefined/],
    [[{ into: a }], /no array of merges/],
    [[{ from: [a, b], into: 7 }], /no array of merges/],
    [[{ from: [a, window(8, 9)], into: a }], /not there, or twice/],
    [
      [
        { from: [a, b], into: a },
        { from: [b, c], into: c },
      ],
      /not there, or twice/,
    ],
    [[{ from: [a, b], into: c }], /there already/],
    [
      [
        { from: [a], into: b },
        { from: [b], into: window(8, 9) },
      ],
      /there already/,
    ],
    [
      [
        { from: [a], into: window(8, 9) },
        { from: [b], into: window(8, 9) },
      ],
      /there already/,
    ],
  ])('may not give %o', (merges, message) => {
    expect(() => merged(merges)).toThrow(
      expect.objectContaining({ code: 'E_BAD_ARGUMENT', message: expect.stringMatching(message) }),
    );
  });
});
