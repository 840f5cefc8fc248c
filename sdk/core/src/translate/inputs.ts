import { ParDoPayload, type PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';

/** Transforms with a ParDoPayload that may read side inputs. */
const readers: ReadonlySet<string> = new Set([
  urns.transforms.parDo,
  urns.transforms.processSizedElementsAndRestrictions,
]);

/** The side inputs of a transform: local name → PCollection id. */
export function sideInputsOf(transform: PTransform): [string, string][] {
  if (transform.spec === undefined || !readers.has(transform.spec.urn)) return [];
  const { sideInputs } = ParDoPayload.decode(transform.spec.payload);
  return Object.entries(transform.inputs).filter(([local]) => Object.hasOwn(sideInputs, local));
}

/** The PCollections whose elements are pushed through a transform; side inputs are read instead. */
export function mainInputs(transform: PTransform): string[] {
  const sides = new Set(sideInputsOf(transform).map(([local]) => local));
  return Object.entries(transform.inputs)
    .filter(([local]) => !sides.has(local))
    .map(([, collection]) => collection);
}
