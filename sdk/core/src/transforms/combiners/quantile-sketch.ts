import type { CombineFn } from '../../construction/combine-fn.js';
import { BeamError } from '../../model/errors.js';
import type { Compare } from './natural-order.js';
import {
  compressSummary,
  exactSummary,
  mergeSummaries,
  type RankSummary,
  valueAtRank,
} from './rank-summary.js';

/** The number of values seen, a {@link RankSummary} of the older ones, and the fresh ones as they came. */
export type QuantileSketch<T> = [count: number, values: T[], weights: number[], slacks: number[], fresh: T[]];

/** What is true of the result when nothing else is said: the rank is at most 0.5 % of the count away. */
export const DEFAULT_RANK_ERROR = 0.005;

/** Answers `read` from a sketch whose ranks are wrong by at most `error` times the number of values. */
export function quantileCombineFn<T, O>(
  name: string,
  compare: Compare<T>,
  error: number,
  read: (atFraction: (fraction: number) => T | undefined) => O,
): CombineFn<T, QuantileSketch<T>, O> & { readonly name: string } {
  if (!(error > 0 && error <= 0.5)) {
    throw new BeamError('E_BAD_ARGUMENT', `${name} cannot have a rank error of ${error}.`, {
      help: 'give a fraction of the number of elements, such as 0.01; above 0 and at most 0.5',
    });
  }
  // A batch as long as the summary itself makes sorting it and merging it equally expensive.
  const batch = Math.max(128, Math.ceil(1 / error));
  return {
    name,
    create: () => [0, [], [], [], []],
    add(sketch, input) {
      sketch[0]++;
      sketch[4].push(input);
      if (sketch[4].length >= batch) settle(sketch, compare, error);
      return sketch;
    },
    merge(sketch, other) {
      const [count, values, weights, slacks, fresh] = other;
      sketch[0] += count;
      for (const value of fresh) sketch[4].push(value);
      if (values.length > 0) {
        store(sketch, mergeSummaries(summaryOf(sketch), { values, weights, slacks }, compare));
      }
      if (values.length > 0 || sketch[4].length >= batch) settle(sketch, compare, error);
      return sketch;
    },
    extract(sketch) {
      const count = sketch[0];
      const summary = withFresh(sketch, compare);
      return read((fraction) =>
        count === 0 ? undefined : valueAtRank(summary, Math.max(1, rankOf(fraction, count))),
      );
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

const summaryOf = <T>([, values, weights, slacks]: QuantileSketch<T>): RankSummary<T> => ({
  values,
  weights,
  slacks,
});

function withFresh<T>(sketch: QuantileSketch<T>, compare: Compare<T>): RankSummary<T> {
  const fresh = exactSummary(sketch[4].toSorted(compare));
  return sketch[1].length === 0 ? fresh : mergeSummaries(summaryOf(sketch), fresh, compare);
}

/** Moves the fresh values into the summary and makes it small again. */
function settle<T>(sketch: QuantileSketch<T>, compare: Compare<T>, error: number): void {
  const summary = withFresh(sketch, compare);
  compressSummary(summary, Math.floor(2 * error * sketch[0]));
  store(sketch, summary);
  sketch[4] = [];
}

function store<T>(sketch: QuantileSketch<T>, summary: RankSummary<T>): void {
  sketch[1] = summary.values;
  sketch[2] = summary.weights;
  sketch[3] = summary.slacks;
}
