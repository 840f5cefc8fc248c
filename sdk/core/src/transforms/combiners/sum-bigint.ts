import type { CombineFn } from '../../construction/combine-fn.js';
import { type SelectableCombineFn, selectable } from './selector.js';

const sumOfBigInts: CombineFn<bigint, bigint, bigint> & { readonly name: string } = {
  name: 'sumBigInt',
  create: () => 0n,
  add: (total, input) => total + input,
  merge: (total, other) => total + other,
  extract: (total) => total,
};

/**
 * The sum of bigints, of any size; 0n of none.
 *
 * @example transfers.keyBy((t) => t.account).combinePerKey(sumBigInt('wei'))
 */
export const sumBigInt: SelectableCombineFn<bigint, bigint, bigint> =
  /* @__PURE__ */ selectable(sumOfBigInts);
