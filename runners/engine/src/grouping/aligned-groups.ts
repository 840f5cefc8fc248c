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
 *  A4  where changes are noted, `changes` gives every group that is not as it was when it was last asked, once.
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
import type { GroupChange } from './group-state.js';
import { type QueuedWindow, WindowQueue } from './window-queue.js';

/** The one pane of a window. */
const ONLY_PANE: Pane = Object.freeze({
  timing: 'on-time',
  index: 0,
  onTimeIndex: 0,
  isFirst: true,
  isLast: true,
});

type OpenWindow<V> = QueuedWindow<KeyTable<GroupBuffer<V>>>;

/** See the head of this file. */
export class AlignedGroups<K, V> {
  private readonly settings: GroupingSettings<K, V>;
  /** The open windows, by their ends. */
  private readonly windows = new WindowQueue<KeyTable<GroupBuffer<V>>>();
  /** Groups that got elements, and windows that ended, since changes were last asked for. */
  private changed: { readonly key: K; readonly buffer: GroupBuffer<V>; readonly of: OpenWindow<V> }[] = [];
  private ended: OpenWindow<V>[] = [];
  /** Windows asked for last: neighbours share them. */
  private lastWindows: readonly Window[] | undefined;
  private lastOpen: OpenWindow<V> | undefined;

  constructor(settings: GroupingSettings<K, V>) {
    this.settings = settings;
  }

  add(key: K, value: V, metadata: Metadata, watermark: Instant): undefined {
    const { windows } = metadata;
    if (windows === this.lastWindows && this.lastOpen !== undefined) {
      this.addTo(this.lastOpen, key, value);
      return;
    }
    this.lastWindows = windows;
    this.lastOpen = undefined;
    for (const window of windows) {
      if (window.maxTimestamp < watermark) {
        this.settings.onLate(key, value, metadata);
        continue;
      }
      const open = this.open(window);
      this.addTo(open, key, value);
      if (windows.length === 1) this.lastOpen = open;
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
      if (this.settings.notes) this.ended.push(first);
      this.lastWindows = undefined;
      this.lastOpen = undefined;
    }
  }

  *changes(): IterableIterator<GroupChange<K, V>> {
    const { ended, changed } = this;
    this.ended = [];
    this.changed = [];
    for (const { window, value } of ended) {
      for (const [key, left] of value.entries()) yield { key: key as K, window, state: undefined, left };
    }
    for (const { key, buffer, of } of changed) {
      buffer.isNoted = false;
      if (of.index >= 0) yield { key, window: of.window, state: { kind: 'open', buffer, panes: undefined } };
    }
  }

  restore(key: K, window: Window, buffer: GroupBuffer<V>): void {
    this.open(window).value.set(key, buffer);
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

  private addTo(open: OpenWindow<V>, key: K, value: V): void {
    let buffer = open.value.get(key);
    if (buffer === undefined) {
      buffer = this.settings.buffer();
      open.value.set(key, buffer);
    }
    buffer.add(value);
    if (buffer.isNoted || this.settings.notes !== true) return;
    buffer.isNoted = true;
    this.changed.push({ key, buffer, of: open });
  }

  private open(window: Window): OpenWindow<V> {
    return this.windows.get(window) ?? this.windows.add(window, window.maxTimestamp, this.settings.keys());
  }
}
