import type { Collection } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { GenericCoder } from '../model/coders/generic.js';
import { sameCoder } from '../model/coders/registry.js';
import { BeamError } from '../model/errors.js';
import { sameWindowing } from '../model/windowing.js';
import { commonCoder } from './common-coder.js';
import { output } from './impulse.js';
import { map } from './par-do.js';

/**
 * All elements of all inputs (`beam:transform:flatten:v1`); one that is there twice is there twice in the output.
 *
 * Runners hand the bytes of the inputs on, so they must all be written by one coder: inputs that are written
 * otherwise pass through a step that changes only that.
 * @throws BeamError `E_BAD_ARGUMENT` without inputs, or when they are in different windows
 */
export function flatten<T>(inputs: readonly Collection<T>[]): Collection<T> {
  const [first, ...rest] = inputs;
  if (first === undefined) {
    throw new BeamError('E_BAD_ARGUMENT', 'flatten was given no PCollection.', {
      help: 'pass at least one; an empty PCollection is p.create([])',
    });
  }
  if (rest.some((input) => !sameWindowing(input.windowing, first.windowing))) {
    throw new BeamError('E_BAD_ARGUMENT', 'flatten was given PCollections in different windows.', {
      help: 'put all of them into the same windows first, with .windowInto(…)',
    });
  }
  const coder = inputs.map((input) => input.coder).reduce(commonCoder);
  const fits = (input: Collection<T>, i: number): boolean =>
    sameCoder(input.coder, coder) && inputs.indexOf(input) === i;
  if (inputs.every(fits)) return union(inputs);
  return first.graph.composite('flatten', () =>
    union(inputs.map((input, i) => (fits(input, i) ? input : recode(input, coder)))),
  );
}

function union<T>(inputs: readonly Collection<T>[]): Collection<T> {
  const step = inputs[0]!.graph.addStep({
    label: 'flatten',
    operation: { kind: 'flatten' },
    inputs: Object.fromEntries(inputs.map((input, i) => [String(i), input])),
    outputs: { main: {} },
  });
  const all = output<T>(step, 'main');
  for (const input of inputs) all.shareCoder(input);
  return all;
}

/**
 * Many runners know an input by its PCollection only, so one that is there twice needs this step as well. Where
 * only the generic coder takes everything it is the fallback: who groups the union says that it holds pairs.
 */
const recode = <T>(input: Collection<T>, coder: Coder<T>): Collection<T> =>
  map(
    input,
    function recode(element: T) {
      return element;
    },
    undefined,
    coder instanceof GenericCoder && !coder.deterministic ? undefined : coder,
  );
