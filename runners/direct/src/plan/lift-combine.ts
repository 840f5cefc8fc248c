import {
  type Coder as CoderProto,
  CombinePayload,
  type Components,
  type PCollection,
  PTransform,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';

/**
 * Second rewrite, combiner lifting: combine what a bundle has of each key before the shuffle, merge the parts
 * after it. `combine_per_key` becomes precombine → group by key → merge accumulators → extract outputs.
 */
export function liftCombines(components: Components): Components {
  const transforms: Record<string, PTransform> = {};
  const pcollections: Record<string, PCollection> = { ...components.pcollections };
  const coders: Record<string, CoderProto> = { ...components.coders };
  for (const [id, transform] of Object.entries(components.transforms)) {
    if (transform.spec?.urn !== urns.transforms.combinePerKey) {
      transforms[id] = transform;
      continue;
    }
    const [inputId] = Object.values(transform.inputs);
    const [outputId] = Object.values(transform.outputs);
    const input = components.pcollections[inputId ?? ''];
    const keyCoderId = components.coders[input?.coderId ?? '']?.componentCoderIds[0];
    if (inputId === undefined || outputId === undefined || input === undefined || keyCoderId === undefined) {
      throw new BeamError('E_BAD_PLAN', 'A combine needs one keyed input and one output.', {
        step: transform.uniqueName,
      });
    }
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
    const part = (name: string, urn: string, from: string, to: string): void => {
      const isWorkers = urn !== urns.transforms.groupByKey;
      transforms[`${id}/${name}`] = PTransform.create({
        uniqueName: `${transform.uniqueName}/${name}`,
        spec: { urn, payload: isWorkers ? transform.spec!.payload : new Uint8Array() },
        inputs: { input: from },
        outputs: { main: to },
        environmentId: isWorkers ? transform.environmentId || onlyEnvironment(components) : '',
        annotations: transform.annotations,
      });
    };
    const precombined = collection('precombine', partial);
    const group = collection('group', grouped);
    const merged = collection('merge', partial);
    part('precombine', urns.transforms.combinePerKeyPrecombine, inputId, precombined);
    part('group', urns.transforms.groupByKey, precombined, group);
    part('merge', urns.transforms.combinePerKeyMergeAccumulators, group, merged);
    part('extract', urns.transforms.combinePerKeyExtractOutputs, merged, outputId);
  }
  return { ...components, transforms, pcollections, coders };
}

const onlyEnvironment = (components: Components): string => Object.keys(components.environments)[0] ?? '';
