/**
 * Step 3 of the tour: plan → stages. Transforms that can pass elements on by a function call become one stage;
 * groupings, reshuffles and side inputs lie between stages. Always the last rewrite.
 *
 * A transform joins the stage of its producer unless a side input of it depends on that stage: then it would
 * wait for what it must first let through. Readers of the same stored collection join into one stage, so that
 * it is read once.
 */

import type { Edge, EdgeId, Stage, StageId, Topology } from '@hornbeam/engine';
import { type Components, IsBounded, ParDoPayload, type PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';
import { mainInputs, sideInputsOf } from '@hornbeam/sdk/translate';
import { isPaned, isRunnerTransform, mainOutputOf } from './separate.js';

/** Where the elements of an edge come from and what becomes of them. */
export interface PlannedEdge extends Edge {
  /** The collection that readers see. */
  readonly collection: string;
  /** Of a grouping: the collection that is grouped. */
  readonly grouped?: string;
  /** The runner's transform behind the edge, if there is one. */
  readonly transform?: string;
  /** Of a grouping that is made pane by pane, by the stage that reads it. */
  readonly isPaned?: boolean;
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

/**
 * What stands at the head of a stage: nothing special, a grouping that is made pane by pane, a step with state
 * or timers, or the part of a splittable step that makes outputs.
 */
export type StageHead =
  | { readonly kind: 'plain' }
  | { readonly kind: 'grouping' | 'stateful' | 'splittable'; readonly transform: string };

/** Transforms that run as one, what they read and where their results go. */
export interface PlannedStage {
  readonly id: StageId;
  /** Transforms by id, producers first. */
  readonly transforms: readonly string[];
  readonly source: EdgeId;
  readonly sinks: readonly PlannedSink[];
  readonly sides: readonly PlannedSide[];
  readonly head: StageHead;
  /** The environment whose worker runs it; empty for this process. */
  readonly environment: string;
}

/** Everything the runner needs to execute a plan. */
export interface StagePlan {
  readonly components: Components;
  readonly stages: readonly PlannedStage[];
  readonly edges: readonly PlannedEdge[];
  /** Edges that hold an impulse from the start; one that is named twice holds two. */
  readonly roots: readonly EdgeId[];
  /** Streams of a test, whose elements and times come one after the other. */
  readonly tests: readonly PlannedTest[];
}

/** A stream of a test and the edges that each of its outputs writes. */
export interface PlannedTest {
  readonly transform: string;
  readonly edges: Readonly<Record<string, readonly EdgeId[]>>;
}

interface OpenStage {
  readonly id: StageId;
  readonly transforms: string[];
  /** The collection the stage reads. */
  readonly source: string;
  /** Its first transform shares its input with nobody. */
  readonly isAlone: boolean;
  /** Where its transforms run; undefined as long as they could run anywhere. */
  environment: string | undefined;
}

/**
 * The stages of a plan that was rewritten so far. With `apart` every transform is a stage of its own, so that
 * all elements pass through an edge: for test modes that look at them there.
 * @throws BeamError `E_BAD_PLAN`
 */
export function fuse(components: Components, modes: PlanModes = {}): StagePlan {
  return new Fusion(components, modes).plan();
}

/** How a plan is cut. */
export interface PlanModes {
  /** Every transform is a stage of its own. */
  readonly apart?: boolean;
  /** Every grouping is made pane by pane, bounded input or not. */
  readonly streaming?: boolean;
  /** The environments whose code runs in other processes. */
  readonly remote?: ReadonlySet<string>;
}

/** Whether a transform begins a stage, and has its input to itself: it has timers, or is a source. */
function headOf(id: string, transform: PTransform): StageHead {
  const { urn = '', payload } = transform.spec ?? {};
  if (urn === urns.transforms.processSizedElementsAndRestrictions)
    return { kind: 'splittable', transform: id };
  if (urn !== urns.transforms.parDo) return { kind: 'plain' };
  const { stateSpecs, timerFamilySpecs, requiresTimeSortedInput } = ParDoPayload.decode(
    payload ?? new Uint8Array(),
  );
  const count = Object.keys(stateSpecs).length + Object.keys(timerFamilySpecs).length;
  const isStateful = count > 0 || requiresTimeSortedInput;
  return isStateful ? { kind: 'stateful', transform: id } : { kind: 'plain' };
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

const engineHeads: Readonly<Record<StageHead['kind'], Stage['head']>> = {
  plain: 'plain',
  grouping: 'timed',
  stateful: 'timed',
  splittable: 'source',
};

/** The engine's view of a plan. */
export function topologyOf(plan: StagePlan): Topology {
  return {
    edges: plan.edges.map(({ id, kind }) => ({ id, kind })),
    stages: plan.stages.map((stage) => ({
      id: stage.id,
      source: stage.source,
      sinks: [...new Set(stage.sinks.flatMap((sink) => sink.edges))],
      sides: [...new Set(stage.sides.map((side) => side.edge))],
      head: engineHeads[stage.head.kind],
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
  private readonly streaming: boolean;
  private readonly remote: ReadonlySet<string>;

  constructor(components: Components, { apart = false, streaming = false, remote = new Set() }: PlanModes) {
    this.components = components;
    this.apart = apart;
    this.streaming = streaming;
    this.remote = remote;
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
        const output = mainOutputOf(transform);
        if (this.isSide(transform, local)) {
          add({ id: `side:${collection}`, kind: 'side', collection });
        } else if (this.stageOf.has(id)) {
          // Fused, or reads the queue above.
        } else if (urn === urns.transforms.flatten) {
          flattened.push(...targets(output));
        } else if (urn === urns.transforms.groupByKey) {
          const paned = isPaned(transform, this.components, this.streaming);
          add({
            id: `group:${output}`,
            kind: paned ? 'queue' : 'barrier',
            collection: output,
            grouped: collection,
            transform: id,
            isPaned: paned,
          });
        } else if (urn === urns.transforms.reshuffle) {
          add({ id: `queue:${output}`, kind: 'queue', collection: output, transform: id });
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
      const late = this.groupingBehind(stage)?.outputs.late;
      if (late !== undefined) outgoing.push({ collection: late, edges: targets(late) });
      sinks.set(stage.id, outgoing);
    }
    const roots: EdgeId[] = [];
    const tests: PlannedTest[] = [];
    for (const id of this.order) {
      const { spec, outputs } = this.transform(id);
      if (spec?.urn === urns.transforms.impulse || spec?.urn === urns.hornbeam.external)
        roots.push(...Object.values(outputs).flatMap(targets));
      if (spec?.urn === urns.transforms.testStream) {
        const to = Object.entries(outputs).map(([tag, collection]) => [tag, targets(collection)]);
        tests.push({ transform: id, edges: Object.fromEntries(to) });
      }
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
        head: this.headOf(stage, edges),
        environment: stage.environment ?? '',
      }),
    );
    for (const { edge } of stages.flatMap((stage) => stage.sides)) {
      if (!edges.has(edge))
        edges.set(edge, { id: edge, kind: 'side', collection: edge.slice('side:'.length) });
    }
    const written = new Set([
      ...stages.flatMap((stage) => stage.sinks.flatMap((sink) => sink.edges)),
      ...roots,
      ...tests.flatMap((test) => Object.values(test.edges).flat()),
    ]);
    for (const { source, transforms } of stages) {
      if (written.has(source)) continue;
      throw new BeamError('E_BAD_PLAN', 'A step reads a PCollection that nothing makes.', {
        step: this.transform(transforms[0]!).uniqueName,
      });
    }
    return { components: this.components, stages, edges: [...edges.values()], roots, tests };
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
    if (headOf(id, transform).kind !== 'plain') {
      this.join(id, this.open(id, main, true));
      return;
    }
    const producer = this.stageOf.get(this.producerOf.get(main) ?? '');
    const isOwn = sides.some((side) => this.isReadEarly(side));
    const { environmentId } = transform;
    if (producer !== undefined && !isOwn && this.mayJoin(producer, sides, environmentId))
      this.join(id, producer);
    else this.join(id, this.stageReading(main, sides, environmentId) ?? this.open(id, main));
  }

  /**
   * Whether a side input is read window by window, before it is complete. The step that reads it begins a stage then:
   * elements wait before a stage for what their windows need, and these must be the windows that the step sees.
   */
  private isReadEarly(side: string): boolean {
    return this.streaming || this.components.pcollections[side]?.isBounded === IsBounded.UNBOUNDED;
  }

  private join(id: string, stage: OpenStage): void {
    stage.transforms.push(id);
    this.stageOf.set(id, stage);
    const { spec, environmentId } = this.transform(id);
    if (spec?.urn !== urns.transforms.flatten) stage.environment ??= this.processOf(environmentId);
  }

  /** Empty for this process. */
  private processOf(environmentId: string): string {
    return this.remote.has(environmentId) ? environmentId : '';
  }

  private open(id: string, source: string, isAlone = false): OpenStage {
    const stage: OpenStage = {
      id: `stage:${this.transform(id).uniqueName}`,
      transforms: [],
      source,
      isAlone,
      environment: undefined,
    };
    this.stages.push(stage);
    return stage;
  }

  /** A stage that reads this stored collection and may take a transform with these side inputs. */
  private stageReading(
    collection: string,
    sides: readonly string[],
    environmentId?: string,
  ): OpenStage | undefined {
    return this.stages.find(
      (stage) => stage.source === collection && !stage.isAlone && this.mayJoin(stage, sides, environmentId),
    );
  }

  /** Whether the stage runs in the same process, and no side input depends on it. */
  private mayJoin(stage: OpenStage, sides: readonly string[], environmentId?: string): boolean {
    if (this.apart) return false;
    const { environment } = stage;
    if (
      environmentId !== undefined &&
      environment !== undefined &&
      environment !== this.processOf(environmentId)
    )
      return false;
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

  /** The grouping made pane by pane that a stage reads. */
  private groupingBehind({ source }: OpenStage): PTransform | undefined {
    const producer = this.components.transforms[this.producerOf.get(source) ?? ''];
    if (producer?.spec?.urn !== urns.transforms.groupByKey || mainOutputOf(producer) !== source)
      return undefined;
    return isPaned(producer, this.components, this.streaming) ? producer : undefined;
  }

  private headOf(stage: OpenStage, edges: ReadonlyMap<EdgeId, PlannedEdge>): StageHead {
    const { isPaned: paned, transform } = edges.get(`group:${stage.source}`) ?? {};
    if (paned && transform !== undefined) return { kind: 'grouping', transform };
    const [first] = stage.transforms;
    return headOf(first!, this.transform(first!));
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
