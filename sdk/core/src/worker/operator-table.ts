import {
  CombinePayload,
  FunctionSpec,
  ParDoPayload,
  type ProcessBundleDescriptor,
  type PTransform,
  WindowIntoPayload,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import {
  type CombineFn,
  type EpochSink,
  isStateful,
  type ParDoOperation,
  type TimestampCombiner,
  WINDOW_EXPIRATION,
  type WindowFn,
} from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { KvCoder } from '../model/coders/kv.js';
import { BeamError } from '../model/errors.js';
import { coderFromPlan } from '../translate/coders.js';
import { mainInputs } from '../translate/inputs.js';
import type { LiveParts } from '../translate/plan.js';
import { referencedName, referencedStep } from '../translate/step-reference.js';
import { windowFnFromSpec, windowingFromProto } from '../translate/windowing.js';
import {
  combineGroupedValuesOperator,
  convertToAccumulatorsOperator,
  extractOutputsOperator,
  mergeAccumulatorsOperator,
  precombineOperator,
} from './operators/combine.js';
import { decodeOperator } from './operators/decode.js';
import { doFnOperator } from './operators/do-fn.js';
import { epochSinkOperator } from './operators/epoch-sink.js';
import { filledPanesOperator } from './operators/filled-panes.js';
import { flatMapOperator } from './operators/flat-map.js';
import { flattenOperator } from './operators/flatten.js';
import { filterOperator, keyByOperator, mapOperator, timestampsOperator } from './operators/map.js';
import { mergeWindowsOperator } from './operators/merge-windows.js';
import { numberRows } from './operators/number-rows.js';
import type { Operator, OperatorSite } from './operators/operator.js';
import { pairWithRestrictionOperator, type SplittableSettings } from './operators/pair-with-restriction.js';
import { processRestrictionsOperator } from './operators/process-restrictions.js';
import { shardRowsOperator } from './operators/shard-rows.js';
import { sinkOperator } from './operators/sink.js';
import { splitAndSizeOperator } from './operators/split-and-size.js';
import { stableSinkOperator } from './operators/stable-sink.js';
import type { KeyedInput } from './operators/stateful.js';
import { truncateRestrictionsOperator } from './operators/truncate-restrictions.js';
import { windowIntoOperator } from './operators/window-into.js';
import { type Receiver, receiver } from './receiver.js';

/** What an operator is made from. */
export interface OperatorRequest {
  readonly site: OperatorSite;
  readonly transform: PTransform;
  readonly outputs: ReadonlyMap<string, Receiver>;
  readonly descriptor: ProcessBundleDescriptor;
  readonly live: LiveParts;
}

type OperatorFactory = (request: OperatorRequest) => Operator;

/** Every transform that a worker can execute, by URN. */
const factories: Readonly<Record<string, OperatorFactory>> = {
  [urns.transforms.parDo]: parDo,
  [urns.transforms.flatten]: ({ site, outputs }) => flattenOperator(site, onlyOutput(outputs)),
  [urns.transforms.assignWindows]: ({ site, transform, outputs, live }) => {
    const { windowFn } = WindowIntoPayload.decode(transform.spec!.payload);
    return windowIntoOperator(site, windowFnFromSpec(windowFn, live.steps), onlyOutput(outputs));
  },
  [urns.transforms.combinePerKeyPrecombine]: (request) =>
    precombineOperator({
      site: request.site,
      combineFn: combineFnOf(request),
      main: onlyOutput(request.outputs),
      ...groupingOf(request),
    }),
  [urns.transforms.combinePerKeyMergeAccumulators]: (request) =>
    mergeAccumulatorsOperator(request.site, combineFnOf(request), onlyOutput(request.outputs)),
  [urns.transforms.combinePerKeyExtractOutputs]: (request) =>
    extractOutputsOperator(request.site, combineFnOf(request), onlyOutput(request.outputs)),
  [urns.transforms.combinePerKeyConvertToAccumulators]: (request) =>
    convertToAccumulatorsOperator(request.site, combineFnOf(request), onlyOutput(request.outputs)),
  [urns.transforms.combineGroupedValues]: (request) =>
    combineGroupedValuesOperator(request.site, combineFnOf(request), onlyOutput(request.outputs)),
  [urns.transforms.pairWithRestriction]: (request) => pairWithRestrictionOperator(splittableOf(request)),
  [urns.transforms.splitAndSizeRestrictions]: (request) => splitAndSizeOperator(splittableOf(request)),
  [urns.transforms.processSizedElementsAndRestrictions]: (request) =>
    processRestrictionsOperator(splittableOf(request)),
  [urns.transforms.truncateSizedRestriction]: (request) =>
    truncateRestrictionsOperator(splittableOf(request)),
  [urns.transforms.mergeWindows]: ({ site, transform, outputs, live }) => {
    const windowFn = FunctionSpec.decode(transform.spec!.payload);
    const { operation, callSite } = referencedStep(windowFn, live.steps);
    const step = referencedName(windowFn) ?? site.step;
    if (operation.kind !== 'windowInto' || operation.windowing.windowFn.kind !== 'custom') {
      throw new BeamError(
        'E_GRAPH_DIFFERS',
        'The runner and this build differ in which windows are custom.',
        {
          step,
          help: 'build the graph from the same file with the same options',
        },
      );
    }
    const { fn } = operation.windowing.windowFn;
    return mergeWindowsOperator({ ...site, step, callSite }, fn, onlyOutput(outputs));
  },
  [urns.ports.sink]: ({ site }) => sinkOperator(site),
};

/** Makes the operator of a transform. @throws BeamError `E_UNSUPPORTED` for a URN nobody here knows */
export function operatorFor(request: OperatorRequest): Operator {
  const urn = request.transform.spec?.urn ?? '';
  const factory = Object.hasOwn(factories, urn) ? factories[urn] : undefined;
  if (factory === undefined) {
    throw new BeamError('E_UNSUPPORTED', `The worker cannot execute the transform "${urn}".`, {
      step: request.site.step,
      help: 'send it to a worker whose environment lists this transform',
    });
  }
  return factory(request);
}

function parDo({ site, transform, outputs: given, live, descriptor }: OperatorRequest): Operator {
  const payload = ParDoPayload.decode(transform.spec!.payload);
  if (payload.doFn?.urn === urns.hornbeam.identity) return flattenOperator(site, onlyOutput(given));
  if (payload.doFn?.urn === urns.hornbeam.filledPanes) return filledPanesOperator(site, onlyOutput(given));
  if (payload.doFn?.urn === urns.hornbeam.decode) {
    const [output] = Object.values(transform.outputs);
    const { coderId } = descriptor.pcollections[output!]!;
    return decodeOperator(site, coderFromPlan(coderId, descriptor.coders, live.coders), onlyOutput(given));
  }
  // How a combine of grouped values is written for runners that know no such transform.
  if (payload.doFn?.urn === urns.hornbeam.combineFn) {
    return combineGroupedValuesOperator(site, liveCombineFn(payload.doFn, live), onlyOutput(given));
  }
  switch (payload.doFn?.urn) {
    case urns.hornbeam.shardRows:
      return shardRowsOperator(site, sinkOf(payload.doFn, live), onlyOutput(given));
    case urns.hornbeam.numberRows: {
      const operation = numberRows(site.bundle.services.newName);
      return doFnOperator({
        site,
        operation,
        doFn: operation.callback.doFn,
        outputs: new Map([['main', onlyOutput(given)]]),
        isGlobal: true,
        keyedInput: keyedInputOf({ transform, descriptor, live }, payload),
      });
    }
    case urns.hornbeam.writeStableRows:
      return stableSinkOperator(site, sinkOf(payload.doFn, live));
  }
  const operation = operationOf<ParDoOperation>(payload.doFn, live, 'parDo');
  const outputs = allOutputs(given, payload.doFn, live);
  const { callback } = operation;
  switch (callback.shape) {
    case 'map':
      return mapOperator({ site, operation, outputs, fn: callback.fn });
    case 'flatMap':
      return flatMapOperator({ site, operation, outputs, fn: callback.fn });
    case 'filter':
      return filterOperator({ site, operation, outputs, fn: callback.fn });
    case 'keyBy':
      return keyByOperator(site, callback.fn as (element: unknown) => unknown, outputs.get('main')!);
    case 'splittable':
      throw new BeamError('E_UNSUPPORTED', 'A splittable step runs in parts, but the plan has it whole.', {
        step: site.step,
        help: 'send the plan to a runner that takes splittable steps apart',
      });
    case 'sink':
      return epochSinkOperator(site, callback.sink);
    case 'timestamps':
      return timestampsOperator({
        site,
        fn: callback.fn,
        allowedSkew: operation.allowedSkew ?? 0,
        main: outputs.get('main')!,
      });
    case 'doFn':
      return doFnOperator({
        site,
        operation,
        doFn: callback.doFn,
        outputs,
        isGlobal: mainInputs(transform).every((id) => windowFnOf(id, descriptor, live).kind === 'global'),
        keyedInput: isStateful(operation.uses)
          ? keyedInputOf({ transform, descriptor, live }, payload)
          : undefined,
      });
  }
}

/** The splittable step that a part belongs to. @throws BeamError `E_GRAPH_DIFFERS` */
function splittableOf({ site, transform, outputs, live }: OperatorRequest): SplittableSettings {
  const { doFn } = ParDoPayload.decode(transform.spec!.payload);
  const operation = operationOf<ParDoOperation>(doFn, live, 'parDo');
  const { callback } = operation;
  if (callback.shape === 'splittable') {
    // Parts that are not the last have one output, which each runner names as it likes.
    const isLast = transform.spec!.urn === urns.transforms.processSizedElementsAndRestrictions;
    const all = isLast ? allOutputs(outputs, doFn, live) : new Map([['main', onlyOutput(outputs)]]);
    return { site, operation, doFn: callback.doFn, outputs: all };
  }
  throw new BeamError('E_GRAPH_DIFFERS', 'A step is splittable in the plan, and not in this build.', {
    step: site.step,
    callSite: site.callSite,
    help: 'build the graph from the same file with the same options',
  });
}

/** The sink of a step that was taken apart. @throws BeamError `E_GRAPH_DIFFERS` */
function sinkOf(spec: FunctionSpec, live: LiveParts): EpochSink<unknown> {
  const { callback } = operationOf<ParDoOperation>(spec, live, 'parDo');
  if (callback.shape === 'sink') return callback.sink;
  throw new BeamError('E_GRAPH_DIFFERS', 'A step is a sink in the plan, and not in this build.', {
    step: referencedName(spec),
    help: 'build the graph from the same file with the same options',
  });
}

/** Key coder and allowed lateness of the collection that a step with state or timers reads. */
function keyedInputOf(
  { transform, descriptor, live }: Pick<OperatorRequest, 'transform' | 'descriptor' | 'live'>,
  { timerFamilySpecs, onWindowExpirationTimerFamilySpec }: ParDoPayload,
): KeyedInput {
  const input = descriptor.pcollections[mainInputs(transform)[0] ?? ''];
  const coder = coderFromPlan(input?.coderId ?? '', descriptor.coders, live.coders);
  if (!(coder instanceof KvCoder)) {
    throw new BeamError('E_BAD_PLAN', 'A step with state reads a PCollection whose coder is not kv.', {
      step: transform.uniqueName,
      help: 'the plan was not written by this SDK, or is damaged',
    });
  }
  const { allowedLateness } = windowingFromProto(
    descriptor.windowingStrategies[input!.windowingStrategyId],
    live.steps,
  );
  // The family is there, and nobody said that the runner looks after it.
  const expiresByTimer =
    onWindowExpirationTimerFamilySpec === '' && Object.hasOwn(timerFamilySpecs, WINDOW_EXPIRATION);
  return { keyCoder: coder.key, allowedLateness, expiresByTimer };
}

const combineFnOf = ({ transform, live }: OperatorRequest): CombineFn<any, any, any> =>
  liveCombineFn(CombinePayload.decode(transform.spec!.payload).combineFn, live);

const liveCombineFn = (spec: FunctionSpec | undefined, live: LiveParts): CombineFn<any, any, any> =>
  operationOf<{ combineFn: CombineFn<any, any, any> }>(spec, live, 'combinePerKey').combineFn;

/** The outputs of a step; a runner may leave out those that nobody reads. */
function allOutputs(
  given: ReadonlyMap<string, Receiver>,
  spec: FunctionSpec | undefined,
  { steps }: LiveParts,
): ReadonlyMap<string, Receiver> {
  const all = new Map(given);
  for (const tag of referencedStep(spec, steps).outputs.keys()) if (!all.has(tag)) all.set(tag, UNREAD);
  return all;
}

const UNREAD: Receiver = receiver(() => undefined);

/** The live operation behind a function of the plan. @throws BeamError `E_GRAPH_DIFFERS` */
function operationOf<O>(spec: FunctionSpec | undefined, { steps }: LiveParts, kind: string): O {
  const step = referencedStep(spec, steps);
  if (step.operation.kind !== kind) {
    throw new BeamError(
      'E_GRAPH_DIFFERS',
      `The plan and this build differ in what the step does: ${kind} and ${step.operation.kind}.`,
      {
        callSite: step.callSite,
        help: 'build the graph from the same file with the same options',
      },
    );
  }
  return step.operation as O;
}

/** Key coder and timestamp rule of the collection a combine reads. */
function groupingOf({ transform, descriptor, live }: OperatorRequest): {
  keyCoder: Coder<unknown>;
  timestampCombiner: TimestampCombiner;
} {
  const input = descriptor.pcollections[Object.values(transform.inputs)[0] ?? ''];
  const coder = coderFromPlan(input?.coderId ?? '', descriptor.coders, live.coders);
  if (!(coder instanceof KvCoder)) {
    throw new BeamError('E_BAD_PLAN', 'A combine reads a PCollection whose coder is not kv.', {
      step: transform.uniqueName,
      help: 'the plan was not written by this SDK, or is damaged',
    });
  }
  const windowing = windowingFromProto(
    descriptor.windowingStrategies[input!.windowingStrategyId],
    live.steps,
  );
  return { keyCoder: coder.key, timestampCombiner: windowing.timestampCombiner };
}

function windowFnOf(collection: string, descriptor: ProcessBundleDescriptor, { steps }: LiveParts): WindowFn {
  const strategy = descriptor.pcollections[collection]?.windowingStrategyId ?? '';
  return windowingFromProto(descriptor.windowingStrategies[strategy], steps).windowFn;
}

function onlyOutput(outputs: ReadonlyMap<string, Receiver>): Receiver {
  const [output] = outputs.values();
  return output!;
}
