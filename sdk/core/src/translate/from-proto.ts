/**
 * The way back from step 2 of the tour: plan → graph. What the plan says becomes the graph, what it only names
 * (callbacks, combine functions, views, coders of the user's own) comes from the live steps of another build.
 */
import {
  CombinePayload,
  IsBounded,
  ParDoPayload,
  type PCollection,
  type Pipeline,
  type PTransform,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import {
  type CallSite,
  type Collection,
  Graph,
  type Operation,
  type OutputFacts,
  viewEntries,
} from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { coderFromPlan, isCoderOfPlan } from './coders.js';
import { sideInputsOf } from './inputs.js';
import type { StepTable } from './plan.js';
import { statefulDifference } from './stateful.js';
import { referencedStep } from './step-reference.js';
import { testStreamEvents } from './test-stream.js';
import { CALL_SITE_ANNOTATION } from './to-proto.js';
import { validatePlan } from './validate-plan.js';
import { windowingFromProto } from './windowing.js';

/**
 * Rebuilds the graph of a plan that this SDK wrote: `toPlan` of it has the same bytes.
 * @throws BeamError `E_BAD_PLAN` when the plan breaks a rule, `E_UNSUPPORTED` for a transform that no graph
 * has, `E_GRAPH_DIFFERS` when the plan names a step that `steps` does not have, or that is something else there
 */
export function fromPlan(pipeline: Pipeline, steps: StepTable): Graph {
  validatePlan(pipeline);
  return new Rebuilding(pipeline, steps).rebuilt();
}

class Rebuilding {
  private readonly graph = new Graph();
  private readonly pipeline: Pipeline;
  private readonly steps: StepTable;
  private readonly collections = new Map<string, Collection<any>>();

  constructor(pipeline: Pipeline, steps: StepTable) {
    this.pipeline = pipeline;
    this.steps = steps;
  }

  rebuilt(): Graph {
    for (const id of this.pipeline.rootTransformIds) this.add(id, '');
    return this.graph;
  }

  private add(id: string, parent: string): void {
    const transform = this.pipeline.components!.transforms[id]!;
    const { uniqueName: name, spec } = transform;
    const label = name.startsWith(parent) ? name.slice(parent.length) : name;
    if (transform.subtransforms.length === 0 || spec?.urn === urns.transforms.combinePerKey) {
      this.addStep(transform, label);
      return;
    }
    this.graph.composite(
      label,
      () => {
        for (const part of transform.subtransforms) this.add(part, `${name}/`);
        return Object.values(transform.outputs).map((output) => this.collection(output));
      },
      { urn: spec?.urn || undefined, place: placeOf(transform) },
    );
  }

  private addStep(transform: PTransform, label: string): void {
    const live = this.steps.get(transform.uniqueName);
    const sides = new Set(sideInputsOf(transform).map(([local]) => local));
    const mains = Object.entries(transform.inputs).filter(([local]) => !sides.has(local));
    const step = this.graph.addStep({
      label,
      operation: this.operation(transform),
      // A lone input may have moved out of the way of a side input's name.
      inputs: Object.fromEntries(
        mains.map(([local, id]) => [
          mains.length === 1 && sides.size > 0 ? 'input' : local,
          this.collection(id),
        ]),
      ),
      outputs: Object.fromEntries(
        Object.entries(transform.outputs).map(([tag, id]) => [
          tag,
          this.outputFacts(id, live?.outputs.get(tag)),
        ]),
      ),
      place: placeOf(transform),
    });
    for (const [tag, id] of Object.entries(transform.outputs)) {
      this.collections.set(id, step.outputs.get(tag)!);
    }
  }

  private operation(transform: PTransform): Operation {
    const { spec } = transform;
    switch (spec?.urn) {
      case urns.transforms.impulse:
        return { kind: 'impulse' };
      case urns.transforms.testStream: {
        const [output] = Object.values(transform.outputs);
        const coder = coderFromPlan(this.pcollection(output!).coderId, this.pipeline.components!.coders);
        return { kind: 'testStream', events: testStreamEvents(spec.payload, coder) };
      }
      case urns.transforms.groupByKey:
        return { kind: 'groupByKey' };
      case urns.transforms.flatten:
        return { kind: 'flatten' };
      case urns.transforms.assignWindows: {
        const [output] = Object.values(transform.outputs);
        return { kind: 'windowInto', windowing: this.windowingOf(this.pcollection(output!)) };
      }
      case urns.transforms.parDo: {
        const payload = ParDoPayload.decode(spec.payload);
        const operation = this.live(transform, payload.doFn, 'parDo');
        const difference = statefulDifference(payload, operation);
        if (difference !== undefined) throw differs(transform, difference);
        if (payload.requestsFinalization !== (operation.usesAfterCommit ?? false)) {
          throw differs(transform, 'says otherwise in this build whether it uses afterCommit');
        }
        return { ...operation, uses: { ...operation.uses, ...this.views(transform, operation) } };
      }
      case urns.transforms.combinePerKey:
        return this.live(transform, CombinePayload.decode(spec.payload).combineFn, 'combinePerKey');
      default:
        throw new BeamError('E_UNSUPPORTED', `No graph has a transform of kind "${spec?.urn ?? ''}".`, {
          step: transform.uniqueName,
          help: 'rebuild graphs only from plans that this SDK wrote',
        });
    }
  }

  private live<K extends Operation['kind']>(
    transform: PTransform,
    reference: ParDoPayload['doFn'],
    kind: K,
  ): Extract<Operation, { kind: K }> {
    const { operation } = referencedStep(reference, this.steps);
    if (operation.kind === kind) return operation as Extract<Operation, { kind: K }>;
    throw differs(transform, `is of kind ${kind} in the plan and ${operation.kind} in this build`);
  }

  /** The side inputs of a ParDo, looking at the collections of this graph. */
  private views(transform: PTransform, operation: Operation): Record<string, unknown> {
    const sides = new Map(sideInputsOf(transform));
    const views = viewEntries(operation);
    if (views.length !== sides.size || views.some(([local]) => !sides.has(local))) {
      throw differs(transform, 'has other side inputs in the plan than in this build');
    }
    return Object.fromEntries(
      views.map(([local, view]) => [local, { ...view, collection: this.collection(sides.get(local)!) }]),
    );
  }

  private outputFacts(id: string, live: Collection<any> | undefined): OutputFacts {
    const made = this.pcollection(id);
    const { coders } = this.pipeline.components!;
    // The live coder also knows what a plan cannot say: a class of the user's own.
    const isSame = live !== undefined && isCoderOfPlan(live.coder, made.coderId, coders);
    return {
      coder: isSame ? live.coder : coderFromPlan(made.coderId, coders),
      windowing: this.windowingOf(made),
      bounded: made.isBounded !== IsBounded.UNBOUNDED,
    };
  }

  private windowingOf({ windowingStrategyId }: PCollection) {
    return windowingFromProto(this.pipeline.components!.windowingStrategies[windowingStrategyId], this.steps);
  }

  private pcollection(id: string): PCollection {
    return this.pipeline.components!.pcollections[id]!;
  }

  /** Producers come first, as validatePlan has checked. */
  private collection(id: string): Collection<any> {
    return this.collections.get(id)!;
  }
}

const differs = ({ uniqueName }: PTransform, how: string): BeamError =>
  new BeamError('E_GRAPH_DIFFERS', `The step "${uniqueName}" ${how}.`, {
    step: uniqueName,
    help: 'build the graph from the same file with the same options, without clock, randomness or environment',
  });

function placeOf({ annotations }: PTransform): CallSite {
  const bytes = annotations[CALL_SITE_ANNOTATION];
  return { callSite: bytes === undefined ? undefined : new TextDecoder().decode(bytes) };
}
