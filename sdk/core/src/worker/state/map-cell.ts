import type { MapState } from '../../construction/index.js';
import type { Coder } from '../../model/coders/coder.js';
import { KeyIndex } from '../key-index.js';
import { Cell, type CellOwner, type CellPlan } from './cell.js';

/** {@link MapState} on the heap. */
export class MapCell extends Cell implements MapState<unknown, unknown> {
  private readonly index: KeyIndex<unknown>;

  constructor(plan: CellPlan, owner: CellOwner, keyCoder: Coder<any>) {
    super(plan, owner);
    this.index = new KeyIndex(keyCoder);
  }

  get isVacant(): boolean {
    return this.index.size === 0;
  }

  get size(): number {
    this.reading();
    return this.index.size;
  }

  get(key: unknown): unknown {
    this.reading();
    const kept = this.index.get(key);
    // One look-up for most: only an absent value and one that is kept as `undefined` look alike.
    return kept === undefined ? undefined : this.plan.values.give(kept);
  }

  has(key: unknown): boolean {
    this.reading();
    return this.index.has(key);
  }

  set(key: unknown, value: unknown): void {
    const kept = this.plan.values.keep(value);
    this.writing();
    this.index.set(key, kept);
    this.journal?.put(key, kept);
  }

  delete(key: unknown): boolean {
    this.writing();
    if (!this.index.delete(key)) return false;
    this.journal?.remove(key);
    return true;
  }

  /** The keys as they are now: it may be changed while they are walked through. */
  keys(): Iterable<unknown> {
    this.reading();
    return Array.from(this.index.entries(), ([key]) => key);
  }

  /** As {@link keys}, with the values. */
  entries(): Iterable<readonly [unknown, unknown]> {
    this.reading();
    return Array.from(this.index.entries(), ([key, kept]) => [key, this.plan.values.give(kept)] as const);
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
    for (const [key, kept] of this.index.entries()) put(key, kept);
  }

  restorePut(key: unknown, kept: unknown): void {
    this.index.set(key, kept);
  }

  override restoreRemoved(key: unknown): void {
    this.index.delete(key);
  }

  protected empty(): void {
    this.index.clear();
  }
}
