import type { LogRecord } from '../construction/index.js';
import type { Window } from '../model/window.js';
import type { MetricCells } from './metric-cells.js';
import type { Cursor, Receiver } from './receiver.js';

/**
 * Everything a bundle processor needs from its host. One in-process host fills it with live objects, a remote
 * one with the Fn API's channels; the operators cannot tell the difference.
 */
export interface WorkerServices {
  /** The elements of a side input in a window. Only asked for when the side input is ready. */
  sideInput(transformId: string, name: string, window: Window): Iterable<unknown>;
  /** Where the output port `transformId` (`beam:runner:sink:v1`) delivers. */
  sink(transformId: string, cursor: Cursor): Receiver;
  readonly metrics: MetricCells;
  readonly log: (record: LogRecord) => void;
  /** Milliseconds since 1970, for gauges. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Bytes of accumulators that a combine may hold back before the shuffle, by a guess. */
  readonly combineBytes: number;
  /**
   * Asked between elements: a promise when the host wants the thread for a moment, to draw progress or take
   * signals.
   */
  readonly breathe: () => Promise<void> | undefined;
}
