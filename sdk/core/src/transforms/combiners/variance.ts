import { numericInput } from './numeric-input.js';
import { type SelectableCombineFn, selectable } from './selector.js';

/** Count, mean, and sum of squared distances from the mean. */
export type MomentsAccumulator = [count: number, mean: number, squares: number];

/** An aggregation of numbers to a measure of their spread. */
export type SpreadCombineFn = SelectableCombineFn<number, MomentsAccumulator, number>;

/**
 * The sample variance, Σ(x - mean)² / (n - 1); NaN of fewer than two numbers.
 *
 * Sums by the updating formulas of B. P. Welford (Technometrics 4, 1962), merged as in T. F. Chan, G. H. Golub
 * and R. J. LeVeque (COMPSTAT 1982), which stay accurate when the spread is small beside the mean. Splits of the
 * input change the result only by rounding.
 *
 * @example readings.keyBy((r) => r.station).combinePerKey(variance('celsius'))
 */
export const variance: SpreadCombineFn = /* @__PURE__ */ spread('variance', (count, squares) =>
  count < 2 ? Number.NaN : squares / (count - 1),
);

/** The sample standard deviation, the root of {@link variance}; NaN of fewer than two numbers. */
export const stddev: SpreadCombineFn = /* @__PURE__ */ spread('stddev', (count, squares) =>
  count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1)),
);

/** The variance of the numbers as a whole population, Σ(x - mean)² / n; NaN of none. See {@link variance}. */
export const populationVariance: SpreadCombineFn = /* @__PURE__ */ spread(
  'populationVariance',
  (count, squares) => squares / count,
);

/** The root of {@link populationVariance}; NaN of none. */
export const populationStddev: SpreadCombineFn = /* @__PURE__ */ spread(
  'populationStddev',
  (count, squares) => Math.sqrt(squares / count),
);

function spread(name: string, result: (count: number, squares: number) => number): SpreadCombineFn {
  return selectable<number, MomentsAccumulator, number>({
    name,
    create: () => [0, 0, 0],
    add(moments, input) {
      const count = moments[0] + 1;
      const delta = numericInput(input) - moments[1];
      moments[0] = count;
      moments[1] += delta / count;
      moments[2] += delta * (input - moments[1]);
      return moments;
    },
    merge(moments, other) {
      if (other[0] === 0) return moments;
      if (moments[0] === 0) return [...other];
      const count = moments[0] + other[0];
      const delta = other[1] - moments[1];
      moments[2] += other[2] + delta * delta * ((moments[0] * other[0]) / count);
      moments[1] += delta * (other[0] / count);
      moments[0] = count;
      return moments;
    },
    extract: ([count, , squares]) => result(count, squares),
  });
}
