// The worker behind gRPC (Beam's Fn API).

export { fetchStagedFiles, type StagedFiles } from './artifacts.js';
export { WORKER_CAPABILITIES } from './capabilities.js';
export { ElementReader, ElementWriter } from './element-form.js';
export { CHANNEL_OPTIONS, Endpoints, unreachable } from './endpoint.js';
export { type HarnessSettings, WorkerHarness } from './harness.js';
export { FAILURES, STEP_NAMESPACE, USER_NAMESPACE, userMetric } from './monitoring/metric-payload.js';
export {
  elementCountsOf,
  failuresOf,
  type StepCounts,
  stepSnapshotsOf,
  userMetricsOf,
} from './monitoring/metric-results.js';
export type { WorkerAddresses } from './provision.js';
export type { StagedFile, WorkerBoot, WorkerCode } from './worker-code.js';
export {
  type LaunchWorker,
  launchHere,
  type PooledWorker,
  WorkerPool,
  type WorkerPoolSettings,
} from './worker-pool.js';
