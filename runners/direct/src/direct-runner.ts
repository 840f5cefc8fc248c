import { randomUUID } from 'node:crypto';
import { getHeapStatistics } from 'node:v8';
import type { EngineLimits } from '@hornbeam/engine';
import { IsBounded, type MonitoringInfo, ParDoPayload, type Pipeline, TimeDomain } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import {
  type Clock,
  type Graph,
  type Job,
  type Runner,
  type RunOptions,
  VirtualClock,
} from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { type ExpandPlan, type Plan, TYPESCRIPT_ENVIRONMENT, toPlan } from '@hornbeam/sdk/translate';
import { FnApiServer, openFleet, type WorkerFleet } from '@hornbeam/workers';
import { systemClock } from './clock.js';
import type { DurableSettings } from './durable/durable-settings.js';
import { openRun } from './durable/open-run.js';
import { LocalJob } from './local-job.js';
import { LocalSpillDisk } from './local-spill-disk.js';
import type { StagePlan } from './plan/fuse.js';
import { planRun } from './plan/index.js';
import { ShiftedClock } from './shifted-clock.js';
import { MemoryBudget } from './stores/memory-budget.js';
import type { SpillDisk } from './stores/spill-disk.js';

/** What a {@link DirectRunner} may be told; every part has a default. */
export interface DirectRunnerSettings {
  /**
   * Bytes that groupings, queues and side inputs may hold in memory; what is more goes to disk. Default: a
   * third of the heap limit.
   */
  readonly memoryBudget?: number;
  readonly limits?: Partial<EngineLimits>;
  /** How long a source of a streaming run makes outputs before they are handed on, ms. Default 100. */
  readonly bundleMillis?: number;
  /** How long a run that is stopped or drained may come no further before it fails with `E_STUCK`, ms. Default 30 s. */
  readonly drainMillis?: number;
  readonly clock?: Clock;
  /** Where groupings spill to; the temporary directory by default. */
  readonly disk?: SpillDisk;
  /** Takes transforms of other SDKs apart before the run; without it a plan may have none. */
  readonly expand?: ExpandPlan;
  /** Test mode: fail with `E_USER` when a callback changes an element, or a value of its state. Slow, no fusion. */
  readonly checkImmutability?: boolean;
  /** Test mode: pass every element through its coder between steps. Slow, and without fusion. */
  readonly encodeEveryBundle?: boolean;
  /** Keep the run, so that it survives this process: what it is given here it goes on with exactly. */
  readonly durable?: DurableSettings;
}

/** The workers of one job. */
export interface OpenWorkers {
  readonly fleet: WorkerFleet;
  /** Where they reach this process, `host:port`. */
  readonly address: string;
}

/** Where the steps of a plan run. */
export interface PlanPlace {
  /** Of the job; a random one by default. */
  readonly id?: string;
  /** The environment whose steps are in this process. */
  readonly here?: string;
  /** Opens the workers of all other environments. */
  readonly openWorkers?: (jobId: string) => Promise<OpenWorkers>;
}

/** A job that can tell its metrics in Beam's own form. */
export interface PlanJob extends Job {
  monitoringInfos(): readonly MonitoringInfo[];
}

const defaultLimits: EngineLimits = {
  maxBundles: 4,
  bundleElements: 1_000_000,
  bundleBytes: 64 * 1024 * 1024,
  queueBytes: 64 * 1024 * 1024,
};

/** Streaming runs hand results on early, and keep little in between. */
const streamingLimits: EngineLimits = {
  maxBundles: 4,
  bundleElements: 10_000,
  bundleBytes: 4 * 1024 * 1024,
  queueBytes: 16 * 1024 * 1024,
};

/** Runs pipelines in this process: the plan's stages on live values, without a server. */
export class DirectRunner implements Runner {
  readonly name = 'direct';
  private readonly settings: DirectRunnerSettings;

  /** @throws BeamError `E_BAD_ARGUMENT` for a limit that would let nothing run */
  constructor(settings: DirectRunnerSettings = {}) {
    for (const [name, limit] of Object.entries({
      memoryBudget: settings.memoryBudget,
      bundleMillis: settings.bundleMillis,
      drainMillis: settings.drainMillis,
      ...settings.limits,
    })) {
      if (limit === undefined || limit > 0) continue;
      throw new BeamError('E_BAD_ARGUMENT', `${name} must be above 0, not ${limit}.`, {
        help: 'leave it out to have the default',
      });
    }
    this.settings = settings;
  }

  async run(graph: Graph, options: RunOptions): Promise<Job> {
    const { plan, close } = await (this.settings.expand ?? asItIs)(toPlan(graph));
    try {
      const openWorkers = (id: string): Promise<OpenWorkers> => openOwnWorkers(id, plan.pipeline, options);
      const job = await this.runPlan(plan, options, { here: TYPESCRIPT_ENVIRONMENT, openWorkers });
      void job.done.catch(() => undefined).then(close);
      return job;
    } catch (thrown) {
      await close();
      throw thrown;
    }
  }

  /**
   * Runs a plan, of whatever SDK.
   * @throws BeamError `E_BAD_PLAN` `E_UNSUPPORTED` before anything runs
   */
  async runPlan(
    { pipeline, steps, coders }: Pick<Plan, 'pipeline' | 'steps' | 'coders'>,
    options: RunOptions,
    { id = randomUUID(), here, openWorkers }: PlanPlace = {},
  ): Promise<PlanJob> {
    const {
      memoryBudget,
      limits,
      clock = systemClock,
      disk,
      bundleMillis = 100,
      drainMillis = 30_000,
    } = this.settings;
    const { checkImmutability = false, encodeEveryBundle = false, durable } = this.settings;
    const isStreaming = options.streaming === true || durable !== undefined || hasUnbounded(pipeline);
    const remote = elsewhere(pipeline, here);
    const run = planRun(pipeline, coders, {
      apart: checkImmutability || encodeEveryBundle,
      streaming: options.streaming === true || durable !== undefined,
      remote,
    });
    const { stages } = run;
    if (durable !== undefined) refuseKept(stages, remote, durable);
    warnOfLateSides(stages, options);
    if (remote.size > 0 && openWorkers === undefined) {
      throw new BeamError('E_UNSUPPORTED', `Nobody starts workers for ${[...remote].join(', ')} here.`);
    }
    const workers = remote.size > 0 ? await openWorkers!(id) : undefined;
    const kept = durable && (await openRun(durable, options));
    return new LocalJob({
      kept,
      id,
      live: { steps, coders: run.coders },
      remoteIds: remote,
      stages,
      remote: workers && { ...workers, runId: id, wires: run.wires },
      options,
      isStreaming,
      bundleMillis,
      drainMillis,
      limits: { ...(isStreaming ? streamingLimits : defaultLimits), ...limits },
      clock: clockFor(stages, clock),
      disk: disk ?? new LocalSpillDisk(),
      budget: new MemoryBudget(memoryBudget ?? Math.floor(getHeapStatistics().heap_size_limit / 3)),
      checks: { checkImmutability, encodeEveryBundle },
    });
  }
}

/** @throws BeamError `E_UNSUPPORTED` for what cannot be kept, or not be taken up again */
function refuseKept({ tests }: StagePlan, remote: ReadonlySet<string>, { resume }: DurableSettings): void {
  if (remote.size > 0) {
    throw new BeamError('E_UNSUPPORTED', 'A run that is kept has all of its steps in this process.', {
      help: `run steps of other SDKs (${[...remote].join(', ')}) without a state directory, or on Flink`,
    });
  }
  if (tests.length > 0 && resume === true) {
    throw new BeamError('E_UNSUPPORTED', 'A test stream cannot be taken up again.', {
      help: 'begin anew, without --resume',
    });
  }
}

const asItIs: ExpandPlan = async (plan) => {
  const placeholder = Object.values(plan.pipeline.components?.transforms ?? {}).find(
    ({ spec }) => spec?.urn === urns.hornbeam.external,
  );
  if (placeholder === undefined) return { plan, close: async () => undefined };
  throw new BeamError(
    'E_UNSUPPORTED',
    'The pipeline has a transform of another SDK, which nobody takes apart here.',
    {
      step: placeholder.uniqueName,
      help: 'run it with beam-run, or give the runner `expand`: expandPlan of @hornbeam/expansion',
    },
  );
};

/** Workers of a pipeline of this process, for the steps that are in others. */
async function openOwnWorkers(
  jobId: string,
  { components }: Pipeline,
  { log }: RunOptions,
): Promise<OpenWorkers> {
  const server = await FnApiServer.listen();
  const fleet = openFleet(server, {
    jobId,
    environments: components?.environments ?? {},
    log: log ?? (() => undefined),
  });
  return {
    address: server.address,
    fleet: {
      workerOf: (environment) => fleet.workerOf(environment),
      async close() {
        await fleet.close();
        server.close();
      },
    },
  };
}

/** Streams of a test move the clock; steps in other processes set their timers by one of their own, which goes on. */
function clockFor({ tests, stages, components }: StagePlan, clock: Clock): Clock {
  if (tests.length === 0) return clock;
  const hasOwn = stages.some(({ head, environment }) => {
    if (environment === '' || head.kind !== 'stateful') return false;
    const { timerFamilySpecs } = ParDoPayload.decode(components.transforms[head.transform]!.spec!.payload);
    return Object.values(timerFamilySpecs).some(
      ({ timeDomain }) => timeDomain === TimeDomain.PROCESSING_TIME,
    );
  });
  return hasOwn ? new ShiftedClock(clock) : new VirtualClock(clock);
}

/** The environments of a plan whose steps run in other processes. */
function elsewhere({ components }: Pipeline, here: string | undefined): ReadonlySet<string> {
  const used = Object.values(components?.transforms ?? {}).map(({ environmentId }) => environmentId);
  return new Set(used.filter((id) => id !== '' && id !== here));
}

const hasUnbounded = ({ components }: Pipeline): boolean =>
  Object.values(components?.pcollections ?? {}).some(({ isBounded }) => isBounded === IsBounded.UNBOUNDED);

/** Says what would look like a run that hangs: a side input that is ready when its endless input has come, never. */
function warnOfLateSides({ stages, components }: StagePlan, { log }: RunOptions): void {
  for (const { transform, name, edge } of stages.flatMap(({ sides }) => sides)) {
    const collection = components.pcollections[edge.slice('side:'.length)];
    if (collection?.isBounded !== IsBounded.UNBOUNDED) continue;
    const { windowFn, trigger } = components.windowingStrategies[collection.windowingStrategyId] ?? {};
    if (windowFn?.urn !== urns.windowFns.global || (trigger !== undefined && trigger.default === undefined))
      continue;
    log?.({
      severity: 'warn',
      message:
        `the side input "${name}" is endless and in the global window: it is read when all of it has come. ` +
        "For its newest state: .windowInto(globalWindow(), { trigger: repeatedly(afterCount(1)), panes: 'discarding' })",
      step: components.transforms[transform]?.uniqueName ?? transform,
    });
  }
}
