/**
 * The elements of one edge, in order, in memory up to the budget and on disk beyond it.
 *
 * Owns: values and metadata of its elements, one file once it has spilled.
 * Does not own: who may read when (engine).
 *
 * Invariants:
 *  S1  elements are read in the order they were added, any number of times.
 *  S2  everything is readable until `close`.
 *  S3  everything before `spilled` is on disk, everything after in memory.
 *
 * Disk format, one record (record-file.ts) an element: byte 0, value, when its metadata is that of the record
 * before; else byte 1, metadata (timestamp, windows, pane, as in Beam's windowed value), value. Records that
 * have a mark have their metadata. Values are in the nested encoding.
 */
import {
  BeamError,
  ByteWriter,
  type Coder,
  type ErrorPlace,
  type Instant,
  MAX_TIMESTAMP,
  type Metadata,
  preview,
  ROOT_METADATA,
  type Window,
  WindowedValueCoder,
  windowKey,
} from '@hornbeam/sdk/model';
import { CoderCheck } from './coder-check.js';
import type { MemoryBudget, Spillable } from './memory-budget.js';
import { RecordReader, RecordWriter } from './record-file.js';
import type { SpillDisk, SpillFile } from './spill-disk.js';

/** What a spool is made for. */
export interface SpoolSettings {
  readonly coder: Coder<any>;
  readonly window: Coder<Window>;
  /** Where the elements come from, for errors. */
  readonly origin: ErrorPlace;
  readonly budget: MemoryBudget;
  readonly disk: SpillDisk;
  /** Keep a list of the different windows. */
  readonly listsWindows?: boolean;
  /** Keep some timestamps, to tell later how old elements are. */
  readonly samplesTimestamps?: boolean;
}

/** An element as it is read. The object is the reader's own and is used again for the next one. */
export interface SpooledElement {
  readonly value: unknown;
  readonly metadata: Metadata;
}

/** What an element costs in memory beside its bytes: the slot and the object's header. */
const ELEMENT_OVERHEAD = 48;
/** What metadata costs that no neighbour shares. */
const METADATA_OVERHEAD = 112;
/** After so many spilled elements the position of the next is marked, to begin reading in the middle. */
const MARK_EVERY = 1024;

/** Where in the file an element is. */
interface Mark {
  readonly index: number;
  readonly position: number;
}

/** One timestamp of so many elements is kept as a sample. */
const SAMPLE_EVERY = 256;

const SAME = 0;
const FULL = 1;

/** See the head of this file. */
export class Spool implements Spillable {
  /** Elements from `spilled` on. */
  private values: unknown[] = [];
  /** Metadata of runs of neighbours in memory: `metadata[i]` holds for elements before `ends[i]`. */
  private metadata: Metadata[] = [];
  private ends: number[] = [];
  private count = 0;
  private spilled = 0;
  private bytesAdded = 0;
  private least: Instant = MAX_TIMESTAMP;
  private readonly windowsSeen: Map<string, Window> | undefined;
  /** Timestamps of some elements; undefined where nobody asked for them. */
  readonly samples: Instant[] | undefined;
  /** Of the elements before `spilled`. */
  private bytesGone = 0;
  private file: SpillFile | undefined;
  private readonly marks: Mark[] = [];
  private isClosed = false;
  private readonly form: WindowedValueCoder<any>;
  private readonly check = new CoderCheck((value, writer) => this.encode(value, writer));
  private readonly settings: SpoolSettings;

  constructor(settings: SpoolSettings) {
    this.settings = settings;
    this.form = new WindowedValueCoder(settings.coder, settings.window);
    this.windowsSeen = settings.listsWindows ? new Map() : undefined;
    this.samples = settings.samplesTimestamps ? [] : undefined;
    settings.budget.register(this);
  }

  get length(): number {
    return this.count;
  }

  get heldBytes(): number {
    return this.bytesAdded - this.bytesGone;
  }

  get spillableBytes(): number {
    return this.heldBytes;
  }

  /** Estimated bytes of all elements, in memory or not. */
  get bytes(): number {
    return this.bytesAdded;
  }

  /** No element is earlier. */
  get minTimestamp(): Instant {
    return this.least;
  }

  /** The different windows of the elements; undefined where nobody asked for them. */
  get windows(): readonly Window[] | undefined {
    return this.windowsSeen === undefined ? undefined : [...this.windowsSeen.values()];
  }

  /** @throws BeamError `E_NO_CODER` `E_ENCODE` for a sampled value that the coder refuses */
  add(value: unknown, metadata: Metadata): void {
    this.check.see(value);
    let bytes = this.settings.coder.estimateSize(value) + ELEMENT_OVERHEAD;
    this.values.push(value);
    this.count++;
    const last = this.ends.length - 1;
    if (last >= 0 && this.metadata[last] === metadata) {
      this.ends[last] = this.count;
    } else {
      this.metadata.push(metadata);
      this.ends.push(this.count);
      bytes += METADATA_OVERHEAD;
      if (metadata.timestamp < this.least) this.least = metadata.timestamp;
      if (this.windowsSeen !== undefined) {
        for (const window of metadata.windows) this.windowsSeen.set(windowKey(window), window);
      }
    }
    if (this.samples !== undefined && this.count % SAMPLE_EVERY === 1) this.samples.push(metadata.timestamp);
    this.bytesAdded += bytes;
    this.settings.budget.grow(bytes);
  }

  spill(): void {
    this.file ??= this.settings.disk.create();
    const records = new RecordWriter(this.file);
    const body = new ByteWriter();
    let run = 0;
    for (let i = 0; i < this.values.length; i++) {
      const index = this.spilled + i;
      const isMarked = i % MARK_EVERY === 0;
      if (isMarked) this.marks.push({ index, position: records.position });
      body.reset();
      if (isMarked || index >= this.ends[run]!) {
        while (index >= this.ends[run]!) run++;
        body.writeByte(FULL);
        this.form.encodeMetadata(this.metadata[run]!, body);
      } else {
        body.writeByte(SAME);
      }
      this.encode(this.values[i], body);
      records.write(body.view());
    }
    records.flush();
    this.forget();
  }

  /** Reads all elements that are there now. Those added meanwhile do not disturb it. */
  *read(): IterableIterator<SpooledElement> {
    const item: { value: unknown; metadata: Metadata } = { value: undefined, metadata: ROOT_METADATA };
    const to = this.count;
    let index = 0;
    while (index < to) {
      if (this.isClosed) throw new BeamError('E_INTERNAL', 'A spool was read after it was closed (S2).');
      const { spilled } = this;
      if (index < spilled) {
        const until = Math.min(to, spilled);
        yield* this.readSpilled(index, until, item);
        index = until;
        continue;
      }
      // A spill between two elements moves `spilled`, and the rest is on disk then.
      for (let run = this.runOf(index); index < to && this.spilled === spilled; index++) {
        while (index >= this.ends[run]!) run++;
        item.value = this.values[index - spilled];
        item.metadata = this.metadata[run]!;
        yield item;
      }
    }
  }

  close(): void {
    this.isClosed = true;
    this.settings.budget.unregister(this);
    this.values = [];
    this.metadata = [];
    this.ends = [];
    this.bytesGone = this.bytesAdded;
    this.file?.close();
  }

  /** Lets go of what is in memory: it is on disk. */
  private forget(): void {
    this.values = [];
    this.metadata = [];
    this.ends = [];
    this.spilled = this.count;
    const freed = this.bytesAdded - this.bytesGone;
    this.bytesGone = this.bytesAdded;
    this.settings.budget.shrink(freed);
  }

  private encode(value: unknown, writer: ByteWriter): void {
    try {
      this.settings.coder.encode(value, writer);
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_ENCODE', { ...this.settings.origin, element: preview(value) });
    }
  }

  private *readSpilled(
    from: number,
    to: number,
    item: { value: unknown; metadata: Metadata },
  ): IterableIterator<SpooledElement> {
    const mark = this.marks[lastNotAfter(this.marks, from)]!;
    const records = new RecordReader(this.file!, mark.position);
    let metadata: Metadata | undefined;
    for (let { index } = mark; index < to; index++) {
      const record = records.next()!;
      if (record.readByte() === FULL) metadata = this.form.decodeMetadata(record, metadata);
      if (index < from) continue;
      item.value = this.settings.coder.decode(record);
      item.metadata = metadata!;
      yield item;
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

/** The last mark at or before an element: marks are in order, the first is before every element on disk. */
function lastNotAfter(marks: readonly Mark[], index: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks[middle]!.index <= index) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
