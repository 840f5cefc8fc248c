import type { Latency } from '@hornbeam/sdk/construction';

/** Buckets for each doubling: a value is off by 4 % at most. */
const STEPS = 16;
/** Up to 2^40 ms: more than thirty years. */
const BUCKETS = 40 * STEPS + 2;

/**
 * How old elements are when a stage is done with them: a histogram of milliseconds with buckets that grow by a
 * fixed factor, so that its size does not depend on how much it has seen.
 */
export class LatencyMeter {
  private readonly counts = new Float64Array(BUCKETS);
  private total = 0;

  /** @param millis between the timestamp of an element and now; what lies in the future counts as 0 */
  record(millis: number): void {
    if (!Number.isFinite(millis)) return;
    const bucket = millis < 1 ? 0 : Math.min(BUCKETS - 1, 1 + Math.floor(Math.log2(millis) * STEPS));
    this.counts[bucket]!++;
    this.total++;
  }

  /** Undefined before the first record. */
  summary(): Latency | undefined {
    return this.total === 0 ? undefined : { p50: this.quantile(0.5), p99: this.quantile(0.99) };
  }

  private quantile(q: number): number {
    let left = q * this.total;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.counts[bucket]!;
      if (left <= 0) return bucket === 0 ? 0 : 2 ** ((bucket - 0.5) / STEPS);
    }
    return 2 ** ((BUCKETS - 1.5) / STEPS);
  }
}
