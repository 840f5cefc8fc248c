import type { Environment, Pipeline, PTransform } from '@hornbeam/proto';
import type { Graph, Job, Runner, RunOptions } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { type ExpandedPlan, type ExpandPlan, type Plan, toPlan } from '@hornbeam/sdk/translate';
import { openLoopback } from './environments/loopback.js';
import type { WorkerEnvironment } from './environments/worker-environment.js';
import { JobClient } from './job-client.js';
import { Patience } from './patience.js';
import { optionsStruct, type PipelineOptions } from './pipeline-options.js';
import { isEndless, portablePlan } from './plan/portable-plan.js';
import { plainProfile } from './plan/profiles.js';
import type { RunnerProfile } from './plan/runner-profile.js';
import { PortableJob } from './portable-job.js';
import type { ServiceAccess } from './service-access.js';
import { type ServiceLimits, usualLimits } from './service-limits.js';
import { warnOfSinks } from './sink-warning.js';
import { stageArtifacts } from './staging.js';

/** What a {@link PortableRunner} is told. */
export interface PortableRunnerSettings {
  /** Of the job service, `host:port`. */
  readonly endpoint: string;
  /** Where the service asks for a token, or for encrypted calls. */
  readonly access?: ServiceAccess;
  readonly profile?: RunnerProfile;
  /** Sent with the job, by name in snake case. */
  readonly options?: PipelineOptions;
  /** Opens what the user's code runs in; this process unless given. */
  readonly openEnvironment?: (plan: Plan, options: RunOptions) => Promise<WorkerEnvironment>;
  /** The runner hands sinks only what a checkpoint holds; without it they may write rows again after a failure. */
  readonly stableSinks?: boolean;
  /** Told of the plan that is about to be sent. */
  readonly prepared?: (pipeline: Pipeline, environment: Environment) => void;
  /** Ends what was started for the job, when the job has ended. */
  readonly close?: () => Promise<void>;
  /** Rejects when a server that was started for the job has died. */
  readonly lost?: Promise<never>;
  /** Whether all work of a job is done, so that it does not matter how its service calls its end. */
  readonly isComplete?: () => boolean;
  /** Stops a job in the runner's own way. */
  readonly stop?: (jobId: string) => Promise<void>;
  /** Drains a job in the runner's own way. */
  readonly drain?: (jobId: string) => Promise<void>;
  /** Takes transforms of other SDKs apart before the run. */
  readonly expand?: ExpandPlan;
  /** How long the service may take, where it is not as usual. */
  readonly limits?: Partial<ServiceLimits>;
  /** What the messages of a failed job mean, where the runner knows better than their root cause. */
  readonly explain?: (messages: readonly string[]) => BeamError | undefined;
}

/** Runs pipelines on any runner of Beam's that has a job service. */
export class PortableRunner implements Runner {
  readonly name: string;
  private readonly settings: PortableRunnerSettings;

  constructor(settings: PortableRunnerSettings) {
    this.settings = settings;
    this.name = settings.profile?.name ?? 'portable';
  }

  /** @throws BeamError `E_UNSUPPORTED` for what the runner cannot do, `E_SERVICE` when it does not answer */
  async run(graph: Graph, options: RunOptions): Promise<Job> {
    const {
      endpoint,
      profile = plainProfile,
      openEnvironment,
      close,
      lost,
      stop,
      drain,
      explain,
      isComplete,
    } = this.settings;
    const limits: ServiceLimits = { ...usualLimits, ...this.settings.limits };
    let plan: Plan;
    let expanded: ExpandedPlan | undefined;
    let environment: WorkerEnvironment;
    try {
      const written = toPlan(graph);
      expanded = await this.settings.expand?.(written);
      plan = expanded?.plan ?? written;
      if (options.signal?.aborted) throw BeamError.from(options.signal.reason, 'E_CANCELLED');
      // Workers of this SDK build the plan anew, and know nothing of what services made of it.
      environment = await (openEnvironment?.(written, options) ??
        openLoopback(written, { ...(options.log && { log: options.log }) }));
    } catch (thrown) {
      await expanded?.close();
      await close?.();
      throw thrown;
    }
    const client = new JobClient(endpoint, limits, this.settings.access);
    const end = async (): Promise<void> => {
      client.close();
      await environment.close();
      await expanded?.close();
      await close?.();
    };
    let patience: Patience | undefined;
    try {
      patience = new Patience(endpoint, limits, options.signal);
      const pipeline = portablePlan(plan, {
        profile,
        environment: environment.environment,
        streaming: options.streaming === true,
        stableSinks: this.settings.stableSinks === true,
      });
      this.settings.prepared?.(pipeline, environment.environment);
      if (this.settings.stableSinks !== true) warnOfSinks(plan, profile.name, options);
      await client.connect(patience.signal);
      patience.heard();
      const { preparationId, artifactStagingEndpoint, stagingSessionToken } = await client.prepare(
        options.jobName,
        pipeline,
        optionsStruct({
          job_name: options.jobName,
          streaming: options.streaming === true || isEndless(plan.pipeline),
          ...this.settings.options,
        }),
        patience.signal,
      );
      patience.heard();
      const token =
        environment.environment.dependencies.length === 0
          ? ''
          : await stageArtifacts(
              artifactStagingEndpoint?.url || endpoint,
              stagingSessionToken,
              patience,
              this.settings.access,
            );
      patience.heard();
      const jobId = await client.run(preparationId, token, patience.late);
      return new PortableJob({
        client,
        jobId,
        jobName: options.jobName,
        transforms: stepsOf(plan),
        log: options.log,
        signal: options.signal,
        failure: () => environment.failure,
        close: end,
        limits,
        ...{ stop, drain, explain, isComplete },
        ...(lost && { lost }),
      });
    } catch (thrown) {
      await end();
      throw thrown;
    } finally {
      patience?.end();
    }
  }
}

/** The transforms of the plan that are the user's own steps. */
function stepsOf({ pipeline, steps }: Plan): Record<string, PTransform> {
  const { transforms } = pipeline.components!;
  return Object.fromEntries([...steps.keys()].map((name) => [name, transforms[name]!]));
}
