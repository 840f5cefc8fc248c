/** Tells whoever waits that something has come. One waits at a time. */
export class Bell {
  private waiting: (() => void) | undefined;

  ring(): void {
    this.waiting?.();
    this.waiting = undefined;
  }

  heard(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }
}

/**
 * How long one call of a source waits for what may come, ms. It ends then, even with empty hands: what it has made
 * goes on, and a source that waits does not keep the other steps from their turn for longer.
 */
const PATIENCE_MILLIS = 20;

/**
 * The waiting of one call of a source: all of its waits together end after {@link PATIENCE_MILLIS}, or when the runner
 * wants the call to end.
 *
 * Owns: a timer and a listener, from the first wait to `end`.
 */
export class Patience {
  private readonly bell: Bell;
  private readonly call: { readonly interrupt: AbortSignal };
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  private readonly giveUp = (): void => {
    this.isOver = true;
    this.bell.ring();
  };

  /** @param call the context of the call; its `interrupt` is looked at only when there is something to wait for */
  constructor(bell: Bell, call: { readonly interrupt: AbortSignal }) {
    this.bell = bell;
    this.call = call;
  }

  /** Waits for the bell; false when there is no time left to wait. */
  async wait(): Promise<boolean> {
    if (this.isOver) return false;
    if (this.timer === undefined) {
      const { interrupt } = this.call;
      interrupt.addEventListener('abort', this.giveUp, { once: true });
      // What is there already has its turn to come, however short the call is to be.
      this.timer = setTimeout(this.giveUp, interrupt.aborted ? 0 : PATIENCE_MILLIS);
    }
    await this.bell.heard();
    return true;
  }

  /** To be called when the call ends. */
  end(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.call.interrupt.removeEventListener('abort', this.giveUp);
  }
}
