/**
 * A grouping that is made pane by pane: takes elements, says which panes fire. Pure: time comes as numbers, values
 * are kept by the host's buffers.
 *
 * Owns: nothing but the choice of how: {@link AlignedGroups} where a window has one pane at its end, else
 * {@link PanedGroups}.
 */
import { type Instant, type Metadata, needsMerge, type Window, type Windowing } from '@hornbeam/sdk/model';
import type { Agenda } from '../agenda.js';
import { AlignedGroups } from './aligned-groups.js';
import type { Firing } from './firing.js';
import type { GroupingSettings } from './group-settings.js';
import type { GroupChange, GroupState } from './group-state.js';
import { PanedGroups } from './paned-groups.js';

/** See the head of this file. */
export class GroupingMachine<K, V> {
  private readonly groups: AlignedGroups<K, V> | PanedGroups<K, V>;

  constructor(settings: GroupingSettings<K, V>) {
    this.groups = hasOnePane(settings.windowing) ? new AlignedGroups(settings) : new PanedGroups(settings);
  }

  /**
   * Adds an element, by the watermark and clock at the start of its bundle. Returns the panes that fire by it, of
   * triggers that count or fire at once.
   */
  add(
    key: K,
    value: V,
    metadata: Metadata,
    watermark: Instant,
    now: number,
  ): readonly Firing<K, V>[] | undefined {
    return this.groups.add(key, value, metadata, watermark, now);
  }

  /** The windows of a key that are open, where windows grow together. */
  windowsOf(key: K): readonly Window[] {
    return this.groups instanceof PanedGroups ? this.groups.windowsOf(key) : [];
  }

  /**
   * The panes that fire because event time or the clock has moved, in the order of time; then windows that have
   * expired are forgotten. Lazy: the machine may not be used otherwise before the last is taken.
   */
  advance(watermark: Instant, now: number): IterableIterator<Firing<K, V>> {
    return this.groups.advance(watermark, now);
  }

  /** The groups that changed since this was last asked; those that are gone come first. Where changes are noted. */
  changes(): IterableIterator<GroupChange<K, V>> {
    return this.groups.changes();
  }

  /** Takes up a group that was another machine's. Not noted as a change. */
  restore(key: K, window: Window, state: GroupState<V>): void {
    if (this.groups instanceof PanedGroups) this.groups.restore(key, window, state);
    else if (state.kind === 'open') this.groups.restore(key, window, state.buffer);
  }

  /** What is to be waited for, and how far event time may go on meanwhile. */
  agenda(): Agenda {
    return this.groups.agenda();
  }
}

/** Windows stand still, fire once at their end, and take nothing after it. */
const hasOnePane = (windowing: Windowing): boolean => {
  const { trigger, allowedLateness, timestampCombiner } = windowing;
  const firesAtEnd =
    trigger.kind === 'default' || (trigger.kind === 'after-watermark' && trigger.early === undefined);
  return (
    firesAtEnd && allowedLateness === 0 && timestampCombiner === 'end-of-window' && !needsMerge(windowing)
  );
};
