/**
 * A sorted run: groups in the order of their bytes, as one spill file.
 *
 * Format, records of record-file.ts: for each group a header record, varint length of the group's id, id,
 * varint number of values; then one record a value. The
 * id is the nested encoding of the window, then of the key, so that equal groups of different runs have equal
 * bytes.
 */
import { type ByteReader, ByteWriter } from '@hornbeam/sdk/model';
import type { Segment } from './grouped-values.js';
import { RecordReader, RecordWriter } from './record-file.js';
import type { SpillFile } from './spill-disk.js';

/** A group on its way into a run: its id, and how to write its values. */
export interface RunGroup {
  readonly id: Uint8Array;
  readonly count: number;
  /** Bytes of each value, valid until the next is asked for. */
  readonly values: Iterable<Uint8Array>;
}

/** Writes groups that come in the order of their ids. */
export class RunWriter {
  private readonly records: RecordWriter;
  private readonly header = new ByteWriter();

  constructor(file: SpillFile) {
    this.records = new RecordWriter(file);
  }

  write(group: RunGroup): void {
    this.header.reset();
    this.header.writeVarint(group.id.length);
    this.header.writeBytes(group.id);
    this.header.writeVarint(group.count);
    this.records.write(this.header.view());
    for (const value of group.values) this.records.write(value);
  }

  finish(): void {
    this.records.flush();
  }
}

/** Groups of up to this many values and bytes are read as they pass; of larger ones only the place is kept. */
const EAGER_VALUES = 256;
const EAGER_BYTES = 256 * 1024;

/** Values of a group in one run: read already, or still on disk. */
export type RunPart<V> = readonly V[] | Segment;

/** Walks over the groups of a run. */
export class RunCursor<V> {
  /** The id of the group in hand; undefined after the last. */
  id: Uint8Array | undefined;
  part: RunPart<V> | undefined;
  private readonly file: SpillFile;
  private readonly records: RecordReader;
  private readonly decode: (record: ByteReader) => V;

  constructor(file: SpillFile, decode: (record: ByteReader) => V) {
    this.file = file;
    this.records = new RecordReader(file, 0);
    this.decode = decode;
    this.advance();
  }

  /** Moves on to the next group. */
  advance(): void {
    const header = this.records.next();
    if (header === undefined) {
      this.id = undefined;
      this.part = undefined;
      return;
    }
    this.id = header.readBytes(header.readVarint());
    const count = header.readVarint();
    const { position } = this.records;
    const values: V[] = [];
    for (let i = 0; i < count; i++) {
      const record = this.records.next()!;
      if (count > EAGER_VALUES || this.records.position - position > EAGER_BYTES) continue;
      values.push(this.decode(record));
    }
    this.part = values.length === count ? values : { file: this.file, position, count };
  }
}

/** Compares ids byte by byte. */
export function compareIds(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** A group that is in one or more runs. */
export interface MergedGroup<V> {
  readonly id: Uint8Array;
  readonly parts: readonly RunPart<V>[];
}

/** Merges runs: every group once, in the order of ids. */
export function* mergeRuns<V>(
  files: readonly SpillFile[],
  decode: (record: ByteReader) => V,
): IterableIterator<MergedGroup<V>> {
  const heap = files.map((file) => new RunCursor(file, decode)).filter((cursor) => cursor.id !== undefined);
  for (let i = (heap.length >> 1) - 1; i >= 0; i--) sink(heap, i);
  while (heap.length > 0) {
    const id = heap[0]!.id!;
    const parts: RunPart<V>[] = [];
    while (heap.length > 0 && compareIds(heap[0]!.id!, id) === 0) {
      const cursor = heap[0]!;
      parts.push(cursor.part!);
      cursor.advance();
      if (cursor.id === undefined) {
        const last = heap.pop()!;
        if (heap.length > 0) heap[0] = last;
      }
      sink(heap, 0);
    }
    yield { id, parts };
  }
}

function sink(heap: RunCursor<unknown>[], from: number): void {
  for (let parent = from; ; ) {
    let least = parent;
    for (let child = 2 * parent + 1; child <= 2 * parent + 2 && child < heap.length; child++) {
      if (compareIds(heap[child]!.id!, heap[least]!.id!) < 0) least = child;
    }
    if (least === parent) return;
    const other = heap[least]!;
    heap[least] = heap[parent]!;
    heap[parent] = other;
    parent = least;
  }
}
