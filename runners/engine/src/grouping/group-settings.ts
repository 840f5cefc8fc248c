import type { Metadata, Windowing } from '@hornbeam/sdk/model';
import type { KeyTable } from '../key-table.js';
import type { GroupBuffer } from './group-buffer.js';

/** What a grouping is made from. */
export interface GroupingSettings<K, V> {
  readonly windowing: Windowing;
  /** Makes a table of keys, which says what keys are the same. */
  readonly keys: <X>() => KeyTable<X>;
  readonly buffer: () => GroupBuffer<V>;
  /** Note which groups change, for somebody who keeps them elsewhere too. */
  readonly notes?: boolean;
  /** An element came after its window had expired, once for each such window. */
  readonly onLate: (key: K, value: V, metadata: Metadata) => void;
  /** An element came for a window whose trigger will not fire again. */
  readonly onClosed: (key: K, value: V, metadata: Metadata) => void;
}
