import type { Window } from '@hornbeam/sdk/model';

/** What the head of a step with state needs of that state, wherever the step runs. */
export interface WindowedState {
  /** The keys of a window that the step is to be told of when it expires. */
  keysOf(window: Window): Iterable<unknown>;
  /** Lets go of all state of a window. */
  dropWindow(window: Window): void;
  /** To be called between bundles. */
  sweep(): void;
}
