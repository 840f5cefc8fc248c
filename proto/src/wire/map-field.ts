/** A map field. Keys are data of others, so any string may be one. */
export interface MapField<V> {
  [key: string]: V;
}

/** Sets an entry; `__proto__` becomes an ordinary key instead of changing the prototype. */
export function setEntry<V>(map: MapField<V>, key: string, value: V): void {
  if (key === '__proto__') {
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    map[key] = value;
  }
}

/** A copy of `map` with each value passed through `copy`. */
export function copyMap<A, B>(
  map: { readonly [key: string]: A } | undefined,
  copy: (value: A) => B,
): MapField<B> {
  const result: MapField<B> = {};
  if (map !== undefined) for (const key of Object.keys(map)) setEntry(result, key, copy(map[key] as A));
  return result;
}
