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
export {
  type KeyedState,
  type Residual,
  type StateCells,
  type TimerFiring,
  type TimerKey,
  type TimerSetting,
  type TimerSink,
  WINDOW_EXPIRATION,
  type WorkerServices,
} from './services.js';
export { sideInputWindow } from './side-input-window.js';
