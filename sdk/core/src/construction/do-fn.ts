import type { Duration } from '../model/duration.js';
import type { Pane } from '../model/pane.js';
import type { Instant, InstantLike } from '../model/timestamp.js';
import type { Window } from '../model/window.js';
import type { StateUse, TimerUse } from './state-uses.js';
import type { Given, Uses } from './uses.js';

/** What a callback that makes any number of outputs may give back. */
export type Many<O> =
  | Iterable<O>
  | AsyncIterable<O>
  | Promise<Iterable<O> | AsyncIterable<O> | void | undefined>
  | void
  | undefined;

/** Writes a log record of the step; records carry the step's name and, in a bundle, the element's key. */
export interface Log {
  debug(message: string, details?: Record<string, unknown>): void;
  info(message: string, details?: Record<string, unknown>): void;
  warn(message: string, details?: Record<string, unknown>): void;
  error(message: string, details?: Record<string, unknown>): void;
}

/** What every callback can see of the element in hand and of the run. */
export interface ElementContext {
  readonly timestamp: Instant;
  /** The element's window. A callback that takes a context sees an element of several windows once for each. */
  readonly window: Window;
  readonly pane: Pane;
  /** Aborted when the run is cancelled: hand it to `fetch` and the like. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** The full name of the step. */
  readonly step: string;
}

/** Declares a tagged output of element type `T`. */
export interface Tag<T> {
  readonly '~tag'?: (value: T) => T;
}
/** `outputs: { review: out<Txn>() }` declares a second output. */
export const out = <T>(): Tag<T> => ({});

/** Declared outputs by name. */
export type Tags = Record<string, Tag<any>>;
/** The element type of a declared output. */
export type TagElement<G> = G extends Tag<infer T> ? T : never;

/** The tags of the outputs beside the main one. */
export type SideTag<G> = Exclude<keyof G, 'main'>;

/**
 * What `emit` takes of a callback that does not say what it emits: nothing. Yielded and returned elements speak
 * for themselves; to emit, declare the type with `outputs: { main: out<T>() }`.
 */
export interface NotDeclared {
  readonly '~declare': 'outputs: { main: out<T>() }';
}

/** The type of the main output's elements: what is returned or yielded, and what is emitted. */
export type MainElement<O, M> = [M] extends [NotDeclared] ? O : unknown extends O ? M : O | M;

/** Emits to the main output and to the tagged ones. */
export interface Emitters<M, G> {
  /** Sends an element to the main output, at the input's timestamp unless a later one is given. */
  emit(value: M, at?: InstantLike): void;
  readonly out: { readonly [P in SideTag<G>]: (value: TagElement<G[P]>, at?: InstantLike) => void };
}

/** What `process` is handed beside the element. `M` is what it may emit. */
export type ProcessContext<M, U, G, S> = Given<U> &
  ElementContext &
  Emitters<M, G> & {
    /** What `setup` returned. */
    readonly setup: S;
    /**
     * Resolves when the steps behind this one can take more. A callback that emits very many outputs for
     * one element awaits it now and then; generators are paced without it.
     */
    ready(): Promise<void> | undefined;
    /**
     * Calls back once the outputs of this bundle are safely kept, or not at all: for what may be told to the
     * world only then, such as an acknowledgement. Best effort: not repeated after a failure. The step declares
     * `usesAfterCommit: true`.
     */
    afterCommit(callback: () => void | Promise<void>): void;
  };

/** The names under which a step declares timers. */
export type TimerNames<U> = { [P in keyof U]: U[P] extends TimerUse ? P : never }[keyof U];

/** The names under which a step declares state. */
export type StateNames<U> = { [P in keyof U]: U[P] extends StateUse<any> ? P : never }[keyof U];

/** The key of a keyed element. */
export type KeyOf<I> = I extends { readonly key: infer K } ? K : never;

/** What a timer's callback is handed. `timestamp` is the timer's output timestamp, and that of what it emits. */
export type TimerContext<I, M, U, G, S> = ProcessContext<M, U, G, S> & {
  readonly key: KeyOf<I>;
  /** The moment the timer was set to. */
  readonly fireAt: Instant;
  /** The tag it was set with; empty without. */
  readonly tag: string;
};

/** What `onWindowExpiration` is handed: the last look at the state of a key before it is let go of. */
export type ExpirationContext<I, M, U, G, S> = ProcessContext<M, U, G, S> & { readonly key: KeyOf<I> };

/** What `startBundle` and `finishBundle` are handed. `finishBundle` names the place of each output itself. */
export interface BundleContext<M, G, S> {
  readonly setup: S;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly step: string;
  emit(value: M, at?: InstantLike, window?: Window): void;
  readonly out: {
    readonly [P in SideTag<G>]: (value: TagElement<G[P]>, at?: InstantLike, window?: Window) => void;
  };
}

/** What to do with an element whose callback throws. */
export type OnError = 'fail' | 'skip' | 'output';

/**
 * A step in full: declarations, life cycle, callback. Written as one object literal, its types are inferred:
 * `O` from what `process` returns or yields, and `M`, what may be emitted, from `outputs.main`. These are two,
 * because TypeScript must know the context before it can look at the result.
 *
 * Life cycle: `setup` once per worker, then for each bundle `startBundle`, `process` for every element,
 * `finishBundle`; `teardown` at the end, also after an error. Bundles may be repeated after a failure.
 */
export interface DoFn<I, O, U extends Uses = {}, G extends Tags = {}, S = void, M = O> {
  readonly name?: string;
  /** Side inputs, metrics and constants, handed to the callbacks under these names. */
  readonly uses?: U;
  /** Outputs beside the main one, and the type of what is emitted to `main`. */
  readonly outputs?: G & { readonly main?: Tag<M> };
  /** Makes something once per worker; a result with `Symbol.asyncDispose` or `Symbol.dispose` is closed by itself. */
  readonly setup?: () => S | Promise<S>;
  readonly startBundle?: (ctx: BundleContext<M, G, S>) => void | Promise<void>;
  readonly process: (element: I, ctx: ProcessContext<M, U, G, S>) => Many<O>;
  /** What to do when a timer fires, by the name it is declared under. */
  readonly onTimer?: { readonly [N in TimerNames<U>]?: (ctx: TimerContext<I, M, U, G, S>) => Many<O> };
  /**
   * Called for each key of a window that expires, before its state is let go of: also for one whose state is empty by
   * then. So every key is remembered until its window expires, in the global window to the end of the run.
   */
  readonly onWindowExpiration?: (ctx: ExpirationContext<I, M, U, G, S>) => Many<O>;
  readonly finishBundle?: (ctx: BundleContext<M, G, S>) => void | Promise<void>;
  readonly teardown?: (setup: S) => void | Promise<void>;
  /** How many elements may be in asynchronous work at once (default 16). */
  readonly concurrency?: number;
  /** Keep the order of the input in the output of asynchronous work (default false). */
  readonly ordered?: boolean;
  /**
   * The callbacks use `afterCommit`. Said beforehand, since not every runner can call back: those that cannot refuse
   * the pipeline (`beam:requirement:pardo:finalization:v1`).
   */
  readonly usesAfterCommit?: boolean;
  /** How far before its element `emit` may place an output (default 0); earlier is the error `E_TIMESTAMP`. */
  readonly allowedSkew?: Duration;
  /**
   * `fail` (default) ends the run, `skip` drops and counts the element, `output` sends it to the
   * output `errors`. Nothing that a failing element emitted before goes on.
   */
  readonly onError?: OnError;
}

/** An element whose callback threw, as dead-letter outputs carry it. */
export interface Failure<I> {
  readonly element: I;
  readonly error: { readonly name: string; readonly message: string; readonly stack?: string };
  /** Full name of the step. */
  readonly step: string;
}

/** Types a {@link DoFn} that stands on its own: `const f = doFn<KV<string, Txn>>()({ ... })`. */
export const doFn =
  <I>() =>
  <O, U extends Uses = {}, G extends Tags = {}, S = void, M = NotDeclared, E extends OnError = 'fail'>(
    fn: DoFn<I, O, U, G, S, M> & { readonly onError?: E },
  ): DoFn<I, O, U, G, S, M> & { readonly onError?: E } =>
    fn;
