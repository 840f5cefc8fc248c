/**
 * The elements of one edge that no bundle has taken yet.
 *
 * Owns: handles of stored batches, in order of arrival, and their size.
 * Does not own: the elements themselves (the host's store).
 *
 * Invariants:
 *  Q1  a handle is taken once by each consumer.
 *  Q2  a sealed edge gets no more handles.
 */
import { BeamError } from '@hornbeam/sdk/model';

/** A stored batch of an edge, by number. */
export interface BatchHandle {
  readonly id: number;
  readonly elements: number;
  readonly bytes: number;
}

/** What a consumer took. */
export type Taken = readonly BatchHandle[];

export class Pending {
  private readonly handles: BatchHandle[] = [];
  /** How many handles each consumer has taken. */
  private readonly taken: number[];
  private isSealed = false;
  /** Bytes of all handles from `slowest` on. */
  private waiting = 0;
  private slowest = 0;

  constructor(consumers: number) {
    this.taken = new Array<number>(consumers).fill(0);
  }

  get sealed(): boolean {
    return this.isSealed;
  }

  seal(): void {
    this.isSealed = true;
  }

  add(handle: BatchHandle): void {
    if (this.isSealed) throw new BeamError('E_INTERNAL', 'A sealed edge got elements (Q2).');
    this.handles.push(handle);
    this.waiting += handle.bytes;
  }

  /** Bytes that the slowest consumer has not taken; all of them where nobody takes any. */
  get bytes(): number {
    return this.waiting;
  }

  hasFor(consumer: number): boolean {
    return this.taken[consumer]! < this.handles.length;
  }

  /** Takes handles for one bundle, at least one, up to the limits. */
  take(consumer: number, limits: { readonly elements: number; readonly bytes: number }): Taken {
    const batch: BatchHandle[] = [];
    let elements = 0;
    let bytes = 0;
    for (let i = this.taken[consumer]!; i < this.handles.length; i++) {
      const handle = this.handles[i]!;
      if (
        batch.length > 0 &&
        (elements + handle.elements > limits.elements || bytes + handle.bytes > limits.bytes)
      )
        break;
      batch.push(handle);
      elements += handle.elements;
      bytes += handle.bytes;
    }
    this.taken[consumer]! += batch.length;
    const slowest = Math.min(...this.taken);
    while (this.slowest < slowest) this.waiting -= this.handles[this.slowest++]!.bytes;
    return batch;
  }

  /** Sealed, and this consumer has everything. */
  exhaustedFor(consumer: number): boolean {
    return this.isSealed && !this.hasFor(consumer);
  }
}
