import type { CombineFn } from '../../construction/combine-fn.js';
import type { Instant } from '../../model/timestamp.js';

/** A value and its moment in event time. */
export interface Timestamped<V> {
  readonly value: V;
  readonly timestamp: Instant;
}

/** The moment and the value so far, or nothing. */
export type TimedAccumulator<V> = [] | [timestamp: Instant, value: V];

/**
 * The value with the latest timestamp; undefined of none. Of values with the same timestamp the one that came last is
 * kept, where they come one after the other: what is combined in parts has no order.
 *
 * @example positions.keyBy((p) => p.car).mapValues((p) => ({ value: p, timestamp: p.at })).combinePerKey(latestOf())
 */
export function latestOf<V>(): CombineFn<Timestamped<V>, TimedAccumulator<V>, NoInfer<V> | undefined> {
  return byTime('latestOf', (candidate, kept) => candidate >= kept);
}

/**
 * The value with the earliest timestamp; undefined of none. Of values with the same timestamp any one is kept.
 *
 * @example visits.keyBy((v) => v.user).mapValues((v) => ({ value: v.page, timestamp: v.at })).combinePerKey(earliestOf())
 */
export function earliestOf<V>(): CombineFn<Timestamped<V>, TimedAccumulator<V>, NoInfer<V> | undefined> {
  return byTime('earliestOf', (candidate, kept) => candidate < kept);
}

function byTime<V>(
  name: string,
  replaces: (candidate: Instant, kept: Instant) => boolean,
): CombineFn<Timestamped<V>, TimedAccumulator<V>, V | undefined> {
  return {
    name,
    create: () => [],
    add: (kept, { timestamp, value }) =>
      kept.length === 0 || replaces(timestamp, kept[0]) ? [timestamp, value] : kept,
    merge: (kept, other) =>
      other.length !== 0 && (kept.length === 0 || replaces(other[0], kept[0])) ? [other[0], other[1]] : kept,
    extract: (kept) => kept[1],
  };
}
