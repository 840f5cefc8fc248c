import type { MonitoringInfo, Pipeline, Struct } from '@hornbeam/proto';
import type { Job, LogRecord } from '@hornbeam/sdk/construction';
import type { ArtifactSource } from '@hornbeam/workers';
import type { JobOptions } from './job-options.js';

/** A job as it was handed in, with its files. */
export interface PreparedJob {
  readonly id: string;
  readonly name: string;
  readonly pipeline: Pipeline;
  /** As the client gave them. */
  readonly options: Struct;
  /** What of them a runner heeds. */
  readonly settings: JobOptions;
  readonly artifacts: ArtifactSource;
  /** Aborted when the job is cancelled before it runs. */
  readonly signal: AbortSignal;
  log(record: LogRecord): void;
}

/** A job that can tell its metrics in Beam's own form. */
export interface BackendJob extends Job {
  monitoringInfos(): readonly MonitoringInfo[];
}

/** What runs the jobs of a service. */
export interface JobBackend {
  /** @throws BeamError when the plan cannot be run */
  run(job: PreparedJob): Promise<BackendJob>;
}
