import type { WindowFn } from '../construction/index.js';
import { Calendar } from '../model/calendar.js';
import { BeamError } from '../model/errors.js';
import { preview } from '../model/preview.js';
import type { Instant } from '../model/timestamp.js';
import { GLOBAL_WINDOW, IntervalWindow, isWindow, type Window } from '../model/window.js';

const GLOBAL: readonly Window[] = Object.freeze([GLOBAL_WINDOW]);

/** Gives the windows of an element. Only window functions of the user's own look at the element itself. */
export type WindowAssigner = (timestamp: Instant, element?: unknown) => readonly Window[];

/**
 * The windows of a timestamp. Floor division, so that moments before 1970 fall into the right window.
 * An element without a timestamp of its own (the smallest one) is in one window that ends where it begins.
 * Windows of the last timestamp asked are reused: elements of one window share one array. What a window function of
 * the user's own throws goes on; windows that are none are `E_BAD_ARGUMENT`.
 */
export function windowAssigner(windowFn: WindowFn): WindowAssigner {
  switch (windowFn.kind) {
    case 'global':
      return () => GLOBAL;
    case 'fixed': {
      const { size, offset } = windowFn;
      let last: readonly Window[] = [];
      let start = Number.NaN;
      return (timestamp) => {
        const first = Math.floor((timestamp - offset) / size) * size + offset;
        if (first !== start) {
          start = first;
          last = [new IntervalWindow(first, first + size)];
        }
        return last;
      };
    }
    case 'sliding': {
      const { size, period, offset } = windowFn;
      let last: readonly Window[] = [];
      let lastStart = Number.NaN;
      let until = Number.NEGATIVE_INFINITY;
      let from = Number.POSITIVE_INFINITY;
      return (timestamp) => {
        if (!Number.isFinite(timestamp)) return [new IntervalWindow(timestamp, timestamp)];
        const newest = Math.floor((timestamp - offset) / period) * period + offset;
        if (newest === lastStart && timestamp >= from && timestamp < until) return last;
        const windows: Window[] = [];
        for (let start = newest; start + size > timestamp; start -= period) {
          windows.push(new IntervalWindow(start, start + size));
        }
        last = windows;
        lastStart = newest;
        from = timestamp;
        until =
          windows.length === 0 ? timestamp : Math.min(newest + period, windows[windows.length - 1]!.end);
        return windows;
      };
    }
    case 'sessions': {
      const { gap } = windowFn;
      let at = Number.NaN;
      let last: readonly Window[] = [];
      return (timestamp) => {
        if (timestamp !== at) {
          at = timestamp;
          last = [new IntervalWindow(timestamp, timestamp + gap)];
        }
        return last;
      };
    }
    case 'calendar': {
      const calendar = new Calendar(windowFn);
      let last: readonly Window[] = [];
      return (timestamp) => {
        const window = Number.isFinite(timestamp)
          ? calendar.windowOf(timestamp)
          : new IntervalWindow(timestamp, timestamp);
        if (last[0] !== window) last = [window];
        return last;
      };
    }
    case 'custom': {
      const { fn } = windowFn;
      return (timestamp, element) => {
        const windows: unknown = fn.assign(element, timestamp);
        if (Array.isArray(windows) && windows.every(isWindow)) return windows;
        const name = fn.name ?? 'customWindows';
        throw new BeamError(
          'E_BAD_ARGUMENT',
          `The window function ${name} gave ${preview(windows)}, which is no array of windows.`,
          { help: 'return [new IntervalWindow(start, end)], or [] to drop the element' },
        );
      };
    }
  }
}
