import { DirectRunner, type DirectRunnerSettings, planStages } from '@hornbeam/direct';
import type { BackendJob, JobBackend, JobOptions, PreparedJob } from '@hornbeam/job-service';
import type { Pipeline } from '@hornbeam/proto';
import type { LogRecord } from '@hornbeam/sdk/construction';
import { type FnApiServer, openFleet } from '@hornbeam/workers';

/** What a {@link directBackend} is made of. */
export interface DirectBackendSettings {
  /** Where workers come to. */
  readonly server: FnApiServer;
  /** Told what workers log; their own SDK shows it to whoever submitted the job, or has it in its container's log. */
  readonly workerLog: (job: string, record: LogRecord) => void;
}

/** Runs the jobs of a service in this process; all steps of their SDKs in workers, by environment. */
export function directBackend({ server, workerLog }: DirectBackendSettings): JobBackend {
  return {
    run: async (job: PreparedJob): Promise<BackendJob> => {
      const { id, name, pipeline, options, settings, artifacts, signal } = job;
      const runner = new DirectRunner(runnerSettings(settings));
      return runner.runPlan(
        { pipeline, steps: new Map(), coders: new Map() },
        {
          ...{ jobName: name, signal, log: (record: LogRecord) => job.log(record) },
          ...(settings.streaming !== undefined && { streaming: settings.streaming }),
        },
        {
          id,
          openWorkers: async () => ({
            fleet: openFleet(server, {
              ...{ jobId: id, pipelineOptions: options, artifacts },
              environments: pipeline.components?.environments ?? {},
              log: (record) => workerLog(name, record),
            }),
            address: server.address,
          }),
        },
      );
    },
  };
}

/** Plans the stages of a job, as it will be run. @throws BeamError `E_BAD_PLAN` `E_UNSUPPORTED` */
export function checkPlan(pipeline: Pipeline, { streaming = false }: JobOptions): void {
  const { environments = {} } = pipeline.components ?? {};
  planStages(pipeline, { streaming, remote: new Set(Object.keys(environments)) });
}

function runnerSettings({
  parallelism,
  maxBundleSize,
  maxBundleTimeMills,
  memoryBudget,
  drainMillis,
}: JobOptions): DirectRunnerSettings {
  const limits: DirectRunnerSettings['limits'] = {
    ...(parallelism !== undefined && { maxBundles: parallelism }),
    ...(maxBundleSize !== undefined && { bundleElements: maxBundleSize }),
  };
  return {
    limits,
    ...(maxBundleTimeMills !== undefined && { bundleMillis: maxBundleTimeMills }),
    ...(memoryBudget !== undefined && { memoryBudget }),
    ...(drainMillis !== undefined && { drainMillis }),
  };
}
