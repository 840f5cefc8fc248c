import type { CombineFn } from '../../construction/combine-fn.js';
import type { Ordered } from './natural-order.js';
import { type FieldOf, selectable } from './selector.js';

/**
 * An aggregation of anything {@link Ordered} to one of the values, or to undefined of none. As it stands it takes
 * numbers; called without arguments it takes any one kind of value, with a selector or a field a part of each
 * element.
 */
export interface OrderedCombineFn extends CombineFn<number, unknown, number | undefined> {
  readonly name: string;
  <V extends Ordered = number>(): CombineFn<V, unknown, NoInfer<V> | undefined>;
  <T, V extends Ordered>(selector: (element: T) => V): CombineFn<T, unknown, V | undefined>;
  <T, F extends FieldOf<T, Ordered> = FieldOf<T, Ordered>>(field: F): CombineFn<T, unknown, T[F] | undefined>;
  <F extends string>(field: F): CombineFn<{ readonly [P in F]: number }, unknown, number | undefined>;
}

/** `fn`, which takes all kinds of ordered values, with the types that tell them apart. */
export function orderedCombineFn<A>(
  fn: CombineFn<Ordered, A, Ordered | undefined> & { readonly name: string },
): OrderedCombineFn {
  return selectable(fn) as unknown as OrderedCombineFn;
}
