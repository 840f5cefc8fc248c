/**
 * Which stages and edges are complete: event time reduced to what bounded input needs. A stage is complete
 * when its source is exhausted and no bundle of it runs; an edge when every producer is.
 *
 * Owns: completeness. Does not own: elements (pending.ts), the choice of what runs (ready.ts).
 *
 * Invariants:
 *  D1  completeness is never taken back.
 *  D2  an edge without producers is complete from the start.
 */
import type { EdgeId, StageId, Topology } from './topology.js';

export class Progress {
  private readonly openProducers = new Map<EdgeId, Set<StageId>>();
  private readonly done = new Set<StageId>();

  constructor(topology: Topology) {
    for (const edge of topology.edges) this.openProducers.set(edge.id, new Set());
    for (const stage of topology.stages)
      for (const sink of stage.sinks) this.openProducers.get(sink)!.add(stage.id);
  }

  isDone(stage: StageId): boolean {
    return this.done.has(stage);
  }

  isComplete(edge: EdgeId): boolean {
    return this.openProducers.get(edge)!.size === 0;
  }

  /** Marks a stage done; returns the edges that became complete by it. */
  finish(stage: StageId, sinks: readonly EdgeId[]): EdgeId[] {
    this.done.add(stage);
    const completed: EdgeId[] = [];
    for (const sink of sinks) {
      const open = this.openProducers.get(sink)!;
      if (open.delete(stage) && open.size === 0) completed.push(sink);
    }
    return completed;
  }
}
