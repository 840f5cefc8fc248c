/**
 * Groups of bounded input whose windows grow together, or whose results carry the earliest or latest timestamp of
 * their elements: values are kept with their metadata by key alone, and the windows of a key are made when all of
 * its values are there. So it may be larger than memory, as every grouping of bounded input.
 *
 * Invariants:
 *  D1  every value is once in the group of what each of its windows has become: twice when two of them have become
 *      one, as in a grouping pane by pane.
 *  D2  a key with many windows is not gone through for each of them: those that fit together are read together.
 */
import { type MergeWindows, mergerOf } from '@hornbeam/engine';
import {
  BeamError,
  type Coder,
  type ErrorPlace,
  type Instant,
  type Metadata,
  preview,
  ROOT_METADATA,
  StoredValues,
  type Window,
  type WindowedValue,
  WindowedValueCoder,
  type Windowing,
  type WindowMerge,
  windowKey,
} from '@hornbeam/sdk/model';
import { type Grouping, groupMetadata } from './grouping.js';
import type { Groups, OpenGroup } from './groups.js';

/** A window of one key, as its elements made it. */
interface Made extends Final {
  count: number;
  timestamp: Instant;
}

/** What a window has become. */
interface Final {
  readonly id: string;
  readonly window: Window;
}

/** What windows of the elements have become in the end, by their ids. */
type Becomes = ReadonlyMap<string, Final>;

type Elements = Iterable<WindowedValue<unknown>>;

/** The code of another process is asked for the windows of so many keys at once. */
const KEYS_ASKED = 1000;
/** How many bytes of values are taken from disk at once, so that one pass serves many windows. */
const BATCH_BYTES = 8 * 1024 * 1024;

/** How the values of a {@link DetailedGroups} are written. */
export const detailedCoder = (value: Coder<any>, window: Coder<Window>): Coder<WindowedValue<unknown>> =>
  new WindowedValueCoder<unknown>(value, window);

/** Says what the windows of each of some keys become, by their ids. */
export type AskForOutcomes = (
  windows: readonly (readonly Window[])[],
) => Promise<readonly ReadonlyMap<string, Window>[]>;

/** What a {@link DetailedGroups} is made from. */
export interface DetailedGroupsSettings {
  /** In the global window, with values written by {@link detailedCoder}. */
  readonly grouping: Grouping;
  readonly windowing: Windowing;
  /** The step that groups, for errors. */
  readonly place: ErrorPlace;
  /** Where windows grow together by code of another process. */
  readonly outcomes?: AskForOutcomes;
  /** How many bytes of values may be taken from disk at once. */
  readonly batchBytes?: number;
}

/** See the head of this file. */
export class DetailedGroups implements Groups {
  private readonly grouping: Grouping;
  private readonly merge: MergeWindows | undefined;
  private readonly outcomes: AskForOutcomes | undefined;
  private readonly combiner: Windowing['timestampCombiner'];
  private readonly place: ErrorPlace;
  private readonly batchBytes: number;

  constructor({ grouping, windowing, place, outcomes, batchBytes = BATCH_BYTES }: DetailedGroupsSettings) {
    this.grouping = grouping;
    this.merge = mergerOf(windowing);
    this.outcomes = outcomes;
    this.combiner = windowing.timestampCombiner;
    this.place = place;
    this.batchBytes = batchBytes;
  }

  get valueCount(): number {
    return this.grouping.valueCount;
  }

  get totalBytes(): number {
    return this.grouping.totalBytes;
  }

  add(key: unknown, value: unknown, { timestamp, windows, pane }: Metadata): void {
    const detailed: WindowedValue<unknown> = { value, timestamp, windows, pane };
    this.grouping.add(key, detailed, ROOT_METADATA);
  }

  seal(): number {
    return this.grouping.seal();
  }

  read(): Iterable<OpenGroup> | AsyncIterable<OpenGroup> {
    return this.outcomes === undefined ? this.readHere() : this.readAsking(this.outcomes);
  }

  private *readHere(): Iterable<OpenGroup> {
    for (const { key, values } of this.grouping.read()) {
      const elements = values as Elements;
      yield* this.groupsOf(key, elements, this.finalWindows(key, elements));
    }
  }

  /** Another process says which windows become one: it is asked for many keys at a time. */
  private async *readAsking(ask: AskForOutcomes): AsyncIterable<OpenGroup> {
    let keys: { readonly key: unknown; readonly elements: Elements; readonly windows: Window[] }[] = [];
    const groupsOf = this.groupsOf.bind(this);
    const asked = async function* (): AsyncIterable<OpenGroup> {
      const outcomes = await ask(keys.map(({ windows }) => windows));
      for (const [i, { key, elements }] of keys.entries()) {
        const becomes = new Map<string, Final>();
        for (const [id, window] of outcomes[i]!) becomes.set(id, { id: windowKey(window), window });
        yield* groupsOf(key, elements, becomes);
      }
      keys = [];
    };
    for (const { key, values } of this.grouping.read()) {
      const elements = values as Elements;
      const windows = Array.from(this.windowsOf(elements).values(), ({ window }) => window);
      keys.push({ key, elements, windows });
      if (keys.length >= KEYS_ASKED) yield* asked();
    }
    yield* asked();
  }

  private *groupsOf(key: unknown, elements: Elements, becomes: Becomes): Iterable<OpenGroup> {
    const perBatch = this.valuesPerBatch();
    const limit = Array.isArray(elements) ? Number.POSITIVE_INFINITY : perBatch;
    let batch: Made[] = [];
    let taken = 0;
    for (const made of this.count(elements, becomes)) {
      if (taken + made.count > limit) {
        yield* together(key, batch, elements, becomes);
        batch = [];
        taken = 0;
      }
      if (made.count > limit) {
        yield groupOf(key, made, new WindowValues(elements, made, becomes));
      } else {
        batch.push(made);
        taken += made.count;
      }
    }
    yield* together(key, batch, elements, becomes);
  }

  close(): void {
    this.grouping.close();
  }

  private valuesPerBatch(): number {
    const { totalBytes, valueCount } = this.grouping;
    return Math.ceil(this.batchBytes / Math.max(1, totalBytes / Math.max(1, valueCount)));
  }

  /** The windows of a key, as its elements have them. */
  private windowsOf(elements: Elements): Map<string, Final> {
    const found = new Map<string, Final>();
    for (const { windows } of elements) {
      for (const window of windows) {
        const id = windowKey(window);
        if (!found.has(id)) found.set(id, { id, window });
      }
    }
    return found;
  }

  private finalWindows(key: unknown, elements: Elements): Becomes {
    const becomes = this.windowsOf(elements);
    if (this.merge === undefined || becomes.size < 2) return becomes;
    const windows = Array.from(becomes.values(), ({ window }) => window);
    for (const { from, into } of this.merged(key, windows, this.merge)) {
      const final: Final = { id: windowKey(into), window: into };
      for (const window of from) becomes.set(windowKey(window), final);
    }
    return becomes;
  }

  /** @throws BeamError, with its place: `E_USER` for what a merge function of the user's own throws */
  private merged(key: unknown, windows: readonly Window[], merge: MergeWindows): readonly WindowMerge[] {
    try {
      return merge(windows);
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_USER', { ...this.place, element: `key ${preview(key)}` });
    }
  }

  private count(elements: Elements, becomes: Becomes): Iterable<Made> {
    const made = new Map<string, Made>();
    for (const { timestamp, windows } of elements) {
      for (const final of finals(windows, becomes)) {
        const { maxTimestamp } = final.window;
        const at = this.combiner === 'end-of-window' ? maxTimestamp : Math.min(timestamp, maxTimestamp);
        const known = made.get(final.id);
        if (known === undefined) {
          made.set(final.id, { ...final, count: 1, timestamp: at });
          continue;
        }
        known.count++;
        known.timestamp =
          this.combiner === 'earliest' ? Math.min(known.timestamp, at) : Math.max(known.timestamp, at);
      }
    }
    return made.values();
  }
}

/** The groups of some windows of a key, from one pass over its elements (D2). */
function* together(
  key: unknown,
  batch: readonly Made[],
  elements: Elements,
  becomes: Becomes,
): Iterable<OpenGroup> {
  if (batch.length === 0) return;
  const values = new Map<string, unknown[]>(batch.map(({ id }) => [id, []]));
  for (const { value, windows } of elements) {
    for (const { id } of finals(windows, becomes)) values.get(id)?.push(value);
  }
  for (const made of batch) yield groupOf(key, made, values.get(made.id)!);
}

const groupOf = (key: unknown, { window, timestamp }: Made, values: Iterable<unknown>): OpenGroup => ({
  key,
  values,
  metadata: groupMetadata(window, timestamp),
});

/** What the windows of an element have become (D1). */
const finals = (windows: readonly Window[], becomes: Becomes): readonly Final[] =>
  windows.map((window) => becomes.get(windowKey(window))!);

/** The values of one window of a key that is on disk. */
class WindowValues extends StoredValues<unknown> {
  readonly length: number;
  private readonly elements: Elements;
  private readonly id: string;
  private readonly becomes: Becomes;

  constructor(elements: Elements, { id, count }: Made, becomes: Becomes) {
    super();
    this.elements = elements;
    this.id = id;
    this.becomes = becomes;
    this.length = count;
  }

  *[Symbol.iterator](): Iterator<unknown> {
    for (const { value, windows } of this.elements) {
      for (const { id } of finals(windows, this.becomes)) if (id === this.id) yield value;
    }
  }
}
