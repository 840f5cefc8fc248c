/**
 * What the elements of a source stage left undone, to be taken up again at a moment of the clock.
 *
 * Owns: handles of stored residuals, with the moment and the watermark of each.
 * Does not own: the residuals themselves (the host's store).
 *
 * Invariants:
 *  L1  a leftover is taken once, not before its moment.
 *  L2  of those that may be taken the one that has waited longest goes first, so that no source starves another.
 */
import { type Instant, MAX_TIMESTAMP } from '@hornbeam/sdk/model';
import type { LeftoverState } from './engine-state.js';
import type { BatchHandle } from './pending.js';

/** A residual of a source: its batch, when to go on with it, and how far event time has come in it. */
export interface Leftover {
  readonly batch: BatchHandle;
  /** ms since 1970 */
  readonly resumeAt: number;
  readonly watermark: Instant;
}

/** See the head of this file. */
export class Leftovers {
  private list: Leftover[] = [];

  get size(): number {
    return this.list.length;
  }

  add(leftover: Leftover): void {
    this.list.push(leftover);
  }

  /** How far event time has come in all of them. */
  get watermark(): Instant {
    return this.list.reduce((least, { watermark }) => Math.min(least, watermark), MAX_TIMESTAMP);
  }

  /** When the next may be taken; infinity without any. */
  get nextAt(): number {
    return this.list.reduce((least, { resumeAt }) => Math.min(least, resumeAt), Number.POSITIVE_INFINITY);
  }

  /** None waits for its moment any more. */
  hurry(): void {
    this.list = this.list.map((leftover) => ({ ...leftover, resumeAt: Number.NEGATIVE_INFINITY }));
  }

  /** All of them, in the order in which they came. */
  state(): LeftoverState[] {
    return this.list.map(({ batch, ...rest }) => ({ ...rest, batch: batch.id }));
  }

  /** Takes one whose moment has come. */
  take(now: number): Leftover | undefined {
    const index = this.list.findIndex(({ resumeAt }) => resumeAt <= now);
    if (index < 0) return undefined;
    return this.list.splice(index, 1)[0];
  }
}
