/**
 * The elements of one edge, in order, in memory up to the budget and on disk beyond it.
 *
 * Owns: values and metadata of its elements, one file once it has spilled.
 * Does not own: who may read when (engine).
 *
 * Invariants:
 *  S1  elements are read in the order they were added, any number of times.
 *  S2  a range that was handed out stays readable until `close`.
 *  S3  everything before `spilled` is on disk, everything after in memory.
 *
 * Disk format, one record (record-file.ts) an element: varint metadata index, value (nested encoding). The
 * metadata objects stay in memory: neighbours share them.
 */
import { ByteWriter, type Coder, type Metadata } from '@hornbeam/sdk/model';
import type { MemoryBudget, Spillable } from './memory-budget.js';
import { RecordReader, RecordWriter } from './record-file.js';
import type { SpillDisk, SpillFile } from './spill-disk.js';

/** Part of a spool: elements `from` up to, without, `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What an element costs in memory beside its bytes: the slot and the object's header. */
const ELEMENT_OVERHEAD = 48;
/** The byte position of every so many spilled elements is kept, to begin reading in the middle. */
const INDEX_EVERY = 1024;

export class Spool implements Spillable {
  heldBytes = 0;
  private values: unknown[] = [];
  /** Metadata of runs of neighbours: `metadata[i]` holds for elements before `ends[i]`. */
  private metadata: Metadata[] = [];
  private ends: number[] = [];
  private count = 0;
  private spilled = 0;
  private file: SpillFile | undefined;
  private readonly marks: number[] = [];
  private bytesAdded = 0;
  private readonly coder: Coder<any>;
  private readonly budget: MemoryBudget;
  private readonly disk: SpillDisk;

  constructor(coder: Coder<any>, budget: MemoryBudget, disk: SpillDisk) {
    this.coder = coder;
    this.budget = budget;
    this.disk = disk;
    budget.register(this);
  }

  get length(): number {
    return this.count;
  }

  /** Estimated bytes of everything ever added. */
  get totalBytes(): number {
    return this.bytesAdded;
  }

  add(value: unknown, metadata: Metadata): void {
    this.values.push(value);
    this.count++;
    const last = this.ends.length - 1;
    if (last >= 0 && this.metadata[last] === metadata) {
      this.ends[last] = this.count;
    } else {
      this.metadata.push(metadata);
      this.ends.push(this.count);
    }
    const bytes = this.coder.estimateSize(value) + ELEMENT_OVERHEAD;
    this.bytesAdded += bytes;
    this.heldBytes += bytes;
    this.budget.grow(bytes);
  }

  spill(): void {
    this.file ??= this.disk.create();
    const records = new RecordWriter(this.file);
    const body = new ByteWriter();
    let run = this.runOf(this.spilled);
    for (let i = 0; i < this.values.length; i++) {
      const index = this.spilled + i;
      while (index >= this.ends[run]!) run++;
      if (index % INDEX_EVERY === 0) this.marks[index / INDEX_EVERY] = records.position;
      body.reset();
      body.writeVarint(run);
      this.coder.encode(this.values[i], body);
      records.write(body.view());
    }
    records.flush();
    this.spilled += this.values.length;
    this.values = [];
    this.budget.shrink(this.heldBytes);
    this.heldBytes = 0;
  }

  /** Reads a range. Elements added while it is read do not disturb it. */
  *read(
    range: Range = { from: 0, to: this.count },
  ): IterableIterator<{ value: unknown; metadata: Metadata }> {
    let index = range.from;
    if (index < this.spilled) {
      for (const item of this.readSpilled(index, Math.min(range.to, this.spilled))) {
        yield item;
        index++;
      }
    }
    let run = this.runOf(index);
    for (; index < range.to; index++) {
      if (index < this.spilled) {
        // What was in memory has been spilled since the last element.
        yield* this.readSpilled(index, Math.min(range.to, this.spilled));
        index = Math.min(range.to, this.spilled) - 1;
        continue;
      }
      while (index >= this.ends[run]!) run++;
      yield { value: this.values[index - this.spilled], metadata: this.metadata[run]! };
    }
  }

  close(): void {
    this.budget.unregister(this);
    this.heldBytes = 0;
    this.values = [];
    this.metadata = [];
    this.ends = [];
    this.file?.close();
  }

  private *readSpilled(from: number, to: number): IterableIterator<{ value: unknown; metadata: Metadata }> {
    const mark = Math.floor(from / INDEX_EVERY);
    const records = new RecordReader(this.file!, this.marks[mark]!);
    for (let index = mark * INDEX_EVERY; index < to; index++) {
      const record = records.next()!;
      if (index < from) continue;
      const run = record.readVarint();
      yield { value: this.coder.decode(record), metadata: this.metadata[run]! };
    }
  }

  /** The metadata run that element `index` is in. */
  private runOf(index: number): number {
    let low = 0;
    let high = this.ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! <= index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
