import type { Collection } from '../construction/index.js';
import { GenericCoder } from '../model/coders/generic.js';
import { sameCoder } from '../model/coders/registry.js';
import { BeamError } from '../model/errors.js';
import { output } from './impulse.js';
import { map } from './par-do.js';

/**
 * All elements of all inputs (`beam:transform:flatten:v1`). Portable runners want one coder on both sides, so
 * inputs whose coders differ are written by the generic one.
 */
export function flatten<T>(inputs: readonly Collection<T>[]): Collection<T> {
  const [first, ...rest] = inputs;
  if (first === undefined) {
    throw new BeamError('E_BAD_ARGUMENT', 'flatten was given no PCollection.', {
      help: 'pass at least one; an empty PCollection is p.create([])',
    });
  }
  const alike = rest.every((input) => sameCoder(input.coder, first.coder));
  const coder = alike ? first.coder : new GenericCoder();
  const parts = alike
    ? inputs
    : inputs.map((input) => (sameCoder(input.coder, coder) ? input : recode(input)));
  const step = first.graph.addStep({
    label: 'flatten',
    operation: { kind: 'flatten' },
    inputs: Object.fromEntries(parts.map((input, i) => [String(i), input])),
    outputs: { main: { coder } },
  });
  return output(step, 'main');
}

const recode = <T>(input: Collection<T>): Collection<T> =>
  map(
    input,
    function recode(element: T) {
      return element;
    },
    undefined,
    new GenericCoder(),
  );
