import type { CombineFn } from '../../construction/combine-fn.js';
import { addExact, type ExactSum, emptyExactSum, mergeExact, roundExactSum } from './exact-sum.js';
import { type SelectableCombineFn, selectable } from './selector.js';

const sumOfNumbers: CombineFn<number, ExactSum, number> & { readonly name: string } = {
  name: 'sum',
  create: emptyExactSum,
  add: addExact,
  merge: mergeExact,
  extract: roundExactSum,
};

/**
 * The sum of numbers; 0 of none. The sum is exact and rounded once, so it is the same double however the
 * input was split: `sum` of 0.1 ten times is 1. Infinities and NaN add up as with `+`.
 *
 * @example orders.combineGlobally(sum('total'))
 * @example lines.map((line) => line.length).combineGlobally(sum)
 */
export const sum: SelectableCombineFn<number, ExactSum, number> = /* @__PURE__ */ selectable(sumOfNumbers);
