import type { Instant } from '@hornbeam/sdk/model';
import type { BatchHandle } from './pending.js';
import type { EdgeId, StageId } from './topology.js';

/** The times that hold for a bundle. */
export interface BundleTimes {
  /** The input watermark before the bundle: elements are late by it. */
  readonly before: Instant;
  /** The input watermark once the elements are dealt with: timers fire by it. */
  readonly after: Instant;
  /** The clock, ms since 1970. */
  readonly now: number;
  /** No input will come any more: timers on the clock have nothing to wait for. */
  readonly isLast: boolean;
}

/** What the host is to do. */
export type Effect =
  /** Run one bundle, then call `bundleFinished`. */
  | {
      readonly kind: 'run-bundle';
      readonly stage: StageId;
      readonly input: readonly BatchHandle[];
      readonly times: BundleTimes;
    }
  /** All elements of the edge are there: make them readable (finish a grouping), then call `edgeSealed`. */
  | { readonly kind: 'seal'; readonly edge: EdgeId }
  /** Nobody will read the edge again. */
  | { readonly kind: 'release'; readonly edge: EdgeId }
  /** The stage will get no further bundle: tear its operators down. */
  | { readonly kind: 'stage-done'; readonly stage: StageId }
  /** Call `clockMoved` at this moment, ms since 1970; replaces what was asked before. */
  | { readonly kind: 'wake'; readonly at: number }
  /** Everything is done, or stopped and quiet. */
  | { readonly kind: 'finish' };
