/** A store that can move what it holds to disk. */
export interface Spillable {
  /** Estimated bytes held in memory. */
  readonly heldBytes: number;
  /** How many of them `spill` would free now. */
  readonly spillableBytes: number;
  /** Moves to disk what it may. @throws BeamError `E_IO`, or why a value cannot be written */
  spill(): void;
}

/** Below this a store is not worth a file of its own, unless the whole budget is small. */
const WORTH_SPILLING = 64 * 1024;

/**
 * The memory that all stores of a run share.
 *
 * Owns: the sum of what stores hold, and who spills when it passes the limit.
 *
 * Invariants:
 *  M1  `used` is the sum of `heldBytes` of all stores.
 *  M2  after `grow` returns, `used` is within the limit unless no store has enough to be worth spilling.
 *  M3  stores are not looked through for every element: when all were too small, the next look is only taken
 *      after as many bytes as are worth spilling.
 */
export class MemoryBudget {
  readonly limit: number;
  /** What a store must be able to free to be asked. */
  private readonly worth: number;
  private used = 0;
  /** Above this the stores are looked through. */
  private mark: number;
  private readonly stores = new Set<Spillable>();

  constructor(limit: number) {
    this.limit = limit;
    this.worth = Math.min(WORTH_SPILLING, Math.floor(limit / 4));
    this.mark = limit;
  }

  /** Bytes that all stores hold together. */
  get usedBytes(): number {
    return this.used;
  }

  register(store: Spillable): void {
    this.stores.add(store);
  }

  unregister(store: Spillable): void {
    if (this.stores.delete(store)) this.shrink(store.heldBytes);
  }

  /** A store took `bytes` more; called when its `heldBytes` says so. */
  grow(bytes: number): void {
    this.used += bytes;
    if (this.used > this.mark) this.relieve();
  }

  /** A store let go of `bytes`. */
  shrink(bytes: number): void {
    this.used -= bytes;
    this.mark = Math.max(this.limit, Math.min(this.mark, this.used + this.worth));
  }

  private relieve(): void {
    while (this.used > this.limit) {
      let largest: Spillable | undefined;
      for (const store of this.stores)
        if (largest === undefined || store.spillableBytes > largest.spillableBytes) largest = store;
      if (largest === undefined || largest.spillableBytes < Math.max(this.worth, 1)) {
        this.mark = this.used + this.worth; // M3
        return;
      }
      largest.spill();
    }
  }
}
