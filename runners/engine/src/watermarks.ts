/**
 * How far event time has come, stage by stage. A watermark is a promise: nothing earlier comes any more, and what
 * comes nevertheless is late.
 *
 *   input of a stage   min(outputs of the stages that write its source, what waits for it, what it has in hand)
 *   output of a stage  min(its input, its holds: timers, open panes, sources that are not done)
 *
 * Owns: the two watermarks of every stage, and which stages are done.
 * Does not own: what waits (pending.ts, leftovers.ts), what a stage holds back (its agenda, from the host).
 *
 * Invariants:
 *  T1  a watermark never goes back.
 *  T2  the output of a stage is never beyond its input.
 *  T3  a stage that is done has no input left: both its watermarks are at the end of time.
 */
import { type Instant, MAX_TIMESTAMP, MIN_TIMESTAMP } from '@hornbeam/sdk/model';
import type { EdgeId, StageId, Topology } from './topology.js';

/** What keeps the watermarks of one stage back, now. */
export interface Holds {
  /** The smallest timestamp that waits for the stage or is in its hands. */
  readonly input: Instant;
  /** The smallest moment at which the stage may yet make an output. */
  readonly output: Instant;
}

interface Marks {
  input: Instant;
  output: Instant;
}

/** See the head of this file. */
export class Watermarks {
  private readonly marks = new Map<StageId, Marks>();
  private readonly producers = new Map<EdgeId, StageId[]>();
  /** Edges that somebody outside writes, and how far they are. */
  private readonly roots = new Map<EdgeId, Instant>();
  private readonly done = new Set<StageId>();

  constructor(topology: Topology) {
    for (const { id } of topology.edges) this.producers.set(id, []);
    for (const { id, sinks } of topology.stages) {
      this.marks.set(id, { input: MIN_TIMESTAMP, output: MIN_TIMESTAMP });
      for (const sink of new Set(sinks)) this.producers.get(sink)!.push(id);
    }
  }

  inputOf(stage: StageId): Instant {
    return this.marks.get(stage)!.input;
  }

  outputOf(stage: StageId): Instant {
    return this.marks.get(stage)!.output;
  }

  /** How far all who write the edge are; those without a writer are complete from the start. */
  ofEdge(edge: EdgeId): Instant {
    let least = this.roots.get(edge) ?? MAX_TIMESTAMP;
    for (const stage of this.producers.get(edge)!) least = Math.min(least, this.marks.get(stage)!.output);
    return least;
  }

  /** Stages that write the edge. */
  producersOf(edge: EdgeId): readonly StageId[] {
    return this.producers.get(edge)!;
  }

  /** Somebody outside writes the edge and says how far it is; at the end of time it is complete. */
  advanceRoot(edge: EdgeId, to: Instant): void {
    this.roots.set(edge, Math.max(to, this.roots.get(edge) ?? MIN_TIMESTAMP));
  }

  /** Moves the marks of a stage to where its holds let them. True when one has moved. */
  update(stage: StageId, source: EdgeId, { input, output }: Holds): boolean {
    const marks = this.marks.get(stage)!;
    const newInput = Math.max(marks.input, Math.min(this.ofEdge(source), input));
    const newOutput = Math.max(marks.output, Math.min(newInput, output));
    const hasMoved = newInput !== marks.input || newOutput !== marks.output;
    marks.input = newInput;
    marks.output = newOutput;
    return hasMoved;
  }

  /** A stage that was so far before goes on from there. */
  restore(stage: StageId, input: Instant, output: Instant): void {
    const marks = this.marks.get(stage)!;
    marks.input = input;
    marks.output = output;
  }

  isDone(stage: StageId): boolean {
    return this.done.has(stage);
  }

  /** The stage will make nothing more (T3). */
  finish(stage: StageId): void {
    this.done.add(stage);
    const marks = this.marks.get(stage)!;
    marks.input = MAX_TIMESTAMP;
    marks.output = MAX_TIMESTAMP;
  }

  /** Nobody will write the edge again. */
  isComplete(edge: EdgeId): boolean {
    if ((this.roots.get(edge) ?? MAX_TIMESTAMP) < MAX_TIMESTAMP) return false;
    return this.producers.get(edge)!.every((stage) => this.done.has(stage));
  }
}
