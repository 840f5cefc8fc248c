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
  }

  read(): Iterable<unknown> {
    this.reading();
    return valuesOf(this.list, this.plan.values);
  }

  clear(): void {
    this.writing();
    this.empty();
  }

  keptValues(): Iterable<unknown> {
    return this.list;
  }

  protected empty(): void {
    this.list = [];
  }
}
