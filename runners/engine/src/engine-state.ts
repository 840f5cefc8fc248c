import type { Instant } from '@hornbeam/sdk/model';
import type { Agenda } from './agenda.js';
import type { Output } from './bundle-result.js';
import type { BatchHandle } from './pending.js';
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

/** What an engine needs to begin where another one was. */
export interface ResumeParts {
  /** The stored batches of an edge, by number. */
  readonly batches: (edge: EdgeId, batch: number) => BatchHandle;
  /** What a source left under a number. */
  readonly residual: (batch: number, watermark: Instant) => BatchHandle;
  /** What the heads of stages wait for. */
  readonly agendas: ReadonlyMap<StageId, Agenda>;
  /** Elements of edges that the state does not know. */
  readonly roots: readonly Output[];
}
