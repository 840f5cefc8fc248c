import type { Instant } from '../model/timestamp.js';
import type { Window } from '../model/window.js';

/** How elements are put into windows; plain data, so that it can travel in a plan. Durations in ms. */
export type WindowFn =
  | { readonly kind: 'global' }
  | { readonly kind: 'fixed'; readonly size: number; readonly offset: number }
  | { readonly kind: 'sliding'; readonly size: number; readonly period: number; readonly offset: number };

/** Which moment the result of a grouping carries. */
export type TimestampCombiner = 'end-of-window' | 'earliest' | 'latest';

/** The windowing of a PCollection (Beam's WindowingStrategy). */
export interface Windowing {
  readonly windowFn: WindowFn;
  readonly timestampCombiner: TimestampCombiner;
  readonly allowedLateness: number;
}

/** The windowing every pipeline starts with. */
export const GLOBAL_WINDOWING: Windowing = Object.freeze({
  windowFn: Object.freeze({ kind: 'global' }),
  timestampCombiner: 'end-of-window',
  allowedLateness: 0,
} as const);

/** What a window function sees of an element. */
export interface WindowingInput {
  readonly timestamp: Instant;
  readonly windows: readonly Window[];
}
