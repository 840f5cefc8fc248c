import type { CombineFn } from '../../construction/combine-fn.js';
import { naturalOrder, type Ordered } from './natural-order.js';
import { type OrderedCombineFn, orderedCombineFn } from './ordered-combine-fn.js';
import { readerOf, type Selector } from './selector.js';

/** Keeps the value for which `sign · naturalOrder` is greatest: 1 for the maximum, -1 for the minimum. */
export function extreme(name: string, sign: 1 | -1): OrderedCombineFn {
  const keep = (best: [] | [Ordered], value: Ordered): [] | [Ordered] => {
    if (best.length === 0 || sign * naturalOrder(value, best[0]) > 0) best[0] = value;
    return best;
  };
  return orderedCombineFn<[] | [Ordered]>({
    name,
    create: () => [],
    add: keep,
    merge: (best, other) => (other.length === 0 ? best : keep(best, other[0])),
    extract: (best) => best[0],
  });
}

/** The key so far and the element it was read from, or nothing. */
export type ExtremeBy<T, K> = [] | [key: K, element: T];

/** Keeps the element whose key is extreme, in the sense of {@link extreme}. */
export function extremeBy<T, K extends Ordered>(
  name: string,
  sign: 1 | -1,
  by: Selector<T, K>,
): CombineFn<T, ExtremeBy<T, K>, T | undefined> {
  const keyOf = readerOf<T, K>(by);
  const keep = (best: ExtremeBy<T, K>, key: K, element: T): ExtremeBy<T, K> => {
    if (best.length !== 0 && sign * naturalOrder(key, best[0]) <= 0) return best;
    best[0] = key;
    best[1] = element;
    return best;
  };
  return {
    name,
    create: () => [],
    add: (best, input) => keep(best, keyOf(input), input),
    merge: (best, other) => (other.length === 0 ? best : keep(best, other[0], other[1])),
    extract: (best) => best[1],
  };
}
