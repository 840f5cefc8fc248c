/** Lets one owner at a time have a store. What is taken is free again when the process is gone, however it ended. */
export interface OwnerLock {
  /** @throws BeamError `E_STATE_DIR` that names the owner, when there is one */
  take(): Promise<OwnedLock>;
}

/** A lock that was taken. */
export interface OwnedLock {
  release(): Promise<void>;
}
