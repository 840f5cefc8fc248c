import type { Collection } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { combinePerKey } from './combine.js';
import { elementKeyCoder } from './element-key-coder.js';
import { keys, values } from './keyed.js';
import { keyBy } from './par-do.js';

/** Each element once; with `by`, one element (any of them) for each value that `by` gives. */
export function distinct<T>(input: Collection<T>, by?: (element: T) => unknown): Collection<T> {
  return input.graph.composite('distinct', () => {
    const ownCoder = input.coderIsDefault ? undefined : input.coder;
    if (by !== undefined) return values(combinePerKey(keyBy(input, by), keepOne<T>(ownCoder)));
    const keyed = keyBy(
      input,
      function toKey(element: T): T {
        return element;
      },
      elementKeyCoder(input),
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
const keepOne = <T>(outputCoder: Coder<T> | undefined) => ({
  name: 'keepOne',
  outputCoder,
  create: (): T[] => [],
  add: (kept: T[], value: T): T[] => (kept.length === 0 ? [value] : kept),
  merge: (kept: T[], other: T[]): T[] => (kept.length === 0 ? other : kept),
  extract: (kept: T[]): T => kept[0] as T,
});
