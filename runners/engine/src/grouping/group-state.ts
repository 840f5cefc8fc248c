import type { Instant, Window } from '@hornbeam/sdk/model';
import type { GroupBuffer } from './group-buffer.js';
import type { TriggerState } from './trigger-machine.js';

/** What is known of a group that has not closed, beside its key and window. */
export interface OpenGroup<V> {
  readonly kind: 'open';
  readonly buffer: GroupBuffer<V>;
  /** Undefined where a window has one pane, at its end. */
  readonly panes: PanesOfGroup | undefined;
}

/** Where a group is with its panes; the names are those of a group in paned-groups.ts. */
export interface PanesOfGroup {
  readonly trigger: TriggerState;
  readonly fresh: number;
  readonly panes: number;
  readonly latePanes: number;
  readonly isPunctual: boolean;
  readonly isClosed: boolean;
  readonly timestamp: Instant | undefined;
  /** The moments of event time and of the clock at which something is to be done, and the hold. */
  readonly event: number;
  readonly clock: number;
  readonly hold: number;
}

/** What a grouping knows of one key and window. */
export type GroupState<V> =
  | OpenGroup<V>
  /** So many panes were made, and there is nothing to say for now. */
  | { readonly kind: 'idle'; readonly panes: number }
  /** Its trigger will not fire again. */
  | { readonly kind: 'closed' };

/** A group that changed. */
export interface GroupChange<K, V> {
  readonly key: K;
  readonly window: Window;
  /** Undefined when there is nothing of it any more. */
  readonly state: GroupState<V> | undefined;
  /** A buffer that was the group's; another group may have it now. */
  readonly left?: GroupBuffer<V> | undefined;
}
