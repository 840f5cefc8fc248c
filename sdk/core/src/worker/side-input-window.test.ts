import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomWindowFn, WindowFn } from '../construction/index.js';
import { GLOBAL_WINDOW, IntervalWindow } from '../model/window.js';
import { sideInputWindows } from './side-input-window.js';
import { windowAssigner } from './window-assign.js';

const size = fc.integer({ min: 1, max: 30 });
const offset = fc.integer({ min: -20, max: 20 });
const windowFns: fc.Arbitrary<WindowFn> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), size, offset }),
  fc.record({ kind: fc.constant('sliding' as const), size, period: size, offset }),
  fc.record({
    kind: fc.constant('calendar' as const),
    unit: fc.constantFrom('days' as const, 'months' as const),
    every: size,
    zone: fc.constantFrom('UTC', 'Europe/Berlin'),
    start: fc.constant('1970-01-01'),
  }),
);
const calendar: WindowFn = { kind: 'calendar', unit: 'days', every: 1, zone: 'UTC', start: '1970-01-01' };

describe('the side window of a main window', () => {
  it('is the earliest that holds the last moment of the main window', () => {
    fc.assert(
      fc.property(windowFns, fc.integer({ min: -50, max: 50 }), size, (windowFn, start, length) => {
        const main = new IntervalWindow(start, start + length);
        const holding = windowAssigner(windowFn)(main.maxTimestamp).toSorted((a, b) => a.start - b.start);
        const found = sideInputWindows(windowFn)(main);
        if (holding.length > 0) expect(found).toEqual(holding[0]);
        else expect(found.start).toBeGreaterThan(main.maxTimestamp); // a gap between sliding windows
      }),
    );
  });

  it('is the global one for a side input that has only that', () => {
    expect(sideInputWindows({ kind: 'global' })(GLOBAL_WINDOW)).toBe(GLOBAL_WINDOW);
    expect(sideInputWindows({ kind: 'global' })(new IntervalWindow(0, 1))).toBe(GLOBAL_WINDOW);
  });

  it.each<WindowFn>([{ kind: 'fixed', size: 1, offset: 0 }, calendar])(
    'is none for the global main window: $kind',
    (windowFn) => {
      expect(() => sideInputWindows(windowFn)(GLOBAL_WINDOW)).toThrow(
        expect.objectContaining({ code: 'E_SIDE_INPUT' }),
      );
    },
  );

  it('is the main window itself where that has no timestamp', () => {
    const main = new IntervalWindow(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY);
    expect(sideInputWindows(calendar)(main)).toBe(main);
  });

  it('is not to be found among sessions', () => {
    expect(() => sideInputWindows({ kind: 'sessions', gap: 1 })).toThrow(
      expect.objectContaining({ code: 'E_SIDE_INPUT', message: expect.stringContaining('sessions') }),
    );
  });

  it('is what a window function of one’s own says, if it says something', () => {
    const fn: CustomWindowFn<unknown> = { name: 'mine', assign: () => [] };
    const whole = {
      ...fn,
      sideInputWindow: ({ start }: { start: number }) => new IntervalWindow(start, start + 7),
    };
    const main = new IntervalWindow(3, 4);
    expect(sideInputWindows({ kind: 'custom', fn: whole })(main)).toEqual(new IntervalWindow(3, 10));
    expect(() => sideInputWindows({ kind: 'custom', fn })).toThrow(
      expect.objectContaining({ code: 'E_SIDE_INPUT' }),
    );
  });

  it('is refused when the function gives none, and what it throws is the error of the user', () => {
    const of = (sideInputWindow: () => any) =>
      sideInputWindows({ kind: 'custom', fn: { name: 'mine', assign: () => [], sideInputWindow } });
    expect(() => of(() => undefined)(GLOBAL_WINDOW)).toThrow(
      expect.objectContaining({ code: 'E_BAD_ARGUMENT', message: expect.stringContaining('mine gave') }),
    );
    const throwing = of(() => {
      throw new Error('no such window');
    });
    expect(() => throwing(GLOBAL_WINDOW)).toThrow(
      expect.objectContaining({ code: 'E_USER', message: 'no such window' }),
    );
  });
});
