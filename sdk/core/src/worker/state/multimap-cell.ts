import type { MultimapState } from '../../construction/index.js';
import type { Coder } from '../../model/coders/coder.js';
import { KeyIndex } from '../key-index.js';
import { Cell, type CellOwner, type CellPlan } from './cell.js';
import { valuesOf } from './kept-list.js';

/** {@link MultimapState} on the heap. */
export class MultimapCell extends Cell implements MultimapState<unknown, unknown> {
  /** Lists only grow: iterables of them may be in use. */
  private readonly index: KeyIndex<unknown[]>;
  /** Of the values of all keys. */
  private count = 0;

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
    this.restorePut(key, kept);
    this.journal?.put(key, kept);
  }

  delete(key: unknown): boolean {
    this.writing();
    if (!this.drop(key)) return false;
    this.journal?.remove(key);
    return true;
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
    this.startOver();
  }

  keptValues(): Iterable<unknown> {
    return Array.from(this.index.entries()).flatMap(([, list]) => list);
  }

  get entryCount(): number {
    return this.count;
  }

  eachEntry(put: (key: unknown, kept: unknown) => void): void {
    for (const [key, list] of this.index.entries()) for (const kept of list) put(key, kept);
  }

  restorePut(key: unknown, kept: unknown): void {
    const list = this.index.get(key);
    if (list === undefined) this.index.set(key, [kept]);
    else list.push(kept);
    this.count++;
  }

  override restoreRemoved(key: unknown): void {
    this.drop(key);
  }

  private drop(key: unknown): boolean {
    this.count -= this.index.get(key)?.length ?? 0;
    return this.index.delete(key);
  }

  protected empty(): void {
    this.count = 0;
    this.index.clear();
  }
}
