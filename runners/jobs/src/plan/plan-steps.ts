import type { Components, PTransform, WindowingStrategy } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';

/** Composites that runners execute themselves, whatever is in them. */
const native: ReadonlySet<string> = new Set([urns.transforms.combinePerKey, urns.transforms.reshuffle]);

/**
 * The steps of a plan as a runner sees them: what has no parts, and composites that are steps of the user or of the
 * runner as a whole. Parts of these are left out.
 */
export function stepsOf({ transforms }: Components): PTransform[] {
  const inside = new Set<string>();
  const leave = (parts: readonly string[]): void => {
    for (const part of parts) {
      inside.add(part);
      leave(transforms[part]?.subtransforms ?? []);
    }
  };
  for (const { spec, subtransforms } of Object.values(transforms)) {
    if (native.has(spec?.urn ?? '')) leave(subtransforms);
  }
  return Object.entries(transforms)
    .filter(([id, { spec, subtransforms }]) => {
      return !inside.has(id) && (subtransforms.length === 0 || native.has(spec?.urn ?? ''));
    })
    .map(([, transform]) => transform);
}

/** The windowing of a PCollection; undefined when the plan has none for it. */
export const windowingOf = (
  collection: string | undefined,
  { pcollections, windowingStrategies }: Components,
): WindowingStrategy | undefined =>
  windowingStrategies[pcollections[collection ?? '']?.windowingStrategyId ?? ''];
