import type { PCollection } from './pcollection.js';

/** Options of `parDo` beside those of the DoFn. */
export interface ParDoOptions<T> {
  /**
   * For steps with state or timers: receives the elements that came after their window had expired, when its state was
   * gone, as a PCollection in the global window. Without it they are dropped. Counted they are in either case, in the
   * metric `droppedDueToLateness`. Beyond Beam: only hornbeam's own runner does it.
   */
  readonly late?: (late: PCollection<T>) => unknown;
}
