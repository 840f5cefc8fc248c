import type { BatchHandle, EdgeId } from '@hornbeam/engine';
import { type Cursor, type Feed, type Pace, type Receiver, receiver } from '@hornbeam/sdk/worker';
import type { Range, Spool } from '../stores/spool.js';
import type { EdgeStore } from './edge-store.js';

/** A queue between stages: elements in order, metadata kept. */
export class QueueStore implements EdgeStore {
  readonly edge: EdgeId;
  private readonly spool: Spool;
  private committed = 0;
  private committedBytes = 0;
  private readonly ranges: Range[] = [];
  private delivered = 0;

  constructor(edge: EdgeId, spool: Spool) {
    this.edge = edge;
    this.spool = spool;
  }

  get counts(): { in: number; out: number } {
    return { in: this.spool.length, out: this.delivered };
  }

  receiver(cursor: Cursor): Receiver {
    const { spool } = this;
    return receiver((value) => spool.add(value, cursor.metadata));
  }

  commit(): BatchHandle | undefined {
    const elements = this.spool.length - this.committed;
    if (elements === 0) return undefined;
    const bytes = this.spool.totalBytes - this.committedBytes;
    this.ranges.push({ from: this.committed, to: this.spool.length });
    this.committed = this.spool.length;
    this.committedBytes = this.spool.totalBytes;
    return { id: this.ranges.length - 1, elements, bytes };
  }

  seal(): BatchHandle[] {
    return [];
  }

  feed(batches: readonly BatchHandle[]): Feed {
    return {
      run: async (input: Receiver, cursor: Cursor, pace: Pace) => {
        for (const { id } of batches) {
          for (const { value, metadata } of this.spool.read(this.ranges[id]!)) {
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
