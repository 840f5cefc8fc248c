import type { CombineFn } from '../../construction/combine-fn.js';
import { type FieldOf, over } from './selector.js';

/**
 * All elements, or what `selector` reads from each, as one array in no particular order. The array must fit
 * into memory: for large groups read the iterable of `groupByKey` instead.
 *
 * @example orders.groupBy('customer', { articles: toList('article') })
 */
export function toList<T>(): CombineFn<T, T[], T[]>;
export function toList<T, V>(selector: (element: T) => V): CombineFn<T, V[], V[]>;
export function toList<T, F extends FieldOf<T, unknown> = FieldOf<T, unknown>>(
  field: F,
): CombineFn<T, T[F][], T[F][]>;
export function toList<F extends string, V = unknown>(
  field: F,
): CombineFn<{ readonly [P in F]: V }, V[], V[]>;
export function toList(
  selector?: ((element: unknown) => unknown) | string,
): CombineFn<unknown, unknown[], unknown[]> {
  return over(list, selector);
}

const list: CombineFn<unknown, unknown[], unknown[]> = {
  name: 'toList',
  create: () => [],
  add(all, input) {
    all.push(input);
    return all;
  },
  merge(all, other) {
    // Not push(...other): a long list does not fit on the stack.
    for (const element of other) all.push(element);
    return all;
  },
  // A copy, because a trigger may fire again and the runner then goes on adding to the accumulator.
  extract: (all) => all.slice(),
};
