import { randomUUID } from 'node:crypto';
import { getHeapStatistics } from 'node:v8';
import type { EngineLimits } from '@hornbeam/engine';
import type { Graph, Job, Runner, RunOptions } from '@hornbeam/sdk/construction';
import { toPlan } from '@hornbeam/sdk/translate';
import { type Clock, systemClock } from './clock.js';
import { LocalJob } from './local-job.js';
import { LocalSpillDisk } from './local-spill-disk.js';
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
  readonly clock?: Clock;
  /** Where groupings spill to; the temporary directory by default. */
  readonly disk?: SpillDisk;
}

const defaultLimits: EngineLimits = {
  maxBundles: 4,
  bundleElements: 1_000_000,
  bundleBytes: 64 * 1024 * 1024,
  queueBytes: 64 * 1024 * 1024,
};

/** Runs pipelines in this process: the plan's stages on live values, without a server. */
export class DirectRunner implements Runner {
  readonly name = 'direct';
  private readonly settings: DirectRunnerSettings;

  constructor(settings: DirectRunnerSettings = {}) {
    this.settings = settings;
  }

  async run(graph: Graph, options: RunOptions): Promise<Job> {
    const { memoryBudget, limits, clock, disk } = this.settings;
    const plan = toPlan(graph);
    return new LocalJob({
      id: randomUUID(),
      plan,
      stages: planStages(plan.pipeline),
      options,
      limits: { ...defaultLimits, ...limits },
      clock: clock ?? systemClock,
      disk: disk ?? new LocalSpillDisk(),
      budget: new MemoryBudget(memoryBudget ?? Math.floor(getHeapStatistics().heap_size_limit / 3)),
    });
  }
}
