import type { ValueState } from '../../construction/index.js';
import { Cell } from './cell.js';

const NOTHING = Symbol('nothing');

/** {@link ValueState} on the heap. */
export class ValueCell extends Cell implements ValueState<unknown> {
  private kept: unknown = NOTHING;

  get isVacant(): boolean {
    return this.kept === NOTHING;
  }

  read(): unknown {
    this.reading();
    return this.kept === NOTHING ? undefined : this.plan.values.give(this.kept);
  }

  write(value: unknown): void {
    const kept = this.plan.values.keep(value);
    this.writing();
    this.kept = kept;
    this.journal?.replace(kept);
  }

  clear(): void {
    this.writing();
    this.startOver();
  }

  keptValues(): Iterable<unknown> {
    return this.kept === NOTHING ? [] : [this.kept];
  }

  get entryCount(): number {
    return this.kept === NOTHING ? 0 : 1;
  }

  eachEntry(put: (key: unknown, kept: unknown) => void): void {
    if (this.kept !== NOTHING) put(undefined, this.kept);
  }

  restorePut(_key: unknown, kept: unknown): void {
    this.kept = kept;
  }

  protected empty(): void {
    this.kept = NOTHING;
  }
}
