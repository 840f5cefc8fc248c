import type { Instant, Metadata, Pane, Window } from '@hornbeam/sdk/model';

/** One pane of one key and window. */
export interface Firing<K, V> {
  readonly key: K;
  readonly values: Iterable<V>;
  readonly metadata: Metadata;
}

/** The metadata of a pane. */
export const paneMetadata = (timestamp: Instant, window: Window, pane: Pane): Metadata => ({
  timestamp,
  windows: [window],
  pane,
});
