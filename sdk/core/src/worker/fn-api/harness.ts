/**
 * The worker (Beam: SDK harness): carries out what a runner asks for on one control stream.
 *
 * Owns: the control stream and all other streams of this worker.
 * Does not own: user code (worker-code.ts), how bundles run (bundle-runs.ts).
 *
 * Invariants:
 *  H1  every request gets exactly one response with its id, whatever happens; the loop itself never throws.
 *  H2  requests are carried out side by side; nothing waits for a bundle but what asks about it.
 *  H3  when the control stream ends the runner is gone: bundles fail and `ended` resolves.
 *  H4  a worker without code (`refusal`) begins all the same, and answers each bundle with the reason: no other way to a
 *      user is open on every runner.
 */
import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { ProcessBundleDescriptor } from '@hornbeam/proto';
import {
  BeamFnControl,
  type InstructionRequest,
  InstructionResponse,
  type ProvisionInfo,
  whichInstructionRequest,
} from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import type { LogRecord } from '../../construction/index.js';
import { errorToText } from '../../model/error-text.js';
import { BeamError } from '../../model/errors.js';
import type { LiveParts } from '../../translate/plan.js';
import { BundleRuns } from './bundle-runs.js';
import { DataChannel } from './data-channel.js';
import { Endpoints, unreachable } from './endpoint.js';
import { Inboxes } from './inboxes.js';
import { LogChannel } from './log-channel.js';
import { fetchProvision, type WorkerAddresses } from './provision.js';
import type { StageClock } from './remote-stage.js';
import { BundleState } from './state/bundle-state.js';
import { StateCache } from './state/state-cache.js';
import { StateStreams } from './state-streams.js';
import { StatusChannel } from './status-channel.js';
import type { StagedFile, WorkerCode } from './worker-code.js';

/** What a worker is started with. */
export interface HarnessSettings extends WorkerAddresses {
  readonly workerId: string;
  readonly code: WorkerCode;
  /** What the environment says to its workers. */
  readonly params?: Readonly<Record<string, string>>;
  /** Fetches staged files; see {@link WorkerCode}. */
  readonly artifacts?: (
    endpoints: Endpoints,
    address: string | undefined,
    provision: ProvisionInfo | undefined,
  ) => Promise<readonly StagedFile[]>;
  /** Told of what steps log, beside the runner. */
  readonly log?: (record: LogRecord) => void;
  /** Told of each bundle that failed, with the error as it was thrown. */
  readonly failed?: (error: BeamError) => void;
  /** Makes an error fit to be shown: maps its places back to the user's files. */
  readonly mapError?: (error: BeamError) => BeamError;
  /** Bytes of state that may be kept between bundles. */
  readonly cacheBytes?: number;
  readonly clock?: StageClock;
}

const systemClock: StageClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  turn: () => new Promise((resolve) => setImmediate(resolve)),
  after: (millis, callback) => {
    const timer = setTimeout(callback, millis);
    return () => clearTimeout(timer);
  },
};

/** So many turns bundles that are given up get for their answers. */
const FAIL_TURNS = 1000;

const DEFAULT_CACHE_BYTES = 100 * 1024 * 1024;

/** See the head of this file. */
export class WorkerHarness {
  /** Resolves when the worker has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly workerId: string;
  /** Why this worker runs nothing (H4). */
  readonly refusal: BeamError | undefined;
  private readonly settings: HarnessSettings;
  private readonly endpoints: Endpoints;
  private readonly control: ClientDuplexStream<InstructionResponse, InstructionRequest>;
  private readonly inboxes = new Inboxes();
  private readonly channels = new Map<string, DataChannel>();
  private readonly states: StateStreams;
  private readonly logs: LogChannel | undefined;
  private readonly statuses: StatusChannel | undefined;
  private readonly cache: StateCache;
  private readonly clock: StageClock;
  private readonly runs: BundleRuns;
  private end!: () => void;
  private isOver = false;
  private unconnected: BeamError | undefined;
  /** Requests without a response so far. */
  private answering = 0;

  /**
   * Asks the runner for its addresses, loads the user's code and begins to answer.
   * @throws BeamError `E_SERVICE` when the runner does not answer
   */
  static async start(settings: HarnessSettings): Promise<WorkerHarness> {
    const endpoints = new Endpoints(settings.workerId);
    try {
      const { provision, addresses } = await fetchProvision(endpoints, settings);
      const { params = {}, artifacts } = settings;
      const code = settings.code({
        params,
        provision,
        artifacts: async () => (await artifacts?.(endpoints, addresses.artifact, provision)) ?? [],
      });
      const live = await code.catch((thrown: unknown) => BeamError.from(thrown));
      return new WorkerHarness(settings, endpoints, { addresses, provision, live });
    } catch (thrown) {
      endpoints.close();
      throw thrown;
    }
  }

  private constructor(
    settings: HarnessSettings,
    endpoints: Endpoints,
    {
      addresses,
      provision,
      live,
    }: { addresses: WorkerAddresses; provision: ProvisionInfo | undefined; live: LiveParts | BeamError },
  ) {
    this.refusal = live instanceof BeamError ? live : undefined;
    this.settings = settings;
    this.endpoints = endpoints;
    this.workerId = settings.workerId;
    this.clock = settings.clock ?? systemClock;
    this.cache = new StateCache(settings.cacheBytes ?? DEFAULT_CACHE_BYTES);
    this.states = new StateStreams(endpoints);
    this.logs = addresses.logging === undefined ? undefined : new LogChannel(endpoints, addresses.logging);
    this.statuses =
      addresses.status === undefined
        ? undefined
        : new StatusChannel(endpoints, addresses.status, () => this.status());
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
    const control = addresses.control!;
    const capabilities = new Set(provision?.runnerCapabilities);
    this.runs = new BundleRuns({
      live: live instanceof BeamError ? { steps: new Map(), coders: new Map() } : live,
      refusal: this.refusal,
      clock: this.clock,
      embedsElements: capabilities.has(urns.runnerProtocols.controlResponseElementsEmbedding),
      dataChannel: (address) => this.dataChannel(address),
      log: (record, instructionId) => this.log(record, instructionId),
      descriptor: (id) => this.descriptor(control, id),
      inbox: (instructionId) => this.inboxes.of(instructionId),
      arrived: (elements) => this.inboxes.arrived(elements),
      finished: (instructionId) => this.inboxes.finish(instructionId),
      openState: (descriptor, instructionId, request, parts) => {
        const address = descriptor.stateApiServiceDescriptor?.url;
        if (!address) return undefined;
        return new BundleState({
          channel: this.states.channel(address),
          cache: this.cache,
          instructionId,
          tokens: request.cacheTokens,
          descriptor,
          live: parts,
          now: () => this.clock.now(),
        });
      },
    });
    this.control = endpoints.duplex(control, BeamFnControl.control);
    let isConnected = false;
    this.control.on('metadata', () => {
      isConnected = true;
    });
    this.control.on('data', (request: InstructionRequest) => {
      isConnected = true;
      void this.answer(request);
    });
    this.control.on('error', (error) => {
      const gone = unreachable(control, error);
      if (!isConnected) this.unconnected = gone;
      this.over(gone);
    });
    this.control.on('end', () => this.over(new BeamError('E_CANCELLED', 'The runner ended the worker.')));
    if (this.refusal !== undefined) this.log({ severity: 'error', message: errorToText(this.refusal) }, '');
  }

  /** Why the worker has ended, when it never heard of its runner; undefined for one whose runner went away. */
  get failure(): BeamError | undefined {
    return this.unconnected;
  }

  /** Ends the worker; bundles under way fail. */
  async stop(): Promise<void> {
    this.over(new BeamError('E_CANCELLED', 'The worker is shut down.'));
    await this.ended;
  }

  /** Ends the worker for a reason that is no bundle's own: those under way are answered with it. */
  async fail(reason: BeamError): Promise<void> {
    this.log({ severity: 'error', message: errorToText(reason) }, '');
    await this.runs.close(reason);
    for (let turns = 0; this.answering > 0 && turns < FAIL_TURNS; turns++) await this.clock.turn();
    await this.stop();
  }

  /** What the worker is at, in words. */
  status(): string {
    const { heapUsed, rss } = process.memoryUsage();
    const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
    return [
      `worker ${this.workerId}: ${this.runs.size} bundles under way`,
      ...this.runs.ids.map((id) => `  bundle ${id}`),
      `memory: heap ${megabytes(heapUsed)}, resident ${megabytes(rss)}`,
    ].join('\n');
  }

  private async answer(request: InstructionRequest): Promise<void> {
    const { instructionId } = request;
    let response: InstructionResponse;
    this.answering++;
    try {
      response = { instructionId, error: '', ...(await this.carryOut(request)) };
    } catch (thrown) {
      const error = this.mapped(BeamError.from(thrown));
      if (!this.isOver && request.processBundle !== undefined) this.settings.failed?.(error);
      response = InstructionResponse.create({ instructionId, error: errorToText(error) });
    }
    if (!this.isOver) this.control.write(response);
    this.answering--;
  }

  private async carryOut(request: InstructionRequest): Promise<Partial<InstructionResponse>> {
    const { runs } = this;
    switch (whichInstructionRequest(request)) {
      case 'register':
        runs.register(request.register!.processBundleDescriptor as ProcessBundleDescriptor[]);
        return { register: {} };
      case 'processBundle':
        return { processBundle: await runs.process(request.instructionId, request.processBundle!) };
      case 'processBundleProgress': {
        const monitoringInfos = runs.progress(request.processBundleProgress!.instructionId);
        return { processBundleProgress: { monitoringInfos, monitoringData: runs.short(monitoringInfos) } };
      }
      case 'processBundleSplit':
        return { processBundleSplit: runs.split(request.processBundleSplit!) };
      case 'finalizeBundle':
        await runs.finalize(request.finalizeBundle!.instructionId);
        return { finalizeBundle: {} };
      case 'monitoringInfos': {
        const ids = request.monitoringInfos!.monitoringInfoId;
        const known = ids.flatMap((id) => {
          const info = runs.shortIds.infoOf(id);
          return info === undefined ? [] : [[id, { ...info, payload: new Uint8Array() }] as const];
        });
        return { monitoringInfos: { monitoringInfo: Object.fromEntries(known) } };
      }
      case 'harnessMonitoringInfos':
        return { harnessMonitoringInfos: { monitoringData: {} } };
      case 'sampleData':
        return { sampleData: { elementSamples: {} } };
      default:
        throw new BeamError('E_UNSUPPORTED', 'The worker does not know this kind of instruction.', {
          help: 'the runner asked for what the worker did not offer',
        });
    }
  }

  private descriptor(control: string, id: string): Promise<ProcessBundleDescriptor> {
    return this.endpoints.call(control, BeamFnControl.getProcessBundleDescriptor, {
      processBundleDescriptorId: id,
    });
  }

  private dataChannel(address: string): DataChannel {
    let channel = this.channels.get(address);
    if (channel === undefined) {
      channel = new DataChannel(this.endpoints, address, this.inboxes);
      this.channels.set(address, channel);
    }
    return channel;
  }

  private log(record: LogRecord, instructionId: string): void {
    this.settings.log?.(record);
    this.logs?.log(record, instructionId, this.clock.now());
  }

  private mapped(error: BeamError): BeamError {
    return this.settings.mapError?.(error) ?? error;
  }

  private over(reason: BeamError): void {
    if (this.isOver) return;
    this.isOver = true;
    this.inboxes.fail(reason);
    this.states.fail(reason);
    void this.runs.close(reason).then(async () => {
      this.control.end();
      for (const channel of this.channels.values()) channel.close();
      this.states.close();
      this.statuses?.close();
      await this.logs?.close();
      this.endpoints.close();
      this.end();
    });
  }
}
