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
  }

  clear(): void {
    this.writing();
    this.empty();
  }

  keptValues(): Iterable<unknown> {
    return this.kept === NOTHING ? [] : [this.kept];
  }

  protected empty(): void {
    this.kept = NOTHING;
  }
}
