import type { BagState } from '../../construction/index.js';
import { Cell } from './cell.js';
import { valuesOf } from './kept-list.js';

/** {@link BagState} on the heap. */
export class BagCell extends Cell implements BagState<unknown> {
  /** Only grows; clearing takes another, since iterables of this one may be in use. */
  private list: unknown[] = [];

  get isVacant(): boolean {
    return this.list.length === 0;
  }

  get isEmpty(): boolean {
    this.reading();
    return this.isVacant;
  }

  add(value: unknown): void {
    const kept = this.plan.values.keep(value);
    this.writing();
    this.list.push(kept);
    this.journal?.put(undefined, kept);
  }

  read(): Iterable<unknown> {
    this.reading();
    return valuesOf(this.list, this.plan.values);
  }

  clear(): void {
    this.writing();
    this.startOver();
  }

  keptValues(): Iterable<unknown> {
    return this.list;
  }

  get entryCount(): number {
    return this.list.length;
  }

  eachEntry(put: (key: unknown, kept: unknown) => void): void {
    for (const kept of this.list) put(undefined, kept);
  }

  restorePut(_key: unknown, kept: unknown): void {
    this.list.push(kept);
  }

  protected empty(): void {
    this.list = [];
  }
}
