import { BeamError } from '../errors.js';
import type { Coder } from './coder.js';
import { sameBytes } from './same-bytes.js';

/** The payload by which the canonical form of a coder is known in the plan, ASCII `canonical`. */
export const CANONICAL_PAYLOAD: Uint8Array = Uint8Array.from([
  0x63, 0x61, 0x6e, 0x6f, 0x6e, 0x69, 0x63, 0x61, 0x6c,
]);

/** True for the payload of a coder in canonical form. */
export const isCanonicalPayload = (payload: Uint8Array | undefined): boolean =>
  sameBytes(payload, CANONICAL_PAYLOAD);

/**
 * The coder to encode keys with: `coder` itself when equal values always have equal bytes, else its
 * {@link Coder.keyForm}. Both read each other's bytes.
 * @throws BeamError `E_NOT_DETERMINISTIC` when the coder has no canonical form
 */
export function keyCoder<T>(coder: Coder<T>): Coder<T> {
  if (coder.deterministic) return coder;
  const form = coder.keyForm?.();
  if (form?.deterministic) return form;
  throw new BeamError(
    'E_NOT_DETERMINISTIC',
    `The coder ${coder.urn} can write equal values as different bytes, so its values cannot be keys.`,
    {
      help: 'key by a string, a number, or a row of such fields',
    },
  );
}
