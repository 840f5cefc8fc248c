/**
 * Splittable DoFns: steps that make outputs of a part of an input, the restriction, and may be stopped and split
 * in the middle of it. Every source is one. Terms and life cycle are those of Beam's splittable DoFn
 * (https://s.apache.org/splittable-do-fn).
 */
import type { Coder } from '../model/coders/coder.js';
import type { Instant, InstantLike } from '../model/timestamp.js';
import type { ElementContext, Emitters, Tag, Tags } from './do-fn.js';
import type { Given, Uses } from './uses.js';

/** How much of a restriction is done and left, in the tracker's own unit. */
export interface Progress {
  readonly completed: number;
  readonly remaining: number;
}

/** How far a splittable step is in the restriction in hand. */
export interface SourceProgress extends Progress {
  /** Nothing that still comes of the restriction is earlier. */
  readonly watermark: Instant;
}

/**
 * What of a restriction has been claimed. The callback claims every position before it handles it, and stops at
 * the first that is refused; whoever runs it may split the rest away between two claims.
 */
export interface RestrictionTracker<R, P> {
  /** What is left to this tracker; gets smaller by splits. */
  readonly restriction: R;
  /** True when the position may be handled; false when it lies behind what is left: return then. */
  tryClaim(position: P): boolean;
  /**
   * Gives away a part of what is not claimed: keeps `fraction` of it (0 gives away all). Undefined when nothing
   * can be given away. After it, `restriction` is the primary.
   */
  trySplit(fraction: number): { readonly primary: R; readonly residual: R } | undefined;
  /** @throws BeamError `E_SPLITTABLE` when the callback returned without claiming what it had to */
  checkDone(): void;
  progress(): Progress;
  /** Whether the restriction ends. */
  readonly isBounded: boolean;
}

/** Says how far event time has come in what a restriction makes; its state travels with residuals. */
export interface WatermarkEstimator<W> {
  /** No later output will be earlier than this. Never goes back. */
  current(): Instant;
  /** What a residual begins with. */
  state(): W;
  /** Called for every output. */
  observe?(timestamp: Instant): void;
  /** Manual estimators: moves the watermark. */
  advance?(to: InstantLike): void;
}

/** Makes estimators; `now` is the clock of the machine, ms since 1970. States are plain data. */
export interface WatermarkEstimatorFactory<W, E extends WatermarkEstimator<W> = WatermarkEstimator<W>> {
  initial(): W;
  create(state: W, now: () => number): E;
}

/** What the callback of a splittable step returns: nothing more to do, or call again. */
export type Continuation = { readonly resume: false } | { readonly resume: true; readonly delay: number };

/** What the callback of a splittable step is handed. */
export type SplittableContext<M, U, G, S, T, E = WatermarkEstimator<any>> = Given<U> &
  Omit<ElementContext, 'window' | 'pane'> &
  Emitters<M, G> & {
    /** What `setup` returned. */
    readonly setup: S;
    readonly tracker: T;
    readonly watermark: E;
    /**
     * Aborted when the rest of the restriction is wanted back, and when the run is cancelled. A callback that waits
     * for something stops waiting then and returns `resume()`; one that only claims needs not look.
     */
    readonly interrupt: AbortSignal;
    /** Resolves when the steps behind this one can take more. */
    ready(): Promise<void> | undefined;
    /** Calls back once the outputs of this bundle are safely kept, or not at all. Needs `usesAfterCommit: true`. */
    afterCommit(callback: () => void | Promise<void>): void;
  };

/** A splittable step in full. `I` element, `R` restriction, `T` tracker, `O` output, `E` watermark estimator. */
export interface SplittableDoFn<
  I,
  R,
  T extends RestrictionTracker<R, any>,
  O,
  U extends Uses = {},
  G extends Tags = {},
  S = void,
  E extends WatermarkEstimator<any> = WatermarkEstimator<any>,
> {
  readonly name?: string;
  /** Side inputs, metrics and constants. A splittable step has no state and no timers. */
  readonly uses?: U;
  readonly outputs?: G & { readonly main?: Tag<O> };
  /** False when it may make outputs for ever. */
  readonly bounded: boolean;
  /** The whole of an element. */
  readonly initial: (element: I) => R | Promise<R>;
  /** Parts that may be handled apart from the start; one part without it. */
  readonly split?: (element: I, restriction: R) => Iterable<R> | Promise<Iterable<R>>;
  /** Relative work of a restriction; 1 without it. */
  readonly size?: (element: I, restriction: R) => number;
  /** A new tracker; the step asks for one each time it takes up a restriction. */
  readonly tracker: (restriction: R) => T;
  /** How restrictions are written; generic without it. */
  readonly restrictionCoder?: Coder<R>;
  /** Without it, the watermark stays at the element's timestamp until the restriction is done. */
  readonly watermark?: WatermarkEstimatorFactory<any, E>;
  /**
   * The callbacks use `afterCommit`. Said beforehand, since not every runner can call back: those that cannot refuse
   * the pipeline (`beam:requirement:pardo:finalization:v1`).
   */
  readonly usesAfterCommit?: boolean;
  readonly setup?: () => S | Promise<S>;
  readonly teardown?: (setup: S) => void | Promise<void>;
  /**
   * Handles a restriction: claims, emits, and returns `resume(delay)` when there may be more later. Emitted
   * timestamps must not be before the element's.
   */
  readonly process: (
    element: I,
    ctx: SplittableContext<O, U, G, S, T, E>,
  ) => Continuation | void | Promise<Continuation | void>;
  /**
   * What is left to do when the pipeline is drained; undefined for nothing. Without it a bounded restriction is
   * finished and an unbounded one dropped.
   */
  readonly truncate?: (element: I, restriction: R) => R | undefined;
}
