/**
 * The elements of one edge that not every consumer has taken yet.
 *
 * Owns: handles of stored batches, for each consumer in order of arrival, and their size.
 * Does not own: the elements themselves (the host's store), who may run (engine.ts).
 *
 * Invariants:
 *  Q1  a handle is taken once by each consumer.
 *  Q2  a sealed edge gets no more handles.
 *  Q3  `bytes` counts a handle until its last consumer has taken it.
 */
import { BeamError, type Instant, MAX_TIMESTAMP, type Window } from '@hornbeam/sdk/model';

/** A stored batch of an edge, by number. */
export interface BatchHandle {
  readonly id: number;
  readonly elements: number;
  readonly bytes: number;
  /** No element of it is earlier. */
  readonly minTimestamp: Instant;
  /** The different windows of its elements, where a reader has side inputs. */
  readonly windows?: readonly Window[] | undefined;
  /** Timestamps of some of its elements, where the host measures how old they are. */
  readonly samples?: readonly Instant[] | undefined;
}

/** What a bundle takes at most, but at least one handle. */
export interface TakeLimits {
  readonly elements: number;
  readonly bytes: number;
}

interface Entry {
  readonly handle: BatchHandle;
  /** Consumers that have not taken it. */
  unread: number;
}

/** One consumer's part: entries from `first` on. */
class Line {
  private entries: Entry[] = [];
  private first = 0;
  private least: Instant | undefined = MAX_TIMESTAMP;

  get length(): number {
    return this.entries.length - this.first;
  }

  /** The smallest timestamp of all entries. */
  get minTimestamp(): Instant {
    if (this.least === undefined) {
      this.least = MAX_TIMESTAMP;
      for (let i = this.first; i < this.entries.length; i++) {
        this.least = Math.min(this.least, this.entries[i]!.handle.minTimestamp);
      }
    }
    return this.least;
  }

  add(entry: Entry): void {
    this.entries.push(entry);
    if (this.least !== undefined) this.least = Math.min(this.least, entry.handle.minTimestamp);
  }

  /** The numbers of the batches that wait, in order. */
  ids(): number[] {
    return this.entries.slice(this.first).map(({ handle }) => handle.id);
  }

  some(wanted: (handle: BatchHandle) => boolean): boolean {
    for (let i = this.first; i < this.entries.length; i++) {
      if (wanted(this.entries[i]!.handle)) return true;
    }
    return false;
  }

  take(limits: TakeLimits, wanted: (handle: BatchHandle) => boolean): Entry[] {
    const taken: Entry[] = [];
    const passed: Entry[] = [];
    let elements = 0;
    let bytes = 0;
    let i = this.first;
    for (; i < this.entries.length; i++) {
      const entry = this.entries[i]!;
      const { handle } = entry;
      if (!wanted(handle)) {
        passed.push(entry);
        continue;
      }
      const isFull = elements + handle.elements > limits.elements || bytes + handle.bytes > limits.bytes;
      if (taken.length > 0 && isFull) break;
      taken.push(entry);
      elements += handle.elements;
      bytes += handle.bytes;
    }
    this.first = i - passed.length;
    for (let at = 0; at < passed.length; at++) this.entries[this.first + at] = passed[at]!;
    // Moving what is left costs as much as it: only when more is gone than left.
    if (this.first * 2 >= this.entries.length) {
      this.entries = this.entries.slice(this.first);
      this.first = 0;
    }
    if (taken.length > 0) this.least = undefined;
    return taken;
  }
}

const anything = (): boolean => true;

/** See the head of this file. */
export class Pending {
  private readonly lines: readonly Line[];
  private isSealed = false;
  private waiting = 0;

  constructor(consumers: number) {
    this.lines = Array.from({ length: consumers }, () => new Line());
  }

  get sealed(): boolean {
    return this.isSealed;
  }

  seal(): void {
    this.isSealed = true;
  }

  add(handle: BatchHandle): void {
    if (this.isSealed) throw new BeamError('E_INTERNAL', 'A sealed edge got elements (Q2).');
    if (this.lines.length > 0) this.waiting += handle.bytes;
    const entry: Entry = { handle, unread: this.lines.length };
    for (const line of this.lines) line.add(entry);
  }

  /** The numbers of the batches that wait for a consumer, in order. */
  waitingFor(consumer: number): number[] {
    return this.lines[consumer]!.ids();
  }

  /** Begins with what waited before, for each consumer in order. A batch that several have not taken is one object. */
  restore(lines: readonly (readonly BatchHandle[])[]): void {
    const entries = new Map<BatchHandle, Entry>();
    lines.forEach((handles, consumer) => {
      for (const handle of handles) {
        let entry = entries.get(handle);
        if (entry === undefined) {
          entry = { handle, unread: 0 };
          entries.set(handle, entry);
          this.waiting += handle.bytes;
        }
        entry.unread++;
        this.lines[consumer]!.add(entry);
      }
    });
  }

  /** Bytes that some consumer has not taken. */
  get bytes(): number {
    return this.waiting;
  }

  /** Whether anything waits for a consumer, or anything that passes a test. */
  hasFor(consumer: number, wanted?: (handle: BatchHandle) => boolean): boolean {
    const line = this.lines[consumer]!;
    return wanted === undefined ? line.length > 0 : line.some(wanted);
  }

  /** The smallest timestamp that waits for a consumer. */
  minTimestampFor(consumer: number): Instant {
    return this.lines[consumer]!.minTimestamp;
  }

  /** Takes handles for one bundle, at least one if there is any wanted, up to the limits. */
  take(
    consumer: number,
    limits: TakeLimits,
    wanted: (handle: BatchHandle) => boolean = anything,
  ): readonly BatchHandle[] {
    const taken = this.lines[consumer]!.take(limits, wanted);
    for (const entry of taken) if (--entry.unread === 0) this.waiting -= entry.handle.bytes;
    return taken.map(({ handle }) => handle);
  }

  /** Sealed, and this consumer has everything. */
  exhaustedFor(consumer: number): boolean {
    return this.isSealed && !this.hasFor(consumer);
  }
}
