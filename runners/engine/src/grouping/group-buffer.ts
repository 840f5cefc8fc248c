/**
 * What a grouping keeps of the values of one pane: a port, since only the host knows whether they can be combined.
 */
export interface GroupBuffer<V> {
  /** It is in a list of what changed: not to be listed again. Whoever reads the list sets it to false. */
  isNoted: boolean;
  /** Nothing was added since it was made or cleared. */
  readonly isEmpty: boolean;
  add(value: V): void;
  /** Adds what another buffer holds; that one is not used again. */
  merge(other: GroupBuffer<V>): void;
  /** What was added. Later additions do not change what was handed out. */
  values(): Iterable<V>;
  /** The same, and begins anew. */
  take(): Iterable<V>;
}
