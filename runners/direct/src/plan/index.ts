import type { Components, Pipeline } from '@hornbeam/proto';
import { type LiveCoders, validatePlan } from '@hornbeam/sdk/translate';
import { expand } from './expand.js';
import { expandSplittable } from './expand-splittable.js';
import { flattenCoders } from './flatten-coders.js';
import { fuse, type PlanModes, type StagePlan } from './fuse.js';
import { liftCombines } from './lift-combine.js';
import { rawCoders } from './raw-coders.js';
import { refuseUnsupported } from './refuse.js';
import { separate } from './separate.js';

/** A plan as this runner executes it, and what goes with its coders. */
export interface PlannedRun {
  readonly stages: StagePlan;
  /** The coders that only this process knows, by id. */
  readonly coders: LiveCoders;
  /** What workers in other processes are told instead of a coder, by its id. */
  readonly wires: ReadonlyMap<string, string>;
}

/**
 * A plan as the stages that this runner executes: every rewrite in its order.
 * @param coders those of the plan that only this process knows
 * @throws BeamError `E_BAD_PLAN` `E_UNSUPPORTED`
 */
export function planRun(pipeline: Pipeline, coders: LiveCoders, modes: PlanModes = {}): PlannedRun {
  const { streaming = false, remote = new Set() } = modes;
  validatePlan(pipeline);
  refuseUnsupported(pipeline);
  let components: Components = expandSplittable(expand(pipeline));
  components = liftCombines(components, streaming, remote);
  if (remote.size === 0) {
    return { stages: fuse(separate(components, streaming), modes), coders, wires: new Map() };
  }
  const raw = rawCoders(flattenCoders(components, remote), remote, coders);
  return { ...raw, stages: fuse(separate(raw.components, streaming), modes) };
}

/** The stages of a plan that runs in this process alone. @throws BeamError as {@link planRun} */
export const planStages = (pipeline: Pipeline, modes: PlanModes = {}): StagePlan =>
  planRun(pipeline, new Map(), modes).stages;
