/**
 * Groups the values of one edge by key and window: in memory while the budget allows, else by sorted runs on
 * disk that are merged when the groups are read (external merge sort).
 *
 * Owns: the groups of one grouping, its runs.
 * Does not own: when it is complete (engine), what is done with the groups (worker).
 *
 * Invariants:
 *  R1  after `seal` every reader reads each group exactly once, with all its values, also when the grouping is
 *      spilled in between.
 *  R2  values of a group that was never spilled are the live objects that were added.
 *  R3  at most `MAX_RUNS` runs are open: beyond that the shorter half is merged into one.
 *  R4  windows and keys with the same bytes are the same group.
 *  R5  the last reader lets go of the groups it has passed, so that what it makes of them finds memory; while
 *      others read groups in memory, these stay where they are.
 *  R6  values that were handed out and are still on disk stay readable until the disk is closed.
 */
import {
  BeamError,
  ByteReader,
  ByteWriter,
  type Coder,
  type ErrorPlace,
  type Instant,
  type Metadata,
  type Pane,
  preview,
  type Window,
  windowKey,
} from '@hornbeam/sdk/model';
import { KeyIndex } from '@hornbeam/sdk/worker';
import { CoderCheck } from './coder-check.js';
import { GroupedValues } from './grouped-values.js';
import type { MemoryBudget, Spillable } from './memory-budget.js';
import { RecordReader } from './record-file.js';
import { compareIds, mergeRuns, type RunGroup, type RunPart, RunWriter } from './sorted-run.js';
import type { SpillDisk, SpillFile } from './spill-disk.js';

interface Group {
  /** Undefined when the last reader has passed. */
  values: unknown[] | undefined;
  /** Estimated, of values and key. */
  bytes: number;
}

interface WindowGroups {
  readonly window: Window;
  readonly groups: KeyIndex<Group>;
}

/** How the parts of a group are written. */
export interface GroupingCoders {
  readonly key: Coder<any>;
  readonly value: Coder<any>;
  readonly window: Coder<any>;
}

/** What a grouping is made for. */
export interface GroupingSettings {
  readonly coders: GroupingCoders;
  /** How many times it will be read. */
  readonly readers: number;
  /** Where the elements come from, for errors. */
  readonly origin: ErrorPlace;
  readonly budget: MemoryBudget;
  readonly disk: SpillDisk;
}

/** A group ready to be read. */
export interface ReadyGroup {
  readonly key: unknown;
  readonly values: Iterable<unknown>;
  readonly window: Window;
}

const MAX_RUNS = 64;
/** What a value and a group cost in memory beside their bytes. */
const VALUE_OVERHEAD = 32;
const GROUP_OVERHEAD = 160;

/** See the head of this file. */
export class Grouping implements Spillable {
  private held = 0;
  private readonly windows = new Map<string, WindowGroups>();
  private lastWindows: readonly Window[] | undefined;
  private lastGroups: WindowGroups | undefined;
  private runs: SpillFile[] = [];
  private added = 0;
  private bytesAdded = 0;
  /** Readers that have yet to come. */
  private readersLeft: number;
  /** Readers in the middle of the groups in memory who count on finding them there. */
  private pins = 0;
  private hasLent = false;
  private readonly check = new CoderCheck((value, writer) =>
    this.encode(this.settings.coders.value, value, writer),
  );
  private readonly settings: GroupingSettings;

  constructor(settings: GroupingSettings) {
    this.settings = settings;
    this.readersLeft = settings.readers;
    settings.budget.register(this);
  }

  get heldBytes(): number {
    return this.held;
  }

  get spillableBytes(): number {
    return this.pins > 0 ? 0 : this.held;
  }

  /** How many values were added. */
  get valueCount(): number {
    return this.added;
  }

  get totalBytes(): number {
    return this.bytesAdded;
  }

  /** Adds a value; an element of several windows is in a group of each. */
  add(key: unknown, value: unknown, { windows }: Metadata): void {
    if (windows !== this.lastWindows) {
      this.lastWindows = windows;
      this.lastGroups = windows.length === 1 ? this.groupsOf(windows[0]!) : undefined;
    }
    if (this.lastGroups !== undefined) {
      this.addTo(this.lastGroups, key, value);
    } else {
      for (const window of windows) this.addTo(this.groupsOf(window), key, value);
    }
  }

  spill(): void {
    const { key: keyCoder, window: windowCoder } = this.settings.coders;
    const body = new ByteWriter();
    const groups: { id: Uint8Array; values: unknown[] }[] = [];
    for (const { window, groups: index } of this.windows.values()) {
      for (const [key, { values }] of index.entries()) {
        if (values === undefined) continue;
        body.reset();
        windowCoder.encode(window, body);
        this.encode(keyCoder, key, body);
        groups.push({ id: body.finish(), values });
      }
    }
    if (groups.length === 0) return;
    groups.sort((a, b) => compareIds(a.id, b.id));
    this.writeRun(this.encoded(groups));
    // Readers walk over these maps: emptied, they end and go on with the runs.
    for (const { groups: index } of this.windows.values()) index.clear();
    this.windows.clear();
    this.lastWindows = undefined;
    this.lastGroups = undefined;
    this.settings.budget.shrink(this.held);
    this.held = 0;
    if (this.runs.length > MAX_RUNS) this.mergeShorter();
  }

  /** Everything was added: the groups may be read. Returns how many values there are. */
  seal(): number {
    if (this.runs.length > 0) this.spill();
    return this.added;
  }

  /** All groups. May be called as often as there are readers. */
  *read(): IterableIterator<ReadyGroup> {
    this.readersLeft--;
    if (this.runs.length === 0) {
      if (this.readersLeft === 0 && this.pins === 0) yield* this.take();
      else yield* this.look();
    }
    // Also what was spilled while it was taken.
    yield* this.merge();
  }

  close(): void {
    this.settings.budget.unregister(this);
    this.held = 0;
    this.windows.clear();
    if (!this.hasLent) for (const run of this.runs) run.close(); // R6
    this.runs = [];
  }

  /** The groups in memory, for the last reader: each is forgotten when it is handed out (R5). */
  private *take(): IterableIterator<ReadyGroup> {
    for (const { window, groups } of this.windows.values()) {
      for (const [key, group] of groups.entries()) {
        const values = group.values!;
        group.values = undefined;
        this.held -= group.bytes;
        this.settings.budget.shrink(group.bytes);
        yield { key, values, window };
      }
    }
  }

  /** The groups in memory, for others: they stay. */
  private *look(): IterableIterator<ReadyGroup> {
    this.pins++;
    try {
      for (const { window, groups } of this.windows.values()) {
        for (const [key, group] of groups.entries()) yield { key, values: group.values!, window };
      }
    } finally {
      this.pins--;
    }
  }

  /** The groups on disk. */
  private *merge(): IterableIterator<ReadyGroup> {
    const { window: windowCoder, key: keyCoder, value: valueCoder } = this.settings.coders;
    const reader = new ByteReader(new Uint8Array());
    for (const { id, parts } of mergeRuns(this.runs, (record) => valueCoder.decode(record))) {
      reader.reset(id);
      const window = windowCoder.decode(reader);
      const key = keyCoder.decode(reader);
      const inMemory = parts.every((part) => Array.isArray(part));
      if (!inMemory) this.hasLent = true;
      yield {
        key,
        values: inMemory ? (parts as unknown[][]).flat() : new GroupedValues(parts, valueCoder),
        window,
      };
    }
  }

  private groupsOf(window: Window): WindowGroups {
    const id = windowKey(window);
    let found = this.windows.get(id);
    if (found === undefined) {
      found = { window, groups: new KeyIndex<Group>(this.settings.coders.key) };
      this.windows.set(id, found);
    }
    return found;
  }

  private addTo({ groups }: WindowGroups, key: unknown, value: unknown): void {
    const { coders, budget } = this.settings;
    this.check.see(value);
    let bytes = coders.value.estimateSize(value) + VALUE_OVERHEAD;
    const group = groups.get(key);
    if (group === undefined) {
      bytes += coders.key.estimateSize(key) + GROUP_OVERHEAD;
      groups.set(key, { values: [value], bytes });
    } else {
      group.values!.push(value);
      group.bytes += bytes;
    }
    this.added++;
    this.bytesAdded += bytes;
    this.held += bytes;
    budget.grow(bytes);
  }

  /** Writes values to disk one by one. */
  private *encoded(groups: Iterable<{ id: Uint8Array; values: readonly unknown[] }>): Iterable<RunGroup> {
    const body = new ByteWriter();
    const write = (value: unknown): Uint8Array => {
      body.reset();
      this.encode(this.settings.coders.value, value, body);
      return body.view();
    };
    for (const { id, values } of groups) yield { id, count: values.length, values: mapped(values, write) };
  }

  private encode(coder: Coder<any>, value: unknown, writer: ByteWriter): void {
    try {
      coder.encode(value, writer);
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_ENCODE', { ...this.settings.origin, element: preview(value) });
    }
  }

  private writeRun(groups: Iterable<RunGroup>): void {
    const file = this.settings.disk.create();
    this.runs.push(file);
    const writer = new RunWriter(file);
    for (const group of groups) writer.write(group);
    writer.finish();
  }

  /**
   * R3. Merging the shorter half keeps the longest runs from being written again and again. The bytes of
   * values are copied as they are.
   */
  private mergeShorter(): void {
    const byLength = [...this.runs].sort((a, b) => a.length - b.length);
    const old = byLength.slice(0, byLength.length >> 1);
    this.runs = byLength.slice(old.length);
    this.writeRun(copied(old));
    for (const file of old) file.close();
  }
}

function* mapped<V, R>(values: readonly V[], change: (value: V) => R): Iterable<R> {
  for (const value of values) yield change(value);
}

function* copied(runs: readonly SpillFile[]): Iterable<RunGroup> {
  for (const { id, parts } of mergeRuns(runs, bytesOf)) {
    let count = 0;
    for (const part of parts) count += 'file' in part ? part.count : part.length;
    yield { id, count, values: rawValues(parts) };
  }
}

const bytesOf = (record: ByteReader): Uint8Array => record.readBytes(record.remaining);

function* rawValues(parts: readonly RunPart<Uint8Array>[]): Iterable<Uint8Array> {
  for (const part of parts) {
    if ('file' in part) {
      const records = new RecordReader(part.file, part.position);
      for (let i = 0; i < part.count; i++) {
        const record = records.next()!;
        yield record.readView(record.remaining);
      }
    } else {
      yield* part;
    }
  }
}

/** The one pane of a window whose elements were all there before it fired. */
const ONLY_PANE: Pane = Object.freeze({
  timing: 'on-time',
  index: 0,
  onTimeIndex: 0,
  isFirst: true,
  isLast: true,
});

/** The metadata of the one pane of a window. */
export const groupMetadata = (window: Window, timestamp: Instant): Metadata => ({
  timestamp,
  windows: [window],
  pane: ONLY_PANE,
});
