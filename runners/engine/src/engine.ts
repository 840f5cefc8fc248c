/**
 * Step 4 of the tour: which stage has work. A pure state machine: an event goes in (`start`, a bundle finished, an
 * edge was sealed, the clock moved), effects come out for the host to carry out. It never sees elements, threads
 * or protos, and time only as numbers in events, so that a whole run can be replayed from a list of events.
 *
 * Owns: the state of every stage and edge, and the choice of the next bundles.
 * Does not own: how a bundle is run (hosts), where elements are kept (stores), keys and timers (heads of stages).
 *
 * Invariants:
 *  E1  at most one bundle of a stage runs at a time, and at most `maxBundles` in all; sources are not counted, since
 *      they mostly wait.
 *  E2  an element goes into a stage with side inputs when these are ready in its windows, not before.
 *  E3  the outputs of a bundle become visible in one transition, when it has finished (commit).
 *  E4  a stage whose outputs wait in more than `queueBytes` gets no further bundle while a consumer of theirs
 *      can run: queues push back.
 *  E5  an edge is released exactly once, when its last reader is done and it is complete: a reader without input
 *      may be done before the elements it would have read as a side input are there.
 *  E6  while stages are not done a bundle runs, an edge is being sealed, the host is to wake the engine at a
 *      moment of the clock, or somebody outside has yet to write: a topology that waits for itself is an error,
 *      not a run without an end.
 *  E7  elements of a bundle are late by the input watermark from before it, timers fire by the one from after it:
 *      what waits never becomes late by waiting.
 *  E8  while an epoch is closed no source begins, and no timer of the clock: once the engine is quiet nothing can run
 *      before it is opened again, so that all there is stands in queues, leftovers and heads.
 */
import { BeamError, type Instant, MAX_TIMESTAMP } from '@hornbeam/sdk/model';
import { type Agenda, EMPTY_AGENDA } from './agenda.js';
import type { BundleResult, Output } from './bundle-result.js';
import type { Effect } from './effect.js';
import type { EngineLimits } from './engine-limits.js';
import type { EngineState, ResumeParts } from './engine-state.js';
import { type LiveEdge, type LiveStage, liveEdge, liveStage } from './live-topology.js';
import type { BatchHandle } from './pending.js';
import type { SideReadiness } from './side-readiness.js';
import type { EdgeId, Stage, StageId, Topology } from './topology.js';
import { Watermarks } from './watermarks.js';

/** Nothing left to wait for once event time is at its end. */
const isEmpty = ({ nextEventTime, nextProcessingTime }: Agenda): boolean =>
  nextEventTime === MAX_TIMESTAMP && nextProcessingTime === Number.POSITIVE_INFINITY;

const NOTHING_IN_HAND = Object.freeze({ input: MAX_TIMESTAMP, output: MAX_TIMESTAMP });

/** The state machine; see the head of this file. */
export class Engine {
  private readonly stages: ReadonlyMap<StageId, LiveStage>;
  private readonly edges: ReadonlyMap<EdgeId, LiveEdge>;
  private readonly watermarks: Watermarks;
  private readonly limits: EngineLimits;
  private readonly sides: SideReadiness;
  private running = 0;
  /** Bundles of sources at work. */
  private reading = 0;
  /** Edges that the host was asked to seal and has not. */
  private seals = 0;
  private openRoots = new Set<EdgeId>();
  private now = Number.NEGATIVE_INFINITY;
  private wakeAt = Number.POSITIVE_INFINITY;
  private isStopped = false;
  private isClosed = false;
  private isResting = false;
  private isFinished = false;

  constructor(topology: Topology, limits: EngineLimits, sides: SideReadiness) {
    this.limits = limits;
    this.sides = sides;
    this.watermarks = new Watermarks(topology);
    this.stages = new Map(topology.stages.map((stage) => [stage.id, liveStage(stage)]));
    this.edges = new Map(topology.edges.map((edge) => [edge.id, liveEdge(edge, topology)]));
  }

  /**
   * Begins: `roots` are the elements that are there before any stage has run, `open` the edges that somebody
   * outside will write by `rootAdded` and `rootAdvanced`.
   */
  start(roots: readonly Output[], now: number, open: readonly EdgeId[] = []): Effect[] {
    for (const edge of open) {
      this.openRoots.add(edge);
      this.watermarks.advanceRoot(edge, Number.NEGATIVE_INFINITY);
    }
    for (const { edge, batch } of roots) this.edgeOf(edge).pending.add(batch);
    const effects: Effect[] = [];
    for (const { edge } of this.edges.values())
      if (this.watermarks.isComplete(edge.id)) this.complete(edge.id, effects);
    return this.advance(now, effects);
  }

  /** A bundle of `stage` has finished (E3). */
  bundleFinished(
    stage: StageId,
    { outputs, leftovers = [], agenda = EMPTY_AGENDA }: BundleResult,
    now: number,
  ): Effect[] {
    const state = this.stages.get(stage)!;
    if (state.stage.head !== 'source') this.running--;
    else this.reading--;
    state.inHand = undefined;
    state.agenda = agenda;
    for (const leftover of leftovers) state.leftovers.add(leftover);
    for (const { edge, batch } of outputs) this.edgeOf(edge).pending.add(batch);
    return this.advance(now, []);
  }

  /** The host has made an edge readable; a barrier's batches are known only now. */
  edgeSealed(edge: EdgeId, batches: readonly BatchHandle[], now: number): Effect[] {
    const state = this.edgeOf(edge);
    this.seals--;
    for (const batch of batches) state.pending.add(batch);
    state.pending.seal();
    return this.advance(now, []);
  }

  /** Somebody outside wrote an open root. */
  rootAdded({ edge, batch }: Output, now: number): Effect[] {
    this.edgeOf(edge).pending.add(batch);
    return this.advance(now, []);
  }

  /** Event time of an open root has come so far; at the end of time it is complete. */
  rootAdvanced(edge: EdgeId, to: Instant, now: number): Effect[] {
    const effects: Effect[] = [];
    this.watermarks.advanceRoot(edge, to);
    if (to === MAX_TIMESTAMP && this.openRoots.delete(edge)) this.complete(edge, effects);
    return this.advance(now, effects);
  }

  /** The moment that a `wake` asked for has come, or a later one. */
  clockMoved(now: number): Effect[] {
    return this.advance(now, []);
  }

  /** No source is read any more; what is under way goes on until nothing is left to run. Windows stay open. */
  stop(now: number): Effect[] {
    this.isStopped = true;
    return this.advance(now, []);
  }

  /** Begins nothing new: what is under way flows on until the engine is quiet (E8). */
  closeEpoch(now: number): Effect[] {
    this.isClosed = true;
    return this.advance(now, []);
  }

  /** Goes on after {@link closeEpoch}. */
  openEpoch(now: number): Effect[] {
    this.isClosed = false;
    return this.advance(now, []);
  }

  /** Sources are not read, or are again; all else goes on. */
  rest(isResting: boolean, now: number): Effect[] {
    this.isResting = isResting;
    return this.advance(now, []);
  }

  /** Where the run is. To be asked while the epoch is closed and the engine is quiet. */
  state(): EngineState {
    return {
      stages: Array.from(this.stages.values(), ({ stage: { id }, leftovers }) => ({
        id,
        input: this.watermarks.inputOf(id),
        output: this.watermarks.outputOf(id),
        isDone: this.watermarks.isDone(id),
        leftovers: leftovers.state(),
      })),
      edges: Array.from(this.edges.values(), ({ edge: { id }, pending, consumers }) => ({
        id,
        isSealed: pending.sealed,
        waiting: Object.fromEntries(consumers.map((stage, i) => [stage, pending.waitingFor(i)])),
      })),
    };
  }

  /**
   * Begins where another engine was, in the place of `start`. What the state says of stages and edges that are not in
   * the topology is left out; those that it does not know begin anew.
   */
  resume(state: EngineState, { batches, residual, agendas, roots }: ResumeParts, now: number): Effect[] {
    for (const { id, input, output, isDone, leftovers } of state.stages) {
      const known = this.stages.get(id);
      if (known === undefined) continue;
      this.watermarks.restore(id, input, output);
      known.agenda = agendas.get(id) ?? EMPTY_AGENDA;
      for (const { batch, resumeAt, watermark } of leftovers)
        known.leftovers.add({ batch: residual(batch, watermark), resumeAt, watermark });
      if (!isDone) continue;
      this.watermarks.finish(id);
      for (const edge of [known.stage.source, ...known.stage.sides]) this.edgeOf(edge).readers.delete(id);
    }
    for (const { id, isSealed, waiting } of state.edges) {
      const known = this.edges.get(id);
      if (known === undefined) continue;
      known.pending.restore(
        known.consumers.map((stage) => (waiting[stage] ?? []).map((batch) => batches(id, batch))),
      );
      // An edge that nobody reads was let go of, not sealed.
      known.sealing = isSealed || (this.watermarks.isComplete(id) && known.readers.size === 0);
      if (isSealed) known.pending.seal();
    }
    return this.start(roots, now);
  }

  /** Sources wait for no moment of the clock any more: they are to end. */
  hurry(now: number): Effect[] {
    for (const { leftovers } of this.stages.values()) leftovers.hurry();
    return this.advance(now, []);
  }

  /** Nothing runs or can run before the clock moves or somebody outside writes. */
  get isQuiet(): boolean {
    return this.running + this.reading === 0 && this.seals === 0;
  }

  stageState(stage: StageId): 'waiting' | 'running' | 'done' {
    if (this.watermarks.isDone(stage)) return 'done';
    return this.stages.get(stage)!.inHand === undefined ? 'waiting' : 'running';
  }

  inputWatermark(stage: StageId): Instant {
    return this.watermarks.inputOf(stage);
  }

  outputWatermark(stage: StageId): Instant {
    return this.watermarks.outputOf(stage);
  }

  /** Bytes that wait for a stage. */
  backlogBytes(stage: StageId): number {
    return this.edgeOf(this.stages.get(stage)!.stage.source).pending.bytes;
  }

  /** What a stage waits for, in words; undefined when it runs or is done. */
  waitsFor(id: StageId): string | undefined {
    const state = this.stages.get(id)!;
    const { stage, leftovers, agenda } = state;
    if (this.watermarks.isDone(id) || state.inHand !== undefined) return undefined;
    const source = this.edgeOf(stage.source);
    if (this.hasInput(state)) return 'a free place';
    if (source.pending.hasFor(source.consumers.indexOf(id))) {
      const missing = stage.sides.find((side) => !this.edgeOf(side).pending.sealed);
      return `the side input ${missing ?? ''}`;
    }
    if (source.edge.kind === 'barrier' && !source.pending.sealed) return `all elements of ${stage.source}`;
    if (leftovers.size > 0) return 'its source';
    if (agenda.nextProcessingTime < Number.POSITIVE_INFINITY) return 'the clock';
    return `elements of ${stage.source}`;
  }

  /**
   * Why event time does not go on behind a stage: the stage that holds it back, followed upstream from this one,
   * and the reason in words. Undefined at the end of time.
   */
  heldBack(
    id: StageId,
  ): { readonly stage: StageId; readonly at: Instant; readonly reason: string } | undefined {
    const at = this.watermarks.outputOf(id);
    if (at === MAX_TIMESTAMP) return undefined;
    const state = this.stages.get(id)!;
    const { stage, leftovers, agenda } = state;
    const input = this.watermarks.inputOf(id);
    if (leftovers.watermark <= at) return { stage: id, at, reason: 'its source has come no further' };
    if (agenda.hold <= at && agenda.hold < input) {
      return { stage: id, at, reason: agenda.holder?.() ?? 'a timer or an open window' };
    }
    if (state.inHand !== undefined) {
      return {
        stage: id,
        at,
        reason: stage.head === 'source' ? 'its source is being read' : 'a bundle is at work',
      };
    }
    const source = this.edgeOf(stage.source);
    if (source.pending.hasFor(source.consumers.indexOf(id))) {
      return { stage: id, at, reason: `elements wait for ${this.waitsFor(id) ?? 'their turn'}` };
    }
    let slowest: StageId | undefined;
    for (const producer of this.watermarks.producersOf(stage.source)) {
      if (this.watermarks.isDone(producer)) continue;
      if (slowest === undefined || this.watermarks.outputOf(producer) < this.watermarks.outputOf(slowest))
        slowest = producer;
    }
    if (slowest !== undefined)
      return this.heldBack(slowest) ?? { stage: slowest, at, reason: 'it has not ended' };
    if (this.openRoots.has(stage.source)) return { stage: id, at, reason: 'its input has come no further' };
    return { stage: id, at, reason: 'its elements are being grouped' };
  }

  private advance(now: number, effects: Effect[]): Effect[] {
    this.now = Math.max(this.now, now);
    this.settle(effects);
    for (const state of this.choose()) effects.push(this.begin(state));
    if (this.isFinished) return effects;
    const isDone = [...this.stages.keys()].every((stage) => this.watermarks.isDone(stage));
    const isStill = this.isStopped && this.isQuiet;
    if (isDone || isStill) {
      this.isFinished = true;
      effects.push({ kind: 'finish' });
      return effects;
    }
    this.askToWake(effects);
    const isHeld = this.isClosed || this.isResting;
    const isWaiting = this.wakeAt < Number.POSITIVE_INFINITY || this.openRoots.size > 0 || isHeld;
    if (this.isQuiet && !isWaiting) throw this.stuck();
    return effects;
  }

  private begin(state: LiveStage): Effect {
    const { stage, agenda } = state;
    const source = this.edgeOf(stage.source);
    const consumer = source.consumers.indexOf(stage.id);
    const before = this.watermarks.inputOf(stage.id);
    let input: readonly BatchHandle[];
    let hold = MAX_TIMESTAMP;
    const leftover = this.isStopped ? undefined : state.leftovers.take(this.now);
    if (leftover !== undefined) {
      input = [leftover.batch];
      hold = leftover.watermark;
    } else if (this.isStopped && stage.head === 'source') {
      input = [];
    } else {
      const limits = { elements: this.limits.bundleElements, bytes: this.limits.bundleBytes };
      input = source.pending.take(consumer, limits, this.wanted(stage));
    }
    const least = leftover === undefined ? leastOf(input) : MAX_TIMESTAMP;
    const rest = Math.min(this.watermarks.ofEdge(stage.source), source.pending.minTimestampFor(consumer));
    const after = Math.max(before, this.isBarrierOpen(source) ? before : rest);
    const isLast = stage.head === 'timed' && source.pending.exhaustedFor(consumer);
    state.inHand = { input: least, output: Math.min(hold, agenda.hold) };
    if (stage.head !== 'source') this.running++;
    else this.reading++;
    return { kind: 'run-bundle', stage: stage.id, input, times: { before, after, now: this.now, isLast } };
  }

  /** Moves watermarks on and marks stages done until nothing changes. */
  private settle(effects: Effect[]): void {
    for (let changed = true; changed; ) {
      changed = false;
      // Producers come first: one pass moves a watermark from end to end.
      for (const state of this.stages.values()) {
        const { stage, leftovers, agenda } = state;
        if (this.watermarks.isDone(stage.id)) continue;
        const source = this.edgeOf(stage.source);
        const consumer = source.consumers.indexOf(stage.id);
        const inHand = state.inHand ?? NOTHING_IN_HAND;
        const waiting = this.isBarrierOpen(source)
          ? this.watermarks.inputOf(stage.id)
          : source.pending.minTimestampFor(consumer);
        this.watermarks.update(stage.id, stage.source, {
          input: Math.min(waiting, inHand.input),
          output: Math.min(agenda.hold, leftovers.watermark, inHand.output),
        });
        if (state.inHand !== undefined || leftovers.size > 0) continue;
        if (!source.pending.exhaustedFor(consumer)) continue;
        if (stage.head === 'timed' && !isEmpty(agenda)) continue;
        changed = true;
        this.watermarks.finish(stage.id);
        effects.push({ kind: 'stage-done', stage: stage.id });
        for (const edge of stage.sinks) if (this.watermarks.isComplete(edge)) this.complete(edge, effects);
        for (const edge of new Set([stage.source, ...stage.sides])) this.letGo(edge, stage.id, effects);
      }
    }
  }

  /** Every producer of the edge is done: it becomes readable, unless nobody will read it. */
  private complete(edge: EdgeId, effects: Effect[]): void {
    const state = this.edgeOf(edge);
    if (state.sealing) return;
    state.sealing = true;
    if (state.readers.size === 0) {
      effects.push({ kind: 'release', edge });
    } else if (state.edge.kind === 'queue') {
      state.pending.seal();
    } else {
      this.seals++;
      effects.push({ kind: 'seal', edge });
    }
  }

  private letGo(edge: EdgeId, stage: StageId, effects: Effect[]): void {
    const { readers } = this.edgeOf(edge);
    if (readers.delete(stage) && readers.size === 0 && this.watermarks.isComplete(edge))
      effects.push({ kind: 'release', edge });
  }

  /** Stages to run now, those nearest the end first: what is under way is finished before new work begins (E1). */
  private choose(): LiveStage[] {
    const ready = [...this.stages.values()].filter((state) => this.isReady(state));
    const unpushed = ready.filter((state) => !this.isPushedBack(state, ready)).reverse();
    let free = this.limits.maxBundles - this.running;
    return unpushed.filter(({ stage }) => stage.head === 'source' || free-- > 0);
  }

  private isReady(state: LiveStage): boolean {
    const { stage, agenda } = state;
    if (state.inHand !== undefined || this.watermarks.isDone(stage.id)) return false;
    if (this.hasInput(state)) return true;
    if (stage.head !== 'timed' || this.isStopped) return false;
    if (agenda.nextEventTime < this.watermarks.inputOf(stage.id)) return true;
    if (this.isClosed) return false;
    return agenda.nextProcessingTime <= this.now || (!isEmpty(agenda) && this.isExhausted(state));
  }

  private isExhausted({ stage }: LiveStage): boolean {
    const source = this.edgeOf(stage.source);
    return source.pending.exhaustedFor(source.consumers.indexOf(stage.id));
  }

  /** Whether there are elements that a stage may take (E2). */
  private hasInput({ stage, leftovers }: LiveStage): boolean {
    const isSource = stage.head === 'source';
    if (isSource && (this.isStopped || this.isClosed || this.isResting)) return false;
    if (leftovers.nextAt <= this.now) return true;
    const { pending, consumers } = this.edgeOf(stage.source);
    return pending.hasFor(consumers.indexOf(stage.id), this.wanted(stage));
  }

  /** Tells the batches whose windows are ready in all side inputs; undefined where all are. */
  private wanted({ sides }: Stage): ((handle: BatchHandle) => boolean) | undefined {
    const open = sides.filter((side) => !this.edgeOf(side).pending.sealed);
    if (open.length === 0) return undefined;
    return ({ windows }) =>
      windows !== undefined &&
      open.every((side) => {
        const watermark = this.watermarks.ofEdge(side);
        return windows.every((window) => this.sides.isReady(side, window, watermark));
      });
  }

  /** E4. A full queue whose consumers cannot run does not push back, since waiting would never end. */
  private isPushedBack({ stage }: LiveStage, ready: readonly LiveStage[]): boolean {
    return stage.sinks.some((sink) => {
      const { edge, pending, consumers } = this.edgeOf(sink);
      if (edge.kind !== 'queue' || pending.bytes <= this.limits.queueBytes) return false;
      return consumers.some(
        (id) => this.stages.get(id)!.inHand !== undefined || ready.some((other) => other.stage.id === id),
      );
    });
  }

  /** The next moment of the clock at which something can be done that cannot be done now. */
  private askToWake(effects: Effect[]): void {
    let at = Number.POSITIVE_INFINITY;
    if (!this.isStopped) {
      for (const { agenda, leftovers, inHand } of this.stages.values()) {
        if (inHand === undefined) at = Math.min(at, agenda.nextProcessingTime, leftovers.nextAt);
      }
    }
    if (at === this.wakeAt) return;
    this.wakeAt = at;
    if (at > this.now && at < Number.POSITIVE_INFINITY) effects.push({ kind: 'wake', at });
  }

  private isBarrierOpen({ edge, pending }: LiveEdge): boolean {
    return edge.kind === 'barrier' && !pending.sealed;
  }

  /** E6 */
  private stuck(): BeamError {
    const waiting = [...this.stages.keys()].filter((stage) => !this.watermarks.isDone(stage));
    const reasons = waiting.map((stage) => `${stage} waits for ${this.waitsFor(stage)}`);
    return new BeamError('E_INTERNAL', `The run can go no further: ${reasons.join('; ')}.`);
  }

  private edgeOf(id: EdgeId): LiveEdge {
    const state = this.edges.get(id);
    if (state === undefined) throw new BeamError('E_INTERNAL', `The topology has no edge "${id}".`);
    return state;
  }
}

const leastOf = (batches: readonly BatchHandle[]): Instant =>
  batches.reduce((least, { minTimestamp }) => Math.min(least, minTimestamp), MAX_TIMESTAMP);
