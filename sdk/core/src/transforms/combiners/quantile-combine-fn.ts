import type { CombineFn } from '../../construction/combine-fn.js';
import { BeamError } from '../../model/errors.js';
import type { Compare } from './natural-order.js';
import { addToRanks, emptyRankSketch, mergeRanks, type RankSketch, rankReader } from './rank-sketch.js';

/** The rank error when nothing else is said: one per cent of the number of elements. */
export const DEFAULT_RANK_ERROR = 0.01;

/**
 * An aggregation to what `read` makes of the quantiles: it is given a function from a fraction of 0 to 1 to the
 * value of that rank, within `error`, or to undefined when there are no values.
 * @throws BeamError `E_BAD_ARGUMENT` when `error` is out of range
 */
export function quantileCombineFn<T, O>(
  name: string,
  compare: Compare<T>,
  error: number,
  read: (atFraction: (fraction: number) => T | undefined) => O,
): CombineFn<T, RankSketch<T>, O> & { readonly name: string } {
  if (!(error > 0 && error <= 0.5)) {
    throw new BeamError('E_BAD_ARGUMENT', `${name} cannot have a rank error of ${error}.`, {
      help: 'give a fraction of the number of elements, such as 0.01; above 0 and at most 0.5',
    });
  }
  const order = { compare, error };
  return {
    name,
    create: emptyRankSketch,
    add: (sketch, input) => addToRanks(sketch, input, order),
    merge: (sketch, other) => mergeRanks(sketch, other, order),
    extract(sketch) {
      const count = sketch[0];
      if (count === 0) return read(() => undefined);
      const atRank = rankReader(sketch, order);
      return read((fraction) => atRank(rankOf(fraction, count)));
    },
  };
}

/** The least rank that has at least `fraction` of the elements at or before it (nearest-rank definition). */
function rankOf(fraction: number, count: number): number {
  const exact = fraction * count;
  const whole = Math.round(exact);
  // 0.07 · 100 is 7.000000000000001 in doubles, which must not become 8.
  return Math.abs(exact - whole) <= 1e-9 * whole ? whole : Math.ceil(exact);
}
