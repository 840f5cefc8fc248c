import type { CombineFn, CombiningState } from '../../construction/index.js';
import { Cell, type CellOwner, type CellPlan } from './cell.js';

const NOTHING = Symbol('nothing');

/** {@link CombiningState} on the heap. */
export class CombiningCell extends Cell implements CombiningState<unknown, unknown> {
  private kept: unknown = NOTHING;
  private readonly combineFn: CombineFn<unknown, unknown, unknown>;

  constructor(plan: CellPlan, owner: CellOwner, combineFn: CombineFn<any, any, any>) {
    super(plan, owner);
    this.combineFn = combineFn;
  }

  get isVacant(): boolean {
    return this.kept === NOTHING;
  }

  get isEmpty(): boolean {
    this.reading();
    return this.isVacant;
  }

  add(value: unknown): void {
    this.writing();
    this.kept = this.plan.values.keep(this.combineFn.add(this.accumulator(), value));
    this.journal?.replace(this.kept);
  }

  read(): unknown {
    this.reading();
    return this.combineFn.extract(this.accumulator());
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

  private accumulator(): unknown {
    return this.kept === NOTHING ? this.combineFn.create() : this.plan.values.give(this.kept);
  }
}
