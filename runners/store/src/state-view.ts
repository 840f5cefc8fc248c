import type { KeySize } from './key-size.js';
import type { StateStore } from './state-store.js';

/** What a store had after one of its epochs, only to be read. */
export interface StateView
  extends Pick<StateStore, 'epoch' | 'committedAt' | 'spaces' | 'get' | 'entries' | 'count'> {
  /** The keys of a space and how much is kept under each, without reading it. */
  keys(space: string): Iterable<KeySize>;
  close(): void;
}
