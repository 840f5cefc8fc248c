export { type Agenda, EMPTY_AGENDA } from './agenda.js';
export {
  type BundleResult,
  type BundleTimes,
  type Effect,
  Engine,
  type EngineLimits,
  type Output,
} from './engine.js';
export type { Firing } from './grouping/firing.js';
export type { GroupBuffer } from './grouping/group-buffer.js';
export type { GroupingSettings } from './grouping/group-settings.js';
export { GroupingMachine } from './grouping/grouping-machine.js';
export { type MergeWindows, mergerOf } from './grouping/merge-windows.js';
export type { KeyTable } from './key-table.js';
export type { Leftover } from './leftovers.js';
export type { BatchHandle } from './pending.js';
export type { SideReadiness } from './side-readiness.js';
export type { FiredTimer, PendingTimer, TimerName } from './timers/timer.js';
export { TimerTable, type TimerTableSettings } from './timers/timer-table.js';
export type { Edge, EdgeId, Stage, StageId, Topology } from './topology.js';
