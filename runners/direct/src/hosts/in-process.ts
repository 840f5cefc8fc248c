/**
 * Runs bundles in this thread, on live values: nothing is encoded between steps.
 *
 * Owns: the bundle processor of each stage, its head, and its writers into the edges behind it.
 * Does not own: what runs when (engine), where elements are kept (edge stores).
 */
import type { BatchHandle, BundleResult, BundleTimes, EdgeId, Output, StageId } from '@hornbeam/engine';
import type { Progress } from '@hornbeam/sdk/construction';
import { BeamError, type ErrorPlace } from '@hornbeam/sdk/model';
import type { LiveParts } from '@hornbeam/sdk/translate';
import {
  BundleProcessor,
  type Cursor,
  type StepStats,
  type TimerFiring,
  type WorkerServices,
} from '@hornbeam/sdk/worker';
import { descriptorOf, sinkPort } from '../plan/descriptor.js';
import type { PlannedStage, StagePlan } from '../plan/fuse.js';
import { placeOf } from '../plan/place.js';
import type { EdgeStore, EdgeWriter, SideStore } from './edge-store.js';
import type { OpenHead } from './heads/open-head.js';
import type { StageHead } from './heads/stage-head.js';
import type { StageParts } from './heads/stage-parts.js';
import type { HostServices } from './host-services.js';

/** A bundle that has ended well. */
export interface FinishedBundle {
  readonly result: BundleResult;
  /** To be called once the engine has the result. */
  readonly afterCommit: readonly (() => void | Promise<void>)[];
}

/** How a bundle is getting on. */
export interface BundleSight {
  /** On the steady clock: tells bundles of a stage apart. */
  readonly startedAt: number;
  /** How much of its own input the stage has dealt with so far, that of a source too; grows from bundle to bundle. */
  readonly taken: number;
  /** Timers that fired in this bundle, and the last of them. */
  readonly firings: number;
  readonly lastFiring: TimerFiring | undefined;
  /** The transforms that wait for a callback to come back. */
  readonly open: readonly string[];
}

/** A stage at work. */
interface StageAtWork {
  readonly planned: PlannedStage;
  readonly processor: BundleProcessor;
  readonly head: StageHead;
  readonly writers: ReadonlyMap<EdgeId, EdgeWriter>;
  /** When its bundle began, on the steady clock. */
  startedAt: number;
}

export class InProcessHost {
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

  /** Runs one bundle. @throws BeamError */
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
    const outputs: Output[] = [];
    for (const [edge, writer] of writers) {
      const batch = writer.commit();
      if (batch !== undefined) outputs.push({ edge, batch });
    }
    return { result: { ...report, outputs }, afterCommit: outcome.afterCommit };
  }

  /** Asks the source in a stage to give back what it has not begun. */
  split(stageId: StageId): void {
    this.atWork.get(stageId)?.processor.split(0);
  }

  /** Ends unbounded sources, now and from now on. */
  drain(): void {
    this.isDraining = true;
    for (const { head, processor } of this.atWork.values()) {
      head.drain?.();
      processor.split(0);
    }
  }

  /** How far the sources of a stage are. */
  progressOf(stageId: StageId): Progress | undefined {
    return this.atWork.get(stageId)?.processor.progress();
  }

  /** How the bundle of a stage is getting on, or was at its end; undefined before its first. */
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

  /** Groups that a stage with a grouping at its head has made. */
  firedBy(stageId: StageId): number {
    return this.atWork.get(stageId)?.head.fired ?? 0;
  }

  /** The step of a stage, where there is only one. */
  placeOf(stageId: StageId): ErrorPlace {
    const { transforms } = this.stages.get(stageId)!;
    return transforms.length === 1 ? placeOf(this.plan.components.transforms[transforms[0]!]!) : {};
  }

  /** Ends the operators of a stage. @throws BeamError */
  async finishStage(stageId: StageId): Promise<void> {
    await this.atWork.get(stageId)?.processor.teardown();
  }

  /** Ends every operator after a failure; what they throw is no longer of interest. */
  async abandon(): Promise<void> {
    await Promise.allSettled([...this.atWork.values()].map(({ processor }) => processor.teardown()));
  }

  /** Ends every operator of a run that was stopped. @throws BeamError the first that fails */
  async endAll(): Promise<void> {
    for (const { processor } of this.atWork.values()) await processor.teardown();
  }

  /** Counts of a transform, once its stage has begun. */
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
    const writers = new Map<EdgeId, EdgeWriter>();
    const writerOf = (edge: EdgeId, cursor: Cursor): EdgeWriter => {
      let writer = writers.get(edge);
      if (writer === undefined) {
        writer = this.stores.get(edge)!.writer(cursor);
        writers.set(edge, writer);
      }
      return writer;
    };
    const descriptor = descriptorOf(planned, this.plan);
    const parts = this.openHead(planned, writerOf);
    const stage: { startedAt: number } & Partial<StageAtWork> = { startedAt: 0 };
    const processor = new BundleProcessor(
      descriptor,
      this.live,
      this.servicesOf(planned, parts, writers, writerOf, () => stage.startedAt),
    );
    return Object.assign(stage, { planned, processor, head: parts.head, writers });
  }

  private servicesOf(
    stage: PlannedStage,
    { state, timers }: StageParts,
    writers: ReadonlyMap<EdgeId, EdgeWriter>,
    writerOf: (edge: EdgeId, cursor: Cursor) => EdgeWriter,
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
      isBundleFull: () => {
        let elements = 0;
        let bytes = 0;
        for (const { size } of writers.values()) {
          elements += size.elements;
          bytes += size.bytes;
        }
        return isBundleFull(startedAt(), { elements, bytes });
      },
      state: (transform) => state ?? notThere('state', transform),
      timers: (transform) => timers ?? notThere('timers', transform),
      sideInput: (transform, name, window) => sideOf(transform, name).elements(window),
      sideInputVersion: (transform, name) => sideOf(transform, name).version,
      sink: (port, cursor) => {
        const sink = stage.sinks.find(({ collection }) => sinkPort(collection) === port)!;
        const receivers = sink.edges.map((edge) => writerOf(edge, cursor).receiver);
        if (receivers.length === 1) return receivers[0]!;
        return {
          push(value) {
            for (const next of receivers) next.push(value);
          },
          pushPair(key, value) {
            const pair = { key, value };
            for (const next of receivers) next.push(pair);
          },
        };
      },
    };
  }
}

function notThere(what: string, transform: string): never {
  throw new BeamError('E_INTERNAL', `The stage of "${transform}" has no ${what}.`);
}
