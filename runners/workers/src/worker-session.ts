/**
 * One worker as this runner sees it: the streams that it opened, the instructions that it has yet to answer.
 *
 * Owns: control, data and state streams, the bundles at work.
 * Does not own: how the worker was started (worker-fleet), the server that it speaks to (fn-api-server.ts).
 *
 * Invariants:
 *  K1  every instruction is answered once: by the worker, or with the reason why it is gone.
 *  K2  a worker that breaks the contract is of no more use, and no other is touched by it.
 *  K3  what is sent before the data stream is there is sent in its order once it is.
 *  K4  of a worker that has work something is heard every `silenceMillis`, and of the outputs of a bundle that it has
 *      answered, or it is gone.
 */
import type { ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import type { MonitoringInfo, ProcessBundleDescriptor } from '@hornbeam/proto';
import type {
  Elements,
  InstructionRequest,
  InstructionResponse,
  LogEntryList,
  ProcessBundleProgressResponse,
  ProcessBundleResponse,
  StateRequest,
  StateResponse,
  WorkerStatusRequest,
  WorkerStatusResponse,
} from '@hornbeam/proto/services';
import type { LogRecord } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { BundleSession } from './bundle-session.js';
import { recordOf } from './log-record.js';
import type { BundleSettings, RemoteBundle, RemoteWorker } from './remote-worker.js';
import type { WorkerClock } from './worker-clock.js';

/** What a {@link WorkerSession} is made from. */
export interface WorkerSessionSettings {
  /** How the worker names itself in every call. Not to be guessed. */
  readonly id: string;
  /** What messages call it. */
  readonly name: string;
  readonly log: (record: LogRecord) => void;
  readonly clock: WorkerClock;
  /** How long a worker that has work may be silent, ms. */
  readonly silenceMillis: number;
}

type Control = ServerDuplexStream<InstructionResponse, InstructionRequest>;
type Data = ServerDuplexStream<Elements, Elements>;
type Status = ServerDuplexStream<WorkerStatusResponse, WorkerStatusRequest>;

/** Answers that come late, or twice, are told apart by so many of the last instructions. */
const REMEMBERED = 10_000;

/** See the head of this file. */
export class WorkerSession implements RemoteWorker {
  readonly id: string;
  readonly gone: Promise<BeamError>;
  /** Resolves when the worker has opened its control stream. */
  readonly connected: Promise<void>;
  private readonly settings: WorkerSessionSettings;
  private readonly descriptors = new Map<string, ProcessBundleDescriptor>();
  private readonly bundles = new Map<string, BundleSession>();
  private readonly answers = new Map<string, (response: InstructionResponse) => void>();
  /** Instructions that were answered, and bundles that have ended. */
  private readonly past = new Set<string>();
  private readonly infos = new Map<string, MonitoringInfo>();
  private control: Control | undefined;
  private data: Data | undefined;
  private status: Status | undefined;
  /** What waits for the data stream. */
  private unsent: Elements[] = [];
  private full: Promise<void> | undefined;
  private opened!: () => void;
  private readonly dataOpened: Promise<void>;
  private greet!: () => void;
  private leave!: (why: BeamError) => void;
  private end: BeamError | undefined;
  private numbers = 0;
  private heardAt: number;
  /** When elements came last. */
  private dataAt: number;
  private stopWatch: (() => void) | undefined;
  private statusText = '';

  constructor(settings: WorkerSessionSettings) {
    this.id = settings.id;
    this.settings = settings;
    this.heardAt = settings.clock.monotonic();
    this.dataAt = this.heardAt;
    this.gone = new Promise((resolve) => {
      this.leave = resolve;
    });
    this.connected = new Promise((resolve) => {
      this.greet = resolve;
    });
    this.dataOpened = new Promise((resolve) => {
      this.opened = resolve;
    });
  }

  describe(descriptor: ProcessBundleDescriptor): void {
    this.descriptors.set(descriptor.id, descriptor);
  }

  /** The descriptor that the worker asks for. */
  descriptor(id: string): ProcessBundleDescriptor | undefined {
    return this.descriptors.get(id);
  }

  begin(settings: BundleSettings): RemoteBundle {
    const instructionId = this.nextId();
    const bundle = new BundleSession(instructionId, settings, {
      ask: (request) => this.ask(request),
      send: (elements) => this.send(elements),
      ended: () => this.forget(instructionId),
      broken: (what) => this.breach(what),
      now: () => this.settings.clock.monotonic(),
    });
    if (this.end !== undefined) {
      bundle.fail(this.end);
      return bundle;
    }
    this.bundles.set(instructionId, bundle);
    this.answers.set(instructionId, (response) => bundle.answer(response));
    this.write({
      instructionId,
      processBundle: {
        processBundleDescriptorId: settings.descriptorId,
        cacheTokens: settings.cacheTokens ?? [],
        hasNoState: false,
        onlyBundleForKeys: false,
        dataStreamId: '',
      },
    });
    this.watch();
    return bundle;
  }

  async infosOf(
    response: ProcessBundleResponse | ProcessBundleProgressResponse,
  ): Promise<readonly MonitoringInfo[]> {
    const { monitoringInfos, monitoringData } = response;
    // Workers that tell both tell the same.
    if (monitoringInfos.length > 0) return monitoringInfos;
    const ids = Object.keys(monitoringData);
    const unknown = ids.filter((id) => !this.infos.has(id));
    if (unknown.length > 0) {
      const { monitoringInfos: told } = await this.ask({ monitoringInfos: { monitoringInfoId: unknown } });
      for (const [id, info] of Object.entries(told?.monitoringInfo ?? {})) this.infos.set(id, info);
    }
    return ids.flatMap((id) => {
      const info = this.infos.get(id);
      return info === undefined ? [] : [{ ...info, payload: monitoringData[id]! }];
    });
  }

  /** The worker is of no more use, for this reason; what it still has to do fails with it. */
  fail(error: BeamError): void {
    if (this.end !== undefined) return;
    this.end = error;
    this.stopWatch?.();
    for (const bundle of [...this.bundles.values()]) bundle.fail(error);
    const failed: InstructionResponse = { instructionId: '', error: error.message };
    for (const answer of [...this.answers.values()]) answer(failed);
    this.answers.clear();
    this.unsent = [];
    this.opened();
    for (const stream of [this.data, this.status, this.control]) stream?.end();
    this.leave(error);
  }

  /** Takes a stream that the worker opened. */
  attachControl(stream: Control): void {
    if (this.control !== undefined || this.end !== undefined) {
      stream.end();
      return;
    }
    this.control = stream;
    stream.on('data', (response: InstructionResponse) => this.answered(response));
    this.failOnEnd(stream, 'control');
    this.greet();
  }

  /** As {@link attachControl}. */
  attachData(stream: Data): void {
    if (this.data !== undefined || this.end !== undefined) {
      stream.on('error', () => undefined);
      stream.end();
      return;
    }
    this.data = stream;
    this.failOnEnd(stream, 'data');
    stream.on('data', (elements: Elements) => {
      const wait = this.deliver(elements);
      if (wait === undefined) return;
      stream.pause();
      void wait.then(() => stream.resume());
    });
    for (const elements of this.unsent.splice(0)) stream.write(elements); // K3
    this.opened();
  }

  /** As {@link attachControl}. */
  attachState(stream: ServerDuplexStream<StateRequest, StateResponse>): void {
    stream.on('error', () => undefined);
    stream.on('end', () => stream.end());
    stream.on('data', (request: StateRequest) => {
      this.hear();
      const bundle = this.bundles.get(request.instructionId);
      if (bundle === undefined) {
        stream.write({ id: request.id, error: 'The bundle of this request is not at work.' });
        return;
      }
      void bundle.state(request).then((response) => stream.write(response));
    });
  }

  /** As {@link attachControl}. */
  attachLogging(stream: ServerReadableStream<LogEntryList, unknown> & { end(): unknown }): void {
    stream.on('error', () => undefined);
    stream.on('end', () => stream.end());
    stream.on('data', ({ logEntries }: LogEntryList) => {
      this.hear();
      for (const entry of logEntries) this.settings.log(recordOf(entry, this.settings.name));
    });
  }

  /** As {@link attachControl}. */
  attachStatus(stream: Status): void {
    stream.on('error', () => undefined);
    stream.on('end', () => stream.end());
    stream.on('data', ({ statusInfo, error }: WorkerStatusResponse) => {
      this.statusText = statusInfo || error;
    });
    this.status = stream;
  }

  private ask(request: Partial<InstructionRequest>): Promise<InstructionResponse> {
    if (this.end !== undefined) return Promise.reject(this.end);
    const instructionId = this.nextId();
    return new Promise((resolve) => {
      this.answers.set(instructionId, resolve);
      this.write({ instructionId, ...request });
    });
  }

  private answered(response: InstructionResponse): void {
    this.hear();
    const { instructionId } = response;
    const answer = this.answers.get(instructionId);
    if (answer === undefined) {
      this.breach(
        this.past.has(instructionId)
          ? `answers instruction ${instructionId} twice`
          : `answers an instruction that nobody gave, "${instructionId}"`,
      );
      return;
    }
    this.answers.delete(instructionId);
    this.remember(instructionId);
    answer(response);
  }

  private deliver(elements: Elements): Promise<void> | undefined {
    this.hear();
    this.dataAt = this.heardAt;
    const { data, timers } = elements;
    const ids = new Set([...data, ...timers].map(({ instructionId }) => instructionId));
    let wait: Promise<void> | undefined;
    for (const id of ids) {
      const bundle = this.bundles.get(id);
      if (bundle === undefined) {
        // What was under way when a bundle was given up is of no harm.
        if (!this.past.has(id)) this.breach(`sends elements of a bundle that nobody gave it, "${id}"`);
        continue;
      }
      const own =
        ids.size === 1 ? elements : { data: data.filter(isOf(id)), timers: timers.filter(isOf(id)) };
      const waits = bundle.take(own);
      if (waits !== undefined)
        wait = wait === undefined ? waits : Promise.all([wait, waits]).then(() => undefined);
    }
    return wait;
  }

  private send(elements: Elements): Promise<void> | undefined {
    if (this.end !== undefined) return undefined;
    const { data } = this;
    if (data === undefined) {
      this.unsent.push(elements);
      return this.dataOpened;
    }
    if (data.write(elements)) return this.full;
    this.full ??= new Promise((resolve) => {
      const go = (): void => {
        this.full = undefined;
        resolve();
      };
      data.once('drain', go);
      void this.gone.then(go);
    });
    return this.full;
  }

  private write(request: Partial<InstructionRequest>): void {
    void this.connected.then(() => this.control?.write(request as InstructionRequest));
  }

  private forget(instructionId: string): void {
    this.bundles.delete(instructionId);
    this.remember(instructionId);
    if (this.bundles.size === 0) {
      this.stopWatch?.();
      this.stopWatch = undefined;
    }
  }

  private remember(instructionId: string): void {
    this.past.add(instructionId);
    if (this.past.size > REMEMBERED) this.past.delete(this.past.keys().next().value!);
  }

  /** K2 */
  private breach(what: string): BeamError {
    const error = new BeamError('E_WORKER', `${this.settings.name} ${what}.`, {
      help: "the worker's SDK does not keep to the Fn API: update it",
    });
    this.fail(error);
    return error;
  }

  private failOnEnd(stream: Control | Data, kind: 'control' | 'data'): void {
    const { name } = this.settings;
    const lost = (cause?: unknown): void =>
      this.fail(
        new BeamError('E_WORKER', `${name} has gone: its ${kind} stream has ended.`, {
          help: 'see what the worker itself said at its end',
          cause,
        }),
      );
    stream.on('error', lost);
    stream.on('end', () => {
      stream.end();
      lost();
    });
    stream.on('cancelled', () => lost());
  }

  private hear(): void {
    this.heardAt = this.settings.clock.monotonic();
  }

  /** K4: asks a worker of which nothing is heard how it is getting on. */
  private watch(): void {
    if (this.stopWatch !== undefined) return;
    const { clock, silenceMillis, name } = this.settings;
    this.hear();
    const look = (): void => {
      const now = clock.monotonic();
      const silent = now - this.heardAt;
      for (const bundle of this.bundles.values()) {
        const missing =
          bundle.missingSince === undefined ? 0 : now - Math.max(bundle.missingSince, this.dataAt);
        if (missing >= silenceMillis) {
          this.breach(
            `has answered a bundle and does not end its outputs for ${Math.round(missing / 1000)} s`,
          );
          return;
        }
      }
      if (silent >= silenceMillis) {
        const said = this.statusText === '' ? '' : ` The last it said of itself: ${this.statusText}`;
        this.fail(
          new BeamError(
            'E_WORKER',
            `${name} gives no sign of life for ${Math.round(silent / 1000)} s, with a bundle at work.${said}`,
            { help: 'a step may be in an endless loop or wait for something that does not come' },
          ),
        );
        return;
      }
      if (silent >= silenceMillis / 4) {
        const [bundle] = this.bundles.values();
        bundle?.progress().catch(() => undefined);
        this.status?.write({ id: this.nextId() });
      }
      this.stopWatch = clock.after(silenceMillis / 8, look);
    };
    this.stopWatch = clock.after(silenceMillis / 8, look);
  }

  private nextId(): string {
    return `${++this.numbers}`;
  }
}

const isOf =
  (id: string) =>
  ({ instructionId }: { readonly instructionId: string }): boolean =>
    instructionId === id;
