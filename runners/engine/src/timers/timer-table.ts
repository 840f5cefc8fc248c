/**
 * The timers of one step: what is set, what is due, and how far they let event time go on.
 *
 * Owns: every timer that is set and has not fired.
 * Does not own: callbacks (the worker), when a window expires (whoever feeds the step), the clock.
 *
 * Invariants:
 *  R1  a name (family, tag, key, window) has one timer at most: setting it again moves it.
 *  R2  timers fire in the order of time, those of the same time in the order they were set; once.
 *  R3  a timer in event time is due when the watermark is later than its moment, one on the clock when the clock has
 *      come to it.
 *  R5  where changes are noted, `changes` gives each timer that was set or went since it was last asked; what was set and
 *      went in between is in neither.
 *  R4  the hold is the smallest output timestamp of what is set.
 */
import {
  formatInstant,
  type Instant,
  MAX_TIMESTAMP,
  NO_FIRING,
  preview,
  type Window,
  windowKey,
} from '@hornbeam/sdk/model';
import type { Agenda } from '../agenda.js';
import type { KeyTable } from '../key-table.js';
import type { FiredTimer, PendingTimer, TimerName } from './timer.js';
import { type HeapPlace, TimerHeap } from './timer-heap.js';

/** What a {@link TimerTable} is made from. */
export interface TimerTableSettings {
  /** Makes a table of keys, which says what keys are the same. */
  readonly keys: <V>() => KeyTable<V>;
  /** Note what changes, for somebody who keeps the timers elsewhere too. */
  readonly notes?: boolean;
}

/** What changed since it was last asked for; to be applied in this order. */
export interface TimerChanges {
  readonly gone: readonly PendingTimer[];
  readonly set: readonly PendingTimer[];
}

/** A timer that is set, and its places in the heaps. */
interface Entry {
  readonly timer: PendingTimer;
  /** False once it was moved or cleared, or has fired. */
  isSet: boolean;
  /** Whoever keeps timers elsewhere has it. */
  isKept: boolean;
  readonly due: Place;
  /** Undefined where the place of `due` says the hold too. */
  readonly hold: Place | undefined;
}

interface Place extends HeapPlace {
  readonly entry: Entry;
}

/** The timers of one key and window, by family and tag. */
type Timers = Map<string, Entry>;

/** See the head of this file. */
export class TimerTable {
  private readonly settings: TimerTableSettings;
  private readonly windows = new Map<string, KeyTable<Timers>>();
  /** In event time, with their moment as their output timestamp: one heap says what is due and what holds. */
  private readonly plain = new TimerHeap<Place>();
  /** In event time, with another output timestamp. */
  private readonly event = new TimerHeap<Place>();
  private readonly processing = new TimerHeap<Place>();
  private readonly holds = new TimerHeap<Place>();
  /** Counts what was ever set: the order of timers of the same time. */
  private settingCount = 0;
  /** The window asked for last: most settings of a bundle are for one window. */
  private lastWindow: Window | undefined;
  private lastKeys: KeyTable<Timers> | undefined;
  /** Set since the changes were last asked for. */
  private fresh: Entry[] = [];
  private gone: PendingTimer[] = [];

  constructor(settings: TimerTableSettings) {
    this.settings = settings;
  }

  /** How many timers are set. */
  get size(): number {
    return this.plain.size + this.holds.size;
  }

  /** Sets a timer, in place of the one of the same name. */
  set(timer: PendingTimer): void {
    const entry = this.add(timer);
    if (this.settings.notes) this.fresh.push(entry);
  }

  /** Sets a timer that is kept elsewhere already. */
  restore(timer: PendingTimer): void {
    this.add(timer).isKept = true;
  }

  /** What changed since this was last asked (R5). */
  changes(): TimerChanges {
    const { fresh, gone } = this;
    this.fresh = [];
    this.gone = [];
    const set: PendingTimer[] = [];
    for (const entry of fresh) {
      if (!entry.isSet) continue;
      entry.isKept = true;
      set.push(entry.timer);
    }
    return { gone, set };
  }

  private add(timer: PendingTimer): Entry {
    const keys = this.keysOf(timer.window);
    let timers = keys.get(timer.key);
    if (timers === undefined) {
      timers = new Map();
      keys.set(timer.key, timers);
    }
    const id = idOf(timer);
    const before = timers.get(id);
    if (before !== undefined) this.takeOut(before);
    const entry = entryOf(timer, this.settingCount++);
    timers.set(id, entry);
    this.heapOf(entry).add(entry.due);
    if (entry.hold !== undefined) this.holds.add(entry.hold);
    return entry;
  }

  /** Takes a timer back; nothing when it is not set. */
  clear(name: TimerName): void {
    const entry = this.windows.get(windowKey(name.window))?.get(name.key)?.get(idOf(name));
    if (entry !== undefined) this.forget(entry);
  }

  /**
   * The timers in event time that are due, each taken out as it comes. Those set meanwhile are among them, so that
   * one that is set again and again to a moment before the watermark never ends.
   */
  *dueEvent(watermark: Instant): IterableIterator<FiredTimer> {
    for (;;) {
      const first = firstOf(this.plain.first, this.event.first);
      if (first === undefined || first.at >= watermark) return;
      yield this.fire(first.entry);
    }
  }

  /**
   * The timers on the clock that are due, each taken out as it comes. Those set meanwhile wait for the next call:
   * a callback that sets its timer to now makes one firing a bundle, not one endless bundle.
   */
  *dueProcessing(now: number): IterableIterator<FiredTimer> {
    const due: Place[] = [];
    for (;;) {
      const first = this.processing.first;
      if (first === undefined || first.at > now) break;
      this.processing.remove(first);
      due.push(first);
    }
    let next = 0;
    try {
      while (next < due.length) {
        const { entry } = due[next++]!;
        if (entry.isSet) yield this.fire(entry);
      }
    } finally {
      for (const place of due.slice(next)) if (place.entry.isSet) this.processing.add(place);
    }
  }

  /** Forgets the timers of a window. */
  dropWindow(window: Window): void {
    const keys = this.windows.get(windowKey(window));
    if (keys === undefined) return;
    for (const [, timers] of keys.entries()) for (const entry of timers.values()) this.takeOut(entry);
    this.windows.delete(windowKey(window));
    this.lastWindow = undefined;
  }

  /** Forgets the timers on the clock. */
  dropProcessing(): void {
    for (let place = this.processing.first; place !== undefined; place = this.processing.first) {
      this.forget(place.entry);
    }
  }

  /** What is to be waited for, and how far event time may go on meanwhile. */
  agenda(): Agenda {
    return {
      nextEventTime: firstOf(this.plain.first, this.event.first)?.at ?? MAX_TIMESTAMP,
      nextProcessingTime: this.processing.first?.at ?? Number.POSITIVE_INFINITY,
      hold: firstOf(this.plain.first, this.holds.first)?.at ?? MAX_TIMESTAMP,
      holder: () => this.describeHold(),
    };
  }

  /** The timer that holds the watermark, in words. */
  describeHold(): string | undefined {
    const timer = firstOf(this.plain.first, this.holds.first)?.entry.timer;
    if (timer === undefined) return undefined;
    const { family, tag, key, domain, fireAt } = timer;
    const name = tag === '' ? `"${family}"` : `"${family}" (${preview(tag)})`;
    const clock = domain === 'event' ? '' : ' on the clock';
    return `the timer ${name} of key ${preview(key)}, set to ${formatInstant(fireAt)}${clock}`;
  }

  private fire(entry: Entry): FiredTimer {
    this.forget(entry);
    return { ...entry.timer, pane: NO_FIRING };
  }

  /** Takes a timer out of everything. */
  private forget(entry: Entry): void {
    this.takeOut(entry);
    const { timer } = entry;
    const id = windowKey(timer.window);
    const keys = this.windows.get(id)!;
    const timers = keys.get(timer.key)!;
    timers.delete(idOf(timer));
    if (timers.size > 0) return;
    keys.delete(timer.key);
    if (keys.size > 0) return;
    this.windows.delete(id);
    this.lastWindow = undefined;
  }

  private takeOut(entry: Entry): void {
    // Outside when it is next in `dueProcessing`.
    if (entry.due.index >= 0) this.heapOf(entry).remove(entry.due);
    if (entry.hold !== undefined) this.holds.remove(entry.hold);
    entry.isSet = false;
    if (entry.isKept && this.settings.notes) this.gone.push(entry.timer);
    entry.isKept = false;
  }

  private heapOf({ timer, hold }: Entry): TimerHeap<Place> {
    if (hold === undefined) return this.plain;
    return timer.domain === 'event' ? this.event : this.processing;
  }

  private keysOf(window: Window): KeyTable<Timers> {
    if (window === this.lastWindow) return this.lastKeys!;
    const id = windowKey(window);
    let keys = this.windows.get(id);
    if (keys === undefined) {
      keys = this.settings.keys<Timers>();
      this.windows.set(id, keys);
    }
    this.lastWindow = window;
    this.lastKeys = keys;
    return keys;
  }
}

const firstOf = (a: Place | undefined, b: Place | undefined): Place | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  return a.at < b.at || (a.at === b.at && a.order < b.order) ? a : b;
};

/** Unique, since no declared name holds a NUL. */
const idOf = ({ family, tag }: TimerName): string => (tag === '' ? family : `${family}\0${tag}`);

function entryOf(timer: PendingTimer, order: number): Entry {
  const { domain, fireAt, outputTimestamp } = timer;
  const entry: {
    timer: PendingTimer;
    isSet: boolean;
    isKept: boolean;
    due?: Place;
    hold: Place | undefined;
  } = {
    timer,
    isSet: true,
    isKept: false,
    hold: undefined,
  };
  const place = (at: number): Place => ({ at, order, index: -1, entry: entry as Entry });
  entry.due = place(fireAt);
  if (domain === 'processing' || fireAt !== outputTimestamp) entry.hold = place(outputTimestamp);
  return entry as Entry;
}
