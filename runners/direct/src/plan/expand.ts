import { type Components, type Pipeline, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';

/** Composites that this runner executes itself; their parts are left out. */
const native: ReadonlySet<string> = new Set([urns.transforms.combinePerKey, urns.transforms.reshuffle]);

/**
 * First rewrite: composites away. What remains are transforms without parts, and the composites that this
 * runner executes itself. Proto in, proto out.
 */
export function expand(pipeline: Pipeline): Components {
  const components = pipeline.components;
  if (components === undefined) throw new BeamError('E_BAD_PLAN', 'The plan has no components.');
  const transforms: Record<string, PTransform> = {};
  const open = new Set<string>();
  const visit = (id: string): void => {
    const transform = Object.hasOwn(components.transforms, id) ? components.transforms[id] : undefined;
    if (transform === undefined || open.has(id)) {
      throw new BeamError(
        'E_BAD_PLAN',
        transform ? 'A composite of the plan contains itself.' : `The plan has no transform "${id}".`,
        {
          step: id,
          help: 'the plan was not written by this SDK, or is damaged',
        },
      );
    }
    const urn = transform.spec?.urn ?? '';
    if (native.has(urn) && Object.keys(transform.outputs).length > 0) {
      const environmentId = transform.environmentId || environmentOf(transform, components);
      transforms[id] = PTransform.create({ ...transform, subtransforms: [], environmentId });
    } else if (transform.subtransforms.length > 0) {
      open.add(id);
      for (const part of transform.subtransforms) visit(part);
      open.delete(id);
    } else if (handsOn(transform)) {
      // Nothing is done: its readers read what it was given.
    } else if (urn !== '') {
      transforms[id] = transform;
    } else if (Object.keys(transform.outputs).length > 0) {
      throw new BeamError('E_BAD_PLAN', 'A transform without parts says nothing of what it does.', {
        step: transform.uniqueName,
      });
    }
  };
  for (const id of pipeline.rootTransformIds) visit(id);
  return { ...components, transforms };
}

/** A composite without parts, such as one whose parts depend on an option: it gives out what it takes. */
function handsOn({ inputs, outputs }: PTransform): boolean {
  const taken = new Set(Object.values(inputs));
  const given = Object.values(outputs);
  return given.length > 0 && given.every((id) => taken.has(id));
}

/** Where the code of a composite runs: other SDKs say so of its parts only. */
function environmentOf({ subtransforms }: PTransform, components: Components): string {
  for (const id of subtransforms) {
    const part = components.transforms[id];
    const found = part?.environmentId || (part === undefined ? '' : environmentOf(part, components));
    if (found !== '') return found;
  }
  return '';
}
