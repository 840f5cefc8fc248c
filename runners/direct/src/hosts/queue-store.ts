import type { BatchHandle, EdgeId } from '@hornbeam/engine';
import { type Cursor, type Feed, type Pace, type Receiver, receiver } from '@hornbeam/sdk/worker';
import type { Place, Spool } from '../stores/spool.js';
import type { EdgeStore } from './edge-store.js';

/** The elements of one commit. */
interface Batch {
  readonly from: Place;
  readonly to: Place;
  /** Bundles that have yet to read it. */
  unread: number;
}

/**
 * A queue between stages: elements in order, metadata kept. What every consumer has read is let go of, from the
 * front.
 */
export class QueueStore implements EdgeStore {
  readonly edge: EdgeId;
  private readonly spool: Spool;
  private readonly consumers: number;
  private committed: Place = { index: 0, bytes: 0 };
  private readonly batches: Batch[] = [];
  /** Batches before this one are released. */
  private released = 0;
  private delivered = 0;

  constructor(edge: EdgeId, spool: Spool, consumers: number) {
    this.edge = edge;
    this.spool = spool;
    this.consumers = consumers;
  }

  get counts(): { in: number; out: number } {
    return { in: this.spool.length, out: this.delivered };
  }

  receiver(cursor: Cursor): Receiver {
    const { spool } = this;
    return receiver((value) => spool.add(value, cursor.metadata));
  }

  commit(): BatchHandle | undefined {
    const from = this.committed;
    const to = this.spool.end;
    if (to.index === from.index) return undefined;
    this.committed = to;
    this.batches.push({ from, to, unread: this.consumers });
    return { id: this.batches.length - 1, elements: to.index - from.index, bytes: to.bytes - from.bytes };
  }

  seal(): BatchHandle[] {
    return [];
  }

  feed(batches: readonly BatchHandle[]): Feed {
    return {
      run: async (input: Receiver, cursor: Cursor, pace: Pace) => {
        for (const { id } of batches) {
          const { from, to } = this.batches[id]!;
          for (const { value, metadata } of this.spool.read(from, to)) {
            cursor.metadata = metadata;
            this.delivered++;
            input.push(value);
            const wait = paced(pace);
            if (wait !== undefined) await wait;
          }
        }
      },
    };
  }

  finished(batches: readonly BatchHandle[]): void {
    for (const { id } of batches) this.batches[id]!.unread--;
    let last: Batch | undefined;
    while (this.batches[this.released]?.unread === 0) last = this.batches[this.released++];
    if (last !== undefined) this.spool.release(last.to);
  }

  close(): void {
    this.spool.close();
  }
}

/** Waits where the stage is full or the host wants the thread. Costs nothing else. */
export function paced(pace: Pace): Promise<void> | undefined {
  if (!pace.raised) return pace.breathe();
  return full(pace);
}

async function full(pace: Pace): Promise<void> {
  await pace.ready();
  pace.check();
}
