/**
 * State and timers of a step: declared under `uses`, handed to the callbacks by name. State belongs to one key
 * and one window of one step. Reads are synchronous: what is declared is there before the callback runs.
 *
 * State owns what is written to it. A value that was written or read may be changed only to be written again: in memory
 * the change is in the state at once, where state is kept as bytes never. The runner's test mode `checkImmutability`
 * finds callbacks that break this.
 */
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Coder } from '../model/coders/coder.js';
import type { Duration } from '../model/duration.js';
import type { Instant, InstantLike } from '../model/timestamp.js';
import type { CombineFn } from './combine-fn.js';
import { isUse, type Use, type Uses } from './uses.js';

/** One value. */
export interface ValueState<T> {
  /** The value itself, not a copy: `write` it again after a change. */
  read(): T | undefined;
  /** Takes the value over: change it no more, or write it again. */
  write(value: T): void;
  clear(): void;
}

/** Many values, in the order they were added. */
export interface BagState<T> {
  /** Takes the value over: it may not be changed any more. */
  add(value: T): void;
  /** The values themselves, which may not be changed. */
  read(): Iterable<T>;
  readonly isEmpty: boolean;
  clear(): void;
}

/** What a combine function makes of the values added; `read` of nothing is what it makes of nothing. */
export interface CombiningState<I, O> {
  add(value: I): void;
  read(): O;
  readonly isEmpty: boolean;
  clear(): void;
}

/** Different values. */
export interface SetState<T> {
  /** Whether the value is new. */
  add(value: T): boolean;
  has(value: T): boolean;
  delete(value: T): boolean;
  read(): Iterable<T>;
  readonly size: number;
  clear(): void;
}

/** Values by key. */
export interface MapState<K, V> {
  /** The value itself, not a copy: `set` it again after a change. */
  get(key: K): V | undefined;
  has(key: K): boolean;
  /** Takes the value over: change it no more, or set it again. */
  set(key: K, value: V): void;
  delete(key: K): boolean;
  keys(): Iterable<K>;
  entries(): Iterable<readonly [K, V]>;
  readonly size: number;
  clear(): void;
}

/** Many values by key, each key's in the order they were added. */
export interface MultimapState<K, V> {
  get(key: K): Iterable<V>;
  has(key: K): boolean;
  /** Takes the value over: it may not be changed any more. */
  add(key: K, value: V): void;
  delete(key: K): boolean;
  keys(): Iterable<K>;
  entries(): Iterable<readonly [K, V]>;
  clear(): void;
}

/** Values by moment, in order of time; values of one moment in the order they were added. */
export interface OrderedListState<T> {
  /** Takes the value over: it may not be changed any more. */
  add(at: InstantLike, value: T): void;
  /** Those from `from` up to, but without, `to`; all without borders. */
  read(from?: InstantLike, to?: InstantLike): Iterable<{ readonly at: Instant; readonly value: T }>;
  clear(from?: InstantLike, to?: InstantLike): void;
}

/** The kinds of state. */
export type StateKind = 'value' | 'bag' | 'combining' | 'set' | 'map' | 'multimap' | 'orderedList';

/** What every declaration of state may say. */
export interface StateOptions {
  /**
   * Forgets a cell that was not written for so long, on the clock of the machine. For windows that never end;
   * others let go of their state when they expire.
   */
  readonly ttl?: Duration;
}

/** How values of a cell are written: a schema, or a coder. */
export type ValueForm<T> = StandardSchemaV1<any, T> | Coder<T>;

/** Declares a cell of state. Make one with `valueState()` and its like. */
export interface StateUse<T> extends Use<T> {
  readonly '~use': 'state';
  readonly kind: StateKind;
  /** Of the values; of the accumulator of combining state. Deterministic where values are compared. */
  readonly coder: Coder<any>;
  /** Of maps; deterministic. */
  readonly keyCoder?: Coder<any>;
  /** Of combining state. */
  readonly combineFn?: CombineFn<any, any, any>;
  /** ms */
  readonly ttl: number | undefined;
}

/** Which time a timer goes by: that of the elements, or the clock of the machine. */
export type TimeDomain = 'event' | 'processing';

/** What `set` may say beside the moment. */
export interface TimerOptions {
  /** One of many timers under the same name; setting the same tag again replaces it. */
  readonly tag?: string;
  /**
   * The timestamp of what the callback emits; until it fires the watermark behind the step waits here. Default:
   * the firing moment of an event timer, the timestamp of the element in hand for a processing timer.
   */
  readonly output?: InstantLike;
}

/** A moment at which a callback of `onTimer` runs, for the key and window in hand. */
export interface Timer {
  /**
   * Sets the timer, in place of where it was set before.
   * @throws BeamError `E_TIMER` for a moment past the end of the window and its allowed lateness, and for an
   * output timestamp before that of the element in hand or past the window
   */
  set(at: InstantLike, options?: TimerOptions): void;
  clear(tag?: string): void;
}

/** A timer on the clock of the machine. */
export interface ProcessingTimer extends Timer {
  /** What that clock says: `timer.set(timer.now() + 10_000)`. */
  now(): Instant;
}

/** Declares a timer; `T` is what callbacks are handed. */
export interface TimerUse<T extends Timer = Timer> extends Use<T> {
  readonly '~use': 'timer';
  readonly domain: TimeDomain;
}

/** A timer in event time: it fires when the watermark passes the moment. */
export const eventTimer = (): TimerUse => ({ '~use': 'timer', domain: 'event' });
/** A timer on the clock of the machine: it fires when the clock has come to the moment. */
export const processingTimer = (): TimerUse<ProcessingTimer> => ({ '~use': 'timer', domain: 'processing' });

/**
 * The family under which a step with `onWindowExpiration` is told that the window of a key expires, in plans and in
 * bundles. No declared timer has this name.
 */
export const WINDOW_EXPIRATION = '~expiration';

/** Whether a value under `uses` declares state. */
export const isState = (value: unknown): value is StateUse<unknown> =>
  isUse(value) && value['~use'] === 'state';
/** Whether a value under `uses` declares a timer. */
export const isTimer = (value: unknown): value is TimerUse => isUse(value) && value['~use'] === 'timer';
/** Whether a step with these declarations has state or timers: it is run key by key. */
export const isStateful = (uses: Uses): boolean =>
  Object.values(uses).some((use) => isState(use) || isTimer(use));
