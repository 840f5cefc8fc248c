import { Collection, type Graph } from '../construction/index.js';
import { BytesCoder } from '../model/coders/bytes.js';
import { BeamError } from '../model/errors.js';

/** One empty byte string at the smallest timestamp: the root of every pipeline (`beam:transform:impulse:v1`). */
export function impulse(graph: Graph): Collection<Uint8Array> {
  const step = graph.addStep({
    label: 'impulse',
    operation: { kind: 'impulse' },
    inputs: {},
    outputs: { main: { coder: new BytesCoder() } },
  });
  return output(step, 'main');
}

/** The output `tag` of a step that was just added. */
export function output<T>(
  step: { outputs: ReadonlyMap<string, Collection<any>> },
  tag: string,
): Collection<T> {
  const collection = step.outputs.get(tag);
  if (!(collection instanceof Collection)) {
    throw new BeamError('E_INTERNAL', `The step has no output "${tag}".`);
  }
  return collection;
}
