import type { Pipeline } from '@hornbeam/proto';
import { expand } from './expand.js';
import { fuse, type StagePlan } from './fuse.js';
import { liftCombines } from './lift-combine.js';
import { refuseUnsupported } from './refuse.js';
import { separate } from './separate.js';

/** A plan as the stages that this runner executes: every rewrite in its order. */
export function planStages(pipeline: Pipeline): StagePlan {
  refuseUnsupported(pipeline);
  return fuse(separate(liftCombines(expand(pipeline))));
}
