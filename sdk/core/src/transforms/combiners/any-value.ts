import type { CombineFn } from '../../construction/combine-fn.js';

/**
 * Some element; undefined of none. Which one is not defined: elements have no first. For the first or last by
 * event time there are `earliestOf` and `latestOf`, for the first by a field `minBy`.
 *
 * @example visits.keyBy((v) => v.session).combinePerKey(anyValue())
 */
// NoInfer, here and elsewhere: an object of aggregations asks for outputs of type `any`, which T must not become.
export function anyValue<T>(): CombineFn<T, [] | [T], NoInfer<T> | undefined> {
  return {
    name: 'anyValue',
    create: () => [],
    add: (kept, input) => (kept.length === 0 ? [input] : kept),
    merge: (kept, other) => (kept.length === 0 && other.length === 1 ? [other[0]] : kept),
    extract: (kept) => kept[0],
  };
}
