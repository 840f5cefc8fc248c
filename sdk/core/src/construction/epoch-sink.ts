import type { LogRecord } from './runner.js';

/**
 * What a sink promises of a run that keeps its state, however often it is killed.
 *
 * - `transactional`: rows and marker are written together; readers see every row once, and no row of an epoch before
 *   all of them can be seen.
 * - `idempotent`: a row that is written again takes its own place; readers may see an epoch half written.
 * - `at-least-once`: rows of the last epoch may come twice.
 */
export type SinkGuarantee = 'transactional' | 'idempotent' | 'at-least-once';

/** Who opens a sink. */
export interface SinkContext {
  /** Who writes: the same after every restart of the job, different for every other job and sink; `job/step`. */
  readonly owner: string;
  /**
   * The same after every restart of a run that keeps its state, different for a run of this owner that begins anew: what
   * epochs count starts over there.
   */
  readonly run: string;
  /**
   * The run keeps its state and asks for the epochs of an earlier process. Without it no marker is to be left: the
   * epochs are the bundles of this process, and end with it.
   */
  readonly isDurable: boolean;
  /**
   * What epochs count. `commits`: moments of the run, so that the rows of an epoch are all that came since the one before.
   * `rows`: rows of this owner, so that an epoch is the number of its last row; where it comes again, it may come cut
   * otherwise. {@link SinkWriter.commit} is handed a list, of rows that `lastCommitted` does not cover.
   */
  readonly epochs: 'commits' | 'rows';
  readonly log: (record: LogRecord) => void;
  /** Aborted when the run gives up. */
  readonly signal: AbortSignal;
}

/**
 * A target that takes the rows of one epoch after the other. An epoch is what the runner commits in one go: its rows
 * come to the sink when they can no longer change, and come again, the same, until the sink has them.
 */
export interface EpochSink<T> {
  /** Shown as the step's name. */
  readonly name: string;
  readonly guarantee: SinkGuarantee;
  /** Where the rows go, in words: `topic alerts at localhost:9092`. */
  readonly target: string;
  /**
   * Where several workers write side by side, rows of one key keep their order, and a row without a key may go to any
   * of them. A sink without this function keeps the order of all rows, and one worker writes them.
   */
  readonly keyOf?: (row: T) => string | Uint8Array | undefined;
  /** How many write side by side there (default 4). A job that is resumed keeps its number. */
  readonly shards?: number | undefined;
  /**
   * Opens the target and shuts out every earlier writer of the same owner: what such a one has not finished then never
   * comes to be.
   * @throws BeamError as {@link SinkWriter.commit}
   */
  open(context: SinkContext): Promise<SinkWriter<T>>;
}

/** An open sink. Its methods are called one after the other. */
export interface SinkWriter<T> {
  /**
   * The last epoch whose rows the *target* says it has of this owner; undefined where it has none. Asked once, before
   * the first commit.
   * @throws BeamError as `commit`
   */
  lastCommitted(): Promise<number | undefined>;
  /**
   * Writes the rows of an epoch, and that it was written. Epochs grow, with gaps. Safe to repeat after it failed: what
   * the target has already is not written again.
   * @throws BeamError `E_UNAVAILABLE` when the target cannot be reached or is too busy for now: the runner tries again;
   *   `E_FENCED` when another run has taken over; any other code ends the run
   */
  commit(epoch: number, rows: Iterable<T>): Promise<void>;
  close(): Promise<void>;
}
