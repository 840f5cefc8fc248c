/**
 * Step 2 of the tour: graph → plan. The plan is Beam's own protobuf, and the only thing runners read; user
 * code appears in it by step name (step-reference.ts).
 *
 * The rules it keeps are those of the strictest validator (Flink's): unique names, topological order, an
 * environment only on what user code executes, every enum set, side inputs named among the inputs.
 */
import {
  CombinePayload,
  type Environment,
  FunctionSpec,
  IsBounded,
  ParDoPayload,
  type PCollection,
  Pipeline,
  PTransform,
  type SideInput,
  WindowIntoPayload,
  type WindowingStrategy,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import {
  type Collection,
  type CombineOperation,
  type CustomWindowFn,
  type ExternalTransform,
  type Graph,
  isStateful,
  type ParDoOperation,
  type Scope,
  type Step,
  viewEntries,
  type Windowing,
} from '../construction/index.js';
import { GenericCoder } from '../model/coders/generic.js';
import { IterableCoder } from '../model/coders/iterable.js';
import { KvCoder } from '../model/coders/kv.js';
import { coderUrns } from '../model/coders/urns.js';
import { sameWindowing } from '../model/windowing.js';
import { CoderIds } from './coders.js';
import type { Plan } from './plan.js';
import { statefulParts } from './stateful.js';
import { stepReference } from './step-reference.js';
import { testStreamPayload } from './test-stream.js';
import { windowCoderOf, windowFnSpec, windowingProto } from './windowing.js';

/** The environment that all user code of a TypeScript pipeline runs in; who submits the plan says where. */
export const TYPESCRIPT_ENVIRONMENT = 'typescript';

/** The annotation under which a transform carries the user's line. */
export const CALL_SITE_ANNOTATION = 'hornbeam:call_site';

const utf8 = new TextEncoder();

/** Translates a graph. @throws BeamError when a rule of the Beam model is broken */
export function toPlan(graph: Graph, { prefix = '' }: PlanSettings = {}): Plan {
  return new Translation(graph, prefix).plan();
}

/** How a plan is written. */
export interface PlanSettings {
  /** Begins the ids of coders and windowing strategies, for plans that become a part of another one. */
  readonly prefix?: string;
}

class Translation {
  private readonly graph: Graph;
  private readonly names: Map<Step | Scope, string>;
  private readonly coders: CoderIds;
  private readonly prefix: string;
  private readonly transforms: Record<string, PTransform> = {};
  private readonly pcollections: Record<string, PCollection> = {};
  private readonly windowings: Record<string, WindowingStrategy> = {};
  private readonly windowingIds = new Map<Windowing, string>();
  private readonly readers = new Map<Collection<any>, Step[]>();
  /** What a runner must be able to do. */
  private readonly requirements = new Set<string>();

  constructor(graph: Graph, prefix: string) {
    this.graph = graph;
    this.prefix = prefix;
    this.coders = new CoderIds(prefix);
    this.names = graph.names();
    for (const step of graph.steps) {
      for (const collection of readBy(step)) {
        const readers = this.readers.get(collection);
        if (readers === undefined) this.readers.set(collection, [step]);
        else readers.push(step);
      }
    }
  }

  plan(): Plan {
    const rootTransformIds = this.addNodes(this.graph.root);
    const environment: Environment = {
      urn: urns.environments.default,
      payload: new Uint8Array(),
      displayData: [],
      capabilities: Object.values(coderUrns).filter((urn) => urn.startsWith('beam:')),
      dependencies: [],
      resourceHints: {},
    };
    const pipeline = Pipeline.create({
      components: {
        transforms: this.transforms,
        pcollections: this.pcollections,
        windowingStrategies: this.windowings,
        coders: this.coders.protos,
        environments: { [TYPESCRIPT_ENVIRONMENT]: environment },
      },
      rootTransformIds,
      requirements: [...this.requirements].sort(),
    });
    const steps = new Map(this.graph.steps.map((step) => [this.nameOf(step), step]));
    return { pipeline, steps, coders: this.coders.live, graph: this.graph };
  }

  /** Composites without a step are left out: a transform without parts must say what it does. */
  private addNodes(scope: Scope): string[] {
    return scope.children
      .filter((node) => node.kind === 'step' || !stepsOf(node).next().done)
      .map((node) => (node.kind === 'step' ? this.addStep(node) : this.addScope(node)));
  }

  private addScope(scope: Scope): string {
    const name = this.nameOf(scope);
    const subtransforms = this.addNodes(scope);
    const { inputs, outputs } = this.borders(scope);
    this.transforms[name] = PTransform.create({
      uniqueName: name,
      spec: scope.urn === undefined ? undefined : FunctionSpec.create({ urn: scope.urn }),
      subtransforms,
      inputs,
      outputs,
      annotations: annotations(scope.callSite),
    });
    return name;
  }

  /** What a composite takes from outside and gives to outside, in the order in which its steps do. */
  private borders(scope: Scope): { inputs: Record<string, string>; outputs: Record<string, string> } {
    const inside = new Set(stepsOf(scope));
    const inputs = new Set<string>();
    const outputs = new Set<string>();
    for (const step of inside) {
      for (const collection of readBy(step)) {
        if (!inside.has(collection.producer)) inputs.add(this.collectionId(collection));
      }
      for (const collection of step.outputs.values()) {
        const readers = this.readers.get(collection) ?? [];
        if (isReturnedFrom(collection, scope) || readers.some((reader) => !inside.has(reader))) {
          outputs.add(this.collectionId(collection));
        }
      }
    }
    const numbered = (ids: Set<string>): Record<string, string> =>
      Object.fromEntries([...ids].map((id, i) => [String(i), id]));
    return { inputs: numbered(inputs), outputs: numbered(outputs) };
  }

  private addStep(step: Step): string {
    const name = this.nameOf(step);
    for (const collection of step.outputs.values()) this.addCollection(collection);
    const outputs = [...step.outputs].map(([tag, collection]) => [tag, this.collectionId(collection)]);
    const sides = viewEntries(step.operation).map(([local, view]) => [local, view.collection] as const);
    const taken = new Set(sides.map(([local]) => local));
    const mains = [...step.inputs].map(([local, collection]) => {
      let free = local;
      while (taken.has(free)) free = `${free}_`;
      return [free, collection] as const;
    });
    const inputs = [...mains, ...sides].map(([local, collection]) => [local, this.collectionId(collection)]);
    this.transforms[name] = PTransform.create({
      uniqueName: name,
      inputs: Object.fromEntries(inputs),
      outputs: Object.fromEntries(outputs),
      annotations: annotations(step.callSite),
      ...this.meaningOf(step, name),
    });
    return name;
  }

  private meaningOf(step: Step, name: string): Meaning {
    const { operation } = step;
    switch (operation.kind) {
      case 'impulse':
        return { spec: FunctionSpec.create({ urn: urns.transforms.impulse }) };
      case 'testStream': {
        const { coder } = step.outputs.get('main')!;
        const payload = testStreamPayload(operation.events, coder, this.coders.idOf(coder));
        return { spec: { urn: urns.transforms.testStream, payload } };
      }
      case 'groupByKey':
        return { spec: FunctionSpec.create({ urn: urns.transforms.groupByKey }) };
      case 'external':
        return { spec: { urn: urns.hornbeam.external, payload: externalPayload(operation.transform) } };
      case 'flatten':
        return { spec: FunctionSpec.create({ urn: urns.transforms.flatten }) };
      case 'windowInto':
        return {
          spec: {
            urn: urns.transforms.assignWindows,
            payload: WindowIntoPayload.encode({
              windowFn: windowFnSpec(operation.windowing.windowFn, this.nameOfCustom),
            }).finish(),
          },
          environmentId: TYPESCRIPT_ENVIRONMENT,
        };
      case 'parDo':
        return {
          spec: { urn: urns.transforms.parDo, payload: this.parDoPayload(operation, step, name) },
          environmentId: TYPESCRIPT_ENVIRONMENT,
        };
      case 'combinePerKey':
        return this.combine(operation, step, name);
    }
  }

  private parDoPayload(operation: ParDoOperation, step: Step, name: string): Uint8Array {
    const sides = viewEntries(operation).map(([local, view]): [string, SideInput] => {
      const keyed = view.kind === 'map' || view.kind === 'multimap';
      const urn = keyed ? urns.sideInputs.multimap : urns.sideInputs.iterable;
      return [
        local,
        {
          accessPattern: FunctionSpec.create({ urn }),
          viewFn: stepReference(urns.hornbeam.viewFn, name, local),
          windowMappingFn: FunctionSpec.create({ urn: urns.hornbeam.windowMappingFn }),
        },
      ];
    });
    return ParDoPayload.encode({
      doFn: stepReference(urns.hornbeam.doFn, name),
      sideInputs: Object.fromEntries(sides),
      ...this.stateOf(operation, step, name),
      ...this.restrictionOf(operation),
      ...this.finalizationOf(operation),
    }).finish();
  }

  private stateOf(operation: ParDoOperation, step: Step, name: string): Partial<ParDoPayload> {
    if (!isStateful(operation.uses)) return {};
    const { coder, windowing } = step.inputs.get('input')!;
    const { requirements, ...specs } = statefulParts(operation, {
      name,
      input: coder as KvCoder<unknown, unknown>,
      window: windowCoderOf(windowing.windowFn),
      coders: this.coders,
    });
    for (const requirement of requirements) this.requirements.add(requirement);
    return specs;
  }

  /** A splittable step says how its restrictions are written, each with the state of its watermark estimator. */
  private restrictionOf({ callback }: ParDoOperation): Partial<ParDoPayload> {
    if (callback.shape !== 'splittable') return {};
    this.requirements.add(urns.requirements.splittableDoFn);
    const coder = new KvCoder(callback.doFn.restrictionCoder ?? new GenericCoder(), new GenericCoder());
    return { restrictionCoderId: this.coders.idOf(coder) };
  }

  private finalizationOf({ usesAfterCommit = false }: ParDoOperation): Partial<ParDoPayload> {
    if (usesAfterCommit) this.requirements.add(urns.requirements.bundleFinalization);
    return { requestsFinalization: usesAfterCommit };
  }

  /** A combine is a composite that runners may lift; those that do not run its parts as they are. */
  private combine(operation: CombineOperation, step: Step, name: string): Meaning {
    const input = step.inputs.get('input')!;
    const main = step.outputs.get('main')!;
    const late = step.outputs.get('late');
    const { key, value } = input.coder as KvCoder<unknown, unknown>;
    const payload = CombinePayload.encode({
      combineFn: stepReference(urns.hornbeam.combineFn, name),
      accumulatorCoderId: this.coders.idOf(operation.combineFn.accumulatorCoder ?? new GenericCoder()),
    }).finish();
    const groupedId = `${name}/group.main`;
    this.pcollections[groupedId] = {
      ...this.pcollections[this.collectionId(main)]!,
      uniqueName: groupedId,
      coderId: this.coders.idOf(new KvCoder(key, new IterableCoder(value))),
    };
    this.transforms[`${name}/group`] = PTransform.create({
      uniqueName: `${name}/group`,
      spec: FunctionSpec.create({ urn: urns.transforms.groupByKey }),
      inputs: { input: this.collectionId(input) },
      outputs: { main: groupedId, ...(late === undefined ? {} : { late: this.collectionId(late) }) },
    });
    this.transforms[`${name}/combine`] = PTransform.create({
      uniqueName: `${name}/combine`,
      spec: { urn: urns.transforms.combineGroupedValues, payload },
      inputs: { input: groupedId },
      outputs: { main: this.collectionId(main) },
      environmentId: TYPESCRIPT_ENVIRONMENT,
      annotations: annotations(step.callSite),
    });
    return {
      spec: { urn: urns.transforms.combinePerKey, payload },
      subtransforms: [`${name}/group`, `${name}/combine`],
      // Runners that lift the combine give the parts the environment of the whole.
      environmentId: TYPESCRIPT_ENVIRONMENT,
    };
  }

  private addCollection(collection: Collection<any>): void {
    const id = this.collectionId(collection);
    this.pcollections[id] = {
      uniqueName: id,
      coderId: this.coders.idOf(collection.coder),
      isBounded: collection.bounded ? IsBounded.BOUNDED : IsBounded.UNBOUNDED,
      windowingStrategyId: this.windowingId(collection.windowing),
      displayData: [],
    };
  }

  private windowingId(windowing: Windowing): string {
    const known = [...this.windowingIds].find(([one]) => sameWindowing(one, windowing));
    if (known !== undefined) return known[1];
    const { kind } = windowing.windowFn;
    let id = `${this.prefix}${kind}`;
    for (let n = 2; id in this.windowings; n++) id = `${this.prefix}${kind}_${n}`;
    this.windowingIds.set(windowing, id);
    const windowCoderId = this.coders.idOf(windowCoderOf(windowing.windowFn));
    this.windowings[id] = windowingProto(windowing, {
      windowCoderId,
      environmentId: TYPESCRIPT_ENVIRONMENT,
      nameOf: this.nameOfCustom,
    });
    return id;
  }

  /** A window function of the user's own is found by the first step that assigns its windows. */
  private readonly nameOfCustom = (fn: CustomWindowFn<any>): string => {
    const step = this.graph.steps.find(
      ({ operation }) =>
        operation.kind === 'windowInto' &&
        operation.windowing.windowFn.kind === 'custom' &&
        operation.windowing.windowFn.fn === fn,
    );
    return this.nameOf(step!);
  };

  /** Unique, since only names hold plain dots. */
  private collectionId(collection: Collection<any>): string {
    const tag = collection.tag.replaceAll('%', '%25').replaceAll('.', '%2E');
    return `${this.nameOf(collection.producer)}.${tag}`;
  }

  private nameOf(node: Step | Scope): string {
    return this.names.get(node)!;
  }
}

/** What is expanded, as text: a plan tells two transforms of other SDKs apart by it. */
const externalPayload = (transform: ExternalTransform): Uint8Array =>
  utf8.encode(
    JSON.stringify(transform, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
  );

/** What a transform does, and where it runs. */
interface Meaning {
  readonly spec: FunctionSpec;
  readonly environmentId?: string;
  readonly subtransforms?: string[];
}

const annotations = (callSite: string | undefined): Record<string, Uint8Array> =>
  callSite === undefined ? {} : { [CALL_SITE_ANNOTATION]: utf8.encode(callSite) };

function* stepsOf(scope: Scope): IterableIterator<Step> {
  for (const child of scope.children) {
    if (child.kind === 'step') yield child;
    else yield* stepsOf(child);
  }
}

/** Whether the user's call handed the collection out of the scope, even if nobody reads it. */
function isReturnedFrom(collection: Collection<any>, scope: Scope): boolean {
  let enclosing: Step | Scope | undefined = scope;
  while (enclosing !== undefined && enclosing !== collection.origin) enclosing = enclosing.parent;
  return enclosing !== undefined;
}

function* readBy(step: Step): IterableIterator<Collection<any>> {
  yield* step.inputs.values();
  for (const [, view] of viewEntries(step.operation)) yield view.collection;
}
