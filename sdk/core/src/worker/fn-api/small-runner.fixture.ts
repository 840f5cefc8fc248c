// A runner for tests: real gRPC servers for everything that a worker speaks to, in this process. Descriptors are what a
// test gives it; elements go in and come out as bytes of their coders.

import { createHash } from 'node:crypto';
import { Server, ServerCredentials, type ServerDuplexStream, type ServerWritableStream } from '@grpc/grpc-js';
import {
  ArtifactFilePayload,
  type ArtifactInformation,
  ArtifactStagingToRolePayload,
  type ProcessBundleDescriptor,
} from '@hornbeam/proto';
import {
  ArtifactRetrievalService,
  BeamFnControl,
  BeamFnData,
  BeamFnLogging,
  BeamFnState,
  BeamFnWorkerStatus,
  type Elements,
  type GetArtifactRequest,
  type GetArtifactResponse,
  type InstructionRequest,
  type InstructionResponse,
  type LogEntry,
  type LogEntryList,
  ProvisionService,
  type ResolveArtifactsRequest,
  type StateRequest,
  type StateResponse,
  type WorkerStatusRequest,
  type WorkerStatusResponse,
} from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import { CHANNEL_OPTIONS } from './endpoint.js';

/** A call of a worker. */
interface Called {
  readonly metadata: { get(key: string): unknown[] };
}

/** What has come back for one bundle by the stream of elements. */
export interface Received {
  /** Bytes by `transform` or `transform/family`, in order. */
  readonly bytes: Map<string, Uint8Array[]>;
  /** How often each said that it is at its end. */
  readonly ends: Map<string, number>;
}

/** See the head of this file. */
export class SmallRunner {
  readonly address: string;
  readonly logs: LogEntry[] = [];
  readonly stateRequests: StateRequest[] = [];
  /** The ids that workers named themselves by, by service. */
  readonly workerIds = new Map<string, Set<string>>();
  /** Answers a request for state. */
  state: (request: StateRequest) => StateResponse = ({ id }) => ({ id, error: 'no state here' });
  capabilities: string[] = [];
  /** Files for workers; `sha256` where it is to be another than that of the bytes. */
  readonly files: { readonly name: string; readonly bytes: Uint8Array; readonly sha256?: string }[] = [];
  /** What workers said that they are at. */
  readonly statuses: WorkerStatusResponse[] = [];
  readonly descriptors = new Map<string, ProcessBundleDescriptor>();
  private readonly server: Server;
  private control: ServerDuplexStream<InstructionResponse, InstructionRequest> | undefined;
  private data: ServerDuplexStream<Elements, Elements> | undefined;
  private status: ServerDuplexStream<WorkerStatusResponse, WorkerStatusRequest> | undefined;
  private readonly answers = new Map<string, (response: InstructionResponse) => void>();
  private readonly received = new Map<string, Received>();
  private readonly waiting: (() => void)[] = [];

  static async start(): Promise<SmallRunner> {
    const server = new Server(CHANNEL_OPTIONS);
    let runner: SmallRunner | undefined;
    const see = (service: string, call: Called): void => {
      const ids = runner!.workerIds.get(service) ?? new Set();
      ids.add(String(call.metadata.get('worker_id')[0]));
      runner!.workerIds.set(service, ids);
    };
    server.addService(ProvisionService, {
      getProvisionInfo(call: Called, answer: (error: null, response: object) => void) {
        see('provision', call);
        const endpoint = { url: runner!.address };
        answer(null, {
          info: {
            controlEndpoint: endpoint,
            loggingEndpoint: endpoint,
            artifactEndpoint: endpoint,
            statusEndpoint: endpoint,
            dependencies: runner!.artifacts(),
            runnerCapabilities: runner!.capabilities,
            metadata: {},
            siblingWorkerIds: [],
            retrievalToken: '',
          },
        });
      },
    });
    server.addService(BeamFnControl, {
      control(stream: ServerDuplexStream<InstructionResponse, InstructionRequest>) {
        see('control', stream);
        runner!.connected(stream);
      },
      getProcessBundleDescriptor(
        call: { request: { processBundleDescriptorId: string } },
        answer: (error: object | null, response?: object) => void,
      ) {
        const found = runner!.descriptors.get(call.request.processBundleDescriptorId);
        answer(found === undefined ? { code: 5, details: 'no such descriptor' } : null, found);
      },
    });
    server.addService(BeamFnData, {
      data(stream: ServerDuplexStream<Elements, Elements>) {
        see('data', stream);
        runner!.data = stream;
        stream.on('data', (elements: Elements) => runner!.take(elements));
        stream.on('error', () => undefined);
        stream.on('end', () => stream.end());
        runner!.wake();
      },
    });
    server.addService(BeamFnState, {
      state(stream: ServerDuplexStream<StateRequest, StateResponse>) {
        see('state', stream);
        stream.on('data', (request: StateRequest) => {
          runner!.stateRequests.push(request);
          stream.write(runner!.state(request));
        });
        stream.on('error', () => undefined);
        stream.on('end', () => stream.end());
      },
    });
    server.addService(BeamFnLogging, {
      logging(stream: ServerDuplexStream<LogEntryList, object>) {
        see('logging', stream);
        stream.on('data', ({ logEntries }: LogEntryList) => {
          runner!.logs.push(...logEntries);
          runner!.wake();
        });
        stream.on('error', () => undefined);
        stream.on('end', () => stream.end());
      },
    });
    server.addService(ArtifactRetrievalService, {
      resolveArtifacts(
        call: Called & { request: ResolveArtifactsRequest },
        answer: (error: null, response: object) => void,
      ) {
        see('artifacts', call);
        answer(null, { replacements: call.request.artifacts });
      },
      getArtifact(call: ServerWritableStream<GetArtifactRequest, GetArtifactResponse>) {
        const { path } = ArtifactFilePayload.decode(call.request.artifact!.typePayload);
        const { bytes } = runner!.files[Number(path)]!;
        const half = Math.ceil(bytes.length / 2);
        call.write({ data: bytes.subarray(0, half) });
        call.write({ data: bytes.subarray(half) });
        call.end();
      },
    });
    server.addService(BeamFnWorkerStatus, {
      workerStatus(stream: ServerDuplexStream<WorkerStatusResponse, WorkerStatusRequest>) {
        see('status', stream);
        runner!.status = stream;
        stream.on('data', (response: WorkerStatusResponse) => {
          runner!.statuses.push(response);
          runner!.wake();
        });
        stream.on('error', () => undefined);
        stream.on('end', () => stream.end());
        runner!.wake();
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    runner = new SmallRunner(`127.0.0.1:${port}`, server);
    return runner;
  }

  private constructor(address: string, server: Server) {
    this.address = address;
    this.server = server;
  }

  /** Sends an instruction and waits for its response. */
  async ask(request: Partial<InstructionRequest> & { instructionId: string }): Promise<InstructionResponse> {
    await this.until(() => this.control !== undefined);
    return new Promise((resolve) => {
      this.answers.set(request.instructionId, resolve);
      this.control!.write(request as InstructionRequest);
    });
  }

  /** Sends elements or timers. */
  async send(elements: Partial<Elements>): Promise<void> {
    await this.until(() => this.data !== undefined);
    this.data!.write({ data: [], timers: [], ...elements });
  }

  /** What has come for a bundle. */
  of(instructionId: string): Received {
    let received = this.received.get(instructionId);
    if (received === undefined) {
      received = { bytes: new Map(), ends: new Map() };
      this.received.set(instructionId, received);
    }
    return received;
  }

  /** Takes elements from wherever they came. */
  take({ data, timers }: Elements): void {
    for (const { instructionId, transformId, data: bytes, isLast } of data) {
      this.note(instructionId, transformId, bytes, isLast);
    }
    for (const { instructionId, transformId, timerFamilyId, timers: bytes, isLast } of timers) {
      this.note(instructionId, `${transformId}/${timerFamilyId}`, bytes, isLast);
    }
    this.wake();
  }

  /** Waits until something holds, looking after each message. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
    }
  }

  /** Does not read what workers send, or does again. */
  pause(isPaused: boolean): void {
    if (isPaused) this.data?.pause();
    else this.data?.resume();
  }

  /** Asks a worker what it is at. */
  async askStatus(id: string): Promise<WorkerStatusResponse> {
    await this.until(() => this.status !== undefined);
    this.status!.write({ id });
    const answer = (): WorkerStatusResponse | undefined => this.statuses.find((each) => each.id === id);
    await this.until(() => answer() !== undefined);
    return answer()!;
  }

  /** Ends the control stream, as a runner that goes away does. */
  leave(): void {
    this.control?.end();
  }

  stop(): void {
    this.server.forceShutdown();
  }

  private artifacts(): ArtifactInformation[] {
    return this.files.map(
      ({ name, bytes, sha256 = createHash('sha256').update(bytes).digest('hex') }, at) => ({
        typeUrn: urns.artifactTypes.file,
        typePayload: ArtifactFilePayload.encode({ path: String(at), sha256 }).finish(),
        roleUrn: urns.artifactRoles.stagingTo,
        rolePayload: ArtifactStagingToRolePayload.encode({ stagedName: name }).finish(),
      }),
    );
  }

  private connected(stream: ServerDuplexStream<InstructionResponse, InstructionRequest>): void {
    this.control = stream;
    stream.on('data', (response: InstructionResponse) => {
      const answer = this.answers.get(response.instructionId);
      this.answers.delete(response.instructionId);
      const elements = response.processBundle?.elements;
      if (elements !== undefined) this.take(elements);
      answer?.(response);
      this.wake();
    });
    stream.on('error', () => undefined);
    stream.on('end', () => stream.end());
    this.wake();
  }

  private note(instructionId: string, stream: string, bytes: Uint8Array, isLast: boolean): void {
    const received = this.of(instructionId);
    const chunks = received.bytes.get(stream) ?? [];
    if (bytes.length > 0) chunks.push(bytes);
    received.bytes.set(stream, chunks);
    if (isLast) received.ends.set(stream, (received.ends.get(stream) ?? 0) + 1);
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
