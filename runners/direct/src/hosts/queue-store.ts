import type { BatchHandle, EdgeId } from '@hornbeam/engine';
import { type Cursor, type Feed, type Pace, type Receiver, receiver } from '@hornbeam/sdk/worker';
import type { Spool, SpooledElement } from '../stores/spool.js';
import type { EdgeStore, EdgeWriter } from './edge-store.js';

/** The elements of one commit. */
interface Batch {
  readonly spool: Spool;
  /** Bundles that have yet to read it. */
  unread: number;
}

/**
 * A queue between stages: elements in order, metadata kept.
 *
 * Owns: one spool for what each stage is writing, one for each batch that not every consumer has read.
 *
 * Invariants:
 *  U1  what a stage has not committed is in no batch, whoever else commits.
 *  U2  a batch is let go of when its last consumer has finished with it.
 */
export class QueueStore implements EdgeStore {
  readonly edge: EdgeId;
  private readonly makeSpool: () => Spool;
  private readonly consumers: number;
  private readonly batches = new Map<number, Batch>();
  private readonly open = new Set<Spool>();
  private nextId = 0;
  private committed = 0;
  private delivered = 0;

  constructor(edge: EdgeId, makeSpool: () => Spool, consumers: number) {
    this.edge = edge;
    this.makeSpool = makeSpool;
    this.consumers = consumers;
  }

  get counts(): { in: number; out: number } {
    let writing = 0;
    for (const spool of this.open) writing += spool.length;
    return { in: this.committed + writing, out: this.delivered };
  }

  writer(cursor: Cursor): EdgeWriter {
    let spool: Spool | undefined;
    const begin = (): Spool => {
      const made = this.makeSpool();
      this.open.add(made);
      return made;
    };
    return {
      receiver: receiver((value) => {
        spool ??= begin();
        spool.add(value, cursor.metadata);
      }),
      get size() {
        return { elements: spool?.length ?? 0, bytes: spool?.bytes ?? 0 };
      },
      commit: () => {
        if (spool === undefined) return undefined;
        const done = spool;
        spool = undefined;
        this.open.delete(done);
        return this.add(done);
      },
    };
  }

  /** The numbers of the batches that not every consumer has read. */
  numbers(): Iterable<number> {
    return this.batches.keys();
  }

  has(batch: number): boolean {
    return this.batches.has(batch);
  }

  /** The elements of a batch. */
  read(batch: number): Iterable<SpooledElement> {
    return this.batches.get(batch)!.spool.read();
  }

  /** Takes up a batch that so many consumers have yet to read. */
  restore(batch: number, elements: Iterable<SpooledElement>, unread: number): BatchHandle {
    const spool = this.makeSpool();
    for (const { value, metadata } of elements) spool.add(value, metadata);
    this.nextId = Math.max(this.nextId, batch + 1);
    this.batches.set(batch, { spool, unread });
    return handleOf(batch, spool);
  }

  seal(): BatchHandle[] {
    return [];
  }

  feed(batches: readonly BatchHandle[]): Feed {
    return {
      run: async (input: Receiver, cursor: Cursor, pace: Pace) => {
        for (const { id } of batches) {
          for (const { value, metadata } of this.batches.get(id)!.spool.read()) {
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
    for (const { id } of batches) {
      const batch = this.batches.get(id);
      if (batch === undefined || --batch.unread > 0) continue;
      batch.spool.close();
      this.batches.delete(id);
    }
  }

  close(): void {
    for (const spool of this.open) spool.close();
    for (const { spool } of this.batches.values()) spool.close();
    this.open.clear();
    this.batches.clear();
  }

  private add(spool: Spool): BatchHandle {
    const id = this.nextId++;
    this.committed += spool.length;
    const handle = handleOf(id, spool);
    if (this.consumers === 0) spool.close();
    else this.batches.set(id, { spool, unread: this.consumers });
    return handle;
  }
}

const handleOf = (id: number, spool: Spool): BatchHandle => {
  const { length: elements, bytes, minTimestamp, windows, samples } = spool;
  return { id, elements, bytes, minTimestamp, windows, samples };
};

/** Waits where the stage is full or the host wants the thread. Costs nothing else. */
export function paced(pace: Pace): Promise<void> | undefined {
  if (!pace.raised) return pace.breathe();
  return full(pace);
}

async function full(pace: Pace): Promise<void> {
  await pace.ready();
  pace.check();
}
