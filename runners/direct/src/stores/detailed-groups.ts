/**
 * Groups of bounded input whose windows grow together, or whose results carry the earliest or latest timestamp of
 * their elements: values are kept with their metadata by key alone, and the windows of a key are made when all of
 * its values are there. So it may be larger than memory, as every grouping of bounded input.
 *
 * Invariant D1: every value is in the group of each window that one of its own windows has become.
 */
import { type MergeWindows, mergerOf } from '@hornbeam/engine';
import {
  type Coder,
  type Instant,
  type Metadata,
  ROOT_METADATA,
  StoredValues,
  type Window,
  type WindowedValue,
  WindowedValueCoder,
  type Windowing,
  windowKey,
} from '@hornbeam/sdk/model';
import { type Grouping, groupMetadata } from './grouping.js';
import type { Groups, OpenGroup } from './groups.js';

/** A window of one key, as its elements made it. */
interface Made {
  readonly window: Window;
  count: number;
  timestamp: Instant;
}

/** How the values of a {@link DetailedGroups} are written. */
export const detailedCoder = (value: Coder<any>, window: Coder<Window>): Coder<WindowedValue<unknown>> =>
  new WindowedValueCoder<unknown>(value, window);

/** See the head of this file. */
export class DetailedGroups implements Groups {
  private readonly grouping: Grouping;
  private readonly merge: MergeWindows | undefined;
  private readonly combiner: Windowing['timestampCombiner'];

  /** @param grouping in the global window, with values written by {@link detailedCoder} */
  constructor(grouping: Grouping, windowing: Windowing) {
    this.grouping = grouping;
    this.merge = mergerOf(windowing);
    this.combiner = windowing.timestampCombiner;
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

  *read(): Iterable<OpenGroup> {
    for (const { key, values } of this.grouping.read()) {
      const elements = values as Iterable<WindowedValue<unknown>>;
      const becomes = this.finalWindows(elements);
      const made = this.count(elements, becomes);
      for (const [id, { window, count, timestamp }] of made) {
        yield {
          key,
          values: Array.isArray(elements)
            ? [...valuesOf(elements, id, becomes)]
            : new WindowValues(elements, id, becomes, count),
          metadata: groupMetadata(window, timestamp),
        };
      }
    }
  }

  close(): void {
    this.grouping.close();
  }

  /** What each window of the elements has become in the end. */
  private finalWindows(elements: Iterable<WindowedValue<unknown>>): ReadonlyMap<string, Window> {
    const windows = new Map<string, Window>();
    for (const element of elements) {
      for (const window of element.windows) windows.set(windowKey(window), window);
    }
    if (this.merge === undefined || windows.size < 2) return windows;
    const into = new Map<string, Window>();
    for (const merge of this.merge([...windows.values()])) {
      for (const from of merge.from) into.set(windowKey(from), merge.into);
    }
    for (const [id, window] of windows) windows.set(id, into.get(id) ?? window);
    return windows;
  }

  private count(
    elements: Iterable<WindowedValue<unknown>>,
    becomes: ReadonlyMap<string, Window>,
  ): ReadonlyMap<string, Made> {
    const made = new Map<string, Made>();
    for (const { timestamp, windows } of elements) {
      for (const window of finals(windows, becomes)) {
        const id = windowKey(window);
        const known = made.get(id);
        const at =
          this.combiner === 'end-of-window' ? window.maxTimestamp : Math.min(timestamp, window.maxTimestamp);
        if (known === undefined) {
          made.set(id, { window, count: 1, timestamp: at });
          continue;
        }
        known.count++;
        known.timestamp =
          this.combiner === 'earliest' ? Math.min(known.timestamp, at) : Math.max(known.timestamp, at);
      }
    }
    return made;
  }
}

/** The windows that those of an element have become, each once (D1). */
function* finals(windows: readonly Window[], becomes: ReadonlyMap<string, Window>): Iterable<Window> {
  if (windows.length === 1) {
    yield becomes.get(windowKey(windows[0]!))!;
    return;
  }
  const seen = new Set<string>();
  for (const window of windows) {
    const final = becomes.get(windowKey(window))!;
    const id = windowKey(final);
    if (seen.has(id)) continue;
    seen.add(id);
    yield final;
  }
}

function* valuesOf(
  elements: Iterable<WindowedValue<unknown>>,
  id: string,
  becomes: ReadonlyMap<string, Window>,
): IterableIterator<unknown> {
  for (const { value, windows } of elements) {
    for (const window of finals(windows, becomes)) if (windowKey(window) === id) yield value;
  }
}

/** The values of one window of a key that is on disk. */
class WindowValues extends StoredValues<unknown> {
  readonly length: number;
  private readonly elements: Iterable<WindowedValue<unknown>>;
  private readonly id: string;
  private readonly becomes: ReadonlyMap<string, Window>;

  constructor(
    elements: Iterable<WindowedValue<unknown>>,
    id: string,
    becomes: ReadonlyMap<string, Window>,
    length: number,
  ) {
    super();
    this.elements = elements;
    this.id = id;
    this.becomes = becomes;
    this.length = length;
  }

  [Symbol.iterator](): Iterator<unknown> {
    return valuesOf(this.elements, this.id, this.becomes);
  }
}
