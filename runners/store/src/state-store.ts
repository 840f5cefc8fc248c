/** One key and what is kept under it. */
export interface StateEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/**
 * The changes of one epoch, in the order in which they are to be applied. Nothing is visible or durable before
 * {@link StateStore.commit}. The bytes handed in are copied.
 */
export interface EpochWriter {
  /** The key has this value, whatever it had before. */
  put(space: string, key: Uint8Array, value: Uint8Array): void;
  /** Bytes come behind those that the key has; a key that has none begins with them. */
  append(space: string, key: Uint8Array, bytes: Uint8Array): void;
  /** The key is not there any more; nothing when it was not. */
  delete(space: string, key: Uint8Array): void;
  /** How many bytes the changes take. */
  readonly bytes: number;
}

/** What is told of a store. */
export interface StoreStats {
  /** Bytes of all keys and values that are there now. */
  readonly liveBytes: number;
  readonly keys: number;
  /** Bytes that the files take. */
  readonly diskBytes: number;
}

/**
 * Keys and values in named spaces, that change epoch by epoch: the port behind which durable runs keep everything.
 *
 * What every implementation keeps:
 *  P1  the changes of an epoch become visible and durable together, or not at all; `commit` resolves when they are
 *      durable: a process that is killed then, or a machine that loses power, finds them.
 *  P2  a store that is opened has exactly the epochs 1 to `epoch`, for the largest that was durable; or is refused.
 *  P3  one owner at a time has a store.
 *  P4  after a write or a sync failed the store takes nothing more: what is on the disk is not known any more.
 */
export interface StateStore {
  /** The last epoch that was committed; 0 in a new store. */
  readonly epoch: number;
  /** When it was committed, ms since 1970; 0 in a new store. */
  readonly committedAt: number;
  /** The spaces that hold anything. */
  spaces(): readonly string[];
  /** What is kept under a key; undefined where there is nothing. @throws BeamError `E_STATE_DAMAGED` `E_DISK` */
  get(space: string, key: Uint8Array): Uint8Array | undefined;
  /** Everything in a space, in no order. The store must not be committed to meanwhile. @throws BeamError as `get` */
  entries(space: string): Iterable<StateEntry>;
  /** How many keys a space has. */
  count(space: string): number;
  begin(): EpochWriter;
  /**
   * Makes the changes durable, as epoch `epoch + 1`, and returns its number. Empty epochs count. One commit at a time.
   * @param at the moment it is said to have been made at, ms since 1970
   * @throws BeamError `E_DISK` when the disk is full, read-only or failing; `E_FENCED` when another owner has taken over
   */
  commit(changes: EpochWriter, at: number): Promise<number>;
  stats(): StoreStats;
  /** Lets go of everything, the files stay. Not to be called while a commit is under way. */
  close(): Promise<void>;
}
