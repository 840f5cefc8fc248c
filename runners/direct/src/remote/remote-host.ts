/**
 * Runs the bundles of stages whose steps are in other processes, over the Fn API.
 *
 * Owns: the stages that have begun, and what their workers have told of metrics.
 * Does not own: the workers (the job's fleet), what runs when (engine), where elements are kept (edge stores).
 */
import type { BatchHandle, BundleTimes, EdgeId, StageId } from '@hornbeam/engine';
import type { MonitoringInfo } from '@hornbeam/proto';
import type { Progress } from '@hornbeam/sdk/construction';
import { elementCountsOf } from '@hornbeam/sdk/fn-api';
import type { ErrorPlace, Window, WindowMerge } from '@hornbeam/sdk/model';
import { mainInputs } from '@hornbeam/sdk/translate';
import type { StepStats } from '@hornbeam/sdk/worker';
import type { RemoteWorker, WorkerFleet } from '@hornbeam/workers';
import type { EdgeStore } from '../hosts/edge-store.js';
import type { OpenHead } from '../hosts/heads/open-head.js';
import type { BundleSight, FinishedBundle, Host } from '../hosts/host.js';
import type { HostServices } from '../hosts/host-services.js';
import type { PlannedStage, StagePlan } from '../plan/fuse.js';
import type { PlanFacts } from '../plan/plan-facts.js';
import { MonitoringSums } from './monitoring-sums.js';
import { openRemoteStage, type RemoteStageParts } from './open-remote-stage.js';
import { remoteDescriptor } from './remote-descriptor.js';
import { RemoteStage } from './remote-stage.js';
import { WindowMerges } from './window-merges.js';

/** What a run needs for stages in other processes. */
export interface RemoteParts {
  readonly fleet: WorkerFleet;
  /** Where workers reach this runner, `host:port`. */
  readonly address: string;
  /** Tells the stages of this run from those of others at the same worker. */
  readonly runId: string;
  /** The coder that workers are told instead of one of the plan, by its id. */
  readonly wires: ReadonlyMap<string, string>;
}

/** What a {@link RemoteHost} is made from. */
export interface RemoteHostSettings extends RemoteParts {
  readonly plan: StagePlan;
  readonly facts: PlanFacts;
  readonly stores: ReadonlyMap<EdgeId, EdgeStore>;
  readonly services: HostServices;
  readonly openHead: OpenHead;
}

/** A stage at work. */
interface StageAtWork {
  readonly parts: RemoteStageParts;
  readonly stage: RemoteStage;
}

/** See the head of this file. */
export class RemoteHost implements Host {
  private readonly settings: RemoteHostSettings;
  private readonly stages: ReadonlyMap<StageId, PlannedStage>;
  private readonly atWork = new Map<StageId, StageAtWork>();
  private readonly metrics = new MonitoringSums();
  /** The descriptors that each worker knows. */
  private readonly described = new WeakMap<RemoteWorker, Set<string>>();
  private readonly merges = new Map<string, WindowMerges>();
  private isDraining = false;
  private counts: ReadonlyMap<string, number> | undefined;

  constructor(settings: RemoteHostSettings) {
    this.settings = settings;
    this.stages = new Map(settings.plan.stages.map((stage) => [stage.id, stage]));
  }

  /** All metrics that workers have told so far. */
  monitoringInfos(): MonitoringInfo[] {
    return this.metrics.all();
  }

  /** See {@link AskForMerges}. */
  async askForMerges(
    strategy: string,
    windows: readonly (readonly Window[])[],
  ): Promise<readonly (readonly WindowMerge[])[]> {
    let merges = this.merges.get(strategy);
    if (merges === undefined) {
      const { plan, wires, address, runId, facts, fleet } = this.settings;
      merges = new WindowMerges({
        id: `${runId}/merge/${strategy}`,
        strategy,
        plan,
        wires,
        address,
        coder: facts.windowCoder(strategy),
        worker: (environment) => fleet.workerOf(environment),
      });
      this.merges.set(strategy, merges);
    }
    return merges.ask(windows);
  }

  async runBundle(id: StageId, input: readonly BatchHandle[], times: BundleTimes): Promise<FinishedBundle> {
    const finished = await this.stageAtWork(id).stage.run(input, times);
    this.counts = undefined;
    return finished;
  }

  split(id: StageId): void {
    this.atWork.get(id)?.stage.split();
  }

  drain(): void {
    this.isDraining = true;
    for (const { parts, stage } of this.atWork.values()) {
      parts.head.drain?.();
      stage.split();
    }
  }

  progressOf(): Progress | undefined {
    return undefined;
  }

  bundleOf(id: StageId): BundleSight | undefined {
    const found = this.atWork.get(id);
    if (found?.stage.startedAt === undefined) return undefined;
    const { startedAt, taken, firings } = found.stage;
    return { startedAt, taken, firings, lastFiring: undefined, open: [] };
  }

  firedBy(id: StageId): number {
    return this.atWork.get(id)?.parts.head.fired ?? 0;
  }

  placeOf(id: StageId): ErrorPlace {
    return this.atWork.get(id)?.parts.place ?? {};
  }

  statsOf(id: StageId, transform: string): StepStats | undefined {
    if (!this.atWork.has(id)) return undefined;
    this.counts ??= elementCountsOf(this.metrics.all());
    const { counts } = this;
    const proto = this.settings.plan.components.transforms[transform]!;
    const sum = (collections: readonly string[]): number =>
      collections.reduce((total, collection) => total + (counts.get(collection) ?? 0), 0);
    return {
      elementsIn: sum(mainInputs(proto)),
      elementsOut: sum(Object.values(proto.outputs)),
      failures: 0,
    };
  }

  async finishStage(): Promise<void> {
    // Workers end their steps when they are ended.
  }

  abandon(): Promise<void> {
    return this.settings.fleet.close();
  }

  endAll(): Promise<void> {
    return this.settings.fleet.close();
  }

  private stageAtWork(id: StageId): StageAtWork {
    let found = this.atWork.get(id);
    if (found === undefined) {
      found = this.open(this.stages.get(id)!);
      this.atWork.set(id, found);
      if (this.isDraining) found.parts.head.drain?.();
    }
    return found;
  }

  private open(planned: PlannedStage): StageAtWork {
    const { plan, facts, wires, address, runId, fleet, stores, services, openHead } = this.settings;
    const descriptor = remoteDescriptor({
      id: `${runId}/${planned.id}`,
      stage: planned,
      plan,
      wires,
      address,
    });
    const worker = async (): Promise<RemoteWorker> => {
      const found = await fleet.workerOf(planned.environment);
      let known = this.described.get(found);
      if (known === undefined) {
        known = new Set();
        this.described.set(found, known);
      }
      if (!known.has(descriptor.id)) {
        known.add(descriptor.id);
        found.describe(descriptor);
      }
      return found;
    };
    const { metrics } = this;
    const settings = {
      planned,
      plan,
      facts,
      descriptor,
      stores,
      services,
      openHead,
      worker,
      metrics,
      wires,
      address,
    };
    const parts = openRemoteStage(settings);
    return { parts, stage: new RemoteStage(parts) };
  }
}
