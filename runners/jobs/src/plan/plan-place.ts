import type { PTransform } from '@hornbeam/proto';
import { BeamError, type ErrorPlace } from '@hornbeam/sdk/model';
import { CALL_SITE_ANNOTATION } from '@hornbeam/sdk/translate';

/** Step and line of the user that a transform stands for. */
export function placeOf({ uniqueName, annotations }: PTransform): ErrorPlace {
  const bytes = annotations[CALL_SITE_ANNOTATION];
  return { step: uniqueName, callSite: bytes === undefined ? undefined : new TextDecoder().decode(bytes) };
}

/** The error of a step that a runner cannot run: what it cannot do, and what to do instead. */
export const refusal = (transform: PTransform, what: string, help: string): BeamError =>
  new BeamError('E_UNSUPPORTED', what, { ...placeOf(transform), help });
