import type { OffsetRange } from './offset-range.js';
import { OffsetRangeTracker } from './offset-range-tracker.js';

/**
 * Claims the offsets of a range whose end is not known, such as a log that is still written. The range it begins
 * with has the end infinity; what splits cut off in front of it ends.
 */
export class GrowableOffsetRangeTracker extends OffsetRangeTracker {
  private isFinished = false;
  private readonly estimateEnd: (() => number) | undefined;

  /** @param estimateEnd where the offsets end for now, for progress and splits; unknown without it */
  constructor(range: OffsetRange, estimateEnd?: () => number) {
    super(range);
    this.estimateEnd = estimateEnd;
  }

  /** There is nothing behind what was claimed, now or ever: the restriction is done. */
  finish(): void {
    if (this.isBounded || this.isFinished) return;
    this.isFinished = true;
    this.tryClaim(Number.POSITIVE_INFINITY);
  }

  protected override workEnd(next: number): number {
    const { to } = this.restriction;
    if (this.isBounded) return to;
    const end = Math.floor(this.estimateEnd?.() ?? next);
    return Number.isFinite(end) ? Math.max(next, end) : next;
  }
}
