import type { Instant } from '@hornbeam/sdk/model';
import type { EdgeId, StageId } from './topology.js';

/** What a source left undone, by the number of its batch. */
export interface LeftoverState {
  readonly batch: number;
  readonly resumeAt: number;
  readonly watermark: Instant;
}

/** How far a stage is. */
export interface StageState {
  readonly id: StageId;
  readonly input: Instant;
  readonly output: Instant;
  readonly isDone: boolean;
  readonly leftovers: readonly LeftoverState[];
}

/** What waits on an edge. */
export interface EdgeState {
  readonly id: EdgeId;
  /** Nothing more comes. */
  readonly isSealed: boolean;
  /** The batches that wait for each stage that reads the edge, in order. */
  readonly waiting: Readonly<Record<StageId, readonly number[]>>;
}

/** Where a run is between two bundles: all that the engine knows, so that another one can go on. */
export interface EngineState {
  readonly stages: readonly StageState[];
  readonly edges: readonly EdgeState[];
}
