import { naturalOrder, type Ordered } from './natural-order.js';
import { type OrderedCombineFn, orderedCombineFn } from './ordered-combine-fn.js';
import { DEFAULT_RANK_ERROR, quantileCombineFn } from './quantile-combine-fn.js';
import type { RankSketch } from './rank-sketch.js';

/**
 * The median: the least element that has at least half of the elements at or before it; undefined of none. It is
 * an element of the input, so of an even number the lower one of the two in the middle. Exact for fewer than 400
 * elements; beyond that its rank is at most 1 % of their number away, see `quantiles`. `percentile(50, { error })`
 * chooses another bound.
 *
 * @example sales.keyBy((s) => s.town).combinePerKey(median('price'))
 */
export const median: OrderedCombineFn = /* @__PURE__ */ orderedCombineFn<RankSketch<Ordered>>(
  /* @__PURE__ */ quantileCombineFn<Ordered, Ordered | undefined>(
    'median',
    naturalOrder,
    DEFAULT_RANK_ERROR,
    (atFraction) => atFraction(0.5),
  ),
);
