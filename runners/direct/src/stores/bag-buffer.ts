import type { GroupBuffer } from '@hornbeam/engine';

/** Keeps the values of a pane as they came. */
export class BagBuffer implements GroupBuffer<unknown> {
  private list: unknown[] = [];

  get isEmpty(): boolean {
    return this.list.length === 0;
  }

  add(value: unknown): void {
    this.list.push(value);
  }

  merge(other: GroupBuffer<unknown>): void {
    for (const value of other.values()) this.list.push(value);
  }

  /** A list of its own: what comes later does not grow it. */
  values(): readonly unknown[] {
    return [...this.list];
  }

  clear(): void {
    this.list = [];
  }

  take(): readonly unknown[] {
    const { list } = this;
    this.list = [];
    return list;
  }
}
