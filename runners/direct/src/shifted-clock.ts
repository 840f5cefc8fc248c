import type { Clock, Wake } from '@hornbeam/sdk/construction';

/**
 * A clock that goes on by itself and can be moved on beside: for streams of a test whose steps run in other processes,
 * which set their timers by a clock of their own.
 */
export class ShiftedClock implements Clock {
  private readonly real: Clock;
  private shift = 0;
  private readonly waiting = new Set<() => void>();

  constructor(real: Clock) {
    this.real = real;
  }

  now(): number {
    return this.real.now() + this.shift;
  }

  monotonic(): number {
    return this.real.monotonic();
  }

  turn(): Promise<void> {
    return this.real.turn();
  }

  wake(at: number, callback: () => void): Wake {
    let wake: Wake;
    const again = (): void => {
      wake.cancel();
      wake = this.real.wake(at - this.shift, ring);
    };
    const ring = (): void => {
      this.waiting.delete(again);
      callback();
    };
    wake = this.real.wake(at - this.shift, ring);
    this.waiting.add(again);
    return {
      cancel: () => {
        this.waiting.delete(again);
        wake.cancel();
      },
    };
  }

  /** Moves on by so many ms. */
  advance(millis: number): void {
    this.shift += millis;
    for (const again of [...this.waiting]) again();
  }
}
