/**
 * Groups with any windows and triggers: each key and window has a trigger, a count of its panes, and a hold.
 * Semantics are those of Beam's ReduceFnRunner, WatermarkHold and PaneInfoTracker, element by element.
 *
 * Owns: the groups of all keys and windows that have not expired. Of a group that has nothing to say for now only a
 * number is kept: keys of the global window are kept for ever, most of them idle.
 *
 * Invariants:
 *  N1  a group is kept until the watermark has passed the end of its window and the allowed lateness, also when its
 *      trigger has finished: what comes for it then is dropped as closed, not taken for the first of a new group.
 *  N2  the hold of a group is never later than the timestamp of the next pane it makes; a late element makes no hold
 *      behind the watermark.
 *  N3  groups of one key whose windows grow together are one group before the next element is looked at.
 *  N4  panes of a window are numbered from 0 without a gap; at most one of them is on time; after the last no more.
 *  N5  a group is in one of `keys`, `idle` and `closed`. It is idle only while the number of its panes says all there is
 *      to say of it: no elements, a trigger as new, only early panes, and a window that has not ended. Groups whose
 *      windows grow together are never idle.
 *  N6  where changes are noted, `changes` gives every key and window that is not as it was when it was last asked.
 */
import {
  expiryOf,
  formatInstant,
  type Instant,
  IntervalWindow,
  MAX_TIMESTAMP,
  type Metadata,
  type Pane,
  preview,
  type Window,
  windowKey,
} from '@hornbeam/sdk/model';
import type { Agenda } from '../agenda.js';
import type { KeyTable } from '../key-table.js';
import { TimerHeap } from '../timers/timer-heap.js';
import { type Firing, paneMetadata } from './firing.js';
import type { GroupBuffer } from './group-buffer.js';
import type { GroupingSettings } from './group-settings.js';
import type { GroupChange, GroupState } from './group-state.js';
import { AnyGroups, type KeyGroups } from './key-groups.js';
import { type MergeWindows, mergerOf } from './merge-windows.js';
import { type Group, isIdle, newGroup, openState, type Place, said, timingOf } from './paned-group.js';
import { SessionGroups } from './session-groups.js';
import {
  type TriggerMachine,
  type TriggerMoment,
  type TriggerState,
  triggerMachine,
} from './trigger-machine.js';
import { type QueuedWindow, WindowQueue } from './window-queue.js';

/** The groups of one key, by window. */
type Groups<K, V> = KeyGroups<Group<K, V>>;

/** See the head of this file. */
export class PanedGroups<K, V> {
  private readonly settings: GroupingSettings<K, V>;
  private readonly machine: TriggerMachine;
  private readonly mergeWindows: MergeWindows | undefined;
  private readonly keys: KeyTable<Groups<K, V>>;
  /** Panes made so far by the groups that are idle, by the ends of their windows (N5). */
  private readonly idle = new WindowQueue<KeyTable<number>>();
  /** The groups whose triggers will not fire again, by the moments at which their windows expire (N1, N5). */
  private readonly closed = new WindowQueue<KeyTable<true>>();
  /** The groups that have fired since idle ones were last looked for. */
  private fired = new Set<Group<K, V>>();
  /** Those that had fired before that, and were not idle long enough. */
  private resting = new Set<Group<K, V>>();
  private readonly events = new TimerHeap<Place<K, V>>();
  private readonly clocks = new TimerHeap<Place<K, V>>();
  private readonly holds = new TimerHeap<Place<K, V>>();
  private made = 0;
  /** What changed, and what there was before under a key and window, since that was last asked for. */
  private changed: Group<K, V>[] = [];
  private left: { readonly key: K; readonly window: Window; readonly buffer: GroupBuffer<V> | undefined }[] =
    [];
  private readonly isSessions: boolean;

  constructor(settings: GroupingSettings<K, V>) {
    this.settings = settings;
    this.machine = triggerMachine(settings.windowing.trigger);
    this.mergeWindows = mergerOf(settings.windowing);
    this.isSessions = this.mergeWindows !== undefined && settings.windowing.windowFn.kind === 'sessions';
    this.keys = settings.keys<Groups<K, V>>();
  }

  /** The windows of a key that are open, or closed and not yet forgotten. */
  windowsOf(key: K): readonly Window[] {
    return this.keys.get(key)?.windows() ?? [];
  }

  add(
    key: K,
    value: V,
    metadata: Metadata,
    watermark: Instant,
    now: number,
  ): readonly Firing<K, V>[] | undefined {
    let firings: Firing<K, V>[] | undefined;
    for (const window of metadata.windows) {
      if (this.expiryOf(window) < watermark) {
        this.settings.onLate(key, value, metadata);
        continue;
      }
      const group = this.groupFor(key, window, watermark, now);
      if (group === undefined || group.isClosed) {
        this.settings.onClosed(key, value, metadata);
        continue;
      }
      const moment = { now, isPastEnd: group.window.maxTimestamp < watermark };
      group.buffer.add(value);
      this.touch(group);
      group.fresh++;
      this.note(group, metadata.timestamp, watermark);
      this.machine.onElement(group.trigger, moment);
      if (this.machine.shouldFire(group.trigger, moment)) {
        const firing = this.fire(group, moment, false);
        if (firing !== undefined) {
          firings ??= [];
          firings.push(firing);
        }
      }
      this.place(group, moment);
    }
    return firings;
  }

  *advance(watermark: Instant, now: number): IterableIterator<Firing<K, V>> {
    for (const group of this.due(watermark)) {
      this.touch(group);
      const isOver = this.expiryOf(group.window) < watermark;
      const moment = { now, isPastEnd: true };
      let firing: Firing<K, V> | undefined;
      if (isOver) {
        if (!group.isClosed) firing = this.fire(group, moment, true);
        this.forget(group);
      } else {
        if (this.machine.shouldFire(group.trigger, moment)) firing = this.fire(group, moment, false);
        // Nothing holds the watermark at the end of the window: what comes now is behind it.
        if (group.hold.index < 0 || group.hold.at > group.window.maxTimestamp) group.isPunctual = false;
        this.move(this.events, group.event, this.expiryOf(group.window));
        this.place(group, moment);
      }
      if (firing !== undefined) yield firing;
    }
    for (;;) {
      const first = this.clocks.first;
      if (first === undefined || first.at > now) break;
      const { group } = first;
      this.touch(group);
      const moment = { now, isPastEnd: group.window.maxTimestamp < watermark };
      this.clocks.remove(first);
      const firing = this.machine.shouldFire(group.trigger, moment)
        ? this.fire(group, moment, false)
        : undefined;
      this.place(group, moment);
      if (firing !== undefined) yield firing;
    }
    this.rest();
  }

  *changes(): IterableIterator<GroupChange<K, V>> {
    const { left, changed } = this;
    this.left = [];
    this.changed = [];
    for (const { key, window, buffer } of left) {
      yield { key, window, state: this.stateOf(key, window), left: buffer };
    }
    for (const group of changed) {
      said(group);
      const { key, window } = group;
      if (this.keys.get(key)?.get(window) === group) yield { key, window, state: openState(group) };
    }
  }

  /** Takes up a group that was another machine's; the buffer is this one's now. */
  restore(key: K, window: Window, state: GroupState<V>): void {
    if (state.kind === 'idle') {
      const at = window.maxTimestamp;
      (this.idle.get(window) ?? this.idle.add(window, at, this.settings.keys())).value.set(key, state.panes);
    } else if (state.kind === 'closed') {
      const at = this.expiryOf(window);
      (this.closed.get(window) ?? this.closed.add(window, at, this.settings.keys())).value.set(key, true);
    } else {
      const { trigger, event, clock, hold, ...counts } = state.panes!;
      const group = this.make(key, window, counts.isPunctual, trigger, state.buffer);
      Object.assign(group, counts);
      if (group.isNoted) this.changed.pop();
      said(group);
      this.move(this.events, group.event, event);
      this.move(this.clocks, group.clock, clock);
      this.move(this.holds, group.hold, hold);
    }
  }

  private stateOf(key: K, window: Window): GroupState<V> | undefined {
    const group = this.keys.get(key)?.get(window);
    if (group !== undefined) return openState(group);
    const panes = this.idle.get(window)?.value.get(key);
    if (panes !== undefined) return { kind: 'idle', panes };
    return this.closed.get(window)?.value.has(key) ? { kind: 'closed' } : undefined;
  }

  agenda(): Agenda {
    const firsts = [this.events.first, this.idle.first, this.closed.first];
    return {
      nextEventTime: Math.min(...firsts.map((first) => first?.at ?? MAX_TIMESTAMP)),
      nextProcessingTime: this.clocks.first?.at ?? Number.POSITIVE_INFINITY,
      hold: Math.min(this.holds.first?.at ?? MAX_TIMESTAMP, this.idleHold?.at ?? MAX_TIMESTAMP),
      holder: () => this.describeHold(),
    };
  }

  describeHold(): string | undefined {
    const group = this.holds.first?.group;
    const idle = this.idleHold;
    const window = group?.window ?? idle?.window;
    if (window === undefined) return undefined;
    const open = `the open window ${formatInstant(window.start)} to ${formatInstant(window.end)}`;
    return group === undefined
      ? `${open} of idle keys (${idle!.value.size})`
      : `${open} of key ${preview(group.key)}`;
  }

  /** The window that holds event time at its end for the panes on time of groups that are idle. */
  private get idleHold(): QueuedWindow<KeyTable<number>> | undefined {
    return this.settings.windowing.onTime === 'always' ? this.idle.first : undefined;
  }

  /** The groups whose windows end or expire, in the order of time; idle ones are woken one by one. */
  private *due(watermark: Instant): Iterable<Group<K, V>> {
    for (;;) {
      const event = this.events.first;
      const idle = this.idle.first;
      if (idle !== undefined && idle.at < watermark && (event === undefined || idle.at <= event.at)) {
        for (const [key] of idle.value.entries()) yield this.wake(key as K, idle.window)!;
      } else if (event !== undefined && event.at < watermark) yield event.group;
      else break;
    }
    for (let { first } = this.closed; first !== undefined && first.at < watermark; { first } = this.closed) {
      this.closed.remove(first);
      if (this.settings.notes) {
        for (const [key] of first.value.entries()) this.leave(key as K, first.window, undefined);
      }
    }
  }

  /**
   * Makes small what has nothing to say for now (N5): what has not fired since the call before last. A key that has
   * elements in every bundle would else be made small and large again by each of them.
   */
  private rest(): void {
    const { resting, fired } = this;
    for (const group of resting) {
      if (fired.has(group)) continue;
      const { key, window } = group;
      if (group.isClosed) {
        this.forget(group);
        const at = this.expiryOf(window);
        (this.closed.get(window) ?? this.closed.add(window, at, this.settings.keys())).value.set(key, true);
      } else if (isIdle(group)) {
        this.forget(group);
        const at = window.maxTimestamp;
        (this.idle.get(window) ?? this.idle.add(window, at, this.settings.keys())).value.set(
          key,
          group.panes,
        );
      }
    }
    resting.clear();
    this.resting = fired;
    this.fired = resting;
  }

  /** The group of a key and window as it was before it became idle, where it is. */
  private wake(key: K, window: Window): Group<K, V> | undefined {
    const idle = this.idle.get(window);
    const panes = idle?.value.get(key);
    if (panes === undefined) return undefined;
    idle!.value.delete(key);
    if (idle!.value.size === 0) this.idle.remove(idle!);
    const group = this.make(key, window, true, this.machine.create(), this.settings.buffer());
    group.panes = panes;
    this.hold(group, false);
    return group;
  }

  private expiryOf(window: Window): Instant {
    return expiryOf(window, this.settings.windowing.allowedLateness);
  }

  /** The group that an element of this window belongs to, merged if need be (N3). Undefined where it has closed. */
  private groupFor(key: K, window: Window, watermark: Instant, now: number): Group<K, V> | undefined {
    const groups = this.keys.get(key);
    const known = groups?.get(window);
    if (known !== undefined) return known;
    if (this.mergeWindows === undefined) {
      if (this.closed.get(window)?.value.has(key) === true) return undefined;
      const idle = this.wake(key, window);
      if (idle !== undefined) return idle;
    }
    const isPunctual = window.maxTimestamp >= watermark;
    const create = (found: Window): Group<K, V> =>
      this.make(key, found, isPunctual, this.machine.create(), this.settings.buffer());
    if (this.mergeWindows === undefined || groups === undefined) return create(window);
    const near = groups.near(window);
    if (near.length === 0) return create(window);
    if (this.isSessions && near.length === 1 && this.grow(near[0]!, window, watermark)) return near[0]!;
    const id = windowKey(window);
    let found: Window = window;
    for (const { from, into } of this.mergeWindows([...near.map((group) => group.window), window])) {
      if (from.some((each) => windowKey(each) === id)) found = into;
      this.merge(key, from, into, watermark, now);
    }
    return this.keys.get(key)?.get(found) ?? create(found);
  }

  /**
   * The usual fate of a session, and much cheaper than a merge: it grows. False where more than its window would
   * change, since it has ended or closed already.
   */
  private grow(group: Group<K, V>, window: Window, watermark: Instant): boolean {
    const { start, end, maxTimestamp } = group.window;
    if (group.isClosed || !group.isPunctual || group.latePanes > 0 || maxTimestamp < watermark) return false;
    if (start <= window.start && window.end <= end) return true;
    // Of the windows that it had since it was said last, only the first is known.
    if (this.settings.notes && !group.isUnknown) this.leave(group.key, group.window, undefined);
    group.isUnknown = true;
    group.window = new IntervalWindow(Math.min(start, window.start), Math.max(end, window.end));
    this.move(this.events, group.event, group.window.maxTimestamp);
    return true;
  }

  private merge(key: K, from: readonly Window[], into: Window, watermark: Instant, now: number): void {
    const groups = this.keys.get(key);
    const olds = from.flatMap((window) => groups?.get(window) ?? []);
    // The new window, and one that becomes itself, need no merge.
    if (olds.length === 0 || (olds.length === 1 && windowKey(olds[0]!.window) === windowKey(into))) return;
    const moment = { now, isPastEnd: into.maxTimestamp < watermark };
    // A group that has closed is empty and gives only its time: it must not close others with what they still hold.
    const open = olds.filter(({ isClosed }) => !isClosed);
    const [first, ...rest] = open.length > 0 ? open : olds;
    const { buffer } = first!;
    for (const old of rest) buffer.merge(old.buffer);
    const trigger = this.machine.merge(
      [first!, ...rest].map((old) => old.trigger),
      moment,
    );
    for (const old of olds) this.forget(old);
    const merged = this.make(key, into, into.maxTimestamp >= watermark, trigger, buffer);
    merged.fresh = olds.reduce((sum, { fresh }) => sum + fresh, 0);
    merged.panes = Math.max(...olds.map(({ panes }) => panes));
    merged.latePanes = moment.isPastEnd ? Math.max(...olds.map(({ latePanes }) => latePanes)) : 0;
    merged.isPunctual ||= olds.some(({ isPunctual }) => isPunctual) && !moment.isPastEnd;
    merged.isClosed = open.length === 0;
    for (const { timestamp } of olds) {
      if (timestamp !== undefined) this.combine(merged, timestamp);
    }
    this.hold(merged, moment.isPastEnd);
    this.place(merged, moment);
  }

  private make(
    key: K,
    window: Window,
    isPunctual: boolean,
    trigger: TriggerState,
    buffer: GroupBuffer<V>,
  ): Group<K, V> {
    const group = newGroup({ key, window, buffer, trigger, isPunctual }, this.made++);
    group.event.at = isPunctual ? window.maxTimestamp : this.expiryOf(window);
    let groups = this.keys.get(key);
    if (groups === undefined) {
      groups = this.isSessions ? new SessionGroups() : new AnyGroups();
      this.keys.set(key, groups);
    }
    groups.add(group);
    this.events.add(group.event);
    // Sessions alone: other windows may be known as idle.
    group.isUnknown = this.isSessions;
    this.touch(group);
    return group;
  }

  private touch(group: Group<K, V>): void {
    if (group.isNoted || this.settings.notes !== true) return;
    group.isNoted = true;
    this.changed.push(group);
  }

  private leave(key: K, window: Window, buffer: GroupBuffer<V> | undefined): void {
    this.left.push({ key, window, buffer });
  }

  /** Takes a group out of everything. */
  private forget(group: Group<K, V>): void {
    if (this.settings.notes) this.leave(group.key, group.window, group.buffer);
    this.fired.delete(group);
    this.resting.delete(group);
    for (const [heap, place] of [
      [this.events, group.event],
      [this.clocks, group.clock],
      [this.holds, group.hold],
    ] as const) {
      if (place.index >= 0) heap.remove(place);
    }
    const groups = this.keys.get(group.key);
    groups?.delete(group);
    if (groups?.size === 0) this.keys.delete(group.key);
  }

  /** Takes note of the timestamp of a new element, for the pane and its hold (N2). */
  private note(group: Group<K, V>, timestamp: Instant, watermark: Instant): void {
    const isPastEnd = group.window.maxTimestamp < watermark;
    if (timestamp >= watermark) this.combine(group, timestamp);
    this.hold(group, isPastEnd);
  }

  private combine(group: Group<K, V>, timestamp: Instant): void {
    const known = group.timestamp;
    if (known === undefined) group.timestamp = timestamp;
    else if (this.settings.windowing.timestampCombiner === 'earliest') {
      group.timestamp = Math.min(known, timestamp);
    } else group.timestamp = Math.max(known, timestamp);
  }

  /** Where the next pane of a group will be in event time. */
  private outputTimestamp(group: Group<K, V>): Instant {
    const { maxTimestamp } = group.window;
    if (this.settings.windowing.timestampCombiner === 'end-of-window') return maxTimestamp;
    return Math.min(group.timestamp ?? maxTimestamp, maxTimestamp);
  }

  /** Holds event time for the next pane, if there will be one that is not late (N2). */
  private hold(group: Group<K, V>, isPastEnd: boolean): void {
    const { onTime, closing } = this.settings.windowing;
    let at = MAX_TIMESTAMP;
    if (!group.isClosed) {
      const expects = group.fresh > 0 || (onTime === 'always' && group.panes > 0 && group.latePanes === 0);
      if (!isPastEnd) {
        if (expects) at = this.outputTimestamp(group);
      } else if (group.fresh > 0) {
        // What is held for a pane stays held until it has fired, also when a late element joins it.
        if (group.hold.index >= 0) at = group.hold.at;
        else at = group.timestamp === undefined ? this.expiryOf(group.window) : this.outputTimestamp(group);
      } else if (closing === 'always') {
        at = this.expiryOf(group.window);
      }
    }
    this.move(this.holds, group.hold, at);
  }

  private move(heap: TimerHeap<Place<K, V>>, place: Place<K, V>, at: number): void {
    if (place.at === at && place.index >= 0 === at < Number.POSITIVE_INFINITY) return;
    if (place.index >= 0) heap.remove(place);
    place.at = at;
    if (at < Number.POSITIVE_INFINITY) heap.add(place);
  }

  /** Asks for the clock's moment at which the trigger may fire. */
  private place(group: Group<K, V>, { now }: TriggerMoment): void {
    if (group.event.index < 0) return; // it was forgotten
    this.move(
      this.clocks,
      group.clock,
      group.isClosed ? Number.POSITIVE_INFINITY : this.machine.wakesAfter(group.trigger, now),
    );
  }

  /** Makes a pane, if it says anything (N4). `isOver`: the window has expired. */
  private fire(group: Group<K, V>, moment: TriggerMoment, isOver: boolean): Firing<K, V> | undefined {
    const { accumulation, onTime, closing } = this.settings.windowing;
    if (!isOver) this.machine.onFire(group.trigger, moment);
    else if (this.machine.shouldFire(group.trigger, moment)) this.machine.onFire(group.trigger, moment);
    const isLast = isOver || group.trigger.isFinished;
    group.isClosed = isLast;
    const timing = timingOf(group, moment);
    if (this.mergeWindows === undefined) this.fired.add(group);
    const says =
      group.fresh > 0 || (timing === 'on-time' && onTime === 'always') || (isLast && closing === 'always');
    if (!says) {
      this.hold(group, moment.isPastEnd);
      return undefined;
    }
    const timestamp = this.outputTimestamp(group);
    const pane: Pane = {
      timing,
      index: group.panes,
      onTimeIndex: timing === 'early' ? -1 : group.latePanes,
      isFirst: group.panes === 0,
      isLast,
    };
    group.panes++;
    if (timing !== 'early') group.latePanes++;
    group.fresh = 0;
    group.timestamp = undefined;
    const values = accumulation === 'accumulating' && !isLast ? group.buffer.values() : group.buffer.take();
    this.hold(group, moment.isPastEnd);
    return { key: group.key, values, metadata: paneMetadata(timestamp, group.window, pane) };
  }
}
