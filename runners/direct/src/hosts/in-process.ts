/**
 * Runs bundles in this thread, on live values: nothing is encoded between steps.
 *
 * Owns: the bundle processor of each stage, its head, and its writers into the edges behind it.
 * Does not own: what runs when (engine), where elements are kept (edge stores).
 */
import type { Agenda, BatchHandle, BundleTimes, EdgeId, StageId } from '@hornbeam/engine';
import type { Progress } from '@hornbeam/sdk/construction';
import { BeamError, type ErrorPlace } from '@hornbeam/sdk/model';
import type { LiveParts } from '@hornbeam/sdk/translate';
import { BundleProcessor, type StepStats, type WorkerServices } from '@hornbeam/sdk/worker';
import { descriptorOf, sinkPort } from '../plan/descriptor.js';
import type { PlannedStage, StagePlan } from '../plan/fuse.js';
import { placeOf } from '../plan/place.js';
import type { EdgeStore, SideStore } from './edge-store.js';
import type { OpenHead } from './heads/open-head.js';
import type { StageHead } from './heads/stage-head.js';
import type { StageParts } from './heads/stage-parts.js';
import type { BundleSight, FinishedBundle, Host } from './host.js';
import type { HostServices } from './host-services.js';
import { StageWriters } from './stage-writers.js';

/** A stage at work. */
interface StageAtWork {
  readonly planned: PlannedStage;
  readonly processor: BundleProcessor;
  readonly head: StageHead;
  readonly writers: StageWriters;
  /** When its bundle began, on the steady clock. */
  startedAt: number;
}

/** See the head of this file. */
export class InProcessHost implements Host {
  private readonly stages: ReadonlyMap<StageId, PlannedStage>;
  private readonly atWork = new Map<StageId, StageAtWork>();
  private readonly plan: StagePlan;
  private readonly live: LiveParts;
  private readonly stores: ReadonlyMap<EdgeId, EdgeStore>;
  private readonly services: HostServices;
  private readonly openHead: OpenHead;
  private isDraining = false;

  constructor(
    plan: StagePlan,
    live: LiveParts,
    stores: ReadonlyMap<EdgeId, EdgeStore>,
    services: HostServices,
    openHead: OpenHead,
  ) {
    this.plan = plan;
    this.live = live;
    this.stores = stores;
    this.services = services;
    this.openHead = openHead;
    this.stages = new Map(plan.stages.map((stage) => [stage.id, stage]));
  }

  /** Opens every stage, as a run does that is kept. Returns what they wait for. */
  openAll(): ReadonlyMap<StageId, Agenda> {
    const agendas = new Map<StageId, Agenda>();
    for (const id of this.stages.keys()) {
      const agenda = this.stageAtWork(id).head.agenda?.();
      if (agenda !== undefined) agendas.set(id, agenda);
    }
    return agendas;
  }

  async runBundle(
    stageId: StageId,
    input: readonly BatchHandle[],
    times: BundleTimes,
  ): Promise<FinishedBundle> {
    const stage = this.stageAtWork(stageId);
    const { planned, processor, head, writers } = stage;
    stage.startedAt = this.services.monotonic();
    const outcome = await processor.process(await head.work(input, times));
    this.stores.get(planned.source)!.finished(input);
    for (const { edge } of planned.sides) this.stores.get(edge)!.finished([]);
    const report = head.finished(outcome, times, this.services.now());
    return { result: { ...report, outputs: writers.commit() }, afterCommit: outcome.afterCommit };
  }

  split(stageId: StageId): void {
    this.atWork.get(stageId)?.processor.split(0);
  }

  drain(): void {
    this.isDraining = true;
    for (const { head, processor } of this.atWork.values()) {
      head.drain?.();
      processor.split(0);
    }
  }

  progressOf(stageId: StageId): Progress | undefined {
    return this.atWork.get(stageId)?.processor.progress();
  }

  bundleOf(stageId: StageId): BundleSight | undefined {
    const stage = this.atWork.get(stageId);
    if (stage === undefined) return undefined;
    const { planned, processor, startedAt } = stage;
    const { firings, lastFiring } = processor;
    const handed = this.statsOf(stageId, planned.transforms[0]!)?.elementsIn ?? 0;
    const { open, ended } = processor.callbacks();
    const taken = handed + ended + (processor.progress()?.completed ?? 0);
    return { startedAt, taken, firings, lastFiring, open };
  }

  firedBy(stageId: StageId): number {
    return this.atWork.get(stageId)?.head.fired ?? 0;
  }

  placeOf(stageId: StageId): ErrorPlace {
    const { transforms } = this.stages.get(stageId)!;
    return transforms.length === 1 ? placeOf(this.plan.components.transforms[transforms[0]!]!) : {};
  }

  async finishStage(stageId: StageId): Promise<void> {
    await this.atWork.get(stageId)?.processor.teardown();
  }

  async abandon(): Promise<void> {
    await Promise.allSettled([...this.atWork.values()].map(({ processor }) => processor.teardown()));
  }

  async endAll(): Promise<void> {
    for (const { processor } of this.atWork.values()) await processor.teardown();
  }

  statsOf(stageId: StageId, transform: string): StepStats | undefined {
    return this.atWork.get(stageId)?.processor.stats.get(transform);
  }

  private stageAtWork(id: StageId): StageAtWork {
    let stage = this.atWork.get(id);
    if (stage === undefined) {
      stage = this.begin(this.stages.get(id)!);
      this.atWork.set(id, stage);
      if (this.isDraining) stage.head.drain?.();
    }
    return stage;
  }

  private begin(planned: PlannedStage): StageAtWork {
    const writers = new StageWriters(this.stores);
    const descriptor = descriptorOf(planned, this.plan);
    const parts = this.openHead(planned, writers);
    const stage: { startedAt: number } & Partial<StageAtWork> = { startedAt: 0 };
    const processor = new BundleProcessor(
      descriptor,
      this.live,
      this.servicesOf(planned, parts, writers, () => stage.startedAt),
    );
    return Object.assign(stage, { planned, processor, head: parts.head, writers });
  }

  private servicesOf(
    stage: PlannedStage,
    { state, timers }: StageParts,
    writers: StageWriters,
    startedAt: () => number,
  ): WorkerServices {
    const { isBundleFull, monotonic: _, ...shared } = this.services;
    const sideOf = (transform: string, name: string): SideStore => {
      const side = stage.sides.find(
        (candidate) => candidate.transform === transform && candidate.name === name,
      );
      if (side === undefined) throw new BeamError('E_INTERNAL', `The stage has no side input "${name}".`);
      return this.stores.get(side.edge) as SideStore;
    };
    return {
      ...shared,
      isBundleFull: () => isBundleFull(startedAt(), writers.size()),
      state: (transform) => state ?? notThere('state', transform),
      timers: (transform) => timers ?? notThere('timers', transform),
      sideInput: (transform, name, window) => sideOf(transform, name).elements(window),
      sideInputVersion: (transform, name) => sideOf(transform, name).version,
      sink: (port, cursor) => {
        const { edges } = stage.sinks.find(({ collection }) => sinkPort(collection) === port)!;
        return writers.receiverOf(edges, cursor);
      },
    };
  }
}

function notThere(what: string, transform: string): never {
  throw new BeamError('E_INTERNAL', `The stage of "${transform}" has no ${what}.`);
}
