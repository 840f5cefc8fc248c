/**
 * Back-pressure inside a bundle. Pushing is synchronous and returns nothing; an operator that has as much
 * asynchronous work as it may raises its level here, and whoever feeds elements looks between two of them.
 *
 * Owns: which operators are full, and who waits for them.
 * Does not own: the work itself (async-work.ts), order between bundles (engine).
 *
 * Invariants:
 *  P1  an operator is full exactly between its `raise` and its `lower`.
 *  P2  a waiter on behalf of operator i only waits for operators behind i: work never waits for itself.
 *  P3  after `release` nobody waits, and `raised` stays true until `reset`.
 */
export class Pressure {
  private readonly full = new Set<number>();
  private isReleased = false;
  private waiters: { readonly index: number; readonly resolve: () => void }[] = [];

  /** Cheap test for the loops that feed: is anything full, or has the bundle failed? */
  get raised(): boolean {
    return this.full.size > 0 || this.isReleased;
  }

  /** Operator `index` (its place in topological order) takes no more for now. */
  raise(index: number): void {
    this.full.add(index);
  }

  lower(index: number): void {
    if (!this.full.delete(index)) return;
    if (this.waiters.length === 0) return;
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) {
      if (this.blocks(waiter.index)) this.waiters.push(waiter);
      else waiter.resolve();
    }
  }

  /** Resolves when no operator behind `index` is full; undefined when there is nothing to wait for. */
  ready(index: number): Promise<void> | undefined {
    if (!this.blocks(index)) return undefined;
    return new Promise((resolve) => {
      this.waiters.push({ index, resolve });
    });
  }

  /** Wakes everyone: the bundle has failed and nothing will become ready. Whoever feeds is to look why. */
  release(): void {
    this.isReleased = true;
    this.full.clear();
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) waiter.resolve();
  }

  /** Begins anew, with the next bundle. */
  reset(): void {
    this.release();
    this.isReleased = false;
  }

  private blocks(index: number): boolean {
    // A loop over an empty set makes an iterator all the same, and this is asked for every element.
    if (this.isReleased || this.full.size === 0) return false;
    for (const other of this.full) if (other > index) return true;
    return false;
  }
}
