import type { StageClock } from './remote-stage.js';

/** For so long a bundle keeps the thread before others get a turn, ms. */
const TURN_MILLIS = 10;
/** At most so many outputs go by between two looks at the clock, and only while they take less than this, ms. */
const OUTPUTS_PER_LOOK = 64;
const LOOK_MILLIS = 1;

/**
 * Gives the other work of the thread a turn now and then.
 *
 * Owns: when that was last, and how often the clock is looked at: a look takes as long as a short element.
 */
export class Turns {
  private readonly clock: StageClock;
  private lastTurn = 0;
  private lastLook = 0;
  /** Outputs between two looks, and those to come before the next. */
  private stride = 1;
  private left = 0;

  constructor(clock: StageClock) {
    this.clock = clock;
  }

  /** A bundle begins, or others have had their turn. */
  begin(now: number): void {
    this.lastTurn = now;
    this.lastLook = now;
  }

  /** To be called between chunks. @returns a promise when it is time for others */
  betweenChunks(): Promise<void> | undefined {
    return this.look();
  }

  /** To be called for each of many outputs. @returns as {@link betweenChunks} */
  betweenOutputs(): Promise<void> | undefined {
    if (--this.left > 0) return undefined;
    const before = this.lastLook;
    const turn = this.look();
    this.stride = this.lastLook - before < LOOK_MILLIS ? Math.min(OUTPUTS_PER_LOOK, this.stride * 2) : 1;
    this.left = this.stride;
    return turn;
  }

  /** Waits, after which others have had their turn. */
  async awake(wait: Promise<void>): Promise<void> {
    await wait;
    this.begin(this.clock.monotonic());
  }

  private look(): Promise<void> | undefined {
    const now = this.clock.monotonic();
    this.lastLook = now;
    return now - this.lastTurn < TURN_MILLIS ? undefined : this.awake(this.clock.turn());
  }
}
