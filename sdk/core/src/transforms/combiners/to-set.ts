import type { CombineFn } from '../../construction/combine-fn.js';
import { type FieldOf, over } from './selector.js';

/** Values that are equal when they look equal, so that a `Set` tells them apart even after they travelled. */
export type Primitive = string | number | bigint | boolean | null | undefined;

/**
 * The distinct elements, or what `selector` reads from each, as a `Set` in no particular order. Only for
 * primitive values: two equal objects are two entries of a `Set`. For objects there is `distinct()`, for sets
 * too large for memory `approximateDistinct`.
 *
 * @example visits.groupBy('user', { pages: toSet('page') })
 */
export function toSet<T extends Primitive>(): CombineFn<T, Set<T>, Set<T>>;
export function toSet<T, V extends Primitive>(selector: (element: T) => V): CombineFn<T, Set<V>, Set<V>>;
export function toSet<T, F extends FieldOf<T, Primitive> = FieldOf<T, Primitive>>(
  field: F,
): CombineFn<T, Set<T[F]>, Set<T[F]>>;
export function toSet<F extends string, V extends Primitive = Primitive>(
  field: F,
): CombineFn<{ readonly [P in F]: V }, Set<V>, Set<V>>;
export function toSet(
  selector?: ((element: unknown) => unknown) | string,
): CombineFn<unknown, Set<unknown>, Set<unknown>> {
  return over(set, selector);
}

const set: CombineFn<unknown, Set<unknown>, Set<unknown>> = {
  name: 'toSet',
  create: () => new Set(),
  add: (all, input) => all.add(input),
  merge(all, other) {
    for (const element of other) all.add(element);
    return all;
  },
  // A copy, because a trigger may fire again and the runner then goes on adding to the accumulator.
  extract: (all) => new Set(all),
};
