import type { Cell } from './cell.js';

interface Waiting {
  readonly cell: Cell;
  /** When it was written, as far as the queue knows. */
  readonly writtenAt: number;
}

/**
 * The cells of one name that run out, the one written first in front. A cell that was written again goes to the
 * end when it comes up, so that writing costs nothing; it may be swept late by that, by its time to live at most.
 */
export class ExpiryQueue {
  private waiting: Waiting[] = [];
  /** Cells before this index have been dealt with. */
  private taken = 0;
  private readonly ttl: number;

  constructor(ttl: number) {
    this.ttl = ttl;
  }

  get size(): number {
    return this.waiting.length - this.taken;
  }

  add(cell: Cell): void {
    this.waiting.push({ cell, writtenAt: cell.writtenAt });
  }

  /** Empties the cells whose time has run out. */
  sweep(now: number): void {
    for (;;) {
      const first = this.waiting[this.taken];
      if (first === undefined || now - first.writtenAt < this.ttl) break;
      this.taken++;
      const { cell } = first;
      if (!cell.expire(now)) {
        this.add(cell);
      } else {
        cell.isQueued = false;
      }
    }
    if (this.taken > 1024 && this.taken * 2 > this.waiting.length) {
      this.waiting = this.waiting.slice(this.taken);
      this.taken = 0;
    }
  }
}
