import type { Collection } from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { GenericCoder } from '../model/coders/generic.js';
import { KvCoder } from '../model/coders/kv.js';
import type { KV } from '../model/kv.js';
import { keyedCoder } from './group-by-key.js';
import { map } from './par-do.js';

/** Changes the values and leaves the keys. */
export function mapValues<K, V, O>(
  input: Collection<KV<K, V>>,
  fn: (value: V, key: K) => O | Promise<O>,
  valueCoder?: Coder<O>,
): Collection<KV<K, O>> {
  const { keyCoder } = keyedCoder(input);
  const pair =
    (key: K) =>
    (value: O): KV<K, O> => ({ key, value });
  const step = function mapValues({ key, value }: KV<K, V>): KV<K, O> | Promise<KV<K, O>> {
    const mapped = fn(value, key);
    return mapped instanceof Promise ? mapped.then(pair(key)) : { key, value: mapped };
  };
  Object.defineProperty(step, 'name', { value: fn.name || 'mapValues' });
  return map(input, step, undefined, new KvCoder(keyCoder, valueCoder ?? new GenericCoder()));
}

/** The generic coder of a part is nobody's choice: a keyed transform may still split it into key and value. */
const chosen = <T>(coder: Coder<T>): Coder<T> | undefined =>
  coder instanceof GenericCoder ? undefined : coder;

/** The keys alone. */
export function keys<K>(input: Collection<KV<K, unknown>>): Collection<K> {
  const { keyCoder } = keyedCoder(input);
  return map(
    input,
    function keys(pair: KV<K, unknown>) {
      return pair.key;
    },
    undefined,
    chosen(keyCoder),
  );
}

/** The values alone. */
export function values<V>(input: Collection<KV<unknown, V>>): Collection<V> {
  const { valueCoder } = keyedCoder(input);
  return map(
    input,
    function values(pair: KV<unknown, V>) {
      return pair.value;
    },
    undefined,
    chosen(valueCoder),
  );
}

/** Key and value exchanged. */
export function swap<K, V>(input: Collection<KV<K, V>>): Collection<KV<V, K>> {
  const { keyCoder, valueCoder } = keyedCoder(input);
  return map(
    input,
    function swap({ key, value }: KV<K, V>) {
      return { key: value, value: key };
    },
    undefined,
    new KvCoder(valueCoder, keyCoder),
  );
}
