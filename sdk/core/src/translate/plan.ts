import type { Pipeline } from '@hornbeam/proto';
import type { Graph, Step } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';

/** The live steps of a plan, by full name: what a worker in the same process runs instead of serialised code. */
export type StepTable = ReadonlyMap<string, Step>;

/** Coders of a plan that their URN and payload do not describe in full, by id: those of the user's own. */
export type LiveCoders = ReadonlyMap<string, Coder<any>>;

/** What stands behind a plan in this process and is not in its bytes. */
export interface LiveParts {
  readonly steps: StepTable;
  readonly coders: LiveCoders;
}

/** A pipeline as every Beam runner reads it, with the live parts behind it. */
export interface Plan extends LiveParts {
  readonly pipeline: Pipeline;
  readonly graph: Graph;
}

/** A plan whose transforms of other SDKs were taken apart, and what was started for it. */
export interface ExpandedPlan {
  readonly plan: Plan;
  /** To be called when the run has ended: ends the services that were started, and the workers in them. */
  close(): Promise<void>;
}

/** Takes the transforms of other SDKs in a plan apart, by their expansion services. */
export type ExpandPlan = (plan: Plan) => Promise<ExpandedPlan>;
