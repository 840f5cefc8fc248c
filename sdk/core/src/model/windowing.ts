import type { Coder } from './coders/coder.js';
import { GLOBAL_WINDOW_MAX_TIMESTAMP, type Instant } from './timestamp.js';
import type { Trigger } from './trigger.js';
import type { Window } from './window.js';

/**
 * How elements are put into windows. All kinds but `custom` are plain data, so that they can travel in a plan.
 * Durations in ms.
 */
export type WindowFn =
  | { readonly kind: 'global' }
  | { readonly kind: 'fixed'; readonly size: number; readonly offset: number }
  | { readonly kind: 'sliding'; readonly size: number; readonly period: number; readonly offset: number }
  /** Windows of `gap` after each element, merged where they overlap. */
  | { readonly kind: 'sessions'; readonly gap: number }
  | CalendarWindowFn
  | { readonly kind: 'custom'; readonly fn: CustomWindowFn<any> };

/** Windows as long as days, weeks, months or years are in a time zone. */
export interface CalendarWindowFn {
  readonly kind: 'calendar';
  readonly unit: 'days' | 'weeks' | 'months' | 'years';
  /** How many units make one window, counted from `start`. */
  readonly every: number;
  /** IANA name, such as `Europe/Berlin`. */
  readonly zone: string;
  /** The local date, `YYYY-MM-DD`, that windows are counted from. */
  readonly start: string;
}

/** A window function of the user's own. */
export interface CustomWindowFn<T> {
  readonly name: string;
  /** The windows of an element, a function of nothing but the two. None drops the element. */
  assign(element: T, timestamp: Instant): readonly Window[];
  /**
   * For windows that grow together: which of the windows of one key become one. Windows that are named in no
   * merge stay as they are.
   */
  merge?(windows: readonly Window[]): readonly WindowMerge[];
  /**
   * The window of a side input in these windows that goes with a window of the main input. Without it a
   * PCollection in these windows cannot be a side input.
   */
  sideInputWindow?(main: Window): Window;
  /** How windows are written; needed only for windows that are neither an `IntervalWindow` nor a `LabelledWindow`. */
  readonly coder?: Coder<any>;
}

/** Windows of one key that become one. */
export interface WindowMerge {
  readonly from: readonly Window[];
  readonly into: Window;
}

/** Which moment the result of a grouping carries. */
export type TimestampCombiner = 'end-of-window' | 'earliest' | 'latest';

/** What a pane holds: everything since the window began, or only what is new since the last pane. */
export type AccumulationMode = 'discarding' | 'accumulating';

/** The windowing of a PCollection (Beam's WindowingStrategy). */
export interface Windowing {
  readonly windowFn: WindowFn;
  readonly trigger: Trigger;
  readonly accumulation: AccumulationMode;
  readonly timestampCombiner: TimestampCombiner;
  /** How long after the end of its window an element is still taken, ms. */
  readonly allowedLateness: number;
  /** Whether a window that expires fires a last pane when nothing is new since the one before. */
  readonly closing: 'if-non-empty' | 'always';
  /** Whether the on-time pane fires when nothing is new since the one before. */
  readonly onTime: 'if-non-empty' | 'always';
  /**
   * Set behind a grouping whose windows have grown together: they are what they are, and a later grouping takes
   * them as they come.
   */
  readonly merged?: true;
}

/** The windowing every pipeline starts with. */
export const GLOBAL_WINDOWING: Windowing = Object.freeze({
  windowFn: Object.freeze({ kind: 'global' }),
  trigger: Object.freeze({ kind: 'default' }),
  accumulation: 'discarding',
  timestampCombiner: 'end-of-window',
  allowedLateness: 0,
  closing: 'if-non-empty',
  onTime: 'always',
} as const);

/**
 * The last moment at which a window takes elements; when event time has passed it, the window is let go of. Never after
 * the last moment of the global window: else what is allowed to be late for ever would never fire.
 * @param allowedLateness ms, `Infinity` for ever
 */
export const expiryOf = ({ maxTimestamp }: Window, allowedLateness: number): Instant =>
  allowedLateness === Number.POSITIVE_INFINITY
    ? GLOBAL_WINDOW_MAX_TIMESTAMP
    : Math.min(maxTimestamp + allowedLateness, GLOBAL_WINDOW_MAX_TIMESTAMP);

/** Whether windows of the function grow together. */
export const isMerging = (windowFn: WindowFn): boolean =>
  windowFn.kind === 'sessions' || (windowFn.kind === 'custom' && windowFn.fn.merge !== undefined);

/** Whether two windowings do the same. Window functions of the user's own are the same only when they are one object. */
export function sameWindowing(a: Windowing, b: Windowing): boolean {
  const [one, other] = [customFnOf(a), customFnOf(b)];
  return one === other && JSON.stringify(plainPart(a)) === JSON.stringify(plainPart(b));
}

const customFnOf = ({ windowFn }: Windowing): CustomWindowFn<any> | undefined =>
  windowFn.kind === 'custom' ? windowFn.fn : undefined;

const plainPart = (windowing: Windowing): object =>
  windowing.windowFn.kind === 'custom' ? { ...windowing, windowFn: 'custom' } : windowing;

/** Whether a grouping has to let windows grow together: not when one before it has done so. */
export const needsMerge = ({ windowFn, merged }: Windowing): boolean =>
  merged !== true && isMerging(windowFn);
