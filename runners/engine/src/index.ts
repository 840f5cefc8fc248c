export { type Effect, Engine, type EngineLimits } from './engine.js';
export type { BatchHandle } from './pending.js';
export type { Edge, EdgeId, Stage, StageId, Topology } from './topology.js';
