export type { Clock } from '@hornbeam/sdk/construction';
export {
  DirectRunner,
  type DirectRunnerSettings,
  type OpenWorkers,
  type PlanJob,
  type PlanPlace,
} from './direct-runner.js';
export type { DurableSettings } from './durable/durable-settings.js';
export type { KeptSpace } from './durable/kept-space.js';
export { RunView, type SourcePosition, type SpaceSize, type StageWatermarks } from './durable/run-view.js';
export type { PlannedEdge, PlannedSide, PlannedSink, PlannedStage, StagePlan } from './plan/fuse.js';
export { planStages } from './plan/index.js';
export type { SpillDisk, SpillFile } from './stores/spill-disk.js';
