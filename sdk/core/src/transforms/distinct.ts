import type { Collection } from '../construction/index.js';
import { combinePerKey } from './combine.js';
import { keys, values } from './keyed.js';
import { keyBy } from './par-do.js';

/** Each element once; with `by`, one element (any of them) for each value that `by` gives. */
export function distinct<T>(input: Collection<T>, by?: (element: T) => unknown): Collection<T> {
  return input.graph.composite('distinct', () => {
    if (by !== undefined) return values(combinePerKey(keyBy(input, by), keepOne<T>()));
    const coder = input.coderIsDefault || !input.coder.deterministic ? undefined : input.coder;
    const keyed = keyBy(
      input,
      function toKey(element: T): T {
        return element;
      },
      coder,
    );
    return keys(combinePerKey(keyed, seen));
  }) as Collection<T>;
}

/** Remembers nothing: the key alone is wanted. */
const seen = {
  name: 'seen',
  create: (): null => null,
  add: (): null => null,
  merge: (): null => null,
  extract: (): null => null,
};

/** Keeps the first value it is given; the accumulator holds none or one. */
const keepOne = <T>() => ({
  name: 'keepOne',
  create: (): T[] => [],
  add: (kept: T[], value: T): T[] => (kept.length === 0 ? [value] : kept),
  merge: (kept: T[], other: T[]): T[] => (kept.length === 0 ? other : kept),
  extract: (kept: T[]): T => kept[0] as T,
});
