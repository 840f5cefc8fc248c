import { type Instant, MAX_TIMESTAMP, type Metadata } from '@hornbeam/sdk/model';
import { type Cursor, type Receiver, receiver } from '@hornbeam/sdk/worker';

/** An element that waits for event time to come to it. */
export interface WaitingElement {
  /** Counts elements in the order in which they came, from 1 on. */
  readonly number: number;
  readonly element: unknown;
  readonly metadata: Metadata;
}

/**
 * Elements of a step that wants them in the order of their timestamps: they wait until event time has passed them, since
 * until then an earlier one may come. Those of one timestamp stay in the order in which they came.
 */
export class SortedElements {
  /** By timestamp. */
  private waiting: WaitingElement[] = [];
  private fresh: WaitingElement[] = [];
  private count = 0;

  /** Takes elements in, with the metadata that the cursor has. */
  entrance(cursor: Cursor): Receiver {
    return receiver((element) =>
      this.fresh.push({ number: ++this.count, element, metadata: cursor.metadata }),
    );
  }

  /** All that wait, by number. */
  all(): ReadonlyMap<number, WaitingElement> {
    return new Map([...this.waiting, ...this.fresh].map((waiting) => [waiting.number, waiting]));
  }

  /** An element that waited before. */
  restore(waiting: WaitingElement): void {
    this.fresh.push(waiting);
    this.count = Math.max(this.count, waiting.number);
  }

  /** No element that waits is earlier. */
  get least(): Instant {
    this.sort();
    return this.waiting[0]?.metadata.timestamp ?? MAX_TIMESTAMP;
  }

  /** Takes out what is earlier than a watermark. */
  take(watermark: Instant): readonly WaitingElement[] {
    this.sort();
    const end = this.waiting.findIndex(({ metadata }) => metadata.timestamp >= watermark);
    return this.waiting.splice(0, end < 0 ? this.waiting.length : end);
  }

  private sort(): void {
    if (this.fresh.length === 0) return;
    this.waiting = [...this.waiting, ...this.fresh].sort(
      (a, b) => a.metadata.timestamp - b.metadata.timestamp || a.number - b.number,
    );
    this.fresh = [];
  }
}
