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
 */
export class Pressure {
  private readonly full = new Set<number>();
  private waiters: { readonly index: number; readonly resolve: () => void }[] = [];

  /** Cheap test for the loops that feed: is anything full? */
  get raised(): boolean {
    return this.full.size > 0;
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

  /** Wakes everyone: the bundle has failed and nothing will become ready. */
  release(): void {
    this.full.clear();
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) waiter.resolve();
  }

  private blocks(index: number): boolean {
    for (const other of this.full) if (other > index) return true;
    return false;
  }
}
