import type { Clock } from '@hornbeam/sdk/construction';

/** Resolves after so many ms, or when the signal is aborted. */
export function pause(clock: Clock, millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      wake.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const wake = clock.wake(clock.now() + millis, end);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
