/**
 * Looks at something again and again until there is nothing left to look for.
 *
 * Owns: a timer, which keeps no process alive.
 */
export class RepeatedLook {
  private readonly look: () => Promise<boolean>;
  private readonly millis: number;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  /**
   * @param look says whether nothing is left to look for; when it fails, there is another look
   * @param millis between the end of one look and the next
   */
  constructor(look: () => Promise<boolean>, millis: number) {
    this.look = look;
    this.millis = millis;
    this.wait();
  }

  /** Whether nobody wants to know any more: a look under way had better not act. */
  get isClosed(): boolean {
    return this.closed;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private wait(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      void this.look()
        .catch(() => false)
        .then((isOver) => {
          if (!isOver) this.wait();
        });
    }, this.millis);
    this.timer.unref();
  }
}
