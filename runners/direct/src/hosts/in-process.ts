/**
 * Runs bundles in this thread, on live values: nothing is encoded between steps.
 *
 * Owns: the bundle processor of each stage.
 * Does not own: what runs when (engine), where elements are kept (edge stores).
 */
import type { BatchHandle, EdgeId, StageId } from '@hornbeam/engine';
import { BeamError, type ErrorPlace } from '@hornbeam/sdk/model';
import type { LiveParts } from '@hornbeam/sdk/translate';
import { BundleProcessor, type StepStats, type WorkerServices } from '@hornbeam/sdk/worker';
import { descriptorOf, SOURCE_PORT, sinkPort } from '../plan/descriptor.js';
import type { PlannedStage, StagePlan } from '../plan/fuse.js';
import { placeOf } from '../plan/place.js';
import type { EdgeStore, SideStore } from './edge-store.js';

/** What the host leaves to the run: metrics, log, clock, cancellation, pace. */
export type HostServices = Pick<
  WorkerServices,
  'metrics' | 'log' | 'now' | 'signal' | 'combineBytes' | 'breathe'
>;

export class InProcessHost {
  private readonly stages: ReadonlyMap<StageId, PlannedStage>;
  private readonly processors = new Map<StageId, BundleProcessor>();
  private readonly plan: StagePlan;
  private readonly live: LiveParts;
  private readonly stores: ReadonlyMap<EdgeId, EdgeStore>;
  private readonly services: HostServices;

  constructor(
    plan: StagePlan,
    live: LiveParts,
    stores: ReadonlyMap<EdgeId, EdgeStore>,
    services: HostServices,
  ) {
    this.plan = plan;
    this.live = live;
    this.stores = stores;
    this.services = services;
    this.stages = new Map(plan.stages.map((stage) => [stage.id, stage]));
  }

  /** Runs one bundle. @throws BeamError */
  async runBundle(stageId: StageId, input: readonly BatchHandle[]): Promise<void> {
    const stage = this.stages.get(stageId)!;
    const source = this.stores.get(stage.source)!;
    await this.processorOf(stage).process({ feeds: new Map([[SOURCE_PORT, source.feed(input)]]) });
    source.finished(input);
    for (const { edge } of stage.sides) this.stores.get(edge)!.finished([]);
  }

  /** The step of a stage, where there is only one. */
  placeOf(stageId: StageId): ErrorPlace {
    const { transforms } = this.stages.get(stageId)!;
    return transforms.length === 1 ? placeOf(this.plan.components.transforms[transforms[0]!]!) : {};
  }

  /** Ends the operators of a stage. @throws BeamError */
  async finishStage(stageId: StageId): Promise<void> {
    await this.processors.get(stageId)?.teardown();
  }

  /** Ends every operator after a failure; what they throw is no longer of interest. */
  async abandon(): Promise<void> {
    await Promise.allSettled([...this.processors.values()].map((processor) => processor.teardown()));
  }

  /** Counts of a transform, once its stage has begun. */
  statsOf(stageId: StageId, transform: string): StepStats | undefined {
    return this.processors.get(stageId)?.stats.get(transform);
  }

  private processorOf(stage: PlannedStage): BundleProcessor {
    let processor = this.processors.get(stage.id);
    if (processor === undefined) {
      processor = new BundleProcessor(descriptorOf(stage, this.plan), this.live, this.servicesOf(stage));
      this.processors.set(stage.id, processor);
    }
    return processor;
  }

  private servicesOf(stage: PlannedStage): WorkerServices {
    return {
      ...this.services,
      sideInput: (transform, name, window) => {
        const side = stage.sides.find(
          (candidate) => candidate.transform === transform && candidate.name === name,
        );
        if (side === undefined) throw new BeamError('E_INTERNAL', `The stage has no side input "${name}".`);
        return (this.stores.get(side.edge) as SideStore).elements(window);
      },
      sink: (port, cursor) => {
        const sink = stage.sinks.find(({ collection }) => sinkPort(collection) === port)!;
        const receivers = sink.edges.map((edge) => this.stores.get(edge)!.receiver(cursor));
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
