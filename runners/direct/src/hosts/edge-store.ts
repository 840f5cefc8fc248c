import type { BatchHandle, EdgeId } from '@hornbeam/engine';
import type { Window } from '@hornbeam/sdk/model';
import type { Cursor, Feed, Receiver } from '@hornbeam/sdk/worker';

/** Where the elements of one edge are kept. One implementation for each kind of edge. */
export interface EdgeStore {
  readonly edge: EdgeId;
  /** What the stages that write the edge push into. */
  receiver(cursor: Cursor): Receiver;
  /** The elements that came since the last call, as one batch; undefined when there are none. */
  commit(): BatchHandle | undefined;
  /** Everything is there. Returns the batches that become readable only now. */
  seal(): BatchHandle[];
  /** Feeds batches to a stage. */
  feed(batches: readonly BatchHandle[]): Feed;
  /** The bundle that was fed with these batches, or none and read it as a side input, has finished well. */
  finished(batches: readonly BatchHandle[]): void;
  /** Counts for the step behind the edge. */
  readonly counts: { readonly in: number; readonly out: number };
  close(): void;
}

/** An edge that is read as a side input. */
export interface SideStore extends EdgeStore {
  /**
   * The elements that go with a window of the main input, readable until the edge is closed.
   * @throws BeamError `E_SIDE_INPUT` when no window of the side input does
   */
  elements(window: Window): Iterable<unknown>;
}
