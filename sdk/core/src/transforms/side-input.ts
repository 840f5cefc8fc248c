import type { Collection, View } from '../construction/index.js';
import type { KV } from '../model/kv.js';
import { keyedCoder } from './group-by-key.js';

/** The one element of the PCollection; without a fallback, none or several are an error when it is read. */
export function asSingleton<T>(collection: Collection<T>, ...fallback: [T?]): View<T> {
  return {
    '~use': 'view',
    kind: 'singleton',
    collection,
    fallback: fallback.length > 0 ? { value: fallback[0] } : undefined,
  };
}

/** All elements, read lazily, in no fixed order; may be larger than memory. */
export function asIterable<T>(collection: Collection<T>): View<Iterable<T>> {
  return { '~use': 'view', kind: 'iterable', collection };
}

/** All elements in memory, as an array. */
export function asList<T>(collection: Collection<T>): View<readonly T[]> {
  return { '~use': 'view', kind: 'list', collection };
}

/** A map from key to value; two values of one key are an error when it is read. */
export function asMap<K, V>(collection: Collection<KV<K, V>>): View<ReadonlyMap<K, V>> {
  keyedCoder(collection);
  return { '~use': 'view', kind: 'map', collection };
}

/** A map from key to all values of the key. */
export function asMultimap<K, V>(collection: Collection<KV<K, V>>): View<ReadonlyMap<K, readonly V[]>> {
  keyedCoder(collection);
  return { '~use': 'view', kind: 'multimap', collection };
}
