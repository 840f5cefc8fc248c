import {
  type Coder as CoderProto,
  type Components,
  ParDoPayload,
  type PCollection,
  PTransform,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';
import { sideInputsOf } from '@hornbeam/sdk/translate';

/**
 * Rewrite of splittable steps: pair with restriction → split and size → process. The first two join the stage that
 * makes the elements; the process part, which keeps the id and the name of the step, opens one of its own, behind a
 * queue: there a restriction can wait for its turn, and what a bundle leaves of it for its moment.
 *
 * The collections between are those that the Fn API names: `KV<element, KV<restriction, estimator state>>`, then
 * `KV<that, size>` with the size as a double.
 * @throws BeamError `E_BAD_PLAN`
 */
export function expandSplittable(components: Components): Components {
  const transforms: Record<string, PTransform> = {};
  const pcollections: Record<string, PCollection> = { ...components.pcollections };
  const coders: Record<string, CoderProto> = { ...components.coders };
  const coder = (urn: string, componentCoderIds: string[]): string => {
    const id = `${urn.split(':').at(-2)}(${componentCoderIds.join(',')})`;
    coders[id] ??= { spec: { urn, payload: new Uint8Array() }, componentCoderIds };
    return id;
  };
  for (const [id, transform] of Object.entries(components.transforms)) {
    const restrictionCoderId = restrictionCoderOf(transform);
    if (restrictionCoderId === '') {
      transforms[id] = transform;
      continue;
    }
    const sides = new Set(sideInputsOf(transform).map(([local]) => local));
    const [main, ...more] = Object.entries(transform.inputs).filter(([local]) => !sides.has(local));
    const input = components.pcollections[main?.[1] ?? ''];
    if (main === undefined || input === undefined || more.length > 0) {
      throw new BeamError('E_BAD_PLAN', 'A splittable step must have one main input.', {
        step: transform.uniqueName,
        help: 'the plan was not written by this SDK, or is damaged',
      });
    }
    const [local, from] = main;
    const part = (name: string, urn: string, reads: string, coderId: string): string => {
      const made = `${id}/${name}.main`;
      pcollections[made] = { ...input, uniqueName: made, coderId };
      transforms[`${id}/${name}`] = PTransform.create({
        ...transform,
        uniqueName: `${transform.uniqueName}/${name}`,
        spec: { urn, payload: transform.spec!.payload },
        inputs: { [local]: reads },
        outputs: { main: made },
      });
      return made;
    };
    const pairCoder = coder(urns.coders.kv, [input.coderId, restrictionCoderId]);
    const sizedCoder = coder(urns.coders.kv, [pairCoder, coder(urns.coders.double, [])]);
    const pairs = part(PAIR_PART, urns.transforms.pairWithRestriction, from, pairCoder);
    const sized = part(SIZE_PART, urns.transforms.splitAndSizeRestrictions, pairs, sizedCoder);
    transforms[id] = PTransform.create({
      ...transform,
      spec: {
        urn: urns.transforms.processSizedElementsAndRestrictions,
        payload: transform.spec!.payload,
      },
      inputs: { ...transform.inputs, [local]: sized },
    });
  }
  return { ...components, transforms, pcollections, coders };
}

/** Ends the id and the name of the part that gives elements their restrictions. */
export const PAIR_PART = 'pair-with-restriction';
/** Ends the id and the name of the part that splits restrictions and sizes them. */
export const SIZE_PART = 'split-and-size';

function restrictionCoderOf({ spec }: PTransform): string {
  return spec?.urn === urns.transforms.parDo ? ParDoPayload.decode(spec.payload).restrictionCoderId : '';
}
