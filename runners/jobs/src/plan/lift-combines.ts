import {
  CombinePayload,
  type Components,
  MergeStatus,
  ParDoPayload,
  type PCollection,
  PTransform,
  type Trigger,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';
import { placeOf } from './plan-place.js';
import { triggersIn } from './triggers-in.js';

const { transforms: t, coders: c } = urns;

/**
 * Combines in parts, for runners that do not take them apart themselves: each bundle combines what it has of a key
 * before the grouping, accumulators are grouped and merged, and the results taken out. Where that would show, because
 * windows merge or the trigger goes by elements, all values are grouped and each group is combined; as a ParDo, since
 * Beam's fusion has no place for `beam:transform:combine_grouped_values:v1` and loses what it makes.
 */
export function liftCombines(components: Components): Components {
  let combined = components;
  for (const [id, transform] of Object.entries(components.transforms)) {
    if (transform.spec?.urn !== t.combinePerKey) continue;
    const [inputId] = Object.values(transform.inputs);
    const { windowingStrategyId = '' } = components.pcollections[inputId ?? ''] ?? {};
    const { mergeStatus, trigger } = components.windowingStrategies[windowingStrategyId] ?? {};
    const isEarly = mergeStatus !== MergeStatus.NEEDS_MERGE && combinesEarly(trigger);
    combined = isEarly ? lifted(combined, id) : grouped(combined, id);
  }
  return combined;
}

/** The combine of an id in four parts; those that it had are gone. */
function lifted(components: Components, id: string): Components {
  const transforms = { ...components.transforms };
  const pcollections = { ...components.pcollections };
  const coders = { ...components.coders };
  const whole = transforms[id]!;
  const [inputId] = Object.values(whole.inputs);
  const outputId = whole.outputs.main ?? Object.values(whole.outputs)[0];
  const input = pcollections[inputId ?? ''];
  const output = pcollections[outputId ?? ''];
  const keyCoder = coders[input?.coderId ?? '']?.componentCoderIds[0];
  if (inputId === undefined || outputId === undefined || !input || !output || keyCoder === undefined) {
    throw new BeamError('E_BAD_PLAN', 'A combine needs one keyed input and one output.', placeOf(whole));
  }
  const coder = (urn: string, componentCoderIds: string[]): string => {
    const coderId = `${urn.split(':').at(-2)}(${componentCoderIds.join(',')})`;
    coders[coderId] = { spec: { urn, payload: new Uint8Array() }, componentCoderIds };
    return coderId;
  };
  const { accumulatorCoderId } = CombinePayload.decode(whole.spec!.payload);
  const partial = coder(c.kv, [keyCoder, accumulatorCoderId]);
  const groups = coder(c.kv, [keyCoder, coder(c.iterable, [accumulatorCoderId])]);
  for (const part of whole.subtransforms) {
    for (const made of Object.values(transforms[part]?.outputs ?? {})) {
      if (made !== outputId) delete pcollections[made];
    }
    delete transforms[part];
  }
  const subtransforms: string[] = [];
  const part = (name: string, urn: string, from: string, to: string): string => {
    const isWorkers = urn !== t.groupByKey;
    subtransforms.push(`${id}/${name}`);
    transforms[`${id}/${name}`] = PTransform.create({
      uniqueName: `${whole.uniqueName}/${name}`,
      spec: { urn, payload: isWorkers ? whole.spec!.payload : new Uint8Array() },
      inputs: { input: from },
      outputs: { main: to },
      environmentId: isWorkers ? whole.environmentId : '',
      annotations: whole.annotations,
    });
    return to;
  };
  const between = (name: string, coderId: string, like: PCollection): string => {
    const made = `${id}/${name}.main`;
    pcollections[made] = { ...like, uniqueName: made, coderId };
    return made;
  };
  let last = part('precombine', t.combinePerKeyPrecombine, inputId, between('precombine', partial, input));
  last = part('group', t.groupByKey, last, between('group', groups, output));
  last = part('merge', t.combinePerKeyMergeAccumulators, last, between('merge', partial, output));
  part('extract', t.combinePerKeyExtractOutputs, last, outputId);
  transforms[id] = PTransform.create({ ...whole, subtransforms });
  return { ...components, transforms, pcollections, coders };
}

/** The combine of an id with the parts that it has, the second as a ParDo. */
function grouped(components: Components, id: string): Components {
  const transforms = { ...components.transforms };
  for (const part of transforms[id]!.subtransforms) {
    const { spec } = transforms[part] ?? {};
    if (spec?.urn !== t.combineGroupedValues) continue;
    const { combineFn: doFn } = CombinePayload.decode(spec.payload);
    const payload = ParDoPayload.encode({ doFn }).finish();
    transforms[part] = PTransform.create({ ...transforms[part], spec: { urn: t.parDo, payload } });
  }
  return { ...components, transforms };
}

/**
 * Whether a trigger fires at the same moments when it sees one accumulator in place of several elements: not one that
 * counts them, or that fires at each.
 */
const combinesEarly = (trigger: Trigger | undefined): boolean =>
  triggersIn(trigger).every(({ always, elementCount }) => always === undefined && elementCount === undefined);
