/**
 * What happened to a job, for any number of readers who may come late.
 *
 * Owns: the newest entries, at most `limit`. Does not own: its readers, who are at different places.
 *
 * Invariants:
 *  L1  a reader gets every entry that is still there, in order, from the oldest on; entries that were forgotten before it
 *      came to them are skipped, and it is told how many.
 *  L2  after `end` nothing is added, and readers end when they have had everything.
 *  L3  a slow reader costs nothing: it holds a place, not entries.
 */
export class EventLog<T> {
  private readonly limit: number;
  private readonly entries: T[] = [];
  /** How many entries have been forgotten, which is the number of the first one. */
  private forgotten = 0;
  private ended = false;
  private waiting: Array<() => void> = [];

  /** @param limit entries that are kept */
  constructor(limit: number) {
    this.limit = limit;
  }

  add(entry: T): void {
    if (this.ended) return;
    this.entries.push(entry);
    // Half at a time, as each removal moves all that stay.
    if (this.entries.length >= 2 * this.limit) this.trim();
    this.wake();
  }

  /** Nothing more will happen. */
  end(): void {
    this.ended = true;
    this.trim();
    this.wake();
  }

  /** Reads from the oldest entry on, until the end or until the signal is raised. */
  async *read(signal: AbortSignal, skipped: (count: number) => T | undefined): AsyncIterableIterator<T> {
    const wake = (): void => this.wake();
    signal.addEventListener('abort', wake);
    try {
      // Who comes late gets what is there.
      let next = this.forgotten;
      while (!signal.aborted) {
        if (next < this.forgotten) {
          const note = skipped(this.forgotten - next);
          next = this.forgotten;
          if (note !== undefined) yield note;
        } else if (next < this.forgotten + this.entries.length) {
          yield this.entries[next++ - this.forgotten]!;
        } else if (this.ended) return;
        else await new Promise<void>((resolve) => this.waiting.push(resolve));
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  private trim(): void {
    const surplus = this.entries.length - this.limit;
    if (surplus <= 0) return;
    this.entries.splice(0, surplus);
    this.forgotten += surplus;
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
