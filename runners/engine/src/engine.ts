/**
 * Step 4 of the tour: which stage has work. A pure state machine: an event goes in (`start`, a bundle
 * finished, an edge was sealed), effects come out for the host to carry out. It never sees elements, clocks,
 * threads or protos, so a whole run can be replayed from a list of events.
 *
 * Owns: the state of every stage and edge, and the choice of the next bundles.
 * Does not own: how a bundle is run (hosts) and where elements are kept (stores).
 *
 * Invariants:
 *  E1  at most one bundle of a stage runs at a time, and at most `maxBundles` in all.
 *  E2  a stage with side inputs starts when all of them are complete, not before.
 *  E3  the outputs of a bundle become visible in one transition, when it has finished (commit).
 *  E4  a stage whose outputs wait in more than `queueBytes` gets no further bundle while a consumer of theirs
 *      can run: queues push back.
 *  E5  an edge is released exactly once, when its last reader is done and it is complete: a reader without input
 *      may be done before the elements it would have read as a side input are there.
 *  E6  while stages are not done a bundle runs or an edge is being sealed: a topology that waits for itself is an
 *      error, not a run without an end.
 */
import { BeamError } from '@hornbeam/sdk/model';
import { type BatchHandle, Pending } from './pending.js';
import { Progress } from './progress.js';
import type { Edge, EdgeId, Stage, StageId, Topology } from './topology.js';

/** How much may be under way at once. */
export interface EngineLimits {
  /** Bundles at work at once. */
  readonly maxBundles: number;
  /** A bundle takes at most this many elements and bytes, but at least one batch. */
  readonly bundleElements: number;
  readonly bundleBytes: number;
  /** Above this many waiting bytes an edge pushes back on its producers. */
  readonly queueBytes: number;
}

/** What the host is to do. */
export type Effect =
  /** Run one bundle, then call `bundleFinished`. */
  | { readonly kind: 'run-bundle'; readonly stage: StageId; readonly input: readonly BatchHandle[] }
  /** All elements of the edge are there: make them readable (finish a grouping), then call `edgeSealed`. */
  | { readonly kind: 'seal'; readonly edge: EdgeId }
  /** Nobody will read the edge again. */
  | { readonly kind: 'release'; readonly edge: EdgeId }
  /** The stage will get no further bundle: tear its operators down. */
  | { readonly kind: 'stage-done'; readonly stage: StageId }
  /** Everything is done. */
  | { readonly kind: 'finish' };

interface EdgeState {
  readonly edge: Edge;
  readonly pending: Pending;
  /** Stages whose source it is. */
  readonly consumers: readonly StageId[];
  /** Stages that read it as source or side input and are not done. */
  readonly readers: Set<StageId>;
  sealing: boolean;
}

/** The state machine; see the head of this file. */
export class Engine {
  private readonly stages: ReadonlyMap<StageId, Stage>;
  private readonly edges: ReadonlyMap<EdgeId, EdgeState>;
  private readonly progress: Progress;
  private readonly running = new Set<StageId>();
  private readonly limits: EngineLimits;
  /** Edges that the host was asked to seal and has not. */
  private seals = 0;
  private finished = false;

  constructor(topology: Topology, limits: EngineLimits) {
    this.limits = limits;
    this.stages = new Map(topology.stages.map((stage) => [stage.id, stage]));
    this.progress = new Progress(topology);
    this.edges = new Map(
      topology.edges.map((edge) => {
        const consumers = topology.stages
          .filter((stage) => stage.source === edge.id)
          .map((stage) => stage.id);
        const sides = topology.stages
          .filter((stage) => stage.sides.includes(edge.id))
          .map((stage) => stage.id);
        return [
          edge.id,
          {
            edge,
            pending: new Pending(consumers.length),
            consumers,
            readers: new Set([...consumers, ...sides]),
            sealing: false,
          },
        ];
      }),
    );
  }

  /** Begins: `roots` are the elements that are there before any stage has run. */
  start(roots: readonly { readonly edge: EdgeId; readonly batch: BatchHandle }[]): Effect[] {
    for (const { edge, batch } of roots) this.edgeOf(edge).pending.add(batch);
    const effects: Effect[] = [];
    for (const { edge } of this.edges.values())
      if (this.progress.isComplete(edge.id)) this.complete(edge.id, effects);
    return this.advance(effects);
  }

  /** A bundle of `stage` has finished; `outputs` are the batches it made (E3). */
  bundleFinished(
    stage: StageId,
    outputs: readonly { readonly edge: EdgeId; readonly batch: BatchHandle }[],
  ): Effect[] {
    this.running.delete(stage);
    for (const { edge, batch } of outputs) this.edgeOf(edge).pending.add(batch);
    return this.advance([]);
  }

  /** The host has made an edge readable; a barrier's batches are known only now. */
  edgeSealed(edge: EdgeId, batches: readonly BatchHandle[]): Effect[] {
    const state = this.edgeOf(edge);
    this.seals--;
    for (const batch of batches) state.pending.add(batch);
    state.pending.seal();
    return this.advance([]);
  }

  /** What a stage waits for, in words; undefined when it runs or is done. */
  waitsFor(stage: StageId): string | undefined {
    const { source, sides } = this.stages.get(stage)!;
    if (this.progress.isDone(stage) || this.running.has(stage)) return undefined;
    const missing = sides.find((side) => !this.edgeOf(side).pending.sealed);
    if (missing !== undefined) return `the side input ${missing}`;
    const state = this.edgeOf(source);
    if (state.edge.kind === 'barrier' && !state.pending.sealed) return `all elements of ${source}`;
    return state.pending.hasFor(state.consumers.indexOf(stage)) ? 'a free place' : `elements of ${source}`;
  }

  stageState(stage: StageId): 'waiting' | 'running' | 'done' {
    if (this.progress.isDone(stage)) return 'done';
    return this.running.has(stage) ? 'running' : 'waiting';
  }

  private advance(effects: Effect[]): Effect[] {
    this.settle(effects);
    for (const stage of this.choose()) {
      const state = this.edgeOf(stage.source);
      const input = state.pending.take(state.consumers.indexOf(stage.id), {
        elements: this.limits.bundleElements,
        bytes: this.limits.bundleBytes,
      });
      this.running.add(stage.id);
      effects.push({ kind: 'run-bundle', stage: stage.id, input });
    }
    if (!this.finished && [...this.stages.keys()].every((stage) => this.progress.isDone(stage))) {
      this.finished = true;
      effects.push({ kind: 'finish' });
    }
    if (!this.finished && this.running.size === 0 && this.seals === 0) throw this.stuck();
    return effects;
  }

  /** Marks stages done until nothing changes. */
  private settle(effects: Effect[]): void {
    for (let changed = true; changed; ) {
      changed = false;
      for (const stage of this.stages.values()) {
        if (this.progress.isDone(stage.id) || this.running.has(stage.id)) continue;
        const state = this.edgeOf(stage.source);
        if (!state.pending.exhaustedFor(state.consumers.indexOf(stage.id))) continue;
        changed = true;
        const completed = this.progress.finish(stage.id, stage.sinks);
        effects.push({ kind: 'stage-done', stage: stage.id });
        for (const edge of completed) this.complete(edge, effects);
        for (const edge of new Set([stage.source, ...stage.sides])) this.letGo(edge, stage.id, effects);
      }
    }
  }

  /** Every producer of the edge is done: it becomes readable, unless nobody will read it. */
  private complete(edge: EdgeId, effects: Effect[]): void {
    const state = this.edgeOf(edge);
    if (state.readers.size === 0) {
      effects.push({ kind: 'release', edge });
    } else if (state.edge.kind === 'queue') {
      state.pending.seal();
    } else if (!state.sealing) {
      state.sealing = true;
      this.seals++;
      effects.push({ kind: 'seal', edge });
    }
  }

  private letGo(edge: EdgeId, stage: StageId, effects: Effect[]): void {
    const { readers } = this.edgeOf(edge);
    if (readers.delete(stage) && readers.size === 0 && this.progress.isComplete(edge))
      effects.push({ kind: 'release', edge });
  }

  /** Stages to run now, those nearest the end first: what is under way is finished before new work begins. */
  private choose(): Stage[] {
    const free = this.limits.maxBundles - this.running.size;
    if (free <= 0) return [];
    const ready = [...this.stages.values()].filter((stage) => this.isReady(stage));
    const unpushed = ready.filter((stage) => !this.isPushedBack(stage, ready));
    return unpushed.reverse().slice(0, free);
  }

  private isReady(stage: Stage): boolean {
    if (this.running.has(stage.id) || this.progress.isDone(stage.id)) return false;
    if (!stage.sides.every((side) => this.edgeOf(side).pending.sealed)) return false; // E2
    const state = this.edgeOf(stage.source);
    return state.pending.hasFor(state.consumers.indexOf(stage.id));
  }

  /** E4. A full queue whose consumers cannot run does not push back, since waiting would never end. */
  private isPushedBack(stage: Stage, ready: readonly Stage[]): boolean {
    return stage.sinks.some((sink) => {
      const { edge, pending, consumers } = this.edgeOf(sink);
      if (edge.kind !== 'queue' || pending.bytes <= this.limits.queueBytes) return false;
      return consumers.some((id) => this.running.has(id) || ready.some((other) => other.id === id));
    });
  }

  /** E6 */
  private stuck(): BeamError {
    const waiting = [...this.stages.keys()].filter((stage) => !this.progress.isDone(stage));
    const reasons = waiting.map((stage) => `${stage} waits for ${this.waitsFor(stage)}`);
    return new BeamError('E_INTERNAL', `The run can go no further: ${reasons.join('; ')}.`);
  }

  private edgeOf(id: EdgeId): EdgeState {
    const state = this.edges.get(id);
    if (state === undefined) throw new BeamError('E_INTERNAL', `The topology has no edge "${id}".`);
    return state;
  }
}
