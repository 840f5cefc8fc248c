export { type Agenda, EMPTY_AGENDA } from './agenda.js';
export {
  type BundleResult,
  type BundleTimes,
  type Effect,
  Engine,
  type EngineLimits,
  type Output,
} from './engine.js';
export type { Leftover } from './leftovers.js';
export type { BatchHandle } from './pending.js';
export type { SideReadiness } from './side-readiness.js';
export type { Edge, EdgeId, Stage, StageId, Topology } from './topology.js';
