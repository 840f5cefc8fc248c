import type { CombineFn } from '../../construction/combine-fn.js';
import { BeamError } from '../../model/errors.js';
import { type Compare, naturalOrder, type Ordered } from './natural-order.js';
import { type FieldOf, readerOf } from './selector.js';

/** By what elements are ordered that have no order of their own. */
export interface OrderedBy<T, K> {
  /** A function of the element, or the name of a property. */
  by: ((element: T) => K) | (FieldOf<T, K> & string);
}

/**
 * The `n` greatest elements, greatest first; all of them when there are fewer. The order is `compare`, or the
 * natural one. Of equal elements around the n-th place any may be kept.
 *
 * Memory is `n` elements per key; an element that is not among the greatest costs one comparison.
 *
 * @example bids.combineGlobally(top(10, (a, b) => a.price - b.price))
 * @throws BeamError `E_BAD_ARGUMENT` when `n` is no positive integer
 */
export function top<T extends Ordered>(n: number): CombineFn<T, T[], T[]>;
export function top<T>(n: number, compare: Compare<T>): CombineFn<T, T[], T[]>;
export function top<T>(n: number, compare: Compare<any> = naturalOrder): CombineFn<T, T[], T[]> {
  return named('top', n, compare);
}

/**
 * The `n` greatest elements in natural order, greatest first, or those whose key `by` is greatest.
 *
 * @example temperatures.combineGlobally(largest(3))
 * @example cities.keyBy((c) => c.country).combinePerKey(largest(5, { by: 'population' }))
 * @throws BeamError `E_BAD_ARGUMENT` when `n` is no positive integer
 */
export function largest<T extends Ordered>(n: number): CombineFn<T, T[], T[]>;
export function largest<T, K extends Ordered = Ordered>(
  n: number,
  options: OrderedBy<T, K>,
): CombineFn<T, T[], T[]>;
export function largest<T>(n: number, options?: OrderedBy<T, Ordered>): CombineFn<T, T[], T[]> {
  return named('largest', n, orderBy(options));
}

/**
 * The `n` least elements in natural order, least first, or those whose key `by` is least.
 *
 * @example offers.keyBy((o) => o.article).combinePerKey(smallest(3, { by: (o) => o.price }))
 * @throws BeamError `E_BAD_ARGUMENT` when `n` is no positive integer
 */
export function smallest<T extends Ordered>(n: number): CombineFn<T, T[], T[]>;
export function smallest<T, K extends Ordered = Ordered>(
  n: number,
  options: OrderedBy<T, K>,
): CombineFn<T, T[], T[]>;
export function smallest<T>(n: number, options?: OrderedBy<T, Ordered>): CombineFn<T, T[], T[]> {
  const order = orderBy(options);
  return named('smallest', n, (a, b) => order(b, a));
}

function orderBy<T>(options: OrderedBy<T, Ordered> | undefined): Compare<T> {
  if (options === undefined) return naturalOrder as Compare<any>;
  const keyOf = readerOf<T, Ordered>(options.by);
  return (a, b) => naturalOrder(keyOf(a), keyOf(b));
}

/** The accumulator is a binary heap of at most `n` elements with the least one at its root. */
function named<T>(name: string, n: number, compare: Compare<T>): CombineFn<T, T[], T[]> {
  if (!Number.isSafeInteger(n) || n < 1) {
    throw new BeamError('E_BAD_ARGUMENT', `${name}(${n}) does not say how many elements to keep.`, {
      help: 'give a positive integer',
    });
  }
  const add = (heap: T[], element: T): T[] => {
    if (heap.length < n) siftUp(heap, element, compare);
    else if (compare(element, heap[0]!) > 0) siftDown(heap, element, compare);
    return heap;
  };
  return {
    name: `${name}(${n})`,
    create: () => [],
    add,
    merge(heap, other) {
      for (const element of other) add(heap, element);
      return heap;
    },
    extract: (heap) => heap.toSorted((a, b) => compare(b, a)),
  };
}

/** Puts a further element into the heap. */
function siftUp<T>(heap: T[], element: T, compare: Compare<T>): void {
  let hole = heap.length;
  heap.push(element);
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (compare(heap[parent]!, element) <= 0) break;
    heap[hole] = heap[parent]!;
    hole = parent;
  }
  heap[hole] = element;
}

/** Replaces the root of the heap by `element`. */
function siftDown<T>(heap: T[], element: T, compare: Compare<T>): void {
  let hole = 0;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && compare(heap[child + 1]!, heap[child]!) < 0) child++;
    if (compare(element, heap[child]!) <= 0) break;
    heap[hole] = heap[child]!;
    hole = child;
  }
  heap[hole] = element;
}
