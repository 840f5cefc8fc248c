import type { BatchHandle } from '@hornbeam/engine';
import { ByteWriter } from '@hornbeam/sdk/model';
import type { EpochWriter } from '@hornbeam/store';
import type { QueueStore } from '../queue-store.js';
import type { ElementRun } from './element-run.js';
import type { Keeping, KeptPart } from './keeping.js';
import { numberKey, numberOf } from './number-key.js';

/**
 * The batches of a queue in a store: the space has the name of the edge, a batch the elements of it under its number. A
 * batch is written once, and goes when all consumers have it.
 */
export class KeptQueue implements KeptPart {
  private readonly queue: QueueStore;
  private readonly run: ElementRun;
  private readonly kept = new Set<number>();
  private readonly handles = new Map<number, BatchHandle>();
  private readonly writer = new ByteWriter();

  /** @param unread how many consumers wait for a batch: none for one that is not wanted any more */
  constructor(queue: QueueStore, run: ElementRun, unread: (batch: number) => number, keeping: Keeping) {
    this.queue = queue;
    this.run = run;
    for (const { key, value } of keeping.claim(queue.edge, ...run.coders)) {
      const number = numberOf(key);
      this.kept.add(number);
      const consumers = unread(number);
      if (consumers > 0) this.handles.set(number, queue.restore(number, run.read(value), consumers));
    }
    keeping.add(this);
  }

  /** The handle of a batch that was kept. */
  handleOf(batch: number): BatchHandle | undefined {
    return this.handles.get(batch);
  }

  save(to: EpochWriter): void {
    const { edge } = this.queue;
    for (const number of this.kept) {
      if (this.queue.has(number)) continue;
      to.delete(edge, numberKey(number));
      this.kept.delete(number);
    }
    for (const number of this.queue.numbers()) {
      if (this.kept.has(number)) continue;
      this.kept.add(number);
      this.writer.reset();
      this.run.write(this.queue.read(number), this.writer);
      to.put(edge, numberKey(number), this.writer.view());
    }
  }
}
