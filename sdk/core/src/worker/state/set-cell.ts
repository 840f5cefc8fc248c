import type { SetState } from '../../construction/index.js';
import type { Coder } from '../../model/coders/coder.js';
import { KeyIndex } from '../key-index.js';
import { Cell, type CellOwner, type CellPlan } from './cell.js';

/** {@link SetState} on the heap. */
export class SetCell extends Cell implements SetState<unknown> {
  private readonly index: KeyIndex<unknown>;

  constructor(plan: CellPlan, owner: CellOwner, coder: Coder<any>) {
    super(plan, owner);
    this.index = new KeyIndex(coder);
  }

  get isVacant(): boolean {
    return this.index.size === 0;
  }

  get size(): number {
    this.reading();
    return this.index.size;
  }

  add(value: unknown): boolean {
    const kept = this.plan.values.keep(value);
    this.writing();
    if (this.index.has(value)) return false;
    this.index.set(value, kept);
    this.journal?.put(value, undefined);
    return true;
  }

  has(value: unknown): boolean {
    this.reading();
    return this.index.has(value);
  }

  delete(value: unknown): boolean {
    this.writing();
    if (!this.index.delete(value)) return false;
    this.journal?.remove(value);
    return true;
  }

  /** The values as they are now: it may be changed while they are walked through. */
  read(): Iterable<unknown> {
    this.reading();
    return Array.from(this.index.entries(), ([, kept]) => this.plan.values.give(kept));
  }

  clear(): void {
    this.writing();
    this.startOver();
  }

  keptValues(): Iterable<unknown> {
    return Array.from(this.index.entries(), ([, kept]) => kept);
  }

  get entryCount(): number {
    return this.index.size;
  }

  eachEntry(put: (key: unknown, kept: unknown) => void): void {
    for (const [value] of this.index.entries()) put(value, undefined);
  }

  restorePut(value: unknown): void {
    this.index.set(value, this.plan.values.keep(value));
  }

  override restoreRemoved(value: unknown): void {
    this.index.delete(value);
  }

  protected empty(): void {
    this.index.clear();
  }
}
