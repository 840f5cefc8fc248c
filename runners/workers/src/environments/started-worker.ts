/** Where a worker finds this runner, and what it is to call itself. */
export interface WorkerPlace {
  readonly workerId: string;
  /** `host:port` of all servers that it speaks to. */
  readonly address: string;
}

/** A worker that was started, however. */
export interface StartedWorker {
  /** Resolves when it has ended by itself, with what is known of its end; never, where that cannot be known. */
  readonly ended: Promise<string>;
  /** Ends it; does not throw. */
  end(): Promise<void>;
}
