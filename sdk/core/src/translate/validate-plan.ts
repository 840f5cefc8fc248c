import { type Components, IsBounded, type Pipeline, type WindowingStrategy } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { coderUrns } from '../model/coders/urns.js';
import { planFault } from './plan-fault.js';
import { type PlacedTransform, planOrder } from './plan-order.js';
import { validateTransform } from './validate-transform.js';

/** Requirements that the model knows; a runner refuses a plan that has another. */
const requirements: ReadonlySet<string> = new Set(Object.values(urns.requirements));

/**
 * Checks a plan against the rules of the Beam model that runners rely on; they are those of the strictest
 * validator (Java's, which Flink uses) and those whose breach only shows later, in the middle of a run. Plans of
 * every SDK are to pass.
 *
 *  R1  ids lead somewhere, and nothing is a part of itself or nested without measure: roots, parts, inputs, outputs, coders, windowing strategies, environments
 *  R2  names of transforms and of PCollections are unique
 *  R3  every transform is in one place, every PCollection is made by one leaf, producers come before readers
 *  R4  what a composite makes is made by its parts, or is its input
 *  R5  no enum of a windowing strategy or PCollection is left open
 *  R6  each transform has what its kind needs (validate-transform.ts)
 *
 * @throws BeamError `E_BAD_PLAN` for the first rule that is broken, naming the step
 */
export function validatePlan(pipeline: Pipeline): void {
  const { components } = pipeline;
  if (components === undefined) throw planFault('The plan has no components.');
  for (const requirement of pipeline.requirements) {
    if (!requirements.has(requirement)) {
      throw planFault(`The plan has a requirement that no runner knows: "${requirement}".`);
    }
  }
  validateCoders(components);
  for (const [id, strategy] of Object.entries(components.windowingStrategies)) {
    validateWindowing(id, strategy, components);
  }
  validateCollections(components);
  const order = planOrder(pipeline);
  validateNames(components);
  validateFlow(order);
  for (const { transform } of order) validateTransform(transform, pipeline);
}

/** How deep coders may be nested: far deeper than any SDK nests them, and far from the end of the stack. */
const MAX_CODER_DEPTH = 250;

/** How many parts coders of the model have where all that read them rely on it. */
const partCounts: Readonly<Record<string, number>> = {
  [coderUrns.kv]: 2,
  [coderUrns.iterable]: 1,
  [coderUrns.stateBackedIterable]: 1,
  [coderUrns.nullable]: 1,
  [coderUrns.lengthPrefix]: 1,
};

function validateCoders({ coders }: Components): void {
  /** How deep each coder is that is in order. */
  const depths = new Map<string, number>();
  const visit = (id: string, open: ReadonlySet<string>): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) throw planFault(`The coder "${id}" is a part of itself.`);
    const inside = new Set(open).add(id);
    const { componentCoderIds: parts, spec } = coders[id]!;
    let depth = 1;
    for (const part of parts) {
      if (!Object.hasOwn(coders, part)) throw planFault(`The coder "${id}" has the unknown part "${part}".`);
      if (inside.size <= MAX_CODER_DEPTH) depth = Math.max(depth, 1 + visit(part, inside));
      if (inside.size > MAX_CODER_DEPTH || depth > MAX_CODER_DEPTH) {
        throw planFault(`The coder "${id}" is nested deeper than ${MAX_CODER_DEPTH} levels.`);
      }
    }
    if (!spec?.urn) throw planFault(`The coder "${id}" has no URN.`);
    const wanted = Object.hasOwn(partCounts, spec.urn) ? partCounts[spec.urn] : undefined;
    if (wanted !== undefined && parts.length !== wanted) {
      throw planFault(`The coder "${id}" has ${parts.length} part(s), but ${spec.urn} has ${wanted}.`);
    }
    depths.set(id, depth);
    return depth;
  };
  for (const id of Object.keys(coders)) visit(id, new Set());
}

function validateWindowing(id: string, strategy: WindowingStrategy, components: Components): void {
  const open = [
    strategy.mergeStatus === 0 && 'merge status',
    strategy.accumulationMode === 0 && 'accumulation mode',
    strategy.outputTime === 0 && 'output time',
    strategy.closingBehavior === 0 && 'closing behavior',
    strategy.onTimeBehavior === 0 && 'on-time behavior',
    strategy.trigger === undefined && 'trigger',
    !strategy.windowFn?.urn && 'window function',
  ].filter((what) => what !== false);
  if (open.length > 0) throw planFault(`The windowing strategy "${id}" does not say its ${open.join(', ')}.`);
  if (!Object.hasOwn(components.coders, strategy.windowCoderId)) {
    throw planFault(`The windowing strategy "${id}" has the unknown coder "${strategy.windowCoderId}".`);
  }
  if (strategy.allowedLateness < 0n) {
    throw planFault(`The windowing strategy "${id}" has an allowed lateness below 0.`);
  }
  const { environmentId } = strategy;
  if (environmentId !== '' && !Object.hasOwn(components.environments, environmentId)) {
    throw planFault(`The windowing strategy "${id}" has the unknown environment "${environmentId}".`);
  }
}

function validateCollections(components: Components): void {
  const ids = new Map<string, string>();
  for (const [id, collection] of Object.entries(components.pcollections)) {
    const { uniqueName, coderId, windowingStrategyId, isBounded } = collection;
    if (uniqueName === '') throw planFault(`The PCollection "${id}" has no name.`);
    const other = ids.get(uniqueName);
    if (other !== undefined) {
      throw planFault(`The PCollections "${other}" and "${id}" have the same name "${uniqueName}".`);
    }
    ids.set(uniqueName, id);
    if (!Object.hasOwn(components.coders, coderId)) {
      throw planFault(`The PCollection "${uniqueName}" has the unknown coder "${coderId}".`);
    }
    if (!Object.hasOwn(components.windowingStrategies, windowingStrategyId)) {
      throw planFault(
        `The PCollection "${uniqueName}" has the unknown windowing strategy "${windowingStrategyId}".`,
      );
    }
    if (isBounded === IsBounded.UNSPECIFIED) {
      throw planFault(`The PCollection "${uniqueName}" does not say whether it is bounded.`);
    }
  }
}

/** Also of transforms that are in no place: other validators look at them too. */
function validateNames({ transforms }: Components): void {
  const ids = new Map<string, string>();
  for (const [id, { uniqueName }] of Object.entries(transforms)) {
    const other = ids.get(uniqueName);
    if (other !== undefined) {
      throw planFault(`The transforms "${other}" and "${id}" have the same name.`, uniqueName);
    }
    ids.set(uniqueName, id);
  }
}

/** R3 and R4. Readers are leaves and composites; only leaves make something. */
function validateFlow(order: readonly PlacedTransform[]): void {
  const leaves = order.filter(({ transform }) => transform.subtransforms.length === 0);
  const producers = new Map<string, PlacedTransform>();
  for (const leaf of leaves) {
    const { uniqueName, inputs, outputs } = leaf.transform;
    const taken = new Set(Object.values(inputs));
    for (const id of taken) {
      if (!producers.has(id))
        throw planFault(`The step reads "${id}", which no step before it makes.`, uniqueName);
    }
    // A composite without parts hands its inputs on, whatever it calls itself.
    if (Object.values(outputs).every((id) => taken.has(id))) continue;
    for (const id of Object.values(outputs)) {
      const other = producers.get(id)?.transform.uniqueName;
      if (other !== undefined)
        throw planFault(`The steps "${other}" and "${uniqueName}" both make "${id}".`, uniqueName);
      producers.set(id, leaf);
    }
  }
  for (const { id: composite, transform } of order) {
    if (transform.subtransforms.length === 0) continue;
    const inputs = new Set(Object.values(transform.inputs));
    for (const id of Object.values(transform.outputs)) {
      const isMadeInside = producers.get(id)?.parents.some((parent) => parent.id === composite);
      if (isMadeInside || inputs.has(id)) continue;
      throw planFault(
        `The composite gives out "${id}", which none of its parts makes.`,
        transform.uniqueName,
      );
    }
    for (const id of inputs) {
      if (!producers.has(id))
        throw planFault(`The composite takes "${id}", which no step makes.`, transform.uniqueName);
    }
  }
}
