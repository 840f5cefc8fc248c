import {
  GLOBAL_WINDOW_MAX_TIMESTAMP,
  type Instant,
  isElementTime,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
} from './timestamp.js';

/** A stretch of event time: from `start` up to, but without, `end`. */
export interface Window {
  readonly start: Instant;
  readonly end: Instant;
  /** The last moment that belongs to the window. */
  readonly maxTimestamp: Instant;
}

/**
 * A window with two ends (Beam's IntervalWindow). Its last moment is never after that of the global window: event time
 * goes past that one when all input has come, so every window ends.
 */
export class IntervalWindow implements Window {
  readonly start: Instant;
  readonly end: Instant;
  /** Asked for many times of the same window, and dear to make. */
  #key: string | undefined;
  constructor(start: Instant, end: Instant) {
    this.start = start;
    this.end = end;
  }
  get maxTimestamp(): Instant {
    return Math.min(this.end - 1, GLOBAL_WINDOW_MAX_TIMESTAMP);
  }
  /** What {@link windowKey} says of it. */
  get key(): string {
    this.#key ??= this.makeKey();
    return this.#key;
  }
  protected makeKey(): string {
    return `${this.start},${this.end}`;
  }
}

/**
 * A window that is more than its two ends: two of them with the same ends and different labels are two windows. For
 * window functions of the user's own.
 */
export class LabelledWindow extends IntervalWindow {
  readonly label: string;
  constructor(start: Instant, end: Instant, label: string) {
    super(start, end);
    this.label = label;
  }
  protected override makeKey(): string {
    return `${super.makeKey()},${this.label}`;
  }
}

/** The one window that holds all of time (Beam's GlobalWindow). Compare by identity. */
export const GLOBAL_WINDOW: Window = Object.freeze({
  start: MIN_TIMESTAMP,
  end: GLOBAL_WINDOW_MAX_TIMESTAMP,
  maxTimestamp: GLOBAL_WINDOW_MAX_TIMESTAMP,
});

/** Whether something, made by code of the user's own, is a window that begins before it ends, and does end. */
export function isWindow(window: unknown): window is Window {
  if (typeof window !== 'object' || window === null) return false;
  const { start, end, maxTimestamp } = window as Partial<Window>;
  return isBorder(start) && isBorder(end) && isElementTime(maxTimestamp) && start <= end;
}

const isBorder = (at: unknown): at is Instant =>
  Number.isInteger(at) || at === MIN_TIMESTAMP || at === MAX_TIMESTAMP;

/** A text that is equal for equal windows and differs for different ones: a map key. */
export function windowKey(window: Window): string {
  if (window === GLOBAL_WINDOW) return '';
  return window instanceof IntervalWindow ? window.key : `${window.start},${window.end}`;
}
