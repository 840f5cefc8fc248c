/** Time as the watch over workers needs it. */
export interface WorkerClock {
  /** ms of a clock that never goes back. */
  monotonic(): number;
  /** Calls back once, `millis` later, unless what is returned is called before. Does not keep the process alive. */
  after(millis: number, callback: () => void): () => void;
}

/** The clock of this machine. */
export const systemWorkerClock: WorkerClock = {
  monotonic: () => performance.now(),
  after(millis, callback) {
    const timer = setTimeout(callback, millis);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
