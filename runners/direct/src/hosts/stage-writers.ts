import type { EdgeId, Output } from '@hornbeam/engine';
import type { Cursor, Receiver } from '@hornbeam/sdk/worker';
import type { EdgeStore, EdgeWriter } from './edge-store.js';

/** The ways out of one stage: one writer for each edge behind it. */
export class StageWriters {
  private readonly stores: ReadonlyMap<EdgeId, EdgeStore>;
  private readonly writers = new Map<EdgeId, EdgeWriter>();

  constructor(stores: ReadonlyMap<EdgeId, EdgeStore>) {
    this.stores = stores;
  }

  writerOf(edge: EdgeId, cursor: Cursor): EdgeWriter {
    let writer = this.writers.get(edge);
    if (writer === undefined) {
      writer = this.stores.get(edge)!.writer(cursor);
      this.writers.set(edge, writer);
    }
    return writer;
  }

  /** The way into several edges at once; one that is named twice is written twice. */
  receiverOf(edges: readonly EdgeId[], cursor: Cursor): Receiver {
    const receivers = edges.map((edge) => this.writerOf(edge, cursor).receiver);
    if (receivers.length === 1) return receivers[0]!;
    return {
      push(value) {
        for (const next of receivers) next.push(value);
      },
      pushPair(key, value) {
        const pair = { key, value };
        for (const next of receivers) next.push(pair);
      },
    };
  }

  /** What was written since the last commit. */
  size(): { elements: number; bytes: number } {
    let elements = 0;
    let bytes = 0;
    for (const { size } of this.writers.values()) {
      elements += size.elements;
      bytes += size.bytes;
    }
    return { elements, bytes };
  }

  /** What a bundle wrote, in the order in which the edges were first written. */
  commit(): Output[] {
    const outputs: Output[] = [];
    for (const [edge, writer] of this.writers) {
      const batch = writer.commit();
      if (batch !== undefined) outputs.push({ edge, batch });
    }
    return outputs;
  }
}
