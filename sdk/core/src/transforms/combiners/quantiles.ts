import type { CombineFn } from '../../construction/combine-fn.js';
import { BeamError } from '../../model/errors.js';
import { type Compare, naturalOrder, type Ordered } from './natural-order.js';
import { DEFAULT_RANK_ERROR, quantileCombineFn } from './quantile-combine-fn.js';
import type { RankSketch } from './rank-sketch.js';
import { type FieldOf, over } from './selector.js';

/** Options of {@link quantiles}. */
export interface QuantileOptions {
  /**
   * How far the rank of an answer may be from the right one, as a fraction of the number of elements: above 0, at
   * most 0.5. By default 0.01: the median of a million elements is one of those ranked 490,000 to 510,000.
   */
  error?: number;
}

/** Options for elements in an order of one's own. */
export interface ComparedBy<T> extends QuantileOptions {
  /** The order of the elements; the natural one by default. */
  compare: Compare<T>;
}

/** Options for the quantiles of a part of each element. */
export interface QuantilesOf<S> extends QuantileOptions {
  /** A function of the element, or the name of a property. */
  of: S;
}

interface AnyOptions extends QuantileOptions {
  compare?: Compare<any>;
  of?: ((element: any) => any) | string;
}

/**
 * `n` values that cut the elements into `n - 1` parts of equal size: the minimum, `n - 2` values between, the
 * maximum. `quantiles(5)` gives minimum, quartiles and maximum. Of nothing it is an empty array.
 *
 * Each value is an element of the input, and its rank is at most `error · N` from the right one of N elements. The
 * bound is proved and holds always, not only with high probability, in whatever order the input comes and
 * however it is split; most answers are several times closer. Minimum and maximum are exact, and so is
 * everything for fewer than 4/error elements. The same elements split otherwise may give other values within the
 * bound. With the default error the state of a key holds about 5,000 values of a million elements and 20,000 of a
 * billion. Proof and sources: `rank-sketch.ts`.
 *
 * @example requests.combineGlobally(quantiles(5, { of: 'millis' }))
 * @example words.combineGlobally(quantiles(11, { compare: collator.compare, error: 0.001 }))
 * @throws BeamError `E_BAD_ARGUMENT` when `n` is no integer of at least 2, or `error` is out of range
 */
export function quantiles<T, V extends Ordered>(
  n: number,
  options: QuantilesOf<(element: T) => V>,
): CombineFn<T, RankSketch<V>, V[]>;
export function quantiles<T, F extends FieldOf<T, Ordered> = FieldOf<T, Ordered>>(
  n: number,
  options: QuantilesOf<F>,
): CombineFn<T, RankSketch<T[F]>, T[F][]>;
export function quantiles<F extends string>(
  n: number,
  options: QuantilesOf<F>,
): CombineFn<{ readonly [P in F]: number }, RankSketch<number>, number[]>;
export function quantiles<T>(n: number, options: ComparedBy<T>): CombineFn<T, RankSketch<T>, T[]>;
export function quantiles<T extends Ordered = number>(
  n: number,
  options?: QuantileOptions,
): CombineFn<T, RankSketch<T>, T[]>;
export function quantiles(n: number, options: AnyOptions = {}): CombineFn<any, RankSketch<any>, any[]> {
  if (!Number.isSafeInteger(n) || n < 2) {
    throw new BeamError('E_BAD_ARGUMENT', `quantiles(${n}) does not say how many values to give.`, {
      help: 'give an integer of at least 2, or use percentile or median for one value',
    });
  }
  return quantileFn(`quantiles(${n})`, options, (atFraction) => {
    const cuts: unknown[] = [];
    for (let i = 0; i < n; i++) cuts.push(atFraction(i / (n - 1)));
    return cuts[0] === undefined ? [] : cuts;
  });
}

/**
 * The least element that has at least `p` per cent of the elements at or before it; undefined of none. An element
 * of the input, never a value between two. Bounds and memory as for {@link quantiles}.
 *
 * @example requests.keyBy((r) => r.route).combinePerKey(percentile(99, { of: 'millis' }))
 * @throws BeamError `E_BAD_ARGUMENT` when `p` is not from 0 to 100, or `error` is out of range
 */
export function percentile<T, V extends Ordered>(
  p: number,
  options: QuantilesOf<(element: T) => V>,
): CombineFn<T, RankSketch<V>, V | undefined>;
export function percentile<T, F extends FieldOf<T, Ordered> = FieldOf<T, Ordered>>(
  p: number,
  options: QuantilesOf<F>,
): CombineFn<T, RankSketch<T[F]>, T[F] | undefined>;
export function percentile<F extends string>(
  p: number,
  options: QuantilesOf<F>,
): CombineFn<{ readonly [P in F]: number }, RankSketch<number>, number | undefined>;
export function percentile<T>(
  p: number,
  options: ComparedBy<T>,
): CombineFn<T, RankSketch<T>, NoInfer<T> | undefined>;
export function percentile<T extends Ordered = number>(
  p: number,
  options?: QuantileOptions,
): CombineFn<T, RankSketch<T>, NoInfer<T> | undefined>;
export function percentile(p: number, options: AnyOptions = {}): CombineFn<any, RankSketch<any>, any> {
  if (!(p >= 0 && p <= 100)) {
    throw new BeamError('E_BAD_ARGUMENT', `percentile(${p}) is no percentage.`, {
      help: 'give a number from 0 (the minimum) to 100 (the maximum)',
    });
  }
  return quantileFn(`percentile(${p})`, options, (atFraction) => atFraction(p / 100));
}

function quantileFn<O>(
  name: string,
  { compare = naturalOrder, error = DEFAULT_RANK_ERROR, of }: AnyOptions,
  read: (atFraction: (fraction: number) => unknown) => O,
): CombineFn<any, RankSketch<any>, O> {
  return over(quantileCombineFn<any, O>(name, compare, error, read), of);
}
