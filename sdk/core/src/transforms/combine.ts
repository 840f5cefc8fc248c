import {
  type Collection,
  type CombineFn,
  type CombineOutput,
  type CombineRecord,
  type CombineRecordOutput,
  combineAll,
} from '../construction/index.js';
import { GenericCoder } from '../model/coders/generic.js';
import { KvCoder } from '../model/coders/kv.js';
import { BeamError } from '../model/errors.js';
import type { KV } from '../model/kv.js';
import { type GroupingOptions, keyedCoder, lateOutput } from './group-by-key.js';
import { groupedWindowing } from './grouped-windowing.js';
import { impulse, output } from './impulse.js';
import { flatMap, keyBy, map } from './par-do.js';
import { asList } from './side-input.js';

/** A {@link CombineFn}, or an object of them whose results come as one object. */
export type CombineArgument<V> = CombineFn<V, any, any> | CombineRecord<V>;

/** What combining with `C` makes. */
export type Combined<C> = C extends CombineFn<any, any, any> ? CombineOutput<C> : CombineRecordOutput<C>;

export interface CombineOptions<K = any, V = any> extends GroupingOptions<K, V> {
  /** Splits every key over this many partial groups first, so that one hot key does not hold up the rest. */
  readonly fanout?: number;
}

/** Aggregates the values of each key (`beam:transform:combine_per_key:v1`). */
export function combinePerKey<K, V, C extends CombineArgument<V>>(
  input: Collection<KV<K, V>>,
  argument: C,
  options: CombineOptions = {},
): Collection<KV<K, Combined<C>>> {
  const combineFn = toCombineFn<V>(argument);
  const fanout = options.fanout;
  if (fanout === undefined) return plainCombine(input, combineFn, options);
  if (options.late !== undefined) {
    throw new BeamError('E_BAD_ARGUMENT', 'A combine hands out late elements, or has a fanout, not both.', {
      help: 'leave the fanout out: its partial groups are not what came late',
    });
  }
  if (!Number.isInteger(fanout) || fanout < 2) {
    throw new BeamError('E_BAD_ARGUMENT', `fanout must be a whole number of at least 2, not ${fanout}.`, {
      help: 'leave it out, or give the number of partial groups for each key',
    });
  }
  return input.graph.composite(combineFn.name || 'combinePerKey', () => {
    const { keyCoder } = keyedCoder(input);
    let next = 0;
    const split = map(input, function split({ key, value }: KV<K, V>) {
      next = (next + 1) % fanout;
      return { key: { key, shard: next }, value };
    });
    const partial = plainCombine(split, partialCombine(combineFn));
    const gathered = map(
      partial,
      function unshard({ key, value }: KV<{ key: K; shard: number }, unknown>) {
        return { key: key.key, value };
      },
      undefined,
      new KvCoder(keyCoder, combineFn.accumulatorCoder ?? new GenericCoder()),
    );
    return plainCombine(gathered, finalCombine(combineFn));
  });
}

/**
 * Aggregates all elements into one. Nothing to aggregate gives what an empty accumulator extracts to, unless
 * `emptyDefault` is false, which gives an empty PCollection.
 */
export function combineGlobally<T, C extends CombineArgument<T>>(
  input: Collection<T>,
  argument: C,
  options: CombineOptions & { readonly emptyDefault?: boolean } = {},
): Collection<Combined<C>> {
  const combineFn = toCombineFn<T>(argument);
  const { graph } = input;
  return graph.composite(combineFn.name || 'combineGlobally', () => {
    const keyed = keyBy(input, function toOneKey(): null {
      return null;
    });
    const combined = combinePerKey(keyed, combineFn, options);
    const values = map(
      combined,
      function value(pair: KV<null, unknown>) {
        return pair.value;
      },
      undefined,
      combineFn.outputCoder,
    );
    const { windowFn, trigger } = input.windowing;
    // Without an end, or with panes, there is no moment at which nothing has come.
    const hasEmpty = windowFn.kind === 'global' && trigger.kind === 'default' && input.bounded;
    if (options.emptyDefault === false || !hasEmpty) {
      return values as Collection<Combined<C>>;
    }
    return flatMap(
      impulse(graph),
      function orDefault(_: Uint8Array, { results }): readonly unknown[] {
        return results.length > 0 ? results : [combineFn.extract(combineFn.create())];
      },
      { results: asList(values) },
      combineFn.outputCoder,
    ) as Collection<Combined<C>>;
  });
}

function plainCombine<K, V>(
  input: Collection<KV<K, V>>,
  combineFn: CombineFn<V, any, any>,
  { late }: GroupingOptions<K, V> = {},
): Collection<KV<K, any>> {
  const { keyCoder } = keyedCoder(input);
  const step = input.graph.addStep({
    label: combineFn.name || 'combinePerKey',
    operation: { kind: 'combinePerKey', combineFn },
    inputs: { input },
    outputs: {
      main: {
        coder: new KvCoder(keyCoder, combineFn.outputCoder ?? new GenericCoder()),
        windowing: groupedWindowing(input),
      },
      ...lateOutput(input, late),
    },
  });
  late?.(output(step, 'late'));
  return output(step, 'main');
}

function toCombineFn<V>(argument: CombineArgument<V>): CombineFn<V, any, any> {
  if (typeof argument.create === 'function') return argument as CombineFn<V, any, any>;
  if (typeof argument === 'object' && argument !== null && Object.keys(argument).length > 0) {
    return combineAll(argument as CombineRecord<V>);
  }
  throw new BeamError('E_BAD_ARGUMENT', 'combine takes a CombineFn, or an object of CombineFns.', {
    help: "write combinePerKey(sum) or combinePerKey({ total: sum('amount'), n: count })",
  });
}

/** The first half of a fan-out: like `fn`, but ends with the accumulator. */
const partialCombine = <V, A>(fn: CombineFn<V, A, unknown>): CombineFn<V, A, A> => ({
  name: 'partial',
  accumulatorCoder: fn.accumulatorCoder,
  outputCoder: fn.accumulatorCoder,
  create: () => fn.create(),
  add: (accumulator, value) => fn.add(accumulator, value),
  merge: (accumulator, other) => fn.merge(accumulator, other),
  extract: (accumulator) => accumulator,
});

/** The second half of a fan-out: its inputs are accumulators of `fn`. */
const finalCombine = <V, A, O>(fn: CombineFn<V, A, O>): CombineFn<A, A, O> => ({
  name: 'final',
  accumulatorCoder: fn.accumulatorCoder,
  outputCoder: fn.outputCoder,
  create: () => fn.create(),
  add: (accumulator, other) => fn.merge(accumulator, other),
  merge: (accumulator, other) => fn.merge(accumulator, other),
  extract: (accumulator) => fn.extract(accumulator),
});
