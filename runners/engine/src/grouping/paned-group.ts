import { type Instant, MAX_TIMESTAMP, type PaneTiming, type Window } from '@hornbeam/sdk/model';
import type { HeapPlace } from '../timers/timer-heap.js';
import type { GroupBuffer } from './group-buffer.js';
import type { GroupState } from './group-state.js';
import { isAsNew, type TriggerMoment, type TriggerState } from './trigger-machine.js';

/** Where a group is in one of the heaps. */
export interface Place<K, V> extends HeapPlace {
  at: number;
  readonly group: Group<K, V>;
}

/** One key and window. */
export interface Group<K, V> {
  readonly key: K;
  /** Grows with a session. */
  window: Window;
  readonly buffer: GroupBuffer<V>;
  readonly trigger: TriggerState;
  /** Elements since the last pane. */
  fresh: number;
  /** Panes made so far. */
  panes: number;
  /** Panes made so far that were not early. */
  latePanes: number;
  /** The window holds the watermark, or has done so up to its end: its first pane after the end is on time. */
  isPunctual: boolean;
  /** The trigger will not fire again. */
  isClosed: boolean;
  /** It is in the list of what changed. */
  isNoted: boolean;
  /** Nobody who keeps groups knows of one in its window, as it is now. */
  isUnknown: boolean;
  /** Of the elements since the last pane that were not late: what the combiner of timestamps makes of them. */
  timestamp: Instant | undefined;
  readonly event: Place<K, V>;
  readonly clock: Place<K, V>;
  readonly hold: Place<K, V>;
}

/** A group that has seen nothing yet, in none of the heaps. `order` decides between groups of the same moment. */
export function newGroup<K, V>(
  what: Pick<Group<K, V>, 'key' | 'window' | 'buffer' | 'trigger' | 'isPunctual'>,
  order: number,
): Group<K, V> {
  const group = {
    ...what,
    fresh: 0,
    panes: 0,
    latePanes: 0,
    isClosed: false,
    isNoted: false,
    isUnknown: false,
    timestamp: undefined,
  } as unknown as { -readonly [P in keyof Group<K, V>]: Group<K, V>[P] };
  const placeAt = (at: number): Place<K, V> => ({ at, order, index: -1, group });
  group.event = placeAt(MAX_TIMESTAMP);
  group.clock = placeAt(Number.POSITIVE_INFINITY);
  group.hold = placeAt(MAX_TIMESTAMP);
  return group;
}

/** What another machine is to know of a group. */
export const openState = <K, V>(group: Group<K, V>): GroupState<V> => {
  // Said of every group that changed in an epoch: no object between, no array.
  const { buffer, trigger, fresh, panes, latePanes, isPunctual, isClosed, timestamp } = group;
  return {
    kind: 'open',
    buffer,
    panes: {
      fresh,
      panes,
      latePanes,
      isPunctual,
      isClosed,
      timestamp,
      trigger,
      event: momentOf(group.event),
      clock: momentOf(group.clock),
      hold: momentOf(group.hold),
    },
  };
};

/** Whoever keeps groups knows this one as it is now. */
export function said<K, V>(group: Group<K, V>): void {
  group.isNoted = false;
  group.isUnknown = false;
}

/** When a place in a heap comes; infinity for one that is in none. */
const momentOf = ({ at, index }: HeapPlace & { readonly at: number }): number =>
  index < 0 ? Number.POSITIVE_INFINITY : at;

/** See N5 of paned-groups.ts. Where the end of the window is still waited for, all panes were early. */
export const isIdle = <K, V>(group: Group<K, V>): boolean =>
  group.fresh === 0 &&
  group.panes > 0 &&
  group.event.at === group.window.maxTimestamp &&
  group.buffer.isEmpty &&
  isAsNew(group.trigger);

/** Whether the next pane of a group is early, on time or late. */
export function timingOf<K, V>(
  { latePanes, isPunctual }: Group<K, V>,
  { isPastEnd }: TriggerMoment,
): PaneTiming {
  if (!isPastEnd) return 'early';
  return latePanes === 0 && isPunctual ? 'on-time' : 'late';
}
