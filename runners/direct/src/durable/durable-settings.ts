import type { StateStore } from '@hornbeam/store';

/** How a run is kept. */
export interface DurableSettings {
  /** Opens the store; the run closes it. @throws BeamError `E_STATE_DIR` `E_STATE_DAMAGED` `E_DISK` */
  readonly open: () => Promise<StateStore>;
  /** Go on where an earlier run was; without it a store that holds a run is refused. */
  readonly resume?: boolean | undefined;
  /** Names a run that begins anew, unlike any other; random without it. */
  readonly newRun?: (() => string) | undefined;
  /** From one epoch to the next, ms. Default 100. */
  readonly epochMillis?: number | undefined;
  /** So many bytes of rows may wait for their targets before sources rest. Default 256 MB. */
  readonly outboxBytes?: number | undefined;
  /** How many keys of a step with state stay on the heap beside those in use. Default 1 million. */
  readonly keysOnHeap?: number;
  /** Go on although some of the state belongs to no step any more, and let go of it. */
  readonly allowLostState?: boolean | undefined;
}
