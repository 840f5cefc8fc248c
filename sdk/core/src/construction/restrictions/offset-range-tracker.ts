import { BeamError } from '../../model/errors.js';
import type { Progress, RestrictionTracker } from '../splittable.js';
import type { OffsetRange } from './offset-range.js';

/**
 * Claims the offsets of a range, each larger than the one before; offsets may be left out.
 *
 * Owns: what is left of the range, and the last offset that a claim asked for.
 *
 * Invariants:
 *  T1  primary and residual of a split are what the range was before, without a gap and without an overlap.
 *  T2  no claimed offset is ever given away.
 *  T3  an offset at or behind the end of what is left is refused.
 */
export class OffsetRangeTracker implements RestrictionTracker<OffsetRange, number> {
  private range: OffsetRange;
  /** The last offset that a claim asked for, granted or not. */
  private attempted: number | undefined;
  /** The last offset granted. */
  private claimed: number | undefined;

  constructor(range: OffsetRange) {
    this.range = range;
  }

  get restriction(): OffsetRange {
    return this.range;
  }

  get isBounded(): boolean {
    return this.range.to !== Number.POSITIVE_INFINITY;
  }

  /**
   * @throws BeamError `E_SPLITTABLE` for an offset that is no number, lies before the range, or is not larger than
   * the last
   */
  tryClaim(offset: number): boolean {
    const { from, to } = this.range;
    const last = this.attempted ?? from - 1;
    if (!(offset > last)) throw this.outOfOrder(offset);
    this.attempted = offset;
    if (offset >= to) return false;
    this.claimed = offset;
    return true;
  }

  trySplit(fraction: number): { primary: OffsetRange; residual: OffsetRange } | undefined {
    const { from, to } = this.range;
    const next = this.firstUnclaimed;
    if (next >= to || (this.attempted ?? next) >= to) return undefined;
    const kept = fraction > 0 ? Math.floor((this.workEnd(next) - next) * Math.min(fraction, 1)) : 0;
    const at = next + kept;
    if (at >= to) return undefined;
    const residual = { from: at, to };
    this.range = { from, to: at };
    return { primary: this.range, residual };
  }

  checkDone(): void {
    const { from, to } = this.range;
    if (from >= to || (this.attempted ?? from - 1) >= to - 1) return;
    const unclaimed = this.isBounded ? `${this.firstUnclaimed} up to ${to}` : `${this.firstUnclaimed} on`;
    throw new BeamError(
      'E_SPLITTABLE',
      `The callback returned, but did not claim the offsets from ${unclaimed}.`,
      {
        help: 'claim until a claim is refused, or return resume() to be called again for the rest',
      },
    );
  }

  progress(): Progress {
    const { from, to } = this.range;
    if (this.attempted !== undefined && this.attempted >= to) {
      return { completed: (this.isBounded ? to : this.firstUnclaimed) - from, remaining: 0 };
    }
    const next = this.firstUnclaimed;
    return { completed: next - from, remaining: this.workEnd(next) - next };
  }

  /** Where the work ends as far as that is known. */
  protected workEnd(_next: number): number {
    return this.range.to;
  }

  private get firstUnclaimed(): number {
    return this.claimed === undefined ? this.range.from : this.claimed + 1;
  }

  private outOfOrder(offset: number): BeamError {
    const { from } = this.range;
    const than = this.attempted === undefined ? `the start of the range, ${from}` : `${this.attempted}`;
    return new BeamError('E_SPLITTABLE', `The offset ${offset} was claimed after ${than}.`, {
      help: 'claim every offset once, the smaller first, and stop at the first that is refused',
    });
  }
}
