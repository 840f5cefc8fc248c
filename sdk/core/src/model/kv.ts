/** A keyed element. A plain object: reading its two properties is the fastest pair JavaScript has. */
export interface KV<K, V> {
  key: K;
  value: V;
}

/** Makes a {@link KV}. */
export const kv = <K, V>(key: K, value: V): KV<K, V> => ({ key, value });
