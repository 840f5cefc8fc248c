import type { Agenda, BatchHandle, BundleTimes, Leftover } from '@hornbeam/engine';
import type { BundleOutcome, BundleWork } from '@hornbeam/sdk/worker';

/** What stands between the source of a stage and its first transform: it decides what a bundle is fed with. */
export interface StageHead {
  /** The work of a bundle with these batches. */
  work(input: readonly BatchHandle[], times: BundleTimes): BundleWork | Promise<BundleWork>;
  /** The bundle has ended well. Returns what the engine is to know. */
  finished(outcome: BundleOutcome, times: BundleTimes, now: number): HeadReport;
  /** What the stage waits for, before its first bundle too. */
  agenda?(): Agenda;
  /** Groups made so far, by a grouping. */
  readonly fired?: number;
  /** No new input: unbounded sources end here. */
  drain?(): void;
}

/** What a head tells after a bundle. */
export interface HeadReport {
  readonly agenda?: Agenda;
  readonly leftovers?: readonly Leftover[];
}
