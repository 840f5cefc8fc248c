import {
  CombinePayload,
  type Components,
  ParDoPayload,
  type Pipeline,
  type PTransform,
  WindowIntoPayload,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { coderUrns } from '../model/coders/urns.js';
import { BeamError } from '../model/errors.js';
import { mainInputs } from './inputs.js';
import { planFault } from './plan-fault.js';
import { validateState } from './validate-state.js';

/** A check of one kind of transform. */
type Check = (transform: PTransform, pipeline: Pipeline) => void;

const combineParts = [
  urns.transforms.combinePerKeyPrecombine,
  urns.transforms.combinePerKeyMergeAccumulators,
  urns.transforms.combinePerKeyExtractOutputs,
  urns.transforms.combinePerKeyConvertToAccumulators,
  urns.transforms.combineGroupedValues,
] as const;

const checks: Readonly<Record<string, readonly Check[]>> = {
  [urns.transforms.impulse]: [isRunners, (transform) => counts(transform, 0, 1)],
  [urns.transforms.groupByKey]: [isRunners, (transform) => counts(withoutLate(transform), 1, 1), groupsPairs],
  [urns.transforms.flatten]: [(transform) => counts(transform, undefined, 1)],
  [urns.transforms.assignWindows]: [isUsers, (transform) => counts(transform, 1, 1), namesWindowFn],
  [urns.transforms.parDo]: [isUsers, checkParDo],
  [urns.transforms.combinePerKey]: [
    (transform) => counts(withoutLate(transform), 1, 1),
    takesPairs,
    namesAccumulator,
  ],
  [urns.transforms.combineGlobally]: [namesAccumulator],
  ...Object.fromEntries(combineParts.map((urn) => [urn, [isUsers, namesAccumulator]])),
};

/**
 * Checks one transform of a plan whose coders and collections are in order: that it says what it is, where it
 * runs, and has the inputs, outputs and payload of its kind.
 * @throws BeamError `E_BAD_PLAN`
 */
export function validateTransform(transform: PTransform, pipeline: Pipeline): void {
  const { uniqueName, spec, environmentId } = transform;
  const { environments, pcollections } = pipeline.components as Components;
  for (const [local, id] of [...Object.entries(transform.inputs), ...Object.entries(transform.outputs)]) {
    if (!Object.hasOwn(pcollections, id)) {
      throw planFault(`"${local}" of the step is the unknown PCollection "${id}".`, uniqueName);
    }
  }
  if (environmentId !== '' && !Object.hasOwn(environments, environmentId)) {
    throw planFault(`The step runs in the unknown environment "${environmentId}".`, uniqueName);
  }
  const urn = spec?.urn ?? '';
  if (urn === '' && !isComposite(transform)) {
    throw planFault('The step has no URN and no parts, so that nobody knows what it does.', uniqueName);
  }
  try {
    for (const check of Object.hasOwn(checks, urn) ? checks[urn]! : []) check(transform, pipeline);
  } catch (thrown) {
    if (thrown instanceof BeamError) throw thrown;
    throw planFault(`The payload of the step does not fit ${urn}.`, uniqueName, thrown);
  }
}

/** Parts, or only inputs to hand on. */
function isComposite({ subtransforms, inputs, outputs }: PTransform): boolean {
  const taken = new Set(Object.values(inputs));
  return subtransforms.length > 0 || Object.values(outputs).every((id) => taken.has(id));
}

function isRunners({ uniqueName, environmentId }: PTransform): void {
  if (environmentId !== '') {
    throw planFault('The step is the runner’s, but the plan gives it an environment of the SDK.', uniqueName);
  }
}

function isUsers({ uniqueName, environmentId }: PTransform): void {
  if (environmentId === '') {
    throw planFault('The step runs code of the SDK, but the plan names no environment for it.', uniqueName);
  }
}

function counts({ uniqueName, inputs, outputs }: PTransform, ins: number | undefined, outs: number): void {
  const [given, made] = [Object.keys(inputs).length, Object.keys(outputs).length];
  if ((ins !== undefined && given !== ins) || made !== outs) {
    const wanted = ins === undefined ? `${outs} output(s)` : `${ins} input(s) and ${outs} output(s)`;
    throw planFault(
      `The step has ${given} input(s) and ${made} output(s), but its kind has ${wanted}.`,
      uniqueName,
    );
  }
}

/** A grouping may hand out late elements beside what it makes: hornbeam's own. */
function withoutLate(transform: PTransform): PTransform {
  const { late: _, ...outputs } = transform.outputs;
  return { ...transform, outputs };
}

/** URN and parts of the coder of a PCollection. */
function coderOf(collection: string, pipeline: Pipeline): { urn: string; parts: readonly string[] } {
  const { coders, pcollections } = pipeline.components as Components;
  const coder = coders[pcollections[collection]!.coderId]!;
  return { urn: coder.spec!.urn, parts: coder.componentCoderIds };
}

function takesPairs(transform: PTransform, pipeline: Pipeline): void {
  const [input] = mainInputs(transform);
  const { urn } = coderOf(input!, pipeline);
  if (urn !== coderUrns.kv) {
    throw planFault(`The step needs keys, but the coder of its input is ${urn}.`, transform.uniqueName);
  }
}

function groupsPairs(transform: PTransform, pipeline: Pipeline): void {
  takesPairs(transform, pipeline);
  const [output] = Object.values(transform.outputs);
  const { urn, parts } = coderOf(output!, pipeline);
  const values = (pipeline.components as Components).coders[parts[1] ?? '']?.spec?.urn;
  const areIterable = values === coderUrns.iterable || values === coderUrns.stateBackedIterable;
  if (urn !== coderUrns.kv || !areIterable) {
    throw planFault(
      'The step groups, but the coder of its output is no pair of key and iterable.',
      transform.uniqueName,
    );
  }
}

function namesWindowFn({ spec, uniqueName }: PTransform): void {
  if (!WindowIntoPayload.decode(spec!.payload).windowFn?.urn) {
    throw planFault('The step assigns windows, but names no window function.', uniqueName);
  }
}

function namesAccumulator({ spec, uniqueName }: PTransform, pipeline: Pipeline): void {
  const { accumulatorCoderId, combineFn } = CombinePayload.decode(spec!.payload);
  if (!Object.hasOwn((pipeline.components as Components).coders, accumulatorCoderId)) {
    throw planFault(
      `The step combines with the unknown accumulator coder "${accumulatorCoderId}".`,
      uniqueName,
    );
  }
  if (!combineFn?.urn) throw planFault('The step combines, but names no combine function.', uniqueName);
}

function checkParDo(transform: PTransform, pipeline: Pipeline): void {
  const { uniqueName, spec, inputs } = transform;
  const payload = ParDoPayload.decode(spec!.payload);
  if (!payload.doFn?.urn) throw planFault('The step names no DoFn.', uniqueName);
  for (const [local, { accessPattern }] of Object.entries(payload.sideInputs)) {
    if (!Object.hasOwn(inputs, local)) {
      throw planFault(`The side input "${local}" is not among the inputs of the step.`, uniqueName);
    }
    if (accessPattern?.urn === urns.sideInputs.multimap) {
      if (coderOf(inputs[local]!, pipeline).urn !== coderUrns.kv) {
        throw planFault(`The side input "${local}" is a map, but its elements are no pairs.`, uniqueName);
      }
    } else if (accessPattern?.urn !== urns.sideInputs.iterable) {
      throw planFault(
        `The side input "${local}" is read in an unknown way, "${accessPattern?.urn ?? ''}".`,
        uniqueName,
      );
    }
  }
  const mains = mainInputs(transform).length;
  if (mains !== 1) throw planFault(`The step has ${mains} main inputs where it must have one.`, uniqueName);
  const isStateful =
    Object.keys(payload.stateSpecs).length > 0 || Object.keys(payload.timerFamilySpecs).length > 0;
  if (isStateful) takesPairs(transform, pipeline);
  validateState(payload, pipeline.components as Components, uniqueName);
  const needed: [string, boolean][] = [
    [urns.requirements.statefulProcessing, isStateful],
    [urns.requirements.splittableDoFn, payload.restrictionCoderId !== ''],
    [urns.requirements.bundleFinalization, payload.requestsFinalization],
    [urns.requirements.stableInput, payload.requiresStableInput],
    [urns.requirements.timeSortedInput, payload.requiresTimeSortedInput],
    [urns.requirements.onWindowExpiration, payload.onWindowExpirationTimerFamilySpec !== ''],
  ];
  for (const [requirement, isNeeded] of needed) {
    if (isNeeded && !pipeline.requirements.includes(requirement)) {
      throw planFault(`The step needs "${requirement}", which the plan does not require.`, uniqueName);
    }
  }
  if (payload.restrictionCoderId !== '')
    checkRestriction(payload.restrictionCoderId, isStateful, transform, pipeline);
}

/** A restriction is written together with the state of its watermark estimator. */
function checkRestriction(
  coderId: string,
  isStateful: boolean,
  { uniqueName }: PTransform,
  pipeline: Pipeline,
): void {
  const { coders } = pipeline.components as Components;
  const coder = Object.hasOwn(coders, coderId) ? coders[coderId] : undefined;
  if (coder?.spec?.urn !== coderUrns.kv) {
    throw planFault(`The coder of the step's restrictions, "${coderId}", is no coder of pairs.`, uniqueName);
  }
  if (isStateful) throw planFault('The step is splittable, but has state or timers.', uniqueName);
}
