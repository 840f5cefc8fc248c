/** Runs plans on Apache Flink. */

export { embeddedConfig } from './embedded-config.js';
export { isEmbedded, restUrlOf } from './flink-address.js';
export {
  type FlinkCheckpoints,
  type FlinkJobDetails,
  type FlinkJobState,
  type FlinkJobSummary,
  type FlinkOverview,
  type FlinkVertex,
  finalFlinkStates,
} from './flink-answers.js';
export { type FlinkJobSettings, flinkOptions, USUAL_CHECKPOINT_INTERVAL } from './flink-options.js';
export { FlinkRunner, type FlinkRunnerSettings, refuseForFlink } from './flink-runner.js';
export { JobServer, type JobServerSettings } from './job-server.js';
export {
  type LocalServices,
  type LocalServicesSettings,
  localServicesDir,
  localServicesStatus,
  startLocalServices,
  stopLocalServices,
} from './local-services.js';
export { FlinkOperations } from './operations.js';
export { FlinkClient } from './rest-client.js';
