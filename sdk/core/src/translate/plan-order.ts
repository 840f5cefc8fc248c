import type { Pipeline, PTransform } from '@hornbeam/proto';
import { BeamError } from '../model/errors.js';

/** A transform of a plan in its place. */
export interface PlacedTransform {
  readonly id: string;
  readonly transform: PTransform;
  /** The composites around it, the outermost first. */
  readonly parents: readonly PlacedTransform[];
}

/** How deep composites may be nested: far deeper than any pipeline is, and far from the end of the stack. */
const MAX_DEPTH = 1000;

/**
 * The transforms of a plan as the plan orders them: a composite, then its parts.
 * @throws BeamError `E_BAD_PLAN` for an id that is not there, a transform that is in two places, or composites that are nested too deep
 */
export function planOrder(pipeline: Pipeline): PlacedTransform[] {
  const transforms = pipeline.components?.transforms ?? {};
  const placed = new Map<string, PlacedTransform>();
  const visit = (id: string, parents: readonly PlacedTransform[]): void => {
    const transform = Object.hasOwn(transforms, id) ? transforms[id] : undefined;
    const parent = parents.at(-1)?.transform.uniqueName;
    if (transform === undefined) {
      const place = parent === undefined ? 'as a root' : `as a part of "${parent}"`;
      throw new BeamError('E_BAD_PLAN', `The plan names the transform "${id}" ${place}, but has none.`, {
        step: parent,
        help: 'the plan was not written by this SDK, or is damaged',
      });
    }
    if (placed.has(id)) {
      const message = parents.some((around) => around.id === id)
        ? `The composite "${transform.uniqueName}" contains itself.`
        : `The transform "${transform.uniqueName}" is in two places of the plan.`;
      throw new BeamError('E_BAD_PLAN', message, {
        step: transform.uniqueName,
        help: 'list every transform once: as a root, or as a part of one composite',
      });
    }
    if (parents.length >= MAX_DEPTH) {
      throw new BeamError('E_BAD_PLAN', `Composites are nested deeper than ${MAX_DEPTH} levels.`, {
        step: transform.uniqueName,
        help: 'look whether the pipeline is built by a recursion that does not end where it should',
      });
    }
    const here = { id, transform, parents };
    placed.set(id, here);
    const below = [...parents, here];
    for (const part of transform.subtransforms) visit(part, below);
  };
  for (const id of pipeline.rootTransformIds) visit(id, []);
  return [...placed.values()];
}
