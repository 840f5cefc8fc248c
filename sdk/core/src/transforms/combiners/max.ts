import type { CombineFn } from '../../construction/combine-fn.js';
import { type ExtremeBy, extreme, extremeBy } from './extreme.js';
import type { Ordered } from './natural-order.js';
import type { OrderedCombineFn } from './ordered-combine-fn.js';
import type { Selector } from './selector.js';

/**
 * The greatest value in natural order; undefined of none. NaN counts as the greatest number.
 *
 * @example bids.combineGlobally(max('price'))
 * @example words.combineGlobally(max<string>())
 */
export const max: OrderedCombineFn = /* @__PURE__ */ extreme('max', 1);

/**
 * The element whose key is greatest; undefined of none. Among elements with equal keys any one may be kept.
 *
 * @example bids.keyBy((b) => b.auction).combinePerKey(maxBy((b) => b.price))
 */
export function maxBy<T, K extends Ordered = Ordered>(
  key: Selector<T, K>,
): CombineFn<T, ExtremeBy<T, K>, NoInfer<T> | undefined> {
  return extremeBy('maxBy', 1, key);
}
