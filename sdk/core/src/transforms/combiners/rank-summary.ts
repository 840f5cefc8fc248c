import type { Compare } from './natural-order.js';

/**
 * A sample of a sorted list in which every value knows its rank within limits: three parallel arrays. The i-th
 * value has at least rank `r = weights[0] + … + weights[i]` and at most rank `r + slacks[i]`, counting from 1.
 *
 * Invariants, for a summary of N values that was compressed with an error of ε:
 * 1. values are in order; the first is the minimum and the last the maximum;
 * 2. weights sum up to N;
 * 3. weights[i] + slacks[i] ≤ max(1, 2εN). Two neighbours are therefore so close that for every rank some value
 *    of the summary lies within εN of it.
 *
 * Source: M. Greenwald and S. Khanna, "Space-Efficient Online Computation of Quantile Summaries", SIGMOD 2001. New
 * values come in sorted batches and neighbours are joined greedily, which is the variant GKArray of G. Luo, L.
 * Wang, K. Yi and G. Cormode, "Quantiles over Data Streams: Experimental Comparisons, New Analyses, and Further
 * Improvements", VLDB Journal 25 (2016).
 */
export interface RankSummary<T> {
  values: T[];
  weights: number[];
  slacks: number[];
}

/** The summary of a sorted list without any error. */
export function exactSummary<T>(sorted: T[]): RankSummary<T> {
  return {
    values: sorted,
    weights: new Array<number>(sorted.length).fill(1),
    slacks: new Array<number>(sorted.length).fill(0),
  };
}

/**
 * A summary of both lists together. Errors do not grow: the ranks of a value in both lists add up, and so do
 * their limits, so invariant 3 of both gives invariant 3 for the sum of the lengths.
 */
export function mergeSummaries<T>(a: RankSummary<T>, b: RankSummary<T>, compare: Compare<T>): RankSummary<T> {
  const merged: RankSummary<T> = { values: [], weights: [], slacks: [] };
  let i = 0;
  let j = 0;
  while (i < a.values.length || j < b.values.length) {
    const fromA = j >= b.values.length || (i < a.values.length && compare(a.values[i]!, b.values[j]!) <= 0);
    const own = fromA ? a : b;
    const at = fromA ? i++ : j++;
    const other = fromA ? b : a;
    const next = fromA ? j : i;
    merged.values.push(own.values[at]!);
    merged.weights.push(own.weights[at]!);
    // Before the first and behind the last value of the other list its ranks are known exactly.
    const between = next > 0 && next < other.values.length;
    merged.slacks.push(own.slacks[at]! + (between ? other.weights[next]! + other.slacks[next]! - 1 : 0));
  }
  return merged;
}

/** Joins neighbours as long as `weight + slack` stays within `limit`, which is ⌊2εN⌋. Changes `summary`. */
export function compressSummary<T>(summary: RankSummary<T>, limit: number): void {
  const { values, weights, slacks } = summary;
  // From the right, so that a run of light values ends up in its greatest one; the minimum stays as it is.
  let kept = values.length - 1;
  for (let i = values.length - 2; i >= 0; i--) {
    if (i > 0 && weights[i]! + weights[kept]! + slacks[kept]! <= limit) {
      weights[kept]! += weights[i]!;
    } else {
      kept--;
      values[kept] = values[i]!;
      weights[kept] = weights[i]!;
      slacks[kept] = slacks[i]!;
    }
  }
  if (kept > 0) {
    values.splice(0, kept);
    weights.splice(0, kept);
    slacks.splice(0, kept);
  }
}

/** The value of the summary whose limits are closest to `rank` (from 1); the summary must not be empty. */
export function valueAtRank<T>(summary: RankSummary<T>, rank: number): T {
  const { values, weights, slacks } = summary;
  let closest = 0;
  let leastError = Number.POSITIVE_INFINITY;
  let lower = 0;
  for (let i = 0; i < values.length; i++) {
    lower += weights[i]!;
    const error = Math.max(rank - lower, lower + slacks[i]! - rank);
    if (error < leastError) {
      leastError = error;
      closest = i;
    }
  }
  return values[closest]!;
}
