/**
 * Groups whose windows have one pane, at their end, and do not grow together: the usual case, and the fast one. All
 * keys of a window fire together, so that there is one moment for a window and none for a key.
 *
 * Owns: the buffers of the windows that have not ended.
 *
 * Invariants:
 *  A1  a window is open exactly while it has elements and the watermark has not passed its end.
 *  A2  windows fire in the order of their ends, keys of a window in the order they came.
 *  A3  a window is forgotten when all of its keys have fired; those that have are empty until then, so that a caller
 *      who stops in between finds the others later.
 */
import {
  formatInstant,
  type Instant,
  MAX_TIMESTAMP,
  type Metadata,
  type Pane,
  type Window,
} from '@hornbeam/sdk/model';
import { type Agenda, EMPTY_AGENDA } from '../agenda.js';
import type { KeyTable } from '../key-table.js';
import { type Firing, paneMetadata } from './firing.js';
import type { GroupBuffer } from './group-buffer.js';
import type { GroupingSettings } from './group-settings.js';
import { WindowQueue } from './window-queue.js';

/** The one pane of a window. */
const ONLY_PANE: Pane = Object.freeze({
  timing: 'on-time',
  index: 0,
  onTimeIndex: 0,
  isFirst: true,
  isLast: true,
});

/** See the head of this file. */
export class AlignedGroups<K, V> {
  private readonly settings: GroupingSettings<K, V>;
  /** The open windows, by their ends. */
  private readonly windows = new WindowQueue<KeyTable<GroupBuffer<V>>>();
  /** Windows asked for last: neighbours share them. */
  private lastWindows: readonly Window[] | undefined;
  private lastGroups: KeyTable<GroupBuffer<V>> | undefined;

  constructor(settings: GroupingSettings<K, V>) {
    this.settings = settings;
  }

  add(key: K, value: V, metadata: Metadata, watermark: Instant): undefined {
    const { windows } = metadata;
    if (windows === this.lastWindows && this.lastGroups !== undefined) {
      this.addTo(this.lastGroups, key, value);
      return;
    }
    this.lastWindows = windows;
    this.lastGroups = undefined;
    for (const window of windows) {
      if (window.maxTimestamp < watermark) {
        this.settings.onLate(key, value, metadata);
        continue;
      }
      const groups = this.open(window);
      this.addTo(groups, key, value);
      if (windows.length === 1) this.lastGroups = groups;
    }
  }

  *advance(watermark: Instant): IterableIterator<Firing<K, V>> {
    for (;;) {
      const { first } = this.windows;
      if (first === undefined || first.at >= watermark) return;
      const metadata = paneMetadata(first.window.maxTimestamp, first.window, ONLY_PANE);
      for (const [key, buffer] of first.value.entries()) {
        if (!buffer.isEmpty) yield { key: key as K, values: buffer.take(), metadata }; // A3
      }
      this.windows.remove(first);
      this.lastWindows = undefined;
      this.lastGroups = undefined;
    }
  }

  agenda(): Agenda {
    const { first } = this.windows;
    if (first === undefined) return EMPTY_AGENDA;
    return { ...EMPTY_AGENDA, nextEventTime: first.at, hold: first.at, holder: () => this.describeHold() };
  }

  describeHold(): string | undefined {
    const { first } = this.windows;
    if (first === undefined) return undefined;
    const end =
      first.at === MAX_TIMESTAMP ? 'that never ends' : `that ends at ${formatInstant(first.window.end)}`;
    return `an open window ${end}, with ${first.value.size} keys`;
  }

  private addTo(groups: KeyTable<GroupBuffer<V>>, key: K, value: V): void {
    let buffer = groups.get(key);
    if (buffer === undefined) {
      buffer = this.settings.buffer();
      groups.set(key, buffer);
    }
    buffer.add(value);
  }

  private open(window: Window): KeyTable<GroupBuffer<V>> {
    const open =
      this.windows.get(window) ?? this.windows.add(window, window.maxTimestamp, this.settings.keys());
    return open.value;
  }
}
