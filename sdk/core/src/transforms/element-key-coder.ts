import type { Collection } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { keyCoder } from '../model/coders/key-coder.js';
import { BeamError } from '../model/errors.js';

/**
 * How elements are written that are keys themselves: by their own coder, in the form in which equal values are equal
 * bytes. Undefined where it has no such form, or nobody chose it: there the generic coder serves, in its own.
 */
export function elementKeyCoder<T>({ coder, coderIsDefault }: Collection<T>): Coder<T> | undefined {
  if (coderIsDefault) return undefined;
  try {
    return keyCoder(coder);
  } catch (thrown) {
    // Nobody asked for this coder as that of a key, so it is no mistake that it cannot be one.
    if (thrown instanceof BeamError && thrown.code === 'E_NOT_DETERMINISTIC') return undefined;
    throw thrown;
  }
}
