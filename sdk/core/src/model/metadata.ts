import { NO_FIRING, type Pane } from './pane.js';
import { type Instant, MIN_TIMESTAMP } from './timestamp.js';
import { GLOBAL_WINDOW, type Window } from './window.js';

/**
 * What an element carries beside its value. Immutable and shared: a million elements read from a file in
 * the global window point to one object, so moving metadata costs a pointer compare, not an allocation.
 */
export interface Metadata {
  readonly timestamp: Instant;
  readonly windows: readonly Window[];
  readonly pane: Pane;
}

/** The metadata of an impulse: the smallest timestamp, the global window, no firing. */
export const ROOT_METADATA: Metadata = Object.freeze({
  timestamp: MIN_TIMESTAMP,
  windows: Object.freeze([GLOBAL_WINDOW]),
  pane: NO_FIRING,
});

/** An element with its metadata (Beam's WindowedValue), used where an element must stand alone. */
export interface WindowedValue<T> extends Metadata {
  readonly value: T;
}
