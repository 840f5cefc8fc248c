import type { CombineFn } from '../../construction/combine-fn.js';
import { type ExtremeBy, extreme, extremeBy } from './extreme.js';
import type { Ordered } from './natural-order.js';
import type { OrderedCombineFn } from './ordered-combine-fn.js';
import type { Selector } from './selector.js';

/**
 * The least value in natural order; undefined of none. NaN counts as the greatest number, so it is the minimum
 * only where there is nothing else.
 *
 * @example readings.combineGlobally(min('celsius'))
 * @example words.combineGlobally(min<string>())
 */
export const min: OrderedCombineFn = /* @__PURE__ */ extreme('min', -1);

/**
 * The element whose key is least; undefined of none. Among elements with equal keys any one may be kept.
 *
 * @example offers.keyBy((o) => o.article).combinePerKey(minBy((o) => o.price))
 */
export function minBy<T, K extends Ordered = Ordered>(
  key: Selector<T, K>,
): CombineFn<T, ExtremeBy<T, K>, NoInfer<T> | undefined> {
  return extremeBy('minBy', -1, key);
}
