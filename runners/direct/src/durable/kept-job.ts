/**
 * What a job that is kept has beside one that is not: its outboxes, its keeper, and how it begins where another was.
 *
 * Owns: the outboxes and the keeper. Does not own: engine, stores, host (LocalJob).
 */
import type { BatchHandle, EdgeId, Effect, Output } from '@hornbeam/engine';
import { ParDoPayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { EpochSink, RunOptions } from '@hornbeam/sdk/construction';
import type { BeamError } from '@hornbeam/sdk/model';
import { type LiveParts, mainInputs, referencedStep } from '@hornbeam/sdk/translate';
import type { MetricCells } from '@hornbeam/sdk/worker';
import { residualBatch } from '../hosts/heads/splittable-head.js';
import type { InProcessHost } from '../hosts/in-process.js';
import { KeptMetrics } from '../hosts/kept/kept-metrics.js';
import type { KeptQueue } from '../hosts/kept/kept-queue.js';
import type { KeptStores } from '../hosts/open-stores.js';
import type { StagePlan } from '../plan/fuse.js';
import { placeOf } from '../plan/place.js';
import type { PlanFacts } from '../plan/plan-facts.js';
import { checkState, type KeptRun, unreadBatches } from './open-run.js';
import { Outbox, outboxSpace } from './outbox.js';
import { RunKeeper, type RunKeeperSettings } from './run-keeper.js';

const EPOCH_MILLIS = 100;
const OUTBOX_BYTES = 256 * 1024 * 1024;

/** What the job lends. */
export interface JobParts
  extends Pick<RunKeeperSettings, 'engine' | 'clock' | 'endBundles' | 'tell' | 'track' | 'signal'> {
  readonly host: InProcessHost;
  readonly plan: StagePlan;
  readonly facts: PlanFacts;
  readonly live: LiveParts;
  readonly options: RunOptions;
  readonly failed: (error: BeamError) => void;
}

/** See the head of this file. */
export class KeptJob {
  /** What the stores of the run are told. */
  readonly stores: KeptStores;
  private readonly run: KeptRun;
  private readonly queues = new Map<EdgeId, KeptQueue>();
  private readonly outboxes = new Map<string, Outbox>();
  private keeper!: RunKeeper;

  constructor(run: KeptRun) {
    this.run = run;
    this.stores = {
      keeping: run.keeping,
      unread: unreadBatches(run.before?.engine),
      onQueue: (edge, queue) => this.queues.set(edge, queue),
    };
  }

  /** Takes up what was measured. To be called before anything is. */
  restoreMetrics(metrics: MetricCells): void {
    new KeptMetrics(metrics, this.run.keeping);
  }

  /** Where the rows of a sink go. */
  outboxOf(transform: string): Outbox | undefined {
    return this.outboxes.get(transform);
  }

  /**
   * Opens every stage with what was kept, checks that nothing is lost, and gives what the engine is to begin with.
   * @param open edges that somebody outside will write
   * @throws BeamError `E_STATE_DIR` `E_DECODE`
   */
  begin(
    parts: JobParts,
    impulses: (edges: readonly EdgeId[]) => Output[],
    open: readonly EdgeId[],
  ): readonly Effect[] {
    const { store, keeping, before, settings } = this.run;
    const { host, plan, engine, clock, options } = parts;
    this.openOutboxes(parts);
    const agendas = host.openAll();
    const lost = checkState(this.run, options);
    this.keeper = new RunKeeper({
      ...parts,
      store,
      keeping,
      epochMillis: settings.epochMillis ?? EPOCH_MILLIS,
      outboxBytes: settings.outboxBytes ?? OUTBOX_BYTES,
      outboxes: [...this.outboxes.values()],
      lost,
      head: () => ({
        jobName: options.jobName,
        run: this.run.name,
        spaces: Object.fromEntries(keeping.claimed),
        roots: [...new Set(plan.roots)],
      }),
    });
    this.keeper.begin();
    const known = new Set(before?.roots);
    const roots = impulses(plan.roots.filter((edge) => !known.has(edge)));
    if (before === undefined) return engine.start(roots, clock.now(), open);
    const batches = (edge: EdgeId, batch: number): BatchHandle => this.queues.get(edge)!.handleOf(batch)!;
    return engine.resume(before.engine, { batches, residual: residualBatch, agendas, roots }, clock.now());
  }

  defer(callback: () => Promise<void>): void {
    this.keeper.defer(callback);
  }

  look(): void {
    this.keeper.look();
  }

  finish(isDone: boolean): Promise<void> {
    return this.keeper.finish(isDone);
  }

  /** Lets go of targets and store. */
  async close(): Promise<void> {
    await this.keeper?.close();
    await this.run.store.close();
  }

  private openOutboxes({ plan, facts, live, clock, options, signal, failed }: JobParts): void {
    for (const [transform, sink] of sinksOf(plan, live)) {
      const proto = plan.components.transforms[transform]!;
      const place = placeOf(proto);
      const coder = facts.coderOf(mainInputs(proto)[0]!);
      const outbox = new Outbox(
        {
          sink,
          place,
          owner: `${options.jobName}/${place.step}`,
          run: this.run.name,
          coder,
          clock,
          signal,
          log: (record) => options.log?.({ step: place.step, ...record }),
          changed: () => this.keeper.changed(),
          failed,
        },
        this.run.keeping.claim(outboxSpace(place.step!), coder),
      );
      this.outboxes.set(transform, outbox);
    }
  }
}

/** The sinks of a plan by transform. */
export function sinksOf(
  { stages, components }: StagePlan,
  { steps }: LiveParts,
): Map<string, EpochSink<any>> {
  const sinks = new Map<string, EpochSink<any>>();
  for (const id of stages.flatMap(({ transforms }) => transforms)) {
    const { spec } = components.transforms[id]!;
    if (spec?.urn !== urns.transforms.parDo) continue;
    const { doFn } = ParDoPayload.decode(spec.payload);
    if (doFn?.urn !== urns.hornbeam.doFn) continue;
    const { operation } = referencedStep(doFn, steps);
    if (operation.kind === 'parDo' && operation.callback.shape === 'sink')
      sinks.set(id, operation.callback.sink);
  }
  return sinks;
}
