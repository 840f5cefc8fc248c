/** A store that can move what it holds to disk. */
export interface Spillable {
  /** Estimated bytes held in memory. */
  readonly heldBytes: number;
  /** Moves all of it to disk. */
  spill(): void;
}

/** Below this a store is not worth a file of its own. */
const WORTH_SPILLING = 64 * 1024;

/**
 * The memory that all stores of a run share.
 *
 * Owns: the sum of what stores hold, and who spills when it passes the limit.
 *
 * Invariants:
 *  M1  `used` is the sum of `heldBytes` of all stores.
 *  M2  after `grow` returns, `used` is within the limit unless no store has enough to be worth spilling.
 */
export class MemoryBudget {
  readonly limit: number;
  private used = 0;
  private readonly stores = new Set<Spillable>();

  constructor(limit: number) {
    this.limit = limit;
  }

  register(store: Spillable): void {
    this.stores.add(store);
  }

  unregister(store: Spillable): void {
    if (this.stores.delete(store)) this.used -= store.heldBytes;
  }

  /** A store took `bytes` more. */
  grow(bytes: number): void {
    this.used += bytes;
    while (this.used > this.limit) {
      let largest: Spillable | undefined;
      for (const store of this.stores)
        if (largest === undefined || store.heldBytes > largest.heldBytes) largest = store;
      if (largest === undefined || largest.heldBytes < WORTH_SPILLING) return;
      largest.spill();
    }
  }

  /** A store let go of `bytes`. */
  shrink(bytes: number): void {
    this.used -= bytes;
  }
}
