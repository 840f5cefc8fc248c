import type { GroupBuffer } from '@hornbeam/engine';
import type { CombineFn } from '@hornbeam/sdk/construction';
import type { BufferChange, KeptBuffer } from './kept-buffer.js';

/**
 * Keeps one accumulator for a pane instead of its values: memory does not grow with them. Gives it out as the one
 * value of the group.
 */
export class CombiningBuffer implements KeptBuffer {
  readonly isInline = true;
  isNoted = false;
  keptAs: number | undefined;
  private readonly combineFn: CombineFn<any, any, any>;
  private accumulator: unknown;
  private count = 0;
  /** The accumulator was handed out: whoever has it must not see it change. */
  private isLent = false;

  constructor(combineFn: CombineFn<any, any, any>) {
    this.combineFn = combineFn;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  add(value: unknown): void {
    const { combineFn } = this;
    if (this.isLent) this.copy();
    this.accumulator = combineFn.add(this.count === 0 ? combineFn.create() : this.accumulator, value);
    this.count++;
  }

  merge(other: GroupBuffer<unknown>): void {
    if (this.isLent) this.copy();
    for (const accumulator of other.values()) {
      this.accumulator = this.count === 0 ? accumulator : this.combineFn.merge(this.accumulator, accumulator);
      this.count++;
    }
  }

  values(): readonly unknown[] {
    if (this.count === 0) return [];
    this.isLent = true;
    return [this.accumulator];
  }

  take(): readonly unknown[] {
    const values = this.values();
    this.accumulator = undefined;
    this.count = 0;
    this.isLent = false;
    return values;
  }

  takeChange(): BufferChange {
    return { isWhole: true, values: this.count === 0 ? [] : [this.accumulator] };
  }

  restore(accumulators: readonly unknown[]): void {
    this.accumulator = accumulators[0];
    this.count = accumulators.length;
  }

  /** Merging never keeps or changes its second argument, so that this makes another accumulator. */
  private copy(): void {
    this.accumulator = this.combineFn.merge(this.combineFn.create(), this.accumulator);
    this.isLent = false;
  }
}
