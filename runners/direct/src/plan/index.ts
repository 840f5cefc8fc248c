import type { Pipeline } from '@hornbeam/proto';
import { validatePlan } from '@hornbeam/sdk/translate';
import { expand } from './expand.js';
import { expandSplittable } from './expand-splittable.js';
import { fuse, type PlanModes, type StagePlan } from './fuse.js';
import { liftCombines } from './lift-combine.js';
import { refuseUnsupported } from './refuse.js';
import { separate } from './separate.js';

/**
 * A plan as the stages that this runner executes: every rewrite in its order.
 * @throws BeamError `E_BAD_PLAN` `E_UNSUPPORTED`
 */
export function planStages(pipeline: Pipeline, modes: PlanModes = {}): StagePlan {
  const { streaming = false } = modes;
  validatePlan(pipeline);
  refuseUnsupported(pipeline);
  return fuse(separate(liftCombines(expandSplittable(expand(pipeline)), streaming), streaming), modes);
}
