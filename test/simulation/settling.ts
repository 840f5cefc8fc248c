import type { Chance } from './chance.js';

/**
 * Says which of all that waits goes on next: callbacks, bundles that are about to end, and turns of the thread. What
 * waits is let go on one by one, in the order of the seed, so that bundles that run at the same time settle in any
 * order.
 */
export class Settling {
  private readonly chance: Chance;
  private readonly waiting: (() => void)[] = [];
  private isAwake = false;

  constructor(chance: Chance) {
    this.chance = chance;
  }

  /** Resolves when it is the caller's turn. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.wake();
    });
  }

  /** What goes on may make others wait before the next is chosen. */
  private wake(): void {
    if (this.isAwake || this.waiting.length === 0) return;
    this.isAwake = true;
    setImmediate(() => {
      this.isAwake = false;
      const [next] = this.waiting.splice(this.chance.below(this.waiting.length), 1);
      next!();
      this.wake();
    });
  }
}
