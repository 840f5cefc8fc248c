/**
 * A map whose keys are compared by what they say, not by identity: a port, since only the host knows the coder that
 * says which keys are the same. Entries come in an order that only depends on what was done to the table; one may be
 * deleted when it has come, and the others still come.
 */
export interface KeyTable<V> {
  readonly size: number;
  get(key: unknown): V | undefined;
  has(key: unknown): boolean;
  set(key: unknown, value: V): void;
  delete(key: unknown): boolean;
  entries(): IterableIterator<[unknown, V]>;
}
