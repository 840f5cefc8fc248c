import type { Collection, Graph } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { impulse } from './impulse.js';
import { flatMap } from './par-do.js';

/** A PCollection of the given values. They are part of the pipeline file: for tests, constants, small tables. */
export function create<T>(graph: Graph, values: Iterable<T>, coder?: Coder<T>): Collection<T> {
  const list = Array.isArray(values) ? values.slice() : [...values];
  return graph.composite('create', () =>
    flatMap(
      impulse(graph),
      function values() {
        return list as T[];
      },
      undefined,
      coder,
    ),
  );
}
