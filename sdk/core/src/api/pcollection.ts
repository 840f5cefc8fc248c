import type { StandardSchemaV1 } from '@standard-schema/spec';
import type {
  Collection,
  CombineFn,
  CombineRecord,
  DoFn,
  Failure,
  MainElement,
  NotDeclared,
  OnError,
  RestrictionTracker,
  SplittableDoFn,
  Tags,
  Uses,
  View,
  WatermarkEstimator,
  WindowFn,
} from '../construction/index.js';
import { Collection as CollectionNode } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { BeamError } from '../model/errors.js';
import type { KV } from '../model/kv.js';
import type { InstantLike } from '../model/timestamp.js';
import * as transforms from '../transforms/index.js';
import { withSchema } from '../transforms/with-schema.js';
import type { Combination, GroupedRow } from './combination.js';
import { type Comparison, greatest, least } from './comparison.js';
import type { ParDoOptions } from './par-do-options.js';
import type { ParDoResult } from './par-do-result.js';
import type { Sink } from './source.js';
import type { StateNeedsKeys } from './state-needs-keys.js';

const { count, sample } = transforms.combiners;

/** Options of `map`, `flatMap` and `filter` that stand beside side inputs, metrics and constants. */
export interface CallbackOptions<I> extends Omit<transforms.StepOptions<I>, 'onError'> {
  /**
   * What happens to an element whose callback throws: `fail` ends the run (default), `skip` drops and counts
   * it, a function receives the failures as a PCollection (a dead-letter output).
   */
  readonly onError?: 'fail' | 'skip' | ((failures: PCollection<Failure<I>>) => unknown);
}

/** An option of the keyed groupings. */
export interface LateOption<K, V> {
  /**
   * Receives the elements that came after their window had expired, or after its trigger had finished, as a PCollection
   * in the global window. They are counted in `droppedDueToLateness` and `droppedDueToClosedWindow`, and without this
   * option dropped. Beyond Beam: only hornbeam's own runner does it.
   */
  readonly late?: (late: PCollection<KV<K, V>>) => unknown;
}

type CallbackContext<U> = transforms.CallbackContext<U>;

/** `U` itself. Written as a mapping, TypeScript infers it even when the object also holds callbacks. */
type Declared<U> = { readonly [P in keyof U]: U[P] };

/** A PCollection whose elements are pairs; the keyed transforms ask for it. */
type Keyed<K, V> = PCollection<KV<K, V>>;

/**
 * A bag of elements, bounded or endless, in memory or on a cluster: what steps read and make. Immutable: every
 * method adds a step to the pipeline and returns its output.
 */
export class PCollection<out T> {
  // First, so that a keyed method called on unkeyed elements says so before anything else (a type error
  // names the first member that differs).
  declare readonly '~element'?: T;
  /** The node of the graph. */
  readonly node: Collection<T>;

  constructor(node: Collection<T>) {
    this.node = node;
  }

  /** Names the step that made this PCollection. Names are optional and need not be unique. */
  named(name: string): this {
    this.node.origin.label = name;
    return this;
  }

  // ---- element by element

  /** Makes one output of each element. Promises are awaited, up to `concurrency` at once. */
  map<O, U extends Uses = {}>(
    fn: (element: T, ctx: CallbackContext<U>) => O | Promise<O>,
    uses?: Declared<U> & CallbackOptions<T>,
  ): PCollection<O> {
    return new PCollection(transforms.map<T, O, U>(this.node, fn, unwrapOnError(uses)));
  }

  /** Makes any number of outputs of each element: return an array, or write a (possibly async) generator. */
  flatMap<O, U extends Uses = {}>(
    fn: (element: T, ctx: CallbackContext<U>) => Iterable<O> | AsyncIterable<O> | Promise<Iterable<O>>,
    uses?: Declared<U> & CallbackOptions<T>,
  ): PCollection<O> {
    return new PCollection(transforms.flatMap<T, O, U>(this.node, fn, unwrapOnError(uses)));
  }

  /** Keeps the elements for which the callback is true. */
  filter<S extends T>(fn: (element: T) => element is S): PCollection<S>;
  filter<U extends Uses = {}>(
    fn: (element: T, ctx: CallbackContext<U>) => boolean | Promise<boolean>,
    uses?: Declared<U> & CallbackOptions<T>,
  ): PCollection<T>;
  filter<U extends Uses = {}>(
    fn: (element: T, ctx: CallbackContext<U>) => boolean | Promise<boolean>,
    uses?: Declared<U> & CallbackOptions<T>,
  ): PCollection<T> {
    return new PCollection(transforms.filter<T, U>(this.node, fn, unwrapOnError(uses)));
  }

  /**
   * Runs a {@link DoFn}: life cycle, side inputs, metrics, tagged outputs, dead letters; or a
   * {@link SplittableDoFn}, whose work on one element may be stopped and split in the middle.
   */
  // First, so that a compile error in a callback begins with what most steps are.
  parDo<O, U extends Uses = {}, G extends Tags = {}, S = void, E extends OnError = 'fail', M = NotDeclared>(
    fn: DoFn<T, O, U, G, S, M> & { readonly onError?: E } & StateNeedsKeys<T, U> & {
        readonly initial?: never;
      },
    options?: ParDoOptions<T>,
  ): ParDoResult<T, MainElement<O, M>, G, E>;
  parDo<
    R,
    Tr extends RestrictionTracker<R, any>,
    O = NotDeclared,
    U extends Uses = {},
    G extends Tags = {},
    S = void,
    W extends WatermarkEstimator<any> = WatermarkEstimator<any>,
  >(fn: SplittableDoFn<T, R, Tr, O, U, G, S, W>): ParDoResult<T, O, G, 'fail'>;
  parDo(
    fn: DoFn<T, any, any, any, any, any> | SplittableDoFn<T, any, any, any, any, any, any, any>,
    { late }: ParDoOptions<T> = {},
  ): unknown {
    const outputs: Collection<any> | Record<string, Collection<any>> = transforms.isSplittable(fn)
      ? transforms.splittableParDo(this.node, fn)
      : transforms.parDo(
          this.node,
          fn as DoFn<T, any, any, any, any, any>,
          {},
          late && ((node: Collection<T>) => late(new PCollection(node))),
        );
    return outputs instanceof CollectionNode
      ? new PCollection(outputs)
      : Object.fromEntries(Object.entries(outputs).map(([tag, node]) => [tag, new PCollection(node)]));
  }

  /** Pairs each element with a key. */
  keyBy<K>(fn: (element: T) => K): PCollection<KV<K, T>> {
    return new PCollection(transforms.keyBy(this.node, fn));
  }

  /** Checks every element against a schema and gives it the schema's type and coder. */
  withSchema<S extends StandardSchemaV1<any, any>>(
    schema: S,
    options: CallbackOptions<T> = {},
  ): PCollection<StandardSchemaV1.InferOutput<S>> {
    return new PCollection(withSchema(this.node, schema, unwrapOnError<{}, T>(options)));
  }

  /** Writes elements with this coder where they leave memory. */
  withCoder(coder: Coder<T>): PCollection<T> {
    return new PCollection(
      transforms.map(
        this.node,
        function withCoder(element: T) {
          return element;
        },
        undefined,
        coder,
      ),
    );
  }

  /** Gives each element its event time: not before the time it has, but for `allowedSkew`. */
  withTimestamps(fn: (element: T) => InstantLike, options?: transforms.TimestampOptions): PCollection<T> {
    return new PCollection(transforms.withTimestamps(this.node, fn, options));
  }

  /**
   * Puts each element into windows by its timestamp. What the options do not say stays as it was: trigger, panes,
   * lateness.
   */
  windowInto(windowFn: WindowFn, options?: transforms.WindowOptions): PCollection<T> {
    return new PCollection(transforms.windowInto(this.node, windowFn, options));
  }

  // ---- many PCollections

  /** All elements of this and the other PCollections. */
  flattenWith(...others: readonly PCollection<T>[]): PCollection<T> {
    return new PCollection(transforms.flatten([this.node, ...others.map((other) => other.node)]));
  }

  /** Splits into `count` PCollections by the index that the callback gives. */
  partition(count: number, fn: (element: T, count: number) => number): PCollection<T>[] {
    return transforms.partition(this.node, count, fn).map((part) => new PCollection(part));
  }

  /** Stores the elements before they go on: breaks fusion and spreads the work. */
  reshuffle(): PCollection<T> {
    return new PCollection(transforms.reshuffle(this.node));
  }

  /** Holds the elements back until everything in `signals` is there. */
  waitOn(...signals: readonly PCollection<any>[]): PCollection<T> {
    const nodes = signals.map((signal) => signal.node);
    return new PCollection(transforms.waitOn(this.node, nodes));
  }

  // ---- aggregation

  /** Aggregates everything into one element: `combineGlobally(sum)`, `combineGlobally({ n: count, total: sum('amount') })`. */
  combineGlobally<A, O, R extends CombineRecord<T>>(
    combine: CombineFn<T, A, O> | R,
    options?: Omit<transforms.CombineOptions, 'late'> & { readonly emptyDefault?: boolean },
  ): PCollection<Combination<O, R>> {
    const combined: Collection<any> = transforms.combineGlobally(this.node, combine, options);
    return new PCollection(combined);
  }

  /** How many elements there are. */
  count(): PCollection<number> {
    return new PCollection(transforms.combineGlobally(this.node, count));
  }

  /** How often each element occurs. */
  countPerElement(): PCollection<KV<T, number>> {
    return this.wrap('countPerElement', () =>
      transforms.combinePerKey(
        transforms.keyBy(
          this.node,
          function element(x: T): T {
            return x;
          },
          transforms.elementKeyCoder(this.node),
        ),
        count,
      ),
    ) as PCollection<KV<T, number>>;
  }

  /** Each element once; with `by`, one element for each value that `by` gives. */
  distinct(by?: (element: T) => unknown): PCollection<T> {
    return new PCollection(transforms.distinct(this.node, by));
  }

  /** Lets the first element of each id pass, and no other within a time; see {@link transforms.deduplicate}. */
  deduplicate(options: transforms.DeduplicateOptions<T>): PCollection<T> {
    return new PCollection(transforms.deduplicate(this.node, options));
  }

  /** The `n` first elements in the order of `compare` (largest first without it), as one sorted array. */
  top(n: number, ...compare: Comparison<T>): PCollection<T[]> {
    return new PCollection(transforms.combineGlobally(this.node, greatest<T>(n, compare)));
  }

  /** The `n` last elements in the order of `compare` (smallest first without it), as one sorted array. */
  smallest(n: number, ...compare: Comparison<T>): PCollection<T[]> {
    return new PCollection(transforms.combineGlobally(this.node, least<T>(n, compare)));
  }

  /** `n` elements chosen at random, each equally likely, as one array. */
  sample(n: number): PCollection<T[]> {
    return new PCollection(transforms.combineGlobally(this.node, sample<T>(n)));
  }

  /** The element with the latest timestamp. */
  latest(): PCollection<T> {
    return new PCollection(transforms.latest(this.node));
  }

  /** Groups by a key; with aggregations, gives rows of the key and the results. */
  groupBy<K>(key: (element: T) => K): PCollection<KV<K, Iterable<T>>>;
  groupBy<F extends keyof T & string, R extends Readonly<Record<string, CombineFn<T, any, any>>>>(
    field: F,
    aggregations: R,
  ): PCollection<GroupedRow<T, F, R>>;
  groupBy(key: string | ((element: T) => unknown), aggregations?: any): PCollection<any> {
    if (typeof key === 'function') {
      return this.wrap('groupBy', () => transforms.groupByKey(transforms.keyBy(this.node, key)));
    }
    return this.wrap(`groupBy(${key})`, () => {
      const keyed = transforms.keyBy(this.node, function field(element: T): unknown {
        return element[key as keyof T];
      });
      const combined = transforms.combinePerKey(keyed, aggregations) as Collection<KV<unknown, object>>;
      return transforms.map(combined, function row(pair: KV<unknown, object>) {
        return { [key]: pair.key, ...pair.value };
      });
    });
  }

  // ---- keyed: for elements of the form { key, value }

  /** Brings the values of each key together. */
  groupByKey<K, V>(this: Keyed<K, V>, options?: LateOption<K, V>): PCollection<KV<K, Iterable<V>>> {
    return new PCollection(transforms.groupByKey(this.node, unwrapLate(options)));
  }

  /** Aggregates the values of each key: `combinePerKey(sum)`, `combinePerKey({ n: count, top: max })`. */
  combinePerKey<K, V, A, O, R extends CombineRecord<V>>(
    this: Keyed<K, V>,
    combine: CombineFn<V, A, O> | R,
    options?: Omit<transforms.CombineOptions, 'late'> & LateOption<K, V>,
  ): PCollection<KV<K, Combination<O, R>>> {
    const combined: Collection<KV<K, any>> = transforms.combinePerKey(this.node, combine, {
      ...options,
      late: unwrapLate(options).late,
    });
    return new PCollection(combined);
  }

  /** How many values each key has. */
  countPerKey<K, V>(this: Keyed<K, V>): PCollection<KV<K, number>> {
    return new PCollection(transforms.combinePerKey<K, V, typeof count>(this.node, count)) as PCollection<
      KV<K, number>
    >;
  }

  /** The `n` first values of each key, sorted. */
  topPerKey<K, V>(this: Keyed<K, V>, n: number, ...compare: Comparison<V>): PCollection<KV<K, V[]>> {
    return new PCollection(transforms.combinePerKey(this.node, greatest<V>(n, compare)));
  }

  /** `n` random values of each key. */
  samplePerKey<K, V>(this: Keyed<K, V>, n: number): PCollection<KV<K, V[]>> {
    return new PCollection(transforms.combinePerKey(this.node, sample<V>(n))) as PCollection<KV<K, V[]>>;
  }

  /** The value with the latest timestamp of each key. */
  latestPerKey<K, V>(this: Keyed<K, V>): PCollection<KV<K, V>> {
    return new PCollection(transforms.latestPerKey(this.node));
  }

  /** Changes the values and leaves the keys. */
  mapValues<K, V, O>(this: Keyed<K, V>, fn: (value: V, key: K) => O | Promise<O>): PCollection<KV<K, O>> {
    return new PCollection(transforms.mapValues(this.node, fn));
  }

  /** The keys alone. */
  keys<K, V>(this: Keyed<K, V>): PCollection<K> {
    return new PCollection(transforms.keys(this.node));
  }

  /** The values alone. */
  values<K, V>(this: Keyed<K, V>): PCollection<V> {
    return new PCollection(transforms.values(this.node));
  }

  /** Key and value exchanged. */
  swap<K, V>(this: Keyed<K, V>): PCollection<KV<V, K>> {
    return new PCollection(transforms.swap(this.node));
  }

  /**
   * Arrays of `size` values of the same key; fewer when the window ends, or when the first has waited for
   * `maxBufferingDuration`.
   */
  groupIntoBatches<K, V>(
    this: Keyed<K, V>,
    size: number,
    options?: transforms.BatchOptions,
  ): PCollection<KV<K, V[]>> {
    return new PCollection(transforms.groupIntoBatches(this.node, size, options));
  }

  /** Every pair of values with the same key. */
  join<K, V, W>(this: Keyed<K, V>, other: Keyed<K, W>): PCollection<KV<K, [V, W]>> {
    return new PCollection(transforms.join(this.node, other.node, 'inner')) as PCollection<KV<K, [V, W]>>;
  }

  /** The same, and every value of this side without a partner. */
  leftJoin<K, V, W>(this: Keyed<K, V>, other: Keyed<K, W>): PCollection<KV<K, [V, W | undefined]>> {
    return new PCollection(transforms.join(this.node, other.node, 'left')) as PCollection<
      KV<K, [V, W | undefined]>
    >;
  }

  /** The same, and every value of the other side without a partner. */
  rightJoin<K, V, W>(this: Keyed<K, V>, other: Keyed<K, W>): PCollection<KV<K, [V | undefined, W]>> {
    return new PCollection(transforms.join(this.node, other.node, 'right')) as PCollection<
      KV<K, [V | undefined, W]>
    >;
  }

  /** Every pair, and the values without a partner on either side. */
  fullJoin<K, V, W>(
    this: Keyed<K, V>,
    other: Keyed<K, W>,
  ): PCollection<KV<K, [V | undefined, W | undefined]>> {
    return new PCollection(transforms.join(this.node, other.node, 'full'));
  }

  // ---- side inputs

  /**
   * The one element, as a side input. A fallback stands in for an empty PCollection. Of a PCollection with a trigger,
   * a slowly changing one, it is the newest.
   */
  asSingleton(...fallback: [T?]): View<T> {
    return transforms.asSingleton(transforms.newest(this.node), ...fallback);
  }
  /** All elements, read lazily, as a side input. */
  asIterable(): View<Iterable<T>> {
    return transforms.asIterable(this.node);
  }
  /** All elements as an array, as a side input. */
  asList(): View<readonly T[]> {
    return transforms.asList(this.node);
  }
  /** A map with one value per key, as a side input. Of a PCollection with a trigger, a later value replaces an earlier. */
  asMap<K, V>(this: Keyed<K, V>): View<ReadonlyMap<K, V>> {
    return transforms.asMap(transforms.newestPerKey(this.node));
  }
  /** A map with all values of each key, as a side input. */
  asMultimap<K, V>(this: Keyed<K, V>): View<ReadonlyMap<K, readonly V[]>> {
    return transforms.asMultimap(this.node);
  }

  // ---- composition

  /** Applies any function as a transform; its steps appear under one name. */
  apply<O>(transform: (input: PCollection<T>) => O): O;
  apply<O>(name: string, transform: (input: PCollection<T>) => O): O;
  apply<O>(
    nameOrTransform: string | ((input: PCollection<T>) => O),
    transform?: (input: PCollection<T>) => O,
  ): O {
    const body = typeof nameOrTransform === 'string' ? transform : nameOrTransform;
    if (typeof body !== 'function') {
      throw new BeamError('E_BAD_ARGUMENT', 'apply takes a function from PCollection to anything.', {
        help: "write .apply('Name', (pc) => pc.map(…))",
      });
    }
    const label = typeof nameOrTransform === 'string' ? nameOrTransform : body.name || 'apply';
    return this.node.graph.composite(label, () => body(this));
  }

  /** Writes to a sink and returns what the sink hands back. */
  write<R>(sink: Sink<T, R>): R {
    return this.apply(sink.name, (input) => sink.expand(input));
  }

  private wrap<O>(label: string, body: () => Collection<O>): PCollection<O> {
    return new PCollection(this.node.graph.composite(label, body));
  }
}

const unwrapLate = <K, V>({ late }: LateOption<K, V> = {}): transforms.GroupingOptions<K, V> =>
  late === undefined ? {} : { late: (node: Collection<KV<K, V>>) => late(new PCollection(node)) };

function unwrapOnError<U, I>(
  uses: (U & CallbackOptions<I>) | undefined,
): (U & transforms.StepOptions<I>) | undefined {
  const onError = uses?.onError;
  if (uses === undefined || typeof onError !== 'function')
    return uses as (U & transforms.StepOptions<I>) | undefined;
  return { ...uses, onError: (failures: Collection<Failure<I>>) => onError(new PCollection(failures)) };
}
