import type { Components, PTransform } from '@hornbeam/proto';
import type { ErrorPlace } from '@hornbeam/sdk/model';
import { CALL_SITE_ANNOTATION } from '@hornbeam/sdk/translate';

/** Step and line of the user that a transform of the plan stands for; parts that a runner takes it into are one step. */
export function placeOf(transform: PTransform): ErrorPlace {
  const bytes = transform.annotations[CALL_SITE_ANNOTATION];
  return {
    step: transform.uniqueName.replace(
      /\/(precombine|group|merge|extract|combine|pair-with-restriction|split-and-size)$/,
      '',
    ),
    callSite: bytes === undefined ? undefined : new TextDecoder().decode(bytes),
  };
}

/** The place of what makes each collection. */
export function placesOf({ transforms }: Components): ReadonlyMap<string, ErrorPlace> {
  const places = new Map<string, ErrorPlace>();
  for (const transform of Object.values(transforms)) {
    for (const collection of Object.values(transform.outputs)) places.set(collection, placeOf(transform));
  }
  return places;
}
