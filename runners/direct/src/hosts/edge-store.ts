import type { BatchHandle, EdgeId, StageId } from '@hornbeam/engine';
import type { Instant, Window } from '@hornbeam/sdk/model';
import type { Cursor, Feed, Receiver } from '@hornbeam/sdk/worker';

/** Where the elements of one edge are kept. One implementation for each kind of edge. */
export interface EdgeStore {
  readonly edge: EdgeId;
  /** The way into the edge for one stage: what it writes is its own until it commits. */
  writer(cursor: Cursor): EdgeWriter;
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

/** What one stage writes into an edge. */
export interface EdgeWriter {
  readonly receiver: Receiver;
  /** Elements and estimated bytes since the last commit. */
  readonly size: { readonly elements: number; readonly bytes: number };
  /** The elements that came since the last call, as one batch; undefined when there are none. */
  commit(): BatchHandle | undefined;
}

/** An edge that is read as a side input. */
export interface SideStore extends EdgeStore {
  /**
   * The elements that go with a window of the main input, readable until the edge is closed.
   * @throws BeamError `E_SIDE_INPUT` when no window of the side input does
   */
  elements(window: Window): Iterable<unknown>;
  /** The elements of a window of the side input itself, as {@link elements}. */
  elementsIn(side: Window): Iterable<unknown>;
  /** Grows whenever the elements of a window may have changed. */
  readonly version: number;
  /** Whether the elements that go with a window of the main input may be read, see the engine's port. */
  isReady(main: Window, watermark: Instant): boolean;
  /**
   * A reader has finished a bundle.
   * @param before where the watermark of the slowest reader is
   * @param reader the stage that has finished
   * @param busy the other readers that are at work
   */
  expire(before: Instant, reader: StageId, busy: readonly StageId[]): void;
}
