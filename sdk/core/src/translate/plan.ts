import type { Pipeline } from '@hornbeam/proto';
import type { Graph, Step } from '../construction/index.js';

/** The live steps of a plan, by full name: what a worker in the same process runs instead of serialised code. */
export type StepTable = ReadonlyMap<string, Step>;

/** A pipeline as every Beam runner reads it, with the live functions behind it. */
export interface Plan {
  readonly pipeline: Pipeline;
  readonly steps: StepTable;
  readonly graph: Graph;
}
