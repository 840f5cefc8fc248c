import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WindowFn } from '../construction/index.js';
import { IntervalWindow, LabelledWindow, type Window } from '../model/window.js';
import { windowAssigner } from './window-assign.js';

const size = fc.integer({ min: 1, max: 30 });
const offset = fc.integer({ min: -20, max: 20 });
const windowFns: fc.Arbitrary<WindowFn> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), size, offset }),
  fc.record({ kind: fc.constant('sliding' as const), size, period: size, offset }),
);

/** All windows that hold a moment, by trying every start. */
function around(moment: number, windowFn: WindowFn): [number, number][] {
  if (windowFn.kind !== 'fixed' && windowFn.kind !== 'sliding') return [];
  const every = windowFn.kind === 'fixed' ? windowFn.size : windowFn.period;
  const found: [number, number][] = [];
  for (let start = moment - windowFn.size - 1; start <= moment; start++) {
    const isStart = (((start - windowFn.offset) % every) + every) % every === 0;
    if (isStart && moment < start + windowFn.size) found.push([start, start + windowFn.size]);
  }
  return found;
}

const ends = (windows: readonly Window[]): [number, number][] =>
  windows.map(({ start, end }): [number, number] => [start, end]).sort(([a], [b]) => a - b);

describe('windows', () => {
  it('of a moment are those that hold it, in whatever order moments come, before 1970 too', () => {
    fc.assert(
      fc.property(windowFns, fc.array(fc.integer({ min: -100, max: 100 })), (windowFn, moments) => {
        const assign = windowAssigner(windowFn);
        for (const moment of moments) expect(ends(assign(moment))).toEqual(around(moment, windowFn));
      }),
      { numRuns: 500 },
    );
  });

  it('are the same objects for neighbours of one window', () => {
    const assign = windowAssigner({ kind: 'fixed', size: 10, offset: 0 });
    expect(assign(1)).toBe(assign(9));
    const sliding = windowAssigner({ kind: 'sliding', size: 10, period: 5, offset: 0 });
    expect(sliding(1)).toBe(sliding(4));
  });

  it('of an element without a timestamp are one', () => {
    for (const kind of ['fixed', 'sliding'] as const) {
      const assign = windowAssigner({ kind, size: 10, period: 5, offset: 3 });
      expect(ends(assign(Number.NEGATIVE_INFINITY))).toEqual([[-Infinity, -Infinity]]);
    }
  });

  it('of sessions reach from a moment over the gap, and are the same for the same moment', () => {
    const assign = windowAssigner({ kind: 'sessions', gap: 10 });
    expect(ends(assign(-3))).toEqual([[-3, 7]]);
    expect(assign(5)).toBe(assign(5));
  });

  it('of a calendar hold the moment, share one array, and are one without a timestamp', () => {
    const assign = windowAssigner({
      kind: 'calendar',
      unit: 'days',
      every: 1,
      zone: 'Europe/Berlin',
      start: '1970-01-01',
    });
    expect(ends(assign(0))).toEqual([[-3_600_000, 82_800_000]]);
    expect(assign(1)).toBe(assign(2));
    expect(ends(assign(-1))).toEqual([[-3_600_000, 82_800_000]]);
    expect(ends(assign(Number.NEGATIVE_INFINITY))).toEqual([[-Infinity, -Infinity]]);
  });

  it('of all kinds hold the moment they were assigned for', () => {
    const sessions = fc.record({ kind: fc.constant('sessions' as const), gap: size });
    const calendar = fc.record({
      kind: fc.constant('calendar' as const),
      unit: fc.constantFrom('days' as const, 'weeks' as const, 'months' as const, 'years' as const),
      every: size,
      zone: fc.constantFrom('UTC', 'Asia/Kathmandu'),
      start: fc.constant('2000-02-28'),
    });
    const moments = fc.array(fc.integer({ min: -1e13, max: 1e13 }));
    fc.assert(
      fc.property(fc.oneof(windowFns, sessions, calendar), moments, (windowFn, given) => {
        const assign = windowAssigner(windowFn);
        for (const moment of given) {
          for (const { start, end, maxTimestamp } of assign(moment)) {
            expect([start <= moment, moment <= maxTimestamp, maxTimestamp < end]).toEqual([true, true, true]);
          }
        }
      }),
    );
  });
});

describe('a window function of one’s own', () => {
  const custom = (assign: (element: any, at: number) => any): WindowFn => ({
    kind: 'custom',
    fn: { name: 'mine', assign },
  });

  it('sees the element and its timestamp', () => {
    const assign = windowAssigner(
      custom((element: { long: number }, at) => [new LabelledWindow(at, at + element.long, 'x')]),
    );
    expect(assign(5, { long: 3 })).toStrictEqual([new LabelledWindow(5, 8, 'x')]);
  });

  it('may give windows that never end', () => {
    const whole = [new IntervalWindow(-Infinity, Infinity)];
    expect(windowAssigner(custom(() => whole))(0)).toBe(whole);
  });

  it.each([
    [undefined],
    [new IntervalWindow(0, 1)],
    [[{ start: 0, end: 1 }]],
    [[new IntervalWindow(Number.NaN, 1)]],
    [[new IntervalWindow(0.5, 1)]],
    [[new IntervalWindow(2, 1)]],
    [[{ start: 0, end: Infinity, maxTimestamp: Infinity }]],
  ])('may not give %o', (windows) => {
    expect(() => windowAssigner(custom(() => windows))(0, 'x')).toThrow(
      expect.objectContaining({ code: 'E_BAD_ARGUMENT', message: expect.stringContaining('mine') }),
    );
  });
});
