import type { WindowFn } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { GLOBAL_WINDOW, IntervalWindow, type Window } from '../model/window.js';

const GLOBAL: readonly Window[] = Object.freeze([GLOBAL_WINDOW]);

/**
 * The windows of a timestamp. Floor division, so that moments before 1970 fall into the right window.
 * An element without a timestamp of its own (the smallest one) is in one window that ends where it begins.
 * Windows of the last timestamp asked are reused: elements of one window share one array.
 */
export function windowAssigner(windowFn: WindowFn): (timestamp: number) => readonly Window[] {
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
    case 'sessions':
      return (timestamp) => [new IntervalWindow(timestamp, timestamp + windowFn.gap)];
    default:
      throw new BeamError('E_UNSUPPORTED', `Windows of kind ${windowFn.kind} cannot be assigned yet.`);
  }
}
