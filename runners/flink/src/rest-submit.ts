import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  flinkProfile,
  openLoopback,
  optionsStruct,
  PortableJob,
  type PortableRunnerSettings,
  portablePlan,
  warnOfSinks,
} from '@hornbeam/jobs';
import type { Pipeline, Struct } from '@hornbeam/proto';
import type { Job, RunOptions } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { ExpandedPlan, Plan } from '@hornbeam/sdk/translate';
import { EndWatch } from './end-watch.js';
import { FailureWatch } from './failure-watch.js';
import { flinkEndings } from './flink-endings.js';
import { flinkFailure } from './flink-failure.js';
import { type FlinkJobSettings, flinkOptions, type RunShape, takesCheckpoints } from './flink-options.js';
import type { FlinkClient } from './rest-client.js';
import { RestConnection } from './rest-connection.js';
import { UBER_JAR_ENTRY, writeUberJar } from './uber-jar.js';

/** What is submitted, and where. */
export interface RestSubmitSettings {
  readonly job: FlinkJobSettings;
  readonly client: FlinkClient;
  /** Beam's runner; it must be one jar. */
  readonly jars: readonly string[];
  readonly plan: Plan;
  readonly options: RunOptions;
  readonly shape: RunShape;
  readonly openEnvironment?: PortableRunnerSettings['openEnvironment'] | undefined;
  readonly expand?: PortableRunnerSettings['expand'] | undefined;
}

/**
 * Begins a job without a job server: one jar with Beam's runner and the plan is sent to the cluster, which runs its
 * main method. The jar is removed from the cluster when the job has ended.
 * @throws BeamError `E_USAGE` when Beam's runner is not one jar, `E_SERVICE` when the cluster refuses
 */
export async function submitByRest(settings: RestSubmitSettings): Promise<Job> {
  const { job, client, jars, plan, options, shape, openEnvironment, expand } = settings;
  const [runnerJar, ...others] = jars;
  if (runnerJar === undefined || others.length > 0) {
    throw new BeamError('E_USAGE', `A job for REST is one jar; Beam's runner was given as ${jars.length}.`, {
      help: 'give --beam-jars a single jar with all that the runner depends on, or leave it out',
    });
  }
  const { log, signal, jobName } = options;
  const environment = await (openEnvironment?.(plan, options) ?? openLoopback(plan, { ...(log && { log }) }));
  let jarId: string | undefined;
  let expanded: ExpandedPlan | undefined;
  const close = async (): Promise<void> => {
    // The job has ended: that its jar stays behind is no failure of it.
    if (jarId !== undefined) await client.deleteJar(jarId).catch(() => undefined);
    await environment.close();
    await expanded?.close();
  };
  try {
    expanded = await expand?.(plan);
    const pipeline = portablePlan(expanded?.plan ?? plan, {
      profile: flinkProfile,
      environment: environment.environment,
      streaming: shape.streaming,
      stableSinks: shape.stableSteps !== undefined,
    });
    if (shape.stableSteps === undefined) warnOfSinks(plan, flinkProfile.name, options);
    const struct = optionsStruct({ job_name: jobName, ...flinkOptions(job, shape) });
    jarId = await sendJar(client, runnerJar, pipeline, struct);
    signal?.throwIfAborted();
    const { parallelism, savepointPath, allowNonRestoredState } = job;
    const jobId = await client.runJar(jarId, {
      entryClass: UBER_JAR_ENTRY,
      ...{ parallelism, savepointPath, allowNonRestoredState },
    });
    const find = async (): Promise<string> => jobId;
    const watch = new FailureWatch(client, find, options);
    const savepoint = takesCheckpoints(job, shape);
    const { stableSteps } = shape;
    const endWatch = shape.endless ? new EndWatch({ client, find, log, savepoint, stableSteps }) : undefined;
    const end = async (): Promise<void> => {
      watch.close();
      endWatch?.close();
      await close();
    };
    return new PortableJob({
      ...{ client: new RestConnection(client), jobId, jobName, log, signal, close: end },
      lost: watch.hopeless,
      isComplete: () => endWatch?.isComplete === true,
      transforms: pipeline.components!.transforms,
      failure: () => environment.failure,
      explain: flinkFailure,
      ...flinkEndings(client, find, options),
    });
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

async function sendJar(
  client: FlinkClient,
  runnerJar: string,
  pipeline: Pipeline,
  options: Struct,
): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'hornbeam-jar-'));
  try {
    const file = join(dir, 'pipeline.jar');
    await writeUberJar({ file, runnerJar, pipeline, options });
    return await client.uploadJar(file);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
