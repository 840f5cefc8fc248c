import type { CombineFn } from '../construction/index.js';
import * as transforms from '../transforms/index.js';

const { smallest, top } = transforms.combiners;
type Compare<T> = transforms.combiners.Compare<T>;

/** What `top` takes after the number of elements: those without an order of their own need a comparison. */
export type Comparison<T> = [T] extends [transforms.combiners.Ordered]
  ? [compare?: Compare<T>]
  : [compare: Compare<T>];

/** The aggregation behind `top`: the `n` first in the order of the comparison, largest first without one. */
export const greatest = <T>(n: number, [compare]: readonly [Compare<T>?]): CombineFn<T, T[], T[]> =>
  compare === undefined ? top<any>(n) : top(n, compare);

/** The aggregation behind `smallest`: the `n` last in the order of the comparison, smallest first without one. */
export const least = <T>(n: number, [compare]: readonly [Compare<T>?]): CombineFn<T, T[], T[]> =>
  compare === undefined
    ? smallest<any>(n)
    : { ...top(n, (a: T, b: T) => compare(b, a)), name: `smallest(${n})` };
