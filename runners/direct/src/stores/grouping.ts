/**
 * Groups the values of one edge by key and window: in memory while the budget allows, else by sorted runs on
 * disk that are merged when the groups are read (external merge sort).
 *
 * Owns: the groups of one grouping, its runs.
 * Does not own: when it is complete (engine), what is done with the groups (worker).
 *
 * Invariants:
 *  R1  a group is read exactly once, with all its values, after `seal`.
 *  R2  values of a group that was never spilled are the live objects that were added.
 *  R3  at most `MAX_RUNS` runs are open: more are merged into one first.
 *  R4  windows and keys with the same bytes are the same group.
 */
import {
  ByteReader,
  ByteWriter,
  type Coder,
  type Metadata,
  NO_FIRING,
  type Window,
  windowKey,
} from '@hornbeam/sdk/model';
import { KeyIndex } from '@hornbeam/sdk/worker';
import { GroupedValues, type Segment } from './grouped-values.js';
import type { MemoryBudget, Spillable } from './memory-budget.js';
import { RecordReader } from './record-file.js';
import { compareIds, mergeRuns, type RunGroup, type RunPart, RunWriter } from './sorted-run.js';
import type { SpillDisk, SpillFile } from './spill-disk.js';

interface Group {
  readonly values: unknown[];
}

interface WindowGroups {
  readonly window: Window;
  readonly groups: KeyIndex<Group>;
}

export interface GroupingCoders {
  readonly key: Coder<any>;
  readonly value: Coder<any>;
  readonly window: Coder<any>;
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

export class Grouping implements Spillable {
  heldBytes = 0;
  private readonly windows = new Map<string, WindowGroups>();
  private lastWindows: readonly Window[] | undefined;
  private lastGroups: WindowGroups | undefined;
  private runs: SpillFile[] = [];
  private added = 0;
  private bytesAdded = 0;
  private readonly coders: GroupingCoders;
  private readonly budget: MemoryBudget;
  private readonly disk: SpillDisk;

  constructor(coders: GroupingCoders, budget: MemoryBudget, disk: SpillDisk) {
    this.coders = coders;
    this.budget = budget;
    this.disk = disk;
    budget.register(this);
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
    if (this.windows.size === 0) return;
    const body = new ByteWriter();
    const groups: { id: Uint8Array; values: unknown[] }[] = [];
    for (const { window, groups: index } of this.windows.values()) {
      for (const [key, group] of index.entries()) {
        body.reset();
        this.coders.window.encode(window, body);
        this.coders.key.encode(key, body);
        groups.push({ id: body.finish(), values: group.values });
      }
    }
    this.windows.clear();
    this.lastWindows = undefined;
    this.lastGroups = undefined;
    groups.sort((a, b) => compareIds(a.id, b.id));
    this.writeRun(
      (function* (coder: Coder<any>): Iterable<RunGroup> {
        for (const { id, values } of groups) {
          yield {
            id,
            count: values.length,
            values: (function* () {
              for (const value of values) {
                body.reset();
                coder.encode(value, body);
                yield body.view();
              }
            })(),
          };
        }
      })(this.coders.value),
    );
    this.budget.shrink(this.heldBytes);
    this.heldBytes = 0;
    if (this.runs.length >= MAX_RUNS) this.mergeAll();
  }

  /** Everything was added: the groups may be read. Returns how many values there are. */
  seal(): number {
    if (this.runs.length > 0) this.spill();
    return this.added;
  }

  /** All groups. */
  *read(): IterableIterator<ReadyGroup> {
    if (this.runs.length === 0) {
      for (const { window, groups } of this.windows.values()) {
        for (const [key, group] of groups.entries()) yield { key, values: group.values, window };
      }
      return;
    }
    const { window: windowCoder, key: keyCoder, value: valueCoder } = this.coders;
    const reader = new ByteReader(new Uint8Array());
    for (const { id, parts } of mergeRuns(this.runs, (record) => valueCoder.decode(record))) {
      reader.reset(id);
      const window = windowCoder.decode(reader);
      const key = keyCoder.decode(reader);
      const inMemory = parts.every((part) => Array.isArray(part));
      yield {
        key,
        values: inMemory ? (parts as unknown[][]).flat() : new GroupedValues(parts, valueCoder),
        window,
      };
    }
  }

  close(): void {
    this.budget.unregister(this);
    this.heldBytes = 0;
    this.windows.clear();
    for (const run of this.runs) run.close();
    this.runs = [];
  }

  private groupsOf(window: Window): WindowGroups {
    const id = windowKey(window);
    let found = this.windows.get(id);
    if (found === undefined) {
      found = { window, groups: new KeyIndex<Group>(this.coders.key) };
      this.windows.set(id, found);
    }
    return found;
  }

  private addTo({ groups }: WindowGroups, key: unknown, value: unknown): void {
    let bytes = this.coders.value.estimateSize(value) + VALUE_OVERHEAD;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { values: [value] });
      bytes += this.coders.key.estimateSize(key) + GROUP_OVERHEAD;
    } else {
      group.values.push(value);
    }
    this.added++;
    this.bytesAdded += bytes;
    this.heldBytes += bytes;
    this.budget.grow(bytes);
  }

  private writeRun(groups: Iterable<RunGroup>): void {
    const file = this.disk.create();
    this.runs.push(file);
    const writer = new RunWriter(file);
    for (const group of groups) writer.write(group);
    writer.finish();
  }

  /** R3: one run instead of many; the bytes of values are copied as they are. */
  private mergeAll(): void {
    const old = this.runs;
    this.runs = [];
    this.writeRun(
      (function* (): Iterable<RunGroup> {
        for (const { id, parts } of mergeRuns(old, bytesOf)) {
          const count = parts.reduce(
            (sum, part) => sum + (Array.isArray(part) ? part.length : (part as Segment).count),
            0,
          );
          yield { id, count, values: rawValues(parts) };
        }
      })(),
    );
    for (const file of old) file.close();
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

/** The metadata of a group: the end of its window, which is when all of it was there. */
export const groupMetadata = (window: Window): Metadata => ({
  timestamp: window.maxTimestamp,
  windows: [window],
  pane: NO_FIRING,
});
