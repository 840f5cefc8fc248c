import type { Coder } from '../model/coders/coder.js';
import type { Waiting } from './async-work.js';
import { KeyIndex } from './key-index.js';

/** The elements of one key, of which one is in work. */
export interface Lane {
  /** Those that wait for it, in the order they came. */
  readonly waiting: Waiting[];
  /** Nobody is in work and nobody waits. */
  close(): void;
}

/** The keys that have an element in work, and what waits for it. */
export class Lanes {
  private readonly lanes: KeyIndex<Lane>;

  constructor(keyCoder: Coder<any>) {
    this.lanes = new KeyIndex(keyCoder);
  }

  /** The lane of a key; undefined when none of its elements is in work. */
  get(key: unknown): Lane | undefined {
    return this.lanes.size === 0 ? undefined : this.lanes.get(key);
  }

  /** Opens the lane of a key: an element of it is in work from now on. */
  open(key: unknown): Lane {
    const lane: Lane = { waiting: [], close: () => void this.lanes.delete(key) };
    this.lanes.set(key, lane);
    return lane;
  }
}
