import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@hornbeam/sdk/construction';

/** The clock by which a source waits. Its `now` is only compared with itself. */
export type FeedClock = Pick<Clock, 'now' | 'turn' | 'wake'>;

/** The steady clock of this process. Waiting does not keep the process alive. */
export const steadyClock: FeedClock = {
  now: () => performance.now(),
  turn: () => setImmediate(),
  wake(at, callback) {
    const timer = setTimeout(callback, Math.max(0, at - performance.now()));
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

/** Waits for something, but not longer than so many ms, or than `signal` lasts. */
export async function atMost(
  clock: FeedClock,
  millis: number,
  done: Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  let end: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const wake = clock.wake(clock.now() + millis, end);
  signal.addEventListener('abort', end, { once: true });
  await Promise.race([done, over]);
  wake.cancel();
  signal.removeEventListener('abort', end);
}
