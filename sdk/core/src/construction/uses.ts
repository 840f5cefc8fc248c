import type { Collection } from './collection.js';

/**
 * Something a step declares under `uses` and is handed by name in its context: a side input, a metric.
 * `T` is what the callback receives.
 */
export interface Use<T> {
  readonly '~given'?: () => T;
  readonly '~use': UseKind;
}

/** What kinds of {@link Use} exist; everything else under `uses` is a constant and passes through as it is. */
export type UseKind = 'view' | 'metric' | 'state' | 'timer';

/** The declarations of a step: uses by name, and constants. */
export type Uses = Record<string, unknown>;

/** What the callback receives for its declarations. */
export type Given<U> = { readonly [P in keyof U]: U[P] extends Use<infer T> ? T : U[P] };

/** How a side input is looked at. */
export type ViewKind = 'singleton' | 'iterable' | 'list' | 'map' | 'multimap';

/** A PCollection as a side input, in the shape `T`. Make one with `asSingleton()`, `asMap()` and so on. */
export interface View<T> extends Use<T> {
  readonly '~use': 'view';
  readonly kind: ViewKind;
  readonly collection: Collection<any>;
  /** What an empty singleton gives; without it an empty singleton is an error. */
  readonly fallback?: { readonly value: unknown };
}

/** A metric that only grows. */
export interface Counter {
  inc(by?: number): void;
}

/** Count, sum, smallest and largest of integers. */
export interface Distribution {
  update(value: number): void;
}

/** The latest value of something. */
export interface Gauge {
  set(value: number): void;
}

/** The different strings seen. */
export interface StringSet {
  add(...values: string[]): void;
}

/** The kinds of metrics. */
export type MetricKind = 'counter' | 'distribution' | 'gauge' | 'stringSet';

/** Declares a metric; its name is the property's name under `uses` unless given. */
export interface MetricUse<T> extends Use<T> {
  readonly '~use': 'metric';
  readonly kind: MetricKind;
  readonly name: string | undefined;
}

/** Counts something: `uses: { flagged: counter() }`, then `ctx.flagged.inc()`. */
export const counter = (name?: string): MetricUse<Counter> => ({ '~use': 'metric', kind: 'counter', name });
/** Watches a distribution of integers. */
export const distribution = (name?: string): MetricUse<Distribution> => ({
  '~use': 'metric',
  kind: 'distribution',
  name,
});
/** Shows the latest value of something. */
export const gauge = (name?: string): MetricUse<Gauge> => ({ '~use': 'metric', kind: 'gauge', name });
/** Collects the different strings seen. */
export const stringSet = (name?: string): MetricUse<StringSet> => ({
  '~use': 'metric',
  kind: 'stringSet',
  name,
});

/** Whether a value under `uses` is a declaration rather than a constant. */
export function isUse(value: unknown): value is Use<unknown> {
  return typeof value === 'object' && value !== null && '~use' in value;
}

/** Whether a value under `uses` is a side input. */
export const isView = (value: unknown): value is View<unknown> => isUse(value) && value['~use'] === 'view';

/** Whether a value under `uses` declares a metric. */
export const isMetric = (value: unknown): value is MetricUse<unknown> =>
  isUse(value) && value['~use'] === 'metric';
