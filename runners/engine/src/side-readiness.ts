import type { Instant, Window } from '@hornbeam/sdk/model';
import type { EdgeId } from './topology.js';

/** The engine's port to the side inputs, which know their windows. */
export interface SideReadiness {
  /**
   * Whether an element in this window of the main input may read the side input: the watermark has passed the
   * window of the side input that belongs to it, or a pane of it has fired. Only asked while it is not complete.
   */
  isReady(side: EdgeId, main: Window, watermark: Instant): boolean;
}
