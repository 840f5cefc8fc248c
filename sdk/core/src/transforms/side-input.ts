/**
 * The views of a PCollection as a side input. All of them throw BeamError `E_SIDE_INPUT` for windows that cannot be
 * found from a window of the main input.
 */
import type { Collection, View } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import type { KV } from '../model/kv.js';
import { keyedCoder } from './group-by-key.js';

/** The one element of the PCollection; without a fallback, none or several are an error when it is read. */
export function asSingleton<T>(collection: Collection<T>, ...fallback: [T?]): View<T> {
  return {
    '~use': 'view',
    kind: 'singleton',
    collection: findable(collection),
    fallback: fallback.length > 0 ? { value: fallback[0] } : undefined,
  };
}

/** All elements, read lazily, in no fixed order; may be larger than memory. */
export function asIterable<T>(collection: Collection<T>): View<Iterable<T>> {
  return { '~use': 'view', kind: 'iterable', collection: findable(collection) };
}

/** All elements in memory, as an array. */
export function asList<T>(collection: Collection<T>): View<readonly T[]> {
  return { '~use': 'view', kind: 'list', collection: findable(collection) };
}

/** A map from key to value; two values of one key are an error when it is read. */
export function asMap<K, V>(collection: Collection<KV<K, V>>): View<ReadonlyMap<K, V>> {
  keyedCoder(collection);
  return { '~use': 'view', kind: 'map', collection: findable(collection) };
}

/** A map from key to all values of the key. */
export function asMultimap<K, V>(collection: Collection<KV<K, V>>): View<ReadonlyMap<K, readonly V[]>> {
  keyedCoder(collection);
  return { '~use': 'view', kind: 'multimap', collection: findable(collection) };
}

/**
 * A side input has a window for each window of the main input. In sessions there is none: they are other windows for
 * each key.
 * @throws BeamError `E_SIDE_INPUT`
 */
function findable<T>(collection: Collection<T>): Collection<T> {
  const { windowFn } = collection.windowing;
  const isCustom = windowFn.kind === 'custom' && windowFn.fn.sideInputWindow === undefined;
  if (windowFn.kind !== 'sessions' && !isCustom) return collection;
  const windows = isCustom ? `windows of the function ${windowFn.fn.name}` : 'sessions';
  throw new BeamError('E_SIDE_INPUT', `A side input is in ${windows}, where no main window leads to.`, {
    help: isCustom
      ? 'give the window function sideInputWindow(main), or put the side input into globalWindow() first'
      : 'put the side input into fixed windows or into globalWindow() first',
  });
}
