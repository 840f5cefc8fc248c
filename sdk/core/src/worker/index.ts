export { BundleProcessor, type Feed, type Pace } from './bundle-processor.js';
export { KeyIndex } from './key-index.js';
export { MetricCells } from './metric-cells.js';
export type { StepStats } from './operators/operator.js';
export { type Cursor, type Receiver, receiver } from './receiver.js';
export type { WorkerServices } from './services.js';
export { sideInputWindow } from './side-input-window.js';
