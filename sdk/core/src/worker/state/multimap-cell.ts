import type { MultimapState } from '../../construction/index.js';
import type { Coder } from '../../model/coders/coder.js';
import { KeyIndex } from '../key-index.js';
import { Cell, type CellOwner, type CellPlan } from './cell.js';
import { valuesOf } from './kept-list.js';

/** {@link MultimapState} on the heap. */
export class MultimapCell extends Cell implements MultimapState<unknown, unknown> {
  /** Lists only grow: iterables of them may be in use. */
  private readonly index: KeyIndex<unknown[]>;

  constructor(plan: CellPlan, owner: CellOwner, keyCoder: Coder<any>) {
    super(plan, owner);
    this.index = new KeyIndex(keyCoder);
  }

  get isVacant(): boolean {
    return this.index.size === 0;
  }

  get(key: unknown): Iterable<unknown> {
    this.reading();
    const list = this.index.get(key);
    return list === undefined ? [] : valuesOf(list, this.plan.values);
  }

  has(key: unknown): boolean {
    this.reading();
    return this.index.has(key);
  }

  add(key: unknown, value: unknown): void {
    const kept = this.plan.values.keep(value);
    this.writing();
    const list = this.index.get(key);
    if (list === undefined) this.index.set(key, [kept]);
    else list.push(kept);
  }

  delete(key: unknown): boolean {
    this.writing();
    return this.index.delete(key);
  }

  /** The keys as they are now: it may be changed while they are walked through. */
  keys(): Iterable<unknown> {
    this.reading();
    return Array.from(this.index.entries(), ([key]) => key);
  }

  /** As {@link keys}, with every value of each. */
  entries(): Iterable<readonly [unknown, unknown]> {
    this.reading();
    const { give } = this.plan.values;
    return Array.from(this.index.entries()).flatMap(([key, list]) =>
      list.map((kept) => [key, give.call(this.plan.values, kept)] as const),
    );
  }

  clear(): void {
    this.writing();
    this.empty();
  }

  keptValues(): Iterable<unknown> {
    return Array.from(this.index.entries()).flatMap(([, list]) => list);
  }

  protected empty(): void {
    this.index.clear();
  }
}
