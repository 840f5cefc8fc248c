import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryBudget, type Spillable } from './memory-budget.js';

class Store implements Spillable {
  heldBytes = 0;
  spills = 0;
  looks = 0;
  isPinned = false;
  private readonly budget: MemoryBudget;
  constructor(budget: MemoryBudget) {
    this.budget = budget;
    budget.register(this);
  }
  get spillableBytes(): number {
    this.looks++;
    return this.isPinned ? 0 : this.heldBytes;
  }
  add(bytes: number): void {
    this.heldBytes += bytes;
    this.budget.grow(bytes);
  }
  drop(bytes: number): void {
    const dropped = Math.min(bytes, this.heldBytes);
    this.heldBytes -= dropped;
    this.budget.shrink(dropped);
  }
  spill(): void {
    this.spills++;
    const held = this.heldBytes;
    this.heldBytes = 0;
    this.budget.shrink(held);
  }
}

const KIB = 1024;

describe('the memory budget', () => {
  it('knows the sum of what all stores hold, and stays within its limit while anything is worth spilling (M1 M2)', () => {
    const command = fc.record({
      store: fc.nat(3),
      bytes: fc.nat(200 * KIB),
      kind: fc.constantFrom('add', 'drop', 'pin', 'close'),
    });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 80 }), (commands) => {
        const budget = new MemoryBudget(512 * KIB);
        const stores = Array.from({ length: 4 }, () => new Store(budget));
        for (const { store, bytes, kind } of commands) {
          const chosen = stores[store]!;
          if (kind === 'add') chosen.add(bytes);
          else if (kind === 'drop') chosen.drop(bytes);
          else if (kind === 'pin') chosen.isPinned = !chosen.isPinned;
          else {
            budget.unregister(chosen);
            stores[store] = new Store(budget);
          }
          const held = stores.reduce((sum, { heldBytes }) => sum + heldBytes, 0);
          expect(budget.usedBytes).toBe(held);
          const worthwhile = stores.some(({ spillableBytes }) => spillableBytes >= 2 * 64 * KIB);
          if (kind === 'add' && bytes >= 64 * KIB && budget.usedBytes > budget.limit)
            expect(worthwhile).toBe(false);
        }
      }),
    );
  });

  it('asks the largest store first', () => {
    const budget = new MemoryBudget(1000 * KIB);
    const [small, large] = [new Store(budget), new Store(budget)];
    small.add(400 * KIB);
    large.add(500 * KIB);
    small.add(101 * KIB);
    expect([small.spills, large.spills]).toEqual([1, 0]);
    expect(budget.usedBytes).toBe(500 * KIB);
  });

  it('leaves stores alone that are being read in memory', () => {
    const budget = new MemoryBudget(1000 * KIB);
    const [pinned, other] = [new Store(budget), new Store(budget)];
    pinned.add(900 * KIB);
    pinned.isPinned = true;
    other.add(200 * KIB);
    expect([pinned.spills, other.spills]).toEqual([0, 1]);
  });

  it('does not look through its stores for every element when none is worth it (M3)', () => {
    const budget = new MemoryBudget(1000 * KIB);
    const stores = Array.from({ length: 100 }, () => new Store(budget));
    for (const store of stores) store.add(11 * KIB);
    for (const store of stores) store.looks = 0;
    for (let i = 0; i < 10_000; i++) stores[i % 100]!.add(10);
    expect(stores.reduce((sum, { looks }) => sum + looks, 0)).toBeLessThan(100 * 10);
  });

  it('spills even the smallest store when the whole budget is tiny', () => {
    const budget = new MemoryBudget(1);
    const store = new Store(budget);
    store.add(2);
    store.add(3);
    expect(store.spills).toBe(2);
    expect(budget.usedBytes).toBe(0);
  });
});
