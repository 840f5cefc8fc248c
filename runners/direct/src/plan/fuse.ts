/**
 * Step 3 of the tour: plan → stages. Transforms that can pass elements on by a function call become one stage;
 * groupings, reshuffles and side inputs lie between stages. Always the last rewrite.
 *
 * A transform joins the stage of its producer unless a side input of it depends on that stage: then it would
 * wait for what it must first let through. Readers of the same stored collection join into one stage, so that
 * it is read once.
 */

import type { Edge, EdgeId, StageId, Topology } from '@hornbeam/engine';
import type { Components, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';
import { mainInputs, sideInputsOf } from '@hornbeam/sdk/translate';
import { isRunnerTransform } from './separate.js';

/** Where the elements of an edge come from and what becomes of them. */
export interface PlannedEdge extends Edge {
  /** The collection that readers see. */
  readonly collection: string;
  /** Of a grouping: the collection that is grouped. */
  readonly grouped?: string;
  /** The runner's transform behind the edge, if there is one. */
  readonly transform?: string;
}

/** A collection that leaves a stage, and the edges it goes to; what goes to one twice names it twice. */
export interface PlannedSink {
  readonly collection: string;
  readonly edges: readonly EdgeId[];
}

/** A side input of a stage's transform. */
export interface PlannedSide {
  readonly transform: string;
  readonly name: string;
  readonly edge: EdgeId;
}

/** Transforms that run as one, what they read and where their results go. */
export interface PlannedStage {
  readonly id: StageId;
  /** Transforms by id, producers first. */
  readonly transforms: readonly string[];
  readonly source: EdgeId;
  readonly sinks: readonly PlannedSink[];
  readonly sides: readonly PlannedSide[];
}

/** Everything the runner needs to execute a plan. */
export interface StagePlan {
  readonly components: Components;
  readonly stages: readonly PlannedStage[];
  readonly edges: readonly PlannedEdge[];
  /** Edges that hold an impulse from the start; one that is named twice holds two. */
  readonly roots: readonly EdgeId[];
}

interface OpenStage {
  readonly id: StageId;
  readonly transforms: string[];
  /** The collection the stage reads. */
  readonly source: string;
}

/**
 * The stages of a plan that was rewritten so far. With `apart` every transform is a stage of its own, so that
 * all elements pass through an edge: for test modes that look at them there.
 * @throws BeamError `E_BAD_PLAN`
 */
export function fuse(components: Components, apart = false): StagePlan {
  return new Fusion(components, apart).plan();
}

/** Whether an edge feeds a stage with accumulators of a combine, which may be changed there. */
export function takesAccumulators(edge: PlannedEdge, { stages, components }: StagePlan): boolean {
  const fed = stages
    .filter((stage) => stage.source === edge.id)
    .flatMap((stage) => stage.transforms[0] ?? []);
  return fed.some((id) => accumulatorUrns.has(components.transforms[id]?.spec?.urn ?? ''));
}

const accumulatorUrns: ReadonlySet<string> = new Set([
  urns.transforms.combinePerKeyMergeAccumulators,
  urns.transforms.combinePerKeyExtractOutputs,
]);

/** The engine's view of a plan. */
export function topologyOf(plan: StagePlan): Topology {
  return {
    edges: plan.edges.map(({ id, kind }) => ({ id, kind })),
    stages: plan.stages.map((stage) => ({
      id: stage.id,
      source: stage.source,
      sinks: [...new Set(stage.sinks.flatMap((sink) => sink.edges))],
      sides: [...new Set(stage.sides.map((side) => side.edge))],
    })),
  };
}

class Fusion {
  private readonly components: Components;
  private readonly order: readonly string[];
  private readonly producerOf = new Map<string, string>();
  private readonly stageOf = new Map<string, OpenStage>();
  private readonly stages: OpenStage[] = [];
  private readonly apart: boolean;

  constructor(components: Components, apart: boolean) {
    this.components = components;
    this.apart = apart;
    for (const [id, transform] of Object.entries(components.transforms)) {
      for (const collection of Object.values(transform.outputs)) this.producerOf.set(collection, id);
    }
    this.order = this.topological();
  }

  plan(): StagePlan {
    for (const id of this.order) this.place(id);
    const edges = new Map<EdgeId, PlannedEdge>();
    const readers = this.readers();
    // An edge is named once for each way that leads to it: what is flattened twice arrives twice.
    const targets = (collection: string): EdgeId[] => {
      const direct = new Set<EdgeId>();
      const flattened: EdgeId[] = [];
      const add = (edge: PlannedEdge): void => {
        edges.set(edge.id, edge);
        direct.add(edge.id);
      };
      for (const stage of this.stages) {
        if (stage.source === collection) add({ id: `queue:${collection}`, kind: 'queue', collection });
      }
      for (const { id, local } of readers.get(collection) ?? []) {
        const transform = this.transform(id);
        const { urn } = transform.spec!;
        const [output] = Object.values(transform.outputs);
        if (this.isSide(transform, local)) {
          add({ id: `side:${collection}`, kind: 'side', collection });
        } else if (this.stageOf.has(id)) {
          // Fused, or reads the queue above.
        } else if (urn === urns.transforms.flatten) {
          flattened.push(...targets(output!));
        } else if (urn === urns.transforms.groupByKey) {
          add({
            id: `group:${output}`,
            kind: 'barrier',
            collection: output!,
            grouped: collection,
            transform: id,
          });
        } else if (urn === urns.transforms.reshuffle) {
          add({ id: `queue:${output}`, kind: 'queue', collection: output!, transform: id });
        }
      }
      return [...direct, ...flattened];
    };
    const sinks = new Map<StageId, PlannedSink[]>();
    for (const stage of this.stages) {
      const outgoing: PlannedSink[] = [];
      for (const id of stage.transforms) {
        for (const collection of Object.values(this.transform(id).outputs)) {
          const to = targets(collection);
          if (to.length > 0) outgoing.push({ collection, edges: to });
        }
      }
      sinks.set(stage.id, outgoing);
    }
    const roots: EdgeId[] = [];
    for (const id of this.order) {
      if (this.transform(id).spec?.urn !== urns.transforms.impulse) continue;
      for (const collection of Object.values(this.transform(id).outputs)) roots.push(...targets(collection));
    }
    const stages = this.stages.map(
      (stage): PlannedStage => ({
        id: stage.id,
        transforms: stage.transforms,
        source: this.sourceEdge(stage, edges),
        sinks: sinks.get(stage.id)!,
        sides: stage.transforms.flatMap((id) =>
          sideInputsOf(this.transform(id)).map(([name, collection]) => ({
            transform: id,
            name,
            edge: `side:${collection}`,
          })),
        ),
      }),
    );
    for (const { edge } of stages.flatMap((stage) => stage.sides)) {
      if (!edges.has(edge))
        edges.set(edge, { id: edge, kind: 'side', collection: edge.slice('side:'.length) });
    }
    return { components: this.components, stages, edges: [...edges.values()], roots };
  }

  /** Puts a transform into a stage, or leaves it to the runner. */
  private place(id: string): void {
    const transform = this.transform(id);
    if (isRunnerTransform(transform)) return;
    const mains = mainInputs(transform);
    const sides = sideInputsOf(transform).map(([, collection]) => collection);
    if (transform.spec?.urn === urns.transforms.flatten) {
      const stages = new Set(mains.map((main) => this.stageOf.get(this.producerOf.get(main) ?? '')));
      const [only] = stages;
      const isCopy = mains.length === 1 && only === undefined;
      if (stages.size === 1 && only !== undefined && !this.apart) this.join(id, only);
      else if (isCopy) this.join(id, this.stageReading(mains[0]!, sides) ?? this.open(id, mains[0]!));
      return; // otherwise a union: its producers write to its readers
    }
    const [main, ...more] = mains;
    if (main === undefined || more.length > 0) {
      throw new BeamError(
        'E_BAD_PLAN',
        `The transform has ${mains.length} main inputs where one is needed.`,
        {
          step: transform.uniqueName,
        },
      );
    }
    const producer = this.stageOf.get(this.producerOf.get(main) ?? '');
    if (producer !== undefined && this.mayJoin(producer, sides)) this.join(id, producer);
    else this.join(id, this.stageReading(main, sides) ?? this.open(id, main));
  }

  private join(id: string, stage: OpenStage): void {
    stage.transforms.push(id);
    this.stageOf.set(id, stage);
  }

  private open(id: string, source: string): OpenStage {
    const stage: OpenStage = { id: `stage:${this.transform(id).uniqueName}`, transforms: [], source };
    this.stages.push(stage);
    return stage;
  }

  /** A stage that reads this stored collection and may take a transform with these side inputs. */
  private stageReading(collection: string, sides: readonly string[]): OpenStage | undefined {
    return this.stages.find((stage) => stage.source === collection && this.mayJoin(stage, sides));
  }

  /** Whether no side input depends on the stage. */
  private mayJoin(stage: OpenStage, sides: readonly string[]): boolean {
    if (this.apart) return false;
    const seen = new Set<string>();
    const depends = (collection: string): boolean => {
      if (seen.has(collection)) return false;
      seen.add(collection);
      const producer = this.producerOf.get(collection);
      if (producer === undefined) return false;
      const producing = this.stageOf.get(producer);
      if (producing === stage) return true;
      if (producing === undefined) return Object.values(this.transform(producer).inputs).some(depends);
      // A stage waits for its source and for the side inputs of all its transforms.
      const waits = [
        producing.source,
        ...producing.transforms.flatMap((id) => sideInputsOf(this.transform(id)).map(([, side]) => side)),
      ];
      return waits.some(depends);
    };
    return !sides.some(depends);
  }

  private sourceEdge(stage: OpenStage, edges: Map<EdgeId, PlannedEdge>): EdgeId {
    const grouped = `group:${stage.source}`;
    if (edges.has(grouped)) return grouped;
    const queue = `queue:${stage.source}`;
    if (!edges.has(queue)) edges.set(queue, { id: queue, kind: 'queue', collection: stage.source });
    return queue;
  }

  private readers(): Map<string, { id: string; local: string }[]> {
    const readers = new Map<string, { id: string; local: string }[]>();
    for (const id of this.order) {
      for (const [local, collection] of Object.entries(this.transform(id).inputs)) {
        const list = readers.get(collection) ?? [];
        list.push({ id, local });
        readers.set(collection, list);
      }
    }
    return readers;
  }

  private isSide(transform: PTransform, local: string): boolean {
    return sideInputsOf(transform).some(([name]) => name === local);
  }

  private transform(id: string): PTransform {
    return this.components.transforms[id]!;
  }

  /** @throws BeamError `E_BAD_PLAN` for a cycle */
  private topological(): string[] {
    const order: string[] = [];
    const state = new Map<string, 'open' | 'done'>();
    const visit = (id: string): void => {
      if (state.get(id) === 'done') return;
      if (state.get(id) === 'open') {
        throw new BeamError('E_BAD_PLAN', 'The transforms of the plan form a cycle.', {
          step: this.transform(id).uniqueName,
        });
      }
      state.set(id, 'open');
      for (const collection of Object.values(this.transform(id).inputs)) {
        const producer = this.producerOf.get(collection);
        if (producer !== undefined) visit(producer);
      }
      state.set(id, 'done');
      order.push(id);
    };
    for (const id of Object.keys(this.components.transforms)) visit(id);
    return order;
  }
}
