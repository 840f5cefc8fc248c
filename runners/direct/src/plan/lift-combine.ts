import {
  type Coder as CoderProto,
  CombinePayload,
  type Components,
  type PCollection,
  PTransform,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';
import { isStreamed } from './streamed.js';

/** The annotation of a grouping that keeps an accumulator instead of values: a CombinePayload. */
export const COMBINE_ANNOTATION = 'hornbeam:combine';

/**
 * Second rewrite, combiner lifting: combine what a bundle has of each key before the shuffle, merge the parts
 * after it. `combine_per_key` becomes precombine → group by key → merge accumulators → extract outputs.
 *
 * A grouping that is made pane by pane keeps one accumulator for each key and window instead of what came in. It has
 * no precombine: it must see every element, to count them, to merge windows, to say how many came late. Where the code
 * of the combine is in another process the grouping keeps the values, which are combined behind it.
 */
export function liftCombines(
  components: Components,
  streaming: boolean,
  remote: ReadonlySet<string> = new Set(),
): Components {
  const transforms: Record<string, PTransform> = {};
  const pcollections: Record<string, PCollection> = { ...components.pcollections };
  const coders: Record<string, CoderProto> = { ...components.coders };
  for (const [id, transform] of Object.entries(components.transforms)) {
    if (transform.spec?.urn !== urns.transforms.combinePerKey) {
      transforms[id] = transform;
      continue;
    }
    const [inputId] = Object.values(transform.inputs);
    const outputId = transform.outputs.main ?? Object.values(transform.outputs)[0];
    const input = components.pcollections[inputId ?? ''];
    const keyCoderId = components.coders[input?.coderId ?? '']?.componentCoderIds[0];
    if (inputId === undefined || outputId === undefined || input === undefined || keyCoderId === undefined) {
      throw new BeamError('E_BAD_PLAN', 'A combine needs one keyed input and one output.', {
        step: transform.uniqueName,
      });
    }
    const { late } = transform.outputs;
    const isRemote = remote.has(transform.environmentId);
    const paned = late !== undefined || isStreamed(inputId, components, streaming);
    const { accumulatorCoderId } = CombinePayload.decode(transform.spec.payload);
    const coder = (urn: string, componentCoderIds: string[]): string => {
      const coderId = `${urn.split(':').at(-2)}(${componentCoderIds.join(',')})`;
      coders[coderId] = { spec: { urn, payload: new Uint8Array() }, componentCoderIds };
      return coderId;
    };
    const partial = coder(urns.coders.kv, [keyCoderId, accumulatorCoderId]);
    const grouped = coder(urns.coders.kv, [keyCoderId, coder(urns.coders.iterable, [accumulatorCoderId])]);
    const collection = (name: string, coderId: string): string => {
      const collectionId = `${id}/${name}.main`;
      pcollections[collectionId] = { ...input, uniqueName: collectionId, coderId };
      return collectionId;
    };
    const part = (
      name: string,
      urn: string,
      from: string,
      to: string,
      more: Partial<PTransform> = {},
    ): void => {
      const isWorkers = urn !== urns.transforms.groupByKey;
      transforms[`${id}/${name}`] = PTransform.create({
        uniqueName: `${transform.uniqueName}/${name}`,
        spec: { urn, payload: isWorkers ? transform.spec!.payload : new Uint8Array() },
        inputs: { input: from },
        outputs: { main: to },
        environmentId: isWorkers ? transform.environmentId || onlyEnvironment(components) : '',
        annotations: { ...transform.annotations, ...more.annotations },
      });
      if (more.outputs !== undefined) Object.assign(transforms[`${id}/${name}`]!.outputs, more.outputs);
    };
    if (paned && isRemote) {
      const valueCoderId = components.coders[input.coderId]!.componentCoderIds[1]!;
      const values = coder(urns.coders.kv, [keyCoderId, coder(urns.coders.iterable, [valueCoderId])]);
      const group = collection('group', values);
      part('group', urns.transforms.groupByKey, inputId, group);
      part('combine', urns.transforms.combineGroupedValues, group, outputId);
      continue;
    }
    const group = collection('group', grouped);
    const merged = collection('merge', partial);
    let toGroup = inputId;
    if (!paned) {
      toGroup = collection('precombine', partial);
      part('precombine', urns.transforms.combinePerKeyPrecombine, inputId, toGroup);
    }
    part('group', urns.transforms.groupByKey, toGroup, group, {
      ...(paned ? { annotations: { [COMBINE_ANNOTATION]: transform.spec.payload } } : {}),
      ...(late === undefined ? {} : { outputs: { late } }),
    });
    part('merge', urns.transforms.combinePerKeyMergeAccumulators, group, merged);
    part('extract', urns.transforms.combinePerKeyExtractOutputs, merged, outputId);
  }
  return { ...components, transforms, pcollections, coders };
}

const onlyEnvironment = (components: Components): string => Object.keys(components.environments)[0] ?? '';
