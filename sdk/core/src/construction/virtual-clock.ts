import type { Clock, Wake } from './clock.js';

interface Waiting {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that moves only when it is told to: for tests, and for streams of a test. */
export class VirtualClock implements Clock {
  private time: number;
  private waiting: Waiting[] = [];
  private readonly real: Pick<Clock, 'monotonic' | 'turn'>;

  /**
   * @param real how to yield the thread, and a steady clock for reports
   * @param start where it begins, ms since 1970
   */
  constructor(real: Pick<Clock, 'monotonic' | 'turn'>, start = 0) {
    this.real = real;
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.real.monotonic();
  }

  turn(): Promise<void> {
    return this.real.turn();
  }

  wake(at: number, callback: () => void): Wake {
    const waiting: Waiting = { at, callback };
    this.waiting.push(waiting);
    if (at <= this.time) void this.real.turn().then(() => this.ring());
    return {
      cancel: () => {
        this.waiting = this.waiting.filter((other) => other !== waiting);
      },
    };
  }

  /** Moves on by so many ms. What waited for a moment up to then is called, in order. */
  advance(millis: number): void {
    this.time += millis;
    this.ring();
  }

  private ring(): void {
    const due = this.waiting.filter(({ at }) => at <= this.time).sort((a, b) => a.at - b.at);
    this.waiting = this.waiting.filter(({ at }) => at > this.time);
    for (const { callback } of due) callback();
  }
}
