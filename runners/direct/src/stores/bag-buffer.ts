import type { GroupBuffer } from '@hornbeam/engine';
import type { BufferChange, KeptBuffer } from './kept-buffer.js';

/** Keeps the values of a pane as they came. */
export class BagBuffer implements KeptBuffer {
  readonly isInline = false;
  isNoted = false;
  keptAs: number | undefined;
  private list: unknown[] = [];
  /** So many values of the list are kept elsewhere; undefined when what is kept there is another list. */
  private kept: number | undefined;

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

  take(): readonly unknown[] {
    const { list } = this;
    this.list = [];
    this.kept = undefined;
    return list;
  }

  takeChange(isNew: boolean): BufferChange {
    const { list } = this;
    const kept = isNew ? undefined : this.kept;
    this.kept = list.length;
    return kept === undefined
      ? { isWhole: true, values: list }
      : { isWhole: false, values: list.slice(kept) };
  }

  restore(values: readonly unknown[]): void {
    this.list = [...values];
    this.kept = values.length;
  }
}
