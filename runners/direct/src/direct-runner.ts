import { randomUUID } from 'node:crypto';
import { getHeapStatistics } from 'node:v8';
import type { EngineLimits } from '@hornbeam/engine';
import { IsBounded, type Pipeline } from '@hornbeam/proto';
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
import { toPlan } from '@hornbeam/sdk/translate';
import { systemClock } from './clock.js';
import { LocalJob } from './local-job.js';
import { LocalSpillDisk } from './local-spill-disk.js';
import type { StagePlan } from './plan/fuse.js';
import { planStages } from './plan/index.js';
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
  /** Test mode: fail with `E_USER` when a callback changes an element, or a value of its state. Slow, no fusion. */
  readonly checkImmutability?: boolean;
  /** Test mode: pass every element through its coder between steps. Slow, and without fusion. */
  readonly encodeEveryBundle?: boolean;
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
    const {
      memoryBudget,
      limits,
      clock = systemClock,
      disk,
      bundleMillis = 100,
      drainMillis = 30_000,
    } = this.settings;
    const { checkImmutability = false, encodeEveryBundle = false } = this.settings;
    const plan = toPlan(graph);
    const isStreaming = options.streaming === true || hasUnbounded(plan.pipeline);
    const stages = planStages(plan.pipeline, {
      apart: checkImmutability || encodeEveryBundle,
      streaming: options.streaming === true,
    });
    warnOfLateSides(stages, options);
    return new LocalJob({
      id: randomUUID(),
      plan,
      stages,
      options,
      isStreaming,
      bundleMillis,
      drainMillis,
      limits: { ...(isStreaming ? streamingLimits : defaultLimits), ...limits },
      clock: stages.tests.length > 0 ? new VirtualClock(clock) : clock,
      disk: disk ?? new LocalSpillDisk(),
      budget: new MemoryBudget(memoryBudget ?? Math.floor(getHeapStatistics().heap_size_limit / 3)),
      checks: { checkImmutability, encodeEveryBundle },
    });
  }
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
