import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WindowFn } from '../construction/index.js';
import { GLOBAL_WINDOW, type Window } from '../model/window.js';
import { sideInputWindow } from './side-input-window.js';
import { windowAssigner } from './window-assign.js';

const size = fc.integer({ min: 1, max: 30 });
const offset = fc.integer({ min: -20, max: 20 });
const windowFns: fc.Arbitrary<WindowFn> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), size, offset }),
  fc.record({ kind: fc.constant('sliding' as const), size, period: size, offset }),
);

/** All windows that hold a moment, by trying every start. */
function around(moment: number, windowFn: WindowFn): [number, number][] {
  if (windowFn.kind === 'global') return [];
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

  it('of a side input are the earliest that holds the last moment of the main window', () => {
    fc.assert(
      fc.property(windowFns, fc.integer({ min: -50, max: 50 }), size, (windowFn, start, length) => {
        const main = { start, end: start + length, maxTimestamp: start + length - 1 };
        const [expected] = around(main.maxTimestamp, windowFn);
        const found = sideInputWindow(windowFn, main);
        if (expected !== undefined) expect([found.start, found.end]).toEqual(expected);
        else expect(found.start).toBeGreaterThan(main.maxTimestamp); // a gap between sliding windows
      }),
    );
  });

  it('of a side input in the global window are that, and no other goes with the global main window', () => {
    expect(sideInputWindow({ kind: 'global' }, GLOBAL_WINDOW)).toBe(GLOBAL_WINDOW);
    expect(() => sideInputWindow({ kind: 'fixed', size: 1, offset: 0 }, GLOBAL_WINDOW)).toThrowError(
      expect.objectContaining({ code: 'E_SIDE_INPUT' }),
    );
  });
});
