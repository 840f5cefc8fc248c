export { anyValue } from './any-value.js';
export {
  type ApproximateDistinctOptions,
  approximateDistinct,
  type DistinctOf,
} from './approximate-distinct.js';
export { count, countIf } from './count.js';
export { earliestOf, latestOf, type Timestamped } from './latest-of.js';
export { max, maxBy } from './max.js';
export { mean } from './mean.js';
export { median } from './median.js';
export { min, minBy } from './min.js';
export { type Compare, naturalOrder, type Ordered } from './natural-order.js';
export type { OrderedCombineFn } from './ordered-combine-fn.js';
export {
  type ComparedBy,
  percentile,
  type QuantileOptions,
  type QuantilesOf,
  quantiles,
} from './quantiles.js';
export { type SampleOptions, sample } from './sample.js';
export type { FieldOf, SelectableCombineFn, Selector } from './selector.js';
export { sum } from './sum.js';
export { sumBigInt } from './sum-bigint.js';
export { toList } from './to-list.js';
export { type Primitive, toSet } from './to-set.js';
export { largest, type OrderedBy, smallest, top } from './top.js';
export { populationStddev, populationVariance, stddev, variance } from './variance.js';
