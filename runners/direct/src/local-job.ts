/**
 * One run of a plan in this process. Reads like the tour: stages and stores are made, the engine says what is
 * next, the host runs it, outputs are committed, until the engine says finish.
 *
 * Owns: the run's life: RUNNING → DONE | STOPPED | DRAINED | FAILED | CANCELLED.
 * Does not own: the choice of what runs (engine), elements (stores), user code (host).
 *
 * Invariants:
 *  J1  every effect of the engine is carried out exactly once, unless the run has ended.
 *  J2  after the first failure no further bundle starts; running ones are waited for, then everything is
 *      closed, then `done` rejects.
 *  J3  what a bundle wants called after its commit is called after the engine has its result, not before.
 *      Of a run that is kept: when the epoch of the bundle is durable.
 *  J4  a test's stream goes on only when everything that came of it so far is done.
 */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { type BundleResult, type EdgeId, type Effect, Engine, type StageId } from '@hornbeam/engine';
import type { MonitoringInfo } from '@hornbeam/proto';
import type { Job, JobResult, JobSnapshot, JobState, Wake } from '@hornbeam/sdk/construction';
import { userMetricsOf } from '@hornbeam/sdk/fn-api';
import { BeamError, type Instant } from '@hornbeam/sdk/model';
import { MetricCells } from '@hornbeam/sdk/worker';
import { KeptJob } from './durable/kept-job.js';
import { EndWatch } from './end-watch.js';
import type { EdgeStore, SideStore } from './hosts/edge-store.js';
import { headOpener } from './hosts/heads/open-head.js';
import type { Host } from './hosts/host.js';
import type { HostServices } from './hosts/host-services.js';
import { InProcessHost } from './hosts/in-process.js';
import { openStores } from './hosts/open-stores.js';
import { SharedRun } from './hosts/shared-run.js';
import { storeImpulses } from './impulses.js';
import { LatencyMeter } from './latency-meter.js';
import type { LocalJobSettings } from './local-job-settings.js';
import { ownMonitoringInfos } from './own-monitoring-infos.js';
import { pause } from './pause.js';
import { type PlannedStage, topologyOf } from './plan/fuse.js';
import { PlanFacts } from './plan/plan-facts.js';
import { RemoteHost } from './remote/remote-host.js';
import { stepSnapshots } from './step-snapshots.js';
import { summedMetric } from './summed-metric.js';
import { testEvents } from './test-events.js';
import { TestPlayer, type TestStage } from './test-player.js';

/** How long the run keeps the thread before others get a turn, ms. */
const TURN_MILLIS = 40;
/** What a combine may hold back before the shuffle, where there is much memory. */
const MAX_COMBINE_BYTES = 32 * 1024 * 1024;
/** How many elements pass between two looks at the clock. */
const LOOK_EVERY = 512;

export class LocalJob implements Job {
  readonly id: string;
  readonly done: Promise<JobResult>;
  private currentState: JobState = 'RUNNING';
  private readonly settings: LocalJobSettings;
  private readonly engine: Engine;
  private readonly stores: Map<EdgeId, EdgeStore>;
  private readonly host: Host;
  private readonly facts: PlanFacts;
  private remoteHost: RemoteHost | undefined;
  private readonly metrics = new MetricCells();
  private readonly abort = new AbortController();
  private readonly startedAt: number;
  private endedAt: number | undefined;
  private readonly running = new Set<Promise<void>>();
  private failure: BeamError | undefined;
  /** How the run ends when nothing goes wrong. */
  private ending: 'DONE' | 'STOPPED' | 'DRAINED' = 'DONE';
  private readonly onAbort = (): void => void this.cancel();
  /** The first turn, after which the engine has started: nothing ends before it has begun. */
  private readonly begun: Promise<void>;
  private settle!: () => void;
  private readonly settled: Promise<void>;
  private alarm: Wake | undefined;
  private endWatch: EndWatch | undefined;
  private leave!: () => void;
  private readonly givenUp: Promise<void>;
  /** When others last got the thread, on the steady clock. */
  private turnedAt: number;
  private readonly latencies = new Map<StageId, LatencyMeter>();
  private readonly tests: TestPlayer;
  /** Of a run that is kept. */
  private readonly kept: KeptJob | undefined;

  constructor(settings: LocalJobSettings) {
    const { id, live, stages, limits, clock, budget, disk, checks, isStreaming } = settings;
    const { options } = settings;
    this.id = id;
    this.settings = settings;
    const facts = new PlanFacts(stages.components, live, {
      remote: settings.remoteIds,
      ask: (strategy, windows) => this.remoteHost!.askForMerges(strategy, windows),
    });
    this.facts = facts;
    setMaxListeners(0, this.abort.signal); // each bundle listens, and so may callbacks
    this.startedAt = clock.monotonic();
    this.turnedAt = this.startedAt;
    this.kept = settings.kept && new KeptJob(settings.kept);
    this.kept?.restoreMetrics(this.metrics);
    this.stores = openStores({
      plan: stages,
      facts,
      budget,
      disk,
      checks,
      measuresAge: isStreaming,
      readsEarly: options.streaming === true || this.kept !== undefined,
      kept: this.kept?.stores,
    });
    this.engine = new Engine(topologyOf(stages), limits, {
      isReady: (side, main, watermark) => (this.stores.get(side) as SideStore).isReady(main, watermark),
    });
    const { engine, stores } = this;
    const tell: TestStage['tell'] = (event) => this.tell(event);
    this.tests = new TestPlayer(testEvents(stages, facts), { engine, stores, clock, tell });
    this.settled = new Promise((resolve) => {
      this.settle = resolve;
    });
    this.givenUp = new Promise((resolve) => {
      this.leave = resolve;
    });
    this.host = this.openHost();
    this.begun = clock.turn();
    this.done = this.run();
    // The caller may look at `state` alone; an unread rejection must not end the process.
    this.done.catch(() => undefined);
    options.signal?.addEventListener('abort', this.onAbort);
    if (options.signal?.aborted) this.onAbort();
  }

  get state(): JobState {
    return this.currentState;
  }

  async cancel(): Promise<void> {
    this.fail(new BeamError('E_CANCELLED', 'The run was cancelled.'));
    await this.done.catch(() => undefined);
  }

  async stop(): Promise<void> {
    await this.begun;
    if (this.mayEnd()) {
      this.ending = 'STOPPED';
      this.endBundles();
      this.watchEnd();
      this.tell(() => this.engine.stop(this.now()));
    }
    await this.done;
  }

  async drain(): Promise<void> {
    await this.begun;
    if (this.mayEnd()) {
      this.ending = 'DRAINED';
      this.host.drain();
      this.watchEnd();
      this.tell(() => this.engine.hurry(this.now()));
    }
    await this.done;
  }

  snapshot(): JobSnapshot {
    const { clock, stages, disk, isStreaming } = this.settings;
    return {
      state: this.currentState,
      elapsedMillis: (this.endedAt ?? clock.monotonic()) - this.startedAt,
      steps: stepSnapshots({
        plan: stages,
        engine: this.engine,
        host: this.host,
        stores: this.stores,
        latencies: isStreaming ? this.latencies : undefined,
      }),
      metrics: [
        ...this.metrics.results(),
        ...userMetricsOf(this.remoteHost?.monitoringInfos() ?? [], stages.components.transforms),
      ],
      spilledBytes: disk.writtenBytes,
    };
  }

  /** What was counted and measured, in Beam's own form. */
  monitoringInfos(): readonly MonitoringInfo[] {
    const own = ownMonitoringInfos(this.metrics, this.settings.stages.components);
    return [...own, ...(this.remoteHost?.monitoringInfos() ?? [])];
  }

  private openHost(): Host {
    const { live, stages: plan, checks, remote } = this.settings;
    const { stores, facts } = this;
    const services = this.hostServices();
    const openHead = headOpener({
      plan,
      facts,
      stores,
      services,
      encodesState: checks.encodeEveryBundle,
      watchesState: checks.checkImmutability,
      keeping: this.kept?.stores.keeping,
    });
    const here = new InProcessHost(plan, live, stores, services, openHead);
    if (remote === undefined) return here;
    const there = new RemoteHost({ ...remote, plan, facts, stores, services, openHead });
    this.remoteHost = there;
    const isRemote = new Map(plan.stages.map(({ id, environment }) => [id, environment !== '']));
    return new SharedRun([here, there], (stage) => (isRemote.get(stage) ? there : here));
  }

  private async run(): Promise<JobResult> {
    await this.begun;
    this.tell(() => this.start());
    await this.settled;
    this.alarm?.cancel();
    while (this.running.size > 0) await Promise.allSettled(this.running);
    if (this.failure !== undefined) await this.unlessGivenUp(this.host.abandon());
    else await this.endOperators();
    this.endWatch?.end();
    await this.close();
    if (this.failure !== undefined) {
      this.end(this.failure.code === 'E_CANCELLED' ? 'CANCELLED' : 'FAILED');
      throw this.failure;
    }
    this.end(this.ending);
    return this.result();
  }

  private start(): readonly Effect[] {
    const { stages: plan, clock, options, live } = this.settings;
    const { engine, stores, facts, kept } = this;
    const impulses = (roots: readonly EdgeId[]) => storeImpulses(roots, plan, stores, facts);
    if (kept === undefined) return engine.start(impulses(plan.roots), this.now(), this.testEdges());
    return kept.begin(
      {
        plan,
        clock,
        options,
        live,
        engine,
        facts,
        host: this.host as InProcessHost,
        signal: this.abort.signal,
        endBundles: () => this.endBundles(),
        tell: (event) => this.tell(event),
        track: (work) => this.track(work),
        failed: (error) => this.fail(error),
      },
      impulses,
      this.testEdges(),
    );
  }

  /** Sources give back what they have not begun. */
  private endBundles(): void {
    for (const { id } of this.settings.stages.stages) this.host.split(id);
  }

  private mayEnd(): boolean {
    return this.currentState === 'RUNNING' && this.failure === undefined && this.ending === 'DONE';
  }

  /** A run that is to end, and comes no further, is given up. */
  private watchEnd(): void {
    const { stages: plan, clock, drainMillis: millis } = this.settings;
    const giveUp = (error: BeamError): void => {
      this.fail(error);
      this.leave();
    };
    this.endWatch = new EndWatch({ plan, engine: this.engine, host: this.host, clock, millis, giveUp });
  }

  /** Waits for user code that nothing can end, as long as the run is not given up. */
  private async unlessGivenUp(work: void | Promise<void>): Promise<void> {
    await Promise.race([work, this.givenUp]);
  }

  /** A run that was stopped has stages that are not done. */
  private async endOperators(): Promise<void> {
    try {
      await this.unlessGivenUp(this.host.endAll());
    } catch (thrown) {
      this.fail(BeamError.from(thrown));
    }
  }

  private testEdges(): EdgeId[] {
    return this.settings.stages.tests.flatMap(({ edges }) => Object.values(edges).flat());
  }

  private readonly now = (): number => this.settings.clock.now();

  private hostServices(): HostServices {
    const { clock, options, budget, isStreaming, limits, bundleMillis } = this.settings;
    let passed = 0;
    return {
      metrics: this.metrics,
      log: options.log ?? (() => undefined),
      now: this.now,
      monotonic: () => clock.monotonic(),
      signal: this.abort.signal,
      wait: (millis) => pause(clock, millis, this.abort.signal),
      newName: randomUUID,
      combineBytes: Math.min(MAX_COMBINE_BYTES, budget.limit / 8),
      isBundleFull: (startedAt, { elements, bytes }) =>
        elements >= limits.bundleElements ||
        bytes >= limits.bundleBytes ||
        (isStreaming && clock.monotonic() - startedAt >= bundleMillis),
      ...(this.kept && { outbox: (transform: string) => this.kept!.outboxOf(transform)! }),
      breathe: () => {
        if (++passed < LOOK_EVERY) return undefined;
        passed = 0;
        return this.turnIfDue();
      },
    };
  }

  /** Lets go of everything; what goes wrong there fails the run, unless it has failed already. */
  private async close(): Promise<void> {
    this.settings.options.signal?.removeEventListener('abort', this.onAbort);
    try {
      await this.kept?.close();
      for (const store of this.stores.values()) store.close();
      this.settings.disk.close();
    } catch (thrown) {
      this.fail(BeamError.from(thrown));
    }
  }

  /** Tells the engine of an event, and carries out what it wants (J1). */
  private tell(event: () => readonly Effect[]): void {
    if (this.failure !== undefined) return;
    try {
      for (const effect of event()) {
        if (this.failure !== undefined) return;
        this.carryOut(effect);
      }
      if (!this.tests.isOver && this.engine.isQuiet) this.track(this.nextTest());
      this.kept?.look();
    } catch (thrown) {
      this.fail(BeamError.from(thrown));
    }
  }

  private carryOut(effect: Effect): void {
    switch (effect.kind) {
      case 'run-bundle':
        this.track(this.runBundle(effect));
        break;
      case 'seal':
        this.track(this.seal(effect.edge));
        break;
      case 'stage-done':
        this.track(this.unlessGivenUp(this.host.finishStage(effect.stage)));
        break;
      case 'release':
        this.stores.get(effect.edge)!.close();
        break;
      case 'wake':
        this.alarm?.cancel();
        this.alarm = this.settings.clock.wake(effect.at, () =>
          this.tell(() => this.engine.clockMoved(this.now())),
        );
        break;
      case 'finish':
        this.track(this.kept?.finish(this.ending !== 'STOPPED') ?? Promise.resolve(), () => this.settle());
        break;
    }
  }

  /** Others get the thread when the run has had it for a while. */
  private turnIfDue(): Promise<void> | undefined {
    const { clock } = this.settings;
    const now = clock.monotonic();
    if (now - this.turnedAt < TURN_MILLIS) return undefined;
    this.turnedAt = now;
    return clock.turn();
  }

  private async runBundle({ stage, input, times }: Extract<Effect, { kind: 'run-bundle' }>): Promise<void> {
    const { clock, bundleMillis, isStreaming } = this.settings;
    const isSource = this.plannedStage(stage).head.kind === 'splittable';
    // A source that waits for something to come is woken, so that what it has made goes on.
    const deadline =
      isStreaming && isSource
        ? clock.wake(clock.now() + bundleMillis, () => this.host.split(stage))
        : undefined;
    // Bundles that never wait would leave no room for signals and timers.
    const turn = this.turnIfDue();
    if (turn !== undefined) await turn;
    let result: BundleResult;
    let afterCommit: readonly (() => void | Promise<void>)[];
    try {
      ({ result, afterCommit } = await this.host.runBundle(stage, input, times));
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_INTERNAL', this.host.placeOf(stage));
    } finally {
      deadline?.cancel();
    }
    if (isStreaming) {
      this.measure(stage, isSource ? result.outputs.map(({ batch }) => batch) : input);
      this.expireSides(stage);
    }
    const step = this.host.placeOf(stage).step ?? stage;
    const callbacks = afterCommit.map((callback) => () => this.callBack(callback, step)); // J3
    // The bundle may be the last of its epoch.
    if (this.kept !== undefined) for (const callback of callbacks.splice(0)) this.kept.defer(callback);
    this.tell(() => this.engine.bundleFinished(stage, result, this.now()));
    for (const callback of callbacks) this.track(callback());
  }

  /** What was to be called after a commit fails for itself: the bundle is done. */
  private async callBack(callback: () => void | Promise<void>, step: string): Promise<void> {
    try {
      await this.unlessGivenUp(callback());
    } catch (thrown) {
      this.settings.options.log?.({
        severity: 'warn',
        message: `a callback of afterCommit failed: ${BeamError.from(thrown).message}`,
        step,
      });
    }
  }

  private measure(
    stage: StageId,
    batches: readonly { readonly samples?: readonly Instant[] | undefined }[],
  ): void {
    let meter = this.latencies.get(stage);
    if (meter === undefined) {
      meter = new LatencyMeter();
      this.latencies.set(stage, meter);
    }
    const now = this.now();
    for (const { samples } of batches) for (const sample of samples ?? []) meter.record(now - sample);
  }

  /** Windows and panes of side inputs that none of their readers will ask for are let go of. */
  private expireSides(stage: StageId): void {
    for (const edge of new Set(this.plannedStage(stage).sides.map((side) => side.edge))) {
      const readers = this.settings.stages.stages.filter(({ sides }) =>
        sides.some((side) => side.edge === edge),
      );
      const before = Math.min(...readers.map(({ id }) => this.engine.inputWatermark(id)));
      const busy = readers.filter(({ id }) => id !== stage && this.engine.stageState(id) === 'running');
      (this.stores.get(edge) as SideStore).expire(
        before,
        stage,
        busy.map(({ id }) => id),
      );
    }
  }

  private async seal(edge: EdgeId): Promise<void> {
    const batches = this.stores.get(edge)!.seal();
    this.tell(() => this.engine.edgeSealed(edge, batches, this.now()));
  }

  /** J4 */
  private async nextTest(): Promise<void> {
    await this.settings.clock.turn();
    if (this.failure !== undefined || !this.engine.isQuiet) return;
    this.tests.next();
  }

  private plannedStage(id: StageId): PlannedStage {
    return this.settings.stages.stages.find((candidate) => candidate.id === id)!;
  }

  /** Waits for work in the background; its failure is the run's. */
  private track(work: Promise<void>, then?: () => void): void {
    const tracked: Promise<void> = work
      .then(then, (thrown: unknown) => this.fail(BeamError.from(thrown)))
      .finally(() => this.running.delete(tracked));
    this.running.add(tracked);
  }

  private fail(error: BeamError): void {
    if (this.currentState !== 'RUNNING' || this.failure !== undefined) return;
    this.failure = error;
    this.abort.abort(error);
    this.settle();
  }

  private end(state: JobState): void {
    this.currentState = state;
    this.endedAt = this.settings.clock.monotonic();
  }

  private result(): JobResult {
    const snapshot = this.snapshot();
    return {
      ...snapshot,
      jobName: this.settings.options.jobName,
      metric: (name) =>
        summedMetric(snapshot.metrics.filter((metric) => metric.name === name).map(({ value }) => value)),
    };
  }
}
