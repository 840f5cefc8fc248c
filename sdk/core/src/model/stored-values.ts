/**
 * Many values that are kept outside of memory, such as those of a large group: walked through lazily, as often as
 * wanted. Coders write them as the array they stand for.
 */
export abstract class StoredValues<V> implements Iterable<V> {
  /** How many there are. */
  abstract readonly length: number;
  abstract [Symbol.iterator](): Iterator<V>;

  /** For JSON and inspection. */
  toJSON(): V[] {
    return [...this];
  }
}
