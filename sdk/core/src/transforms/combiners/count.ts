import type { CombineFn } from '../../construction/combine-fn.js';

/**
 * How many elements there are, whatever they are; 0 of none. Exact up to 2^53.
 *
 * @example visits.keyBy((v) => v.page).combinePerKey(count)
 */
export const count: CombineFn<unknown, number, number> = {
  name: 'count',
  create: () => 0,
  add: (seen) => seen + 1,
  merge: (seen, other) => seen + other,
  extract: (seen) => seen,
};

/**
 * How many elements pass `predicate`.
 *
 * @example requests.combineGlobally(countIf((r) => r.status >= 500))
 */
export function countIf<T>(predicate: (element: T) => boolean): CombineFn<T, number, number> {
  return {
    ...(count as CombineFn<T, number, number>),
    name: 'countIf',
    add: (seen, input) => (predicate(input) ? seen + 1 : seen),
  };
}
