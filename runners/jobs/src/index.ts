// Submits plans to job services of Beam runners.

export {
  type EnvironmentSettings,
  environmentOpener,
  environmentTypes,
  type OpenEnvironment,
} from './environments/environment-opener.js';
export { openLoopback } from './environments/loopback.js';
export type { WorkerEnvironment } from './environments/worker-environment.js';
export {
  decodeWorkerSpec,
  encodeWorkerSpec,
  SPEC_FILE,
  SPEC_PARAMETER,
  SPEC_VARIABLE,
  type WorkerSpec,
  workerSpec,
} from './environments/worker-spec.js';
export { JobClient } from './job-client.js';
export type { JobOperations, JobPart, JobRow, JobStatus } from './job-operations.js';
export { type OptionValue, optionsStruct, type PipelineOptions } from './pipeline-options.js';
export { firesPanes } from './plan/fires-panes.js';
export { refusal } from './plan/plan-place.js';
export {
  isEndless,
  type PortablePlanSettings,
  playsTestStream,
  portablePlan,
  readerOfSideInputs,
} from './plan/portable-plan.js';
export { flinkProfile, hornbeamProfile, plainProfile, prismProfile } from './plan/profiles.js';
export type { RunnerProfile } from './plan/runner-profile.js';
export { onceOnlySinks, writingStep } from './plan/stable-sinks.js';
export { type JobConnection, PortableJob, type PortableJobSettings } from './portable-job.js';
export { PortableRunner, type PortableRunnerSettings } from './portable-runner.js';
export { rootCauseOf } from './root-cause.js';
export type { ClientTls, ServiceAccess } from './service-access.js';
export type { ServiceLimits } from './service-limits.js';
export { ServiceOperations } from './service-operations.js';
export { warnOfSinks } from './sink-warning.js';
