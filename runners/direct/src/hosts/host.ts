import type { BatchHandle, BundleResult, BundleTimes, StageId } from '@hornbeam/engine';
import type { Progress } from '@hornbeam/sdk/construction';
import type { ErrorPlace } from '@hornbeam/sdk/model';
import type { StepStats, TimerFiring } from '@hornbeam/sdk/worker';

/** A bundle that has ended well. */
export interface FinishedBundle {
  readonly result: BundleResult;
  /** To be called once the engine has the result. */
  readonly afterCommit: readonly (() => void | Promise<void>)[];
}

/** How a bundle is getting on. */
export interface BundleSight {
  /** On the steady clock: tells bundles of a stage apart. */
  readonly startedAt: number;
  /** How much of its own input the stage has dealt with so far, that of a source too; grows from bundle to bundle. */
  readonly taken: number;
  /** Timers that fired in this bundle, and the last of them. */
  readonly firings: number;
  readonly lastFiring: TimerFiring | undefined;
  /** The transforms that wait for a callback to come back. */
  readonly open: readonly string[];
}

/** What runs the bundles of some stages. */
export interface Host {
  /** Runs one bundle. @throws BeamError */
  runBundle(stage: StageId, input: readonly BatchHandle[], times: BundleTimes): Promise<FinishedBundle>;
  /** Asks the source in a stage to give back what it has not begun. */
  split(stage: StageId): void;
  /** Ends unbounded sources, now and from now on. */
  drain(): void;
  /** How far the sources of a stage are. */
  progressOf(stage: StageId): Progress | undefined;
  /** How the bundle of a stage is getting on, or was at its end; undefined before its first. */
  bundleOf(stage: StageId): BundleSight | undefined;
  /** Groups that a stage with a grouping at its head has made. */
  firedBy(stage: StageId): number;
  /** The step of a stage, where there is only one. */
  placeOf(stage: StageId): ErrorPlace;
  /** Counts of a transform, once its stage has begun. */
  statsOf(stage: StageId, transform: string): StepStats | undefined;
  /** Ends the operators of a stage. @throws BeamError */
  finishStage(stage: StageId): Promise<void>;
  /** Ends every operator after a failure; what they throw is no longer of interest. */
  abandon(): Promise<void>;
  /** Ends every operator of a run that was stopped. @throws BeamError the first that fails */
  endAll(): Promise<void>;
}
