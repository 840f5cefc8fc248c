export { WINDOW_EXPIRATION } from '../construction/index.js';
export {
  type BundleOutcome,
  BundleProcessor,
  type BundleWork,
  type Feed,
  type Pace,
  type TimerFeed,
} from './bundle-processor.js';
export { KeyIndex } from './key-index.js';
export { MetricCells } from './metric-cells.js';
export type { StepStats } from './operators/operator.js';
export { type Cursor, type Receiver, receiver } from './receiver.js';
export type {
  KeyedState,
  Outbox,
  Residual,
  StateCells,
  TimerFiring,
  TimerKey,
  TimerSetting,
  TimerSink,
  WorkerServices,
} from './services.js';
export { sideInputWindows } from './side-input-window.js';
export type { CellKeeper, KeptChange } from './state/cell-keeper.js';
export { type CellChange, StateTable, type StateTableSettings } from './state/state-table.js';
