import type { LogRecord, TimeDomain } from '../construction/index.js';
import type { Metadata } from '../model/metadata.js';
import type { Pane } from '../model/pane.js';
import type { Instant } from '../model/timestamp.js';
import type { Window } from '../model/window.js';
import type { MetricCells } from './metric-cells.js';
import type { Cursor, Receiver } from './receiver.js';

/** A timer of one key and window of a step. */
export interface TimerKey {
  /** The name it is declared under. */
  readonly family: string;
  readonly tag: string;
  readonly key: unknown;
  readonly window: Window;
}

/** A timer as a callback sets it. */
export interface TimerSetting extends TimerKey {
  readonly domain: TimeDomain;
  readonly fireAt: Instant;
  /** The timestamp of what its callback emits; the watermark behind the step waits for it. */
  readonly outputTimestamp: Instant;
}

/** A timer that fires: what a {@link TimerFeed} delivers. */
export interface TimerFiring extends TimerKey {
  readonly fireAt: Instant;
  readonly outputTimestamp: Instant;
  readonly pane: Pane;
}

/** Takes the timers that a step sets. */
export interface TimerSink {
  set(timer: TimerSetting): void;
  clear(timer: TimerKey): void;
  /**
   * Only where timers fire in a bundle that the runner sent before it knew what the bundle does: whether the timer was
   * set anew or cleared meanwhile, so that this firing is none any more.
   */
  supersedes?(firing: TimerFiring): boolean;
}

/** The state of one key and window of a step: an object `ValueState`, `BagState` … for each declared name. */
export interface StateCells {
  cell(name: string): unknown;
}

/** The state of a step. */
export interface KeyedState {
  /**
   * The cells of a key and window. A host whose state is far away answers with a promise until the cells that
   * the step declares have come; reading them is synchronous then.
   */
  cells(key: unknown, window: Window): StateCells | Promise<StateCells>;
}

/** What a splittable step leaves undone. */
export interface Residual {
  readonly transformId: string;
  /** The element of the process transform's input: `{ key: { key: element, value: { key: restriction, value: estimator state } }, value: size }`. */
  readonly element: unknown;
  readonly metadata: Metadata;
  /** Nothing that comes of it is earlier. */
  readonly watermark: Instant;
  /** When to go on, ms from now. */
  readonly delay: number;
}

/** Takes the rows of a sink until the epoch that they belong to is kept. */
export interface Outbox {
  /** @throws BeamError `E_ENCODE` for a row that the coder of the sink's input refuses */
  add(row: unknown): void;
}

/**
 * Everything a bundle processor needs from its host. One in-process host fills it with live objects, a remote
 * one with the Fn API's channels; the operators cannot tell the difference.
 */
export interface WorkerServices {
  /**
   * Only where side inputs are far away: called before a callback that reads one in this window. A promise until the
   * elements have come, so that {@link sideInput} can give them at once; undefined when they are there.
   */
  readonly loadSideInput?: (transformId: string, name: string, window: Window) => Promise<void> | undefined;
  /** The elements of a side input in a window. Only asked for when the side input is ready. */
  sideInput(transformId: string, name: string, window: Window): Iterable<unknown>;
  /** Grows whenever the elements of a side input may have changed; asked once a bundle. */
  sideInputVersion(transformId: string, name: string): number;
  /** Where the output port `transformId` (`beam:runner:sink:v1`) delivers. */
  sink(transformId: string, cursor: Cursor): Receiver;
  /** The state of a step, where the step declares any. */
  state(transformId: string): KeyedState;
  /** Where a step sends the timers it sets. */
  timers(transformId: string): TimerSink;
  /** Only where the run keeps its state: where the rows of a sink go. */
  outbox?(transformId: string): Outbox;
  readonly metrics: MetricCells;
  readonly log: (record: LogRecord) => void;
  /** Milliseconds since 1970: processing time. */
  readonly now: () => number;
  /** Resolves after so many ms, or when {@link signal} is aborted. */
  readonly wait: (millis: number) => Promise<void>;
  /** A name unlike any other. */
  readonly newName: () => string;
  readonly signal: AbortSignal;
  /**
   * Asked by splittable steps between two claims: the bundle has made enough, or taken long enough, so that what
   * is left had better be given back.
   */
  readonly isBundleFull: () => boolean;
  /**
   * Only where a runner takes long to come back to a residual: asked when a splittable step wants to go on after
   * `millis`. Resolves when it may, in the same bundle; undefined when the bundle had better end.
   */
  readonly pause?: (millis: number) => Promise<void> | undefined;
  /** Bytes of accumulators that a combine may hold back before the shuffle, by a guess. */
  readonly combineBytes: number;
  /**
   * Asked between elements: a promise when the host wants the thread for a moment, to draw progress or take
   * signals.
   */
  readonly breathe: () => Promise<void> | undefined;
}
