import type { Agenda } from './agenda.js';
import type { Leftover } from './leftovers.js';
import type { BatchHandle } from './pending.js';
import type { EdgeId } from './topology.js';

/** A batch and where it goes. */
export interface Output {
  readonly edge: EdgeId;
  readonly batch: BatchHandle;
}

/** What a bundle has made. */
export interface BundleResult {
  readonly outputs: readonly Output[];
  /** What a source left undone. */
  readonly leftovers?: readonly Leftover[];
  /** Of a stage with timers, after the bundle. */
  readonly agenda?: Agenda;
}
