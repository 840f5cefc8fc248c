/** The port through which a runner sees time and yields the thread. */
export interface Clock {
  /** Milliseconds since 1970: processing time. */
  now(): number;
  /** Milliseconds of a steady clock. */
  monotonic(): number;
  /** Resolves when other work of the process has had a turn. */
  turn(): Promise<void>;
  /** Calls back once `now()` has come to a moment. */
  wake(at: number, callback: () => void): Wake;
}

/** A call that was asked for. */
export interface Wake {
  cancel(): void;
}
