/**
 * One run of a plan in this process. Reads like the tour: stages and stores are made, the engine says what is
 * next, the host runs it, outputs are committed, until the engine says finish.
 *
 * Owns: the run's life: RUNNING → DONE | FAILED | CANCELLED.
 * Does not own: the choice of what runs (engine), elements (stores), user code (host).
 *
 * Invariants:
 *  J1  every effect of the engine is carried out exactly once, unless the run has ended.
 *  J2  after the first failure no further bundle starts; running ones are waited for, then everything is
 *      closed, then `done` rejects.
 */
import { setMaxListeners } from 'node:events';
import {
  type BatchHandle,
  type EdgeId,
  type Effect,
  Engine,
  type EngineLimits,
  type StageId,
} from '@hornbeam/engine';
import type {
  Job,
  JobResult,
  JobSnapshot,
  JobState,
  MetricValue,
  RunOptions,
} from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { Plan } from '@hornbeam/sdk/translate';
import { MetricCells } from '@hornbeam/sdk/worker';
import type { Clock } from './clock.js';
import type { EdgeStore } from './hosts/edge-store.js';
import { InProcessHost } from './hosts/in-process.js';
import { openStores, type StoreChecks } from './hosts/open-stores.js';
import { type StagePlan, topologyOf } from './plan/fuse.js';
import { stepSnapshots } from './step-snapshots.js';
import type { MemoryBudget } from './stores/memory-budget.js';
import type { SpillDisk } from './stores/spill-disk.js';

/** How long the run keeps the thread before others get a turn, ms. */
const TURN_MILLIS = 40;
/** What a combine may hold back before the shuffle, where there is much memory. */
const MAX_COMBINE_BYTES = 32 * 1024 * 1024;
/** How many elements pass between two looks at the clock. */
const LOOK_EVERY = 512;

export interface LocalJobSettings {
  readonly id: string;
  readonly plan: Plan;
  readonly stages: StagePlan;
  readonly options: RunOptions;
  readonly limits: EngineLimits;
  readonly clock: Clock;
  readonly disk: SpillDisk;
  readonly budget: MemoryBudget;
  readonly checks: StoreChecks;
}

export class LocalJob implements Job {
  readonly id: string;
  readonly done: Promise<JobResult>;
  private currentState: JobState = 'RUNNING';
  private readonly settings: LocalJobSettings;
  private readonly engine: Engine;
  private readonly stores: Map<EdgeId, EdgeStore>;
  private readonly host: InProcessHost;
  private readonly metrics = new MetricCells();
  private readonly abort = new AbortController();
  private readonly startedAt: number;
  private endedAt: number | undefined;
  private readonly running = new Set<Promise<void>>();
  private failure: BeamError | undefined;
  private readonly onAbort = (): void => void this.cancel();
  private settle!: () => void;
  private readonly settled: Promise<void>;

  constructor(settings: LocalJobSettings) {
    const { id, plan, stages, limits, clock, budget, disk, checks, options } = settings;
    this.id = id;
    this.settings = settings;
    setMaxListeners(0, this.abort.signal); // each bundle listens, and so may callbacks
    this.startedAt = clock.monotonic();
    this.engine = new Engine(topologyOf(stages), limits);
    this.stores = openStores({ plan: stages, coders: plan.coders, budget, disk, checks });
    this.settled = new Promise((resolve) => {
      this.settle = resolve;
    });
    let looked = clock.monotonic();
    let passed = 0;
    this.host = new InProcessHost(stages, plan, this.stores, {
      metrics: this.metrics,
      log: options.log ?? (() => undefined),
      now: () => clock.now(),
      signal: this.abort.signal,
      combineBytes: Math.min(MAX_COMBINE_BYTES, budget.limit / 8),
      breathe: () => {
        if (++passed < LOOK_EVERY) return undefined;
        passed = 0;
        const now = clock.monotonic();
        if (now - looked < TURN_MILLIS) return undefined;
        looked = now;
        return clock.turn();
      },
    });
    this.done = this.run();
    // The caller may look at `state` alone; an unread rejection must not end the process.
    this.done.catch(() => undefined);
    options.signal?.addEventListener('abort', this.onAbort);
    if (options.signal?.aborted) this.onAbort();
  }

  get state(): JobState {
    return this.currentState;
  }

  async cancel(): Promise<void> {
    this.fail(new BeamError('E_CANCELLED', 'The run was cancelled.'));
    await this.done.catch(() => undefined);
  }

  snapshot(): JobSnapshot {
    const { clock, stages, disk } = this.settings;
    return {
      state: this.currentState,
      elapsedMillis: (this.endedAt ?? clock.monotonic()) - this.startedAt,
      steps: stepSnapshots(stages, this.engine, this.host, this.stores),
      metrics: this.metrics.results(),
      spilledBytes: disk.writtenBytes,
    };
  }

  private async run(): Promise<JobResult> {
    await this.settings.clock.turn();
    try {
      const roots = new Set(this.settings.stages.roots);
      this.carryOut(
        this.engine.start([...roots].map((edge) => ({ edge, batch: this.stores.get(edge)!.commit()! }))),
      );
    } catch (thrown) {
      this.fail(BeamError.from(thrown));
    }
    await this.settled;
    while (this.running.size > 0) await Promise.allSettled(this.running);
    if (this.failure !== undefined) await this.host.abandon();
    this.close();
    if (this.failure !== undefined) {
      this.end(this.failure.code === 'E_CANCELLED' ? 'CANCELLED' : 'FAILED');
      throw this.failure;
    }
    this.end('DONE');
    return this.result();
  }

  /** Lets go of everything; what goes wrong there fails the run, unless it has failed already. */
  private close(): void {
    this.settings.options.signal?.removeEventListener('abort', this.onAbort);
    try {
      for (const store of this.stores.values()) store.close();
      this.settings.disk.close();
    } catch (thrown) {
      this.fail(BeamError.from(thrown));
    }
  }

  /** Carries out what the engine wants (J1). */
  private carryOut(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (this.failure !== undefined) return;
      switch (effect.kind) {
        case 'run-bundle':
          this.track(this.runBundle(effect.stage, effect.input));
          break;
        case 'seal':
          this.track(this.seal(effect.edge));
          break;
        case 'stage-done':
          this.track(this.host.finishStage(effect.stage));
          break;
        case 'release':
          this.stores.get(effect.edge)!.close();
          break;
        case 'finish':
          this.track(Promise.resolve(), () => this.settle());
          break;
      }
    }
  }

  private async runBundle(stage: StageId, input: readonly BatchHandle[]): Promise<void> {
    const outputs: { edge: EdgeId; batch: BatchHandle }[] = [];
    try {
      await this.host.runBundle(stage, input);
      for (const edge of this.sinksOf(stage)) {
        const batch = this.stores.get(edge)!.commit();
        if (batch !== undefined) outputs.push({ edge, batch });
      }
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_INTERNAL', this.host.placeOf(stage));
    }
    this.carryOut(this.engine.bundleFinished(stage, outputs));
  }

  private async seal(edge: EdgeId): Promise<void> {
    const batches = this.stores.get(edge)!.seal();
    this.carryOut(this.engine.edgeSealed(edge, batches));
  }

  private sinksOf(stage: StageId): Set<EdgeId> {
    const planned = this.settings.stages.stages.find((candidate) => candidate.id === stage)!;
    return new Set(planned.sinks.flatMap((sink) => sink.edges));
  }

  /** Waits for work in the background; its failure is the run's. */
  private track(work: Promise<void>, then?: () => void): void {
    const tracked: Promise<void> = work
      .then(then, (thrown: unknown) => this.fail(BeamError.from(thrown)))
      .finally(() => this.running.delete(tracked));
    this.running.add(tracked);
  }

  private fail(error: BeamError): void {
    if (this.currentState !== 'RUNNING' || this.failure !== undefined) return;
    this.failure = error;
    this.abort.abort(error);
    this.settle();
  }

  private end(state: JobState): void {
    this.currentState = state;
    this.endedAt = this.settings.clock.monotonic();
  }

  private result(): JobResult {
    const snapshot = this.snapshot();
    return {
      ...snapshot,
      jobName: this.settings.options.jobName,
      metric: (name) =>
        summed(snapshot.metrics.filter((metric) => metric.name === name).map(({ value }) => value)),
    };
  }
}

/** The same metric of several steps as one. */
function summed(values: readonly MetricValue[]): MetricValue | undefined {
  const [first, ...rest] = values;
  if (first === undefined) return undefined;
  return rest.reduce((sum, value): MetricValue => {
    if (sum.kind === 'counter' && value.kind === 'counter')
      return { kind: 'counter', value: sum.value + value.value };
    if (sum.kind === 'distribution' && value.kind === 'distribution') {
      return {
        kind: 'distribution',
        count: sum.count + value.count,
        sum: sum.sum + value.sum,
        min: Math.min(sum.min, value.min),
        max: Math.max(sum.max, value.max),
      };
    }
    if (sum.kind === 'gauge' && value.kind === 'gauge') return value.at > sum.at ? value : sum;
    if (sum.kind === 'stringSet' && value.kind === 'stringSet') {
      return { kind: 'stringSet', values: [...new Set([...sum.values, ...value.values])].sort() };
    }
    return sum;
  }, first);
}
