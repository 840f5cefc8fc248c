/**
 * The bundles of one worker.
 *
 * Owns: stages by descriptor, idle ones kept for the next bundle; bundles under way; callbacks that wait for a commit.
 * Does not own: the control stream (harness.ts), the streams of data and state.
 *
 * Invariants:
 *  B1  a stage that failed is never used again, and its operators are torn down.
 *  B2  a request about a bundle that is over is answered with nothing; one about a bundle never heard of is an error.
 *  B3  callbacks of a bundle run once, however often the runner says that it is committed.
 */
import type { MonitoringInfo, ProcessBundleDescriptor } from '@hornbeam/proto';
import {
  type Elements,
  type ProcessBundleRequest,
  type ProcessBundleResponse,
  type ProcessBundleSplitRequest,
  type ProcessBundleSplitResponse,
  RemoteGrpcPort,
} from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '../../model/errors.js';
import type { LiveParts } from '../../translate/plan.js';
import type { Inbox } from './inbox.js';
import { ShortIds } from './monitoring/short-ids.js';
import { RecentIds } from './recent-ids.js';
import { RemoteStage, type StageSettings } from './remote-stage.js';
import { type SplitWish, shareToKeep, splitPoint } from './split-point.js';
import type { BundleState } from './state/bundle-state.js';

/** What bundles need of their worker. */
export interface BundleRunsSettings extends Omit<StageSettings, 'descriptor'> {
  /** Asks the runner for a descriptor. @throws BeamError */
  readonly descriptor: (id: string) => Promise<ProcessBundleDescriptor>;
  readonly inbox: (instructionId: string) => Inbox;
  /** Why this worker cannot run any bundle: the answer to each. */
  readonly refusal?: BeamError | undefined;
  /** Elements that came with a request. */
  readonly arrived: (elements: Elements) => void;
  /** The bundle is over: nothing more is to be kept for it. */
  readonly finished: (instructionId: string) => void;
  /** Opens the state of a bundle; undefined where the runner serves none. */
  readonly openState: (
    descriptor: ProcessBundleDescriptor,
    instructionId: string,
    request: ProcessBundleRequest,
    live: LiveParts,
  ) => BundleState | undefined;
}

/** A bundle under way. */
interface Run {
  /** Undefined until its stage is there. */
  stage: RemoteStage | undefined;
  cancelled: BeamError | undefined;
}

/** So many stages of one descriptor are kept ready. */
const IDLE_STAGES = 16;
/** So many bundles' callbacks wait for a commit at most; runners need not ever tell of one. */
const FINALIZER_LIMIT = 10_000;

/** See the head of this file. */
export class BundleRuns {
  readonly shortIds = new ShortIds();
  private readonly settings: BundleRunsSettings;
  private readonly descriptors = new Map<string, Promise<ProcessBundleDescriptor>>();
  private readonly idle = new Map<string, RemoteStage[]>();
  private readonly running = new Map<string, Run>();
  private readonly over = new RecentIds();
  private readonly finalizers = new Map<string, readonly (() => void | Promise<void>)[]>();
  private closed: BeamError | undefined;

  constructor(settings: BundleRunsSettings) {
    this.settings = settings;
  }

  /** How many bundles are under way. */
  get size(): number {
    return this.running.size;
  }

  /** The bundles under way. */
  get ids(): string[] {
    return [...this.running.keys()];
  }

  /** Keeps descriptors that an old runner sends before it is asked. */
  register(descriptors: readonly ProcessBundleDescriptor[]): void {
    for (const descriptor of descriptors) this.descriptors.set(descriptor.id, Promise.resolve(descriptor));
  }

  /** Runs a bundle. @throws BeamError */
  async process(instructionId: string, request: ProcessBundleRequest): Promise<ProcessBundleResponse> {
    const run: Run = { stage: undefined, cancelled: this.closed };
    this.running.set(instructionId, run);
    const { processBundleDescriptorId: id } = request;
    try {
      if (request.elements !== undefined) this.settings.arrived(request.elements);
      const descriptor = await this.descriptorOf(id);
      if (this.settings.refusal !== undefined) throw this.refused(descriptor, this.settings.refusal);
      const stage = this.idle.get(id)?.pop() ?? new RemoteStage({ ...this.settings, descriptor });
      if (run.cancelled !== undefined) throw run.cancelled;
      run.stage = stage;
      try {
        const { response, afterCommit } = await stage.run({
          instructionId,
          request,
          inbox: this.settings.inbox(instructionId),
          state: this.settings.openState(descriptor, instructionId, request, this.settings.live),
        });
        await this.keep(id, stage);
        if (afterCommit.length > 0) this.await(instructionId, afterCommit);
        return { ...response, monitoringData: this.short(response.monitoringInfos) };
      } catch (thrown) {
        // Its operators are of no use any more (B1); what they throw now is no news.
        await stage.teardown().catch(() => undefined);
        throw thrown;
      }
    } finally {
      this.running.delete(instructionId);
      this.over.add(instructionId);
      this.settings.finished(instructionId);
    }
  }

  /** How far a bundle is (B2). @throws BeamError for a bundle never heard of */
  progress(instructionId: string): MonitoringInfo[] {
    const run = this.running.get(instructionId);
    if (run === undefined && !this.over.has(instructionId)) throw unknown(instructionId);
    return run?.stage?.progress() ?? [];
  }

  /** Gives back some of what a bundle has not begun. Nothing where that cannot be. */
  split({ instructionId, desiredSplits }: ProcessBundleSplitRequest): ProcessBundleSplitResponse {
    const response: ProcessBundleSplitResponse = { primaryRoots: [], residualRoots: [], channelSplits: [] };
    const stage = this.running.get(instructionId)?.stage;
    if (stage === undefined) return response;
    for (const [transformId, wish] of Object.entries(desiredSplits)) {
      const port = stage.sourcePorts.get(transformId);
      if (port === undefined) continue;
      const wanted: SplitWish = {
        fraction: wish.fractionOfRemainder,
        estimatedElements: Number(wish.estimatedInputElements),
        allowed: wish.allowedSplitPoints.map(Number),
      };
      const inHand = stage.inHand();
      const share = inHand === undefined ? undefined : shareToKeep(port, inHand, wanted);
      const cut = share === undefined ? undefined : stage.cut(share);
      if (cut !== undefined) {
        const { index } = port;
        port.stop = index + 1;
        response.primaryRoots.push(cut.primary);
        response.residualRoots.push(cut.residual);
        response.channelSplits.push({
          transformId,
          lastPrimaryElement: BigInt(index - 1),
          firstResidualElement: BigInt(index + 1),
        });
        continue;
      }
      const point = splitPoint(port, wanted);
      if (point === undefined) continue;
      port.stop = point;
      response.channelSplits.push({
        transformId,
        lastPrimaryElement: BigInt(point - 1),
        firstResidualElement: BigInt(point),
      });
    }
    return response;
  }

  /** Runs what a bundle wanted called after its commit (B3). @throws what the first callback throws */
  async finalize(instructionId: string): Promise<void> {
    const callbacks = this.finalizers.get(instructionId) ?? [];
    this.finalizers.delete(instructionId);
    const ended = await Promise.allSettled(callbacks.map(async (callback) => callback()));
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
  }

  /** The short names and payloads of metrics. */
  short(infos: readonly MonitoringInfo[]): Record<string, Uint8Array> {
    return Object.fromEntries(infos.map((info) => [this.shortIds.idOf(info), info.payload]));
  }

  /** Ends everything: bundles under way fail. */
  async close(reason: BeamError): Promise<void> {
    this.closed = reason;
    for (const run of this.running.values()) {
      run.cancelled = reason;
      run.stage?.cancel(reason);
    }
    const stages = [...this.idle.values()].flat();
    this.idle.clear();
    this.finalizers.clear();
    await Promise.all(stages.map((stage) => this.tearDown(stage)));
  }

  private refused({ transforms }: ProcessBundleDescriptor, refusal: BeamError): BeamError {
    // As a stage does it: Flink waits three minutes for this stream before it looks at an answer.
    for (const { spec } of Object.values(transforms)) {
      if (spec?.urn !== urns.ports.source && spec?.urn !== urns.ports.sink) continue;
      const address = RemoteGrpcPort.decode(spec.payload).apiServiceDescriptor?.url;
      if (address) this.settings.dataChannel(address);
    }
    return refusal;
  }

  private async keep(id: string, stage: RemoteStage): Promise<void> {
    const kept = this.idle.get(id) ?? [];
    if (this.closed !== undefined || kept.length >= IDLE_STAGES) {
      await this.tearDown(stage);
      return;
    }
    kept.push(stage);
    this.idle.set(id, kept);
  }

  /** The bundles of the stage are answered, so that all that is left of an error is to tell it. */
  private async tearDown(stage: RemoteStage): Promise<void> {
    try {
      await stage.teardown();
    } catch (thrown) {
      const { message, place } = BeamError.from(thrown);
      this.settings.log({ severity: 'error', message: `teardown failed: ${message}`, step: place.step }, '');
    }
  }

  private await(instructionId: string, callbacks: readonly (() => void | Promise<void>)[]): void {
    this.finalizers.set(instructionId, callbacks);
    if (this.finalizers.size > FINALIZER_LIMIT) {
      this.finalizers.delete(this.finalizers.keys().next().value as string);
    }
  }

  private descriptorOf(id: string): Promise<ProcessBundleDescriptor> {
    let descriptor = this.descriptors.get(id);
    if (descriptor === undefined) {
      descriptor = this.settings.descriptor(id);
      this.descriptors.set(id, descriptor);
      descriptor.catch(() => this.descriptors.delete(id));
    }
    return descriptor;
  }
}

const unknown = (instructionId: string): BeamError =>
  new BeamError('E_BAD_PLAN', `The worker knows of no bundle "${instructionId}".`);
