import { MAX_TIMESTAMP, MIN_TIMESTAMP } from '@hornbeam/sdk/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Agenda, EMPTY_AGENDA } from './agenda.js';
import type { BundleTimes, Effect } from './effect.js';
import { Engine } from './engine.js';
import type { EngineLimits } from './engine-limits.js';
import type { Leftover } from './leftovers.js';
import type { BatchHandle } from './pending.js';
import type { SideReadiness } from './side-readiness.js';
import type { Edge, EdgeId, Stage, StageId, Topology } from './topology.js';

/** Random numbers that a test can repeat. */
type Draw = (below: number) => number;

interface Plan {
  readonly topology: Topology;
  readonly roots: readonly EdgeId[];
}

/** Stages in topological order; each reads an edge that is there, writes new ones and some that nobody reads yet. */
function randomPlan(size: number, draw: Draw): Plan {
  const roots = ['root0', 'root1'];
  const edges: Edge[] = roots.map((id) => ({ id, kind: 'queue' }));
  const stages: Stage[] = [];
  const isRead = (id: EdgeId) => stages.some(({ source, sides }) => source === id || sides.includes(id));
  for (let i = 0; i < size; i++) {
    const readable = edges.filter(({ kind }) => kind !== 'side');
    const source = readable[draw(readable.length)]!.id;
    const sides = edges.filter(({ kind }) => kind === 'side' && draw(3) === 0).map(({ id }) => id);
    const isFree = ({ id }: Edge) =>
      id !== source && !roots.includes(id) && !isRead(id) && !sides.includes(id);
    const sinks = edges.filter((edge) => isFree(edge) && draw(3) === 0).map(({ id }) => id);
    for (let n = draw(3); n > 0; n--) {
      const kind = (['queue', 'queue', 'barrier', 'side'] as const)[draw(4)]!;
      edges.push({ id: `edge${edges.length}`, kind });
      sinks.push(edges.at(-1)!.id);
    }
    const isQueue = edges.find(({ id }) => id === source)!.kind === 'queue';
    const head = isQueue ? (['plain', 'plain', 'timed', 'source'] as const)[draw(4)]! : 'plain';
    stages.push({ id: `stage${i}`, source, sinks, sides, head });
  }
  return { topology: { edges, stages }, roots };
}

/** Side inputs that are ready only when they are complete. */
const neverEarly: SideReadiness = { isReady: () => false };

/** Carries out what the engine wants, in a random order, and checks every effect against its own books. */
class Driver {
  private readonly engine: Engine;
  private readonly plan: Plan;
  private readonly limits: EngineLimits;
  private readonly draw: Draw;
  private readonly stages: ReadonlyMap<StageId, Stage>;
  /** Batches that each edge has shown, in order. */
  private readonly visible = new Map<EdgeId, BatchHandle[]>();
  /** What a barrier has until it is sealed. */
  private readonly hidden = new Map<EdgeId, number>();
  private readonly taken = new Map<StageId, number>();
  private readonly sealed = new Set<EdgeId>();
  private readonly done = new Set<StageId>();
  private readonly released = new Set<EdgeId>();
  private readonly running = new Map<StageId, Extract<Effect, { kind: 'run-bundle' }>>();
  /** Moments in event time at which a stage with timers has something to do. */
  private readonly timers = new Map<StageId, number[]>();
  /** How often the sources of a stage may yet leave something. */
  private readonly leaves = new Map<StageId, number>();
  private readonly left = new Map<StageId, Leftover[]>();
  private readonly inputs = new Map<StageId, number>();
  private readonly outputs = new Map<StageId, number>();
  private now = 0;
  private wakeAt = Number.POSITIVE_INFINITY;
  private readonly sealing: EdgeId[] = [];
  private finishes = 0;
  private nextId = 0;

  constructor(plan: Plan, limits: EngineLimits, draw: Draw) {
    this.engine = new Engine(plan.topology, limits, neverEarly);
    this.plan = plan;
    this.limits = limits;
    this.draw = draw;
    this.stages = new Map(plan.topology.stages.map((stage) => [stage.id, stage]));
    for (const { id } of plan.topology.edges) this.visible.set(id, []);
  }

  run(): void {
    const roots = this.plan.roots.map((edge) => ({ edge, batch: this.batch() }));
    for (const { edge, batch } of roots) this.visible.get(edge)!.push(batch);
    this.accept(this.engine.start(roots, this.now));
    while (this.running.size + this.sealing.length > 0 || this.wakeAt < Number.POSITIVE_INFINITY) {
      if (this.running.size + this.sealing.length === 0) {
        this.now = this.wakeAt;
        this.wakeAt = Number.POSITIVE_INFINITY;
        this.accept(this.engine.clockMoved(this.now));
        continue;
      }
      // A reader without input does not wait for its side inputs, and they may be sealed after the end.
      if (this.running.size > 0) expect(this.finishes).toBe(0);
      const chosen = this.draw(this.running.size + this.sealing.length);
      if (chosen < this.running.size) this.finishBundle([...this.running.keys()][chosen]!);
      else this.finishSeal(this.sealing.splice(chosen - this.running.size, 1)[0]!);
    }
    this.checkEnd();
  }

  private batch(atLeast = 0): BatchHandle {
    const minTimestamp = atLeast + this.draw(50);
    return { id: this.nextId++, elements: 1 + this.draw(5), bytes: this.draw(100), minTimestamp };
  }

  private finishBundle(id: StageId): void {
    const { input, times } = this.running.get(id)!;
    this.running.delete(id);
    const stage = this.stages.get(id)!;
    const hold = this.engine.outputWatermark(id);
    const earliest = Math.max(hold === MIN_TIMESTAMP ? 0 : hold, 0);
    const canSay = earliest < MAX_TIMESTAMP;
    const outputs: { edge: EdgeId; batch: BatchHandle }[] = [];
    for (const edge of this.stages.get(id)!.sinks) {
      if (this.draw(4) === 0 || !canSay) continue;
      const { kind } = this.edge(edge);
      if (kind === 'barrier') this.hidden.set(edge, (this.hidden.get(edge) ?? 0) + 1);
      if (kind !== 'queue') continue;
      // No output is earlier than the watermark behind its stage.
      const batch = this.batch(earliest);
      this.visible.get(edge)!.push(batch);
      outputs.push({ edge, batch });
    }
    const agenda = stage.head === 'timed' ? this.agendaAfter(id, input, times) : undefined;
    const leftovers = stage.head === 'source' ? this.leftoversAfter(id, input) : undefined;
    this.accept(this.engine.bundleFinished(id, { outputs, leftovers, agenda }, this.now));
  }

  /** Timers that the elements of a bundle set, and those of earlier ones that are not due. */
  private agendaAfter(id: StageId, input: readonly BatchHandle[], { after, isLast }: BundleTimes): Agenda {
    const set = input.flatMap(({ minTimestamp }) =>
      this.draw(2) === 0 ? [minTimestamp + this.draw(40)] : [],
    );
    const open = [...(this.timers.get(id) ?? []), ...set].filter((at) => at >= after);
    this.timers.set(id, open);
    if (isLast) expect(open).toEqual([]);
    if (open.length === 0) return EMPTY_AGENDA;
    const next = Math.min(...open);
    return { ...EMPTY_AGENDA, nextEventTime: next, hold: next };
  }

  private leftoversAfter(id: StageId, input: readonly BatchHandle[]): Leftover[] {
    const left = this.leaves.get(id) ?? 3;
    if (left === 0 || input.length === 0) return [];
    this.leaves.set(id, left - 1);
    const watermark = Math.max(...input.map(({ minTimestamp }) => minTimestamp)) + this.draw(20);
    const batch = { ...this.batch(), minTimestamp: watermark };
    const leftover: Leftover = { batch, resumeAt: this.now + this.draw(3) * 10, watermark };
    const all = this.left.get(id) ?? [];
    all.push(leftover);
    this.left.set(id, all);
    return [leftover];
  }

  private finishSeal(id: EdgeId): void {
    this.sealed.add(id);
    const batches = this.hidden.has(id) ? [this.batch()] : [];
    this.visible.get(id)!.push(...batches);
    this.accept(this.engine.edgeSealed(id, batches, this.now));
  }

  private accept(effects: readonly Effect[]): void {
    for (const effect of effects) if (effect.kind !== 'run-bundle') this.acceptOther(effect);
    const starts = effects.filter((effect) => effect.kind === 'run-bundle');
    for (const { stage } of starts) this.checkPressure(this.stages.get(stage)!);
    for (const effect of starts) this.start(effect);
    this.checkWatermarks();
    for (const { id } of this.plan.topology.stages) {
      const state = this.done.has(id) ? 'done' : this.running.has(id) ? 'running' : 'waiting';
      expect(this.engine.stageState(id)).toBe(state);
      expect(this.engine.waitsFor(id) === undefined).toBe(state !== 'waiting');
    }
  }

  private acceptOther(effect: Exclude<Effect, { kind: 'run-bundle' }>): void {
    switch (effect.kind) {
      case 'seal': {
        const { edge } = effect;
        expect(this.edge(edge).kind).not.toBe('queue');
        expect(this.sealed.has(edge) || this.sealing.includes(edge)).toBe(false);
        for (const stage of this.producers(edge)) expect(this.done).toContain(stage.id);
        this.sealing.push(edge);
        break;
      }
      case 'stage-done': {
        const { source } = this.stages.get(effect.stage)!;
        expect(this.done.has(effect.stage)).toBe(false);
        expect(this.running.has(effect.stage)).toBe(false);
        for (const stage of this.producers(source)) expect(this.done).toContain(stage.id);
        expect(this.taken.get(effect.stage) ?? 0).toBe(this.visible.get(source)!.length);
        this.done.add(effect.stage);
        break;
      }
      case 'release':
        expect(this.released.has(effect.edge)).toBe(false); // E5
        for (const stage of this.readers(effect.edge)) expect(this.done).toContain(stage.id); // E5
        for (const stage of this.producers(effect.edge)) expect(this.done).toContain(stage.id);
        this.released.add(effect.edge);
        break;
      case 'wake':
        expect(effect.at).toBeGreaterThan(this.now);
        this.wakeAt = effect.at;
        break;
      case 'finish':
        this.finishes++;
    }
  }

  /** T1 T2, and what a watermark promises: nothing that waits is earlier, unless it came late. */
  private checkWatermarks(): void {
    for (const { id } of this.plan.topology.stages) {
      const [input, output] = [this.engine.inputWatermark(id), this.engine.outputWatermark(id)];
      expect(input).toBeGreaterThanOrEqual(this.inputs.get(id) ?? MIN_TIMESTAMP);
      expect(output).toBeGreaterThanOrEqual(this.outputs.get(id) ?? MIN_TIMESTAMP);
      expect(output).toBeLessThanOrEqual(input);
      this.inputs.set(id, input);
      this.outputs.set(id, output);
      for (const { watermark } of this.left.get(id) ?? []) expect(output).toBeLessThanOrEqual(watermark);
      for (const at of this.timers.get(id) ?? []) expect(output).toBeLessThanOrEqual(at);
    }
  }

  private start(effect: Extract<Effect, { kind: 'run-bundle' }>): void {
    const { stage: id, input, times } = effect;
    const { source, sides, head } = this.stages.get(id)!;
    expect(times.after).toBeGreaterThanOrEqual(times.before); // E7
    const leftover = (this.left.get(id) ?? []).find(({ batch }) => batch === input[0]);
    if (leftover !== undefined) {
      this.left.set(
        id,
        this.left.get(id)!.filter((other) => other !== leftover),
      ); // L1
      expect(leftover.resumeAt).toBeLessThanOrEqual(this.now);
      this.running.set(id, effect);
      return;
    }
    expect(this.running.has(id)).toBe(false); // E1
    expect(this.done.has(id)).toBe(false);
    for (const side of sides) expect(this.sealed).toContain(side); // E2
    if (this.edge(source).kind === 'barrier') expect(this.sealed).toContain(source);
    // E3 and Q1: what is visible, in order, each once.
    const from = this.taken.get(id) ?? 0;
    expect(input).toEqual(this.visible.get(source)!.slice(from, from + input.length));
    if (head !== 'timed') expect(input.length).toBeGreaterThan(0);
    if (input.length > 1) {
      expect(sum(input, 'elements')).toBeLessThanOrEqual(this.limits.bundleElements);
      expect(sum(input, 'bytes')).toBeLessThanOrEqual(this.limits.bundleBytes);
    }
    this.taken.set(id, from + input.length);
    this.running.set(id, effect);
    const counted = [...this.running.keys()].filter((each) => this.stages.get(each)!.head !== 'source');
    expect(counted.length).toBeLessThanOrEqual(this.limits.maxBundles); // E1
  }

  /** E4, as it was before the bundles of this transition started. */
  private checkPressure(stage: Stage): void {
    for (const sink of stage.sinks) {
      if (this.edge(sink).kind !== 'queue') continue;
      const consumers = this.plan.topology.stages.filter(({ source }) => source === sink);
      if (consumers.length === 0) continue;
      const slowest = Math.min(...consumers.map(({ id }) => this.taken.get(id) ?? 0));
      const waiting = sum(this.visible.get(sink)!.slice(slowest), 'bytes');
      if (waiting > this.limits.queueBytes) expect(consumers.some((each) => this.canRun(each))).toBe(false);
    }
  }

  private canRun({ id, sides, source }: Stage): boolean {
    if (this.running.has(id)) return true;
    const hasInput = (this.taken.get(id) ?? 0) < this.visible.get(source)!.length;
    return !this.done.has(id) && hasInput && sides.every((side) => this.sealed.has(side));
  }

  private checkEnd(): void {
    expect(this.finishes).toBe(1);
    expect(this.done.size).toBe(this.stages.size);
    for (const { id, source } of this.stages.values()) {
      expect(this.taken.get(id) ?? 0).toBe(this.visible.get(source)!.length);
    }
    expect([...this.released].sort()).toEqual(this.plan.topology.edges.map(({ id }) => id).sort()); // E5
  }

  private edge(id: EdgeId): Edge {
    return this.plan.topology.edges.find((edge) => edge.id === id)!;
  }

  private producers(id: EdgeId): Stage[] {
    return this.plan.topology.stages.filter(({ sinks }) => sinks.includes(id));
  }

  private readers(id: EdgeId): Stage[] {
    return this.plan.topology.stages.filter(({ source, sides }) => source === id || sides.includes(id));
  }
}

const sum = (batches: readonly BatchHandle[], what: 'elements' | 'bytes'): number =>
  batches.reduce((total, batch) => total + batch[what], 0);

const roomy: EngineLimits = { maxBundles: 4, bundleElements: 1000, bundleBytes: 1e6, queueBytes: 1e6 };

describe('the engine', () => {
  it('runs every topology to its end in every order of events, and keeps its invariants (E1-E5)', () => {
    const limits = fc.record({
      maxBundles: fc.integer({ min: 1, max: 5 }),
      bundleElements: fc.constantFrom(1, 4, 1000),
      bundleBytes: fc.constantFrom(1, 150, 1e6),
      queueBytes: fc.constantFrom(1, 100, 300, 1e6),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 14 }),
        limits,
        fc.infiniteStream(fc.nat(1_000_003)),
        (size, limit, chance) => {
          const draw: Draw = (below) => chance.next().value % below;
          new Driver(randomPlan(size, draw), limit, draw).run();
        },
      ),
      { numRuns: 400 },
    );
  });

  it('has nothing to do without stages', () => {
    const engine = new Engine({ edges: [], stages: [] }, roomy, neverEarly);
    expect(engine.start([], 0)).toEqual([{ kind: 'finish' }]);
  });

  it('finishes what is under way before it begins new work', () => {
    const edges = ['in', 'middle'].map((id): Edge => ({ id, kind: 'queue' }));
    const stages: Stage[] = [
      { id: 'first', source: 'in', sinks: ['middle'], sides: [] },
      { id: 'second', source: 'middle', sinks: [], sides: [] },
    ];
    const engine = new Engine({ edges, stages }, { ...roomy, maxBundles: 1, bundleElements: 1 }, neverEarly);
    const batch = (id: number): BatchHandle => ({ id, elements: 1, bytes: 1, minTimestamp: 0 });
    const started = engine.start(
      [
        { edge: 'in', batch: batch(1) },
        { edge: 'in', batch: batch(2) },
      ],
      0,
    );
    expect(started).toMatchObject([{ kind: 'run-bundle', stage: 'first' }]);
    const next = engine.bundleFinished('first', { outputs: [{ edge: 'middle', batch: batch(3) }] }, 0);
    expect(next).toMatchObject([{ kind: 'run-bundle', stage: 'second' }]);
  });

  it('lets sources read beside each other, however few bundles may be at work (E1)', () => {
    const stages = ['a', 'b', 'c'].map(
      (id): Stage => ({ id, source: 'in', sinks: [], sides: [], head: 'source' }),
    );
    const topology: Topology = { edges: [{ id: 'in', kind: 'queue' }], stages };
    const engine = new Engine(topology, { ...roomy, maxBundles: 1 }, neverEarly);
    const batch = (id: number): BatchHandle => ({ id, elements: 1, bytes: 1, minTimestamp: 0 });
    const runs = (effects: readonly Effect[]) =>
      effects.flatMap((effect) => (effect.kind === 'run-bundle' ? [effect.stage] : [])).sort();
    expect(runs(engine.start([{ edge: 'in', batch: batch(0) }], 0))).toEqual(['a', 'b', 'c']);
    const leftovers = [{ batch: batch(1), resumeAt: 0, watermark: 0 }];
    expect(runs(engine.bundleFinished('b', { outputs: [], leftovers }, 0))).toEqual(['b']);
  });

  it('says what a stage waits for', () => {
    const topology: Topology = {
      edges: [
        { id: 'in', kind: 'queue' },
        { id: 'all', kind: 'barrier' },
        { id: 'table', kind: 'side' },
      ],
      stages: [
        { id: 'make', source: 'in', sinks: ['all', 'table'], sides: [] },
        { id: 'use', source: 'in', sinks: [], sides: ['table'] },
        { id: 'group', source: 'all', sinks: [], sides: [] },
      ],
    };
    const engine = new Engine(topology, { ...roomy, maxBundles: 1 }, neverEarly);
    engine.start([{ edge: 'in', batch: { id: 1, elements: 1, bytes: 1, minTimestamp: 0 } }], 0);
    expect(engine.waitsFor('make')).toBeUndefined();
    expect(engine.waitsFor('use')).toBe('the side input table');
    expect(engine.waitsFor('group')).toBe('all elements of all');
    engine.bundleFinished('make', { outputs: [] }, 0);
    engine.edgeSealed('table', [], 0);
    expect(engine.stageState('use')).toBe('running');
  });

  it('says so when stages wait for themselves (E6)', () => {
    const topology: Topology = {
      edges: [
        { id: 'in', kind: 'queue' },
        { id: 'own', kind: 'side' },
      ],
      stages: [{ id: 'ouroboros', source: 'in', sinks: ['own'], sides: ['own'] }],
    };
    const engine = new Engine(topology, roomy, neverEarly);
    expect(() =>
      engine.start([{ edge: 'in', batch: { id: 1, elements: 1, bytes: 1, minTimestamp: 0 } }], 0),
    ).toThrowError(/ouroboros waits for the side input own/);
  });

  it('refuses what no host may tell it', () => {
    const stages: Stage[] = [{ id: 'only', source: 'in', sinks: [], sides: [] }];
    const engine = new Engine({ edges: [{ id: 'in', kind: 'queue' }], stages }, roomy, neverEarly);
    const batch: BatchHandle = { id: 1, elements: 1, bytes: 1, minTimestamp: 0 };
    expect(() => engine.start([{ edge: 'unknown', batch }], 0)).toThrowError(/unknown/);
    engine.start([], 0);
    expect(() => engine.start([{ edge: 'in', batch }], 0)).toThrowError(/Q2/);
  });
});
