import type { CombineFn } from '../../construction/combine-fn.js';
import { addExact, type ExactSum, emptyExactSum, meanOfExactSum, mergeExact } from './exact-sum.js';
import { type SelectableCombineFn, selectable } from './selector.js';

/** How many numbers there were, and their exact sum. */
export type MeanAccumulator = [count: number, sum: ExactSum];

const meanOfNumbers: CombineFn<number, MeanAccumulator, number> & { readonly name: string } = {
  name: 'mean',
  create: () => [0, emptyExactSum()],
  add(accumulator, input) {
    accumulator[0]++;
    addExact(accumulator[1], input);
    return accumulator;
  },
  merge(accumulator, other) {
    accumulator[0] += other[0];
    mergeExact(accumulator[1], other[1]);
    return accumulator;
  },
  extract: ([count, sum]) => meanOfExactSum(sum, count),
};

/**
 * The arithmetic mean of numbers; NaN of none. It is the exact sum, rounded once and divided by the count, so
 * it does not depend on how the input was split.
 *
 * @example readings.keyBy((r) => r.station).combinePerKey(mean('celsius'))
 */
export const mean: SelectableCombineFn<number, MeanAccumulator, number> =
  /* @__PURE__ */ selectable(meanOfNumbers);
