import type { Clock } from '@hornbeam/sdk/construction';

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
