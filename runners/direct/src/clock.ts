/** The port through which the runner sees time and yields the thread. */
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

/** What a timer of Node can wait at most, ms. */
const LONGEST = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  turn: () => new Promise((resolve) => setImmediate(resolve)),
  wake(at, callback) {
    let timer: NodeJS.Timeout | undefined;
    const arm = (): void => {
      const rest = at - Date.now();
      if (rest > 0) timer = setTimeout(arm, Math.min(rest, LONGEST));
      else timer = setTimeout(callback, 0);
    };
    arm();
    return { cancel: () => clearTimeout(timer) };
  },
};
