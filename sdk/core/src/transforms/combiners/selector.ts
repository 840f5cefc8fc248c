import type { CombineFn } from '../../construction/combine-fn.js';

/** The names of those properties of `T` whose values are of type `V`. */
export type FieldOf<T, V> = { [P in keyof T]-?: T[P] extends V ? P : never }[keyof T] & string;

/** What an aggregation reads from an element: a function of it, or the name of a property. */
export type Selector<T, V> = ((element: T) => V) | FieldOf<T, V>;

/**
 * An aggregation of `V` that is used as it stands, or called with what it shall read from each element:
 * `sum` adds numbers, `sum((order) => order.total)` and `sum('total')` add a part of each order.
 */
export interface SelectableCombineFn<V, A, O> extends CombineFn<V, A, O> {
  readonly name: string;
  <T>(selector: (element: T) => V): CombineFn<T, A, O>;
  // T comes from where the result goes. From the field itself it would be something that has this field.
  <T>(field: FieldOf<NoInfer<T>, V>): CombineFn<T, A, O>;
  <F extends string>(field: F): CombineFn<{ readonly [P in F]: V }, A, O>;
}

/** A selector as a function. */
export function readerOf<T, V>(selector: ((element: T) => V) | string): (element: T) => V {
  if (typeof selector === 'function') return selector;
  return (element) => (element as Readonly<Record<string, V>>)[selector] as V;
}

/** The aggregation `fn` over what `selector` reads; without a selector it is `fn` itself. */
export function over<T, V, A, O>(
  fn: CombineFn<V, A, O>,
  selector: ((element: T) => V) | string | undefined,
): CombineFn<T, A, O> {
  if (selector === undefined) return fn as unknown as CombineFn<T, A, O>;
  const read = readerOf(selector);
  return {
    name: typeof selector === 'string' ? `${fn.name}(${selector})` : fn.name,
    accumulatorCoder: fn.accumulatorCoder,
    outputCoder: fn.outputCoder,
    create: () => fn.create(),
    add: (accumulator, element) => fn.add(accumulator, read(element)),
    merge: (accumulator, other) => fn.merge(accumulator, other),
    extract: (accumulator) => fn.extract(accumulator),
  };
}

/**
 * Makes `fn` callable: the result is a function that has the members of `fn` and applies it `over` a
 * selector when called.
 */
export function selectable<V, A, O>(
  fn: CombineFn<V, A, O> & { readonly name: string },
): SelectableCombineFn<V, A, O> {
  const { name, ...members } = fn;
  const call = <T>(selector?: ((element: T) => V) | string): CombineFn<T, A, O> => over(fn, selector);
  // A function's own `name` is read-only, so it cannot simply be assigned.
  Object.defineProperty(call, 'name', { value: name, enumerable: true });
  return Object.assign(call, members) as unknown as SelectableCombineFn<V, A, O>;
}
