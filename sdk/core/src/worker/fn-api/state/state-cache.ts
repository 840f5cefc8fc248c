/**
 * What a worker keeps of the runner's state between bundles: as much as fits, and what was used last.
 *
 * Owns: which entries are kept, in the order of their use, what they weigh together, and where they are found.
 * Does not own: what is in them, whether they still say what the runner has (for that a token of
 * the runner's stands).
 *
 * Invariants:
 *  L1  the entries that are kept weigh at most `maxBytes` together.
 *  L2  an entry is kept here or in the hands of one bundle, never both: nothing is lost of what a bundle writes.
 *  L3  an entry that goes to make room is told so.
 */
import type { ProcessBundleDescriptor } from '@hornbeam/proto';
import type { CellSpace } from './cell-space.js';
import type { KeptSideInput } from './remote-side-input.js';
import type { StateLayout } from './state-layout.js';

/** Something that a cache can keep. Nobody but the cache changes these fields. */
export abstract class CacheEntry {
  /** Bytes, by a guess, while it is kept. */
  weight = 0;
  isKept = false;
  before: CacheEntry | undefined;
  after: CacheEntry | undefined;

  /** The cache has let go of it (L3): it must not be found any more. */
  abstract evicted(): void;
}

/** See the head of this file. */
export class StateCache {
  readonly maxBytes: number;
  private total = 0;
  private oldest: CacheEntry | undefined;
  private newest: CacheEntry | undefined;
  /** Where the cells of keys are found that may stay from bundle to bundle, by the step and the token they stay for. */
  readonly spaces = new Map<string, CellSpace>();
  /** Side inputs that may stay, by what is asked for and the token. */
  readonly sideInputs = new Map<string, KeptSideInput>();
  /** What is to be known of the state of a stage, read out of its descriptor once. */
  readonly layouts = new WeakMap<ProcessBundleDescriptor, StateLayout>();

  /** @param maxBytes 0 for a cache that keeps nothing */
  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** What the entries weigh together, bytes. */
  get bytes(): number {
    return this.total;
  }

  /** Keeps an entry as the one that was used last; others may go, and it itself when it is too large. */
  keep(entry: CacheEntry, weight: number): void {
    this.take(entry);
    entry.weight = weight;
    entry.isKept = true;
    entry.before = this.newest;
    if (this.newest === undefined) this.oldest = entry;
    else this.newest.after = entry;
    this.newest = entry;
    this.total += weight;
    while (this.total > this.maxBytes) {
      const last = this.oldest!;
      this.take(last);
      last.evicted();
    }
  }

  /** Gives an entry out of hand: it makes room for nobody until it is kept again. */
  take(entry: CacheEntry): void {
    if (!entry.isKept) return;
    const { before, after } = entry;
    if (before === undefined) this.oldest = after;
    else before.after = after;
    if (after === undefined) this.newest = before;
    else after.before = before;
    entry.before = undefined;
    entry.after = undefined;
    entry.isKept = false;
    this.total -= entry.weight;
  }
}
