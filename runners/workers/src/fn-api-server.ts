/**
 * The servers that workers speak to, on one port: control, data, state, logging, provision, artifacts, status.
 *
 * Owns: the port, and which workers are expected.
 * Does not own: what a worker does (worker-session.ts), how it is started (open-fleet.ts).
 *
 * Invariants:
 *  A1  a call belongs to the worker whose id its metadata names; any other is refused. Ids cannot be guessed: they are
 *      what a worker shows that it is one.
 *  A2  a worker gets the files of its own environment, and no others.
 */
import { randomBytes } from 'node:crypto';
import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import type { ArtifactInformation, ProcessBundleDescriptor } from '@hornbeam/proto';
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
  type GetProcessBundleDescriptorRequest,
  type GetProvisionInfoRequest,
  type GetProvisionInfoResponse,
  type InstructionRequest,
  type InstructionResponse,
  type LogControl,
  type LogEntryList,
  type ProvisionInfo,
  ProvisionService,
  type ResolveArtifactsRequest,
  type ResolveArtifactsResponse,
  type StateRequest,
  type StateResponse,
  type WorkerStatusRequest,
  type WorkerStatusResponse,
} from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import { CHANNEL_OPTIONS } from '@hornbeam/sdk/fn-api';
import { BeamError } from '@hornbeam/sdk/model';
import type { ArtifactSource } from './artifact-source.js';
import { WorkerSession, type WorkerSessionSettings } from './worker-session.js';

/** Where a {@link FnApiServer} listens. */
export interface FnApiServerSettings {
  /** Default `127.0.0.1`. Workers are given this name, so it must lead here from where they run. */
  readonly host?: string;
  /** Default 0: a free one. */
  readonly port?: number;
}

/** A worker that is to come. */
export interface ExpectedWorker extends Omit<WorkerSessionSettings, 'id'> {
  /** Begins its id; for people who read logs. */
  readonly label: string;
  readonly pipelineOptions: ProvisionInfo['pipelineOptions'];
  /** The files of its environment. */
  readonly dependencies: readonly ArtifactInformation[];
  readonly artifacts: ArtifactSource | undefined;
}

interface Expected {
  readonly session: WorkerSession;
  readonly worker: ExpectedWorker;
}

/** What workers may use of this runner beyond what every runner has. */
const RUNNER_CAPABILITIES: readonly string[] = [
  urns.runnerProtocols.monitoringInfoShortIds,
  urns.runnerProtocols.controlResponseElementsEmbedding,
  urns.runnerProtocols.multimapKeysValuesSideInput,
];

/** What a worker may send at once, bytes: one that sends more must not take the memory of all jobs of the process. */
const MESSAGE_LIMIT = 512 * 1024 * 1024;

/** See the head of this file. */
export class FnApiServer {
  /** `host:port`, as workers are told. */
  readonly address: string;
  private readonly server: Server;
  private readonly workers: Map<string, Expected>;

  private constructor(server: Server, address: string, workers: Map<string, Expected>) {
    this.server = server;
    this.address = address;
    this.workers = workers;
  }

  /** @throws BeamError `E_SERVICE` when the port is not to be had */
  static async listen({ host = '127.0.0.1', port = 0 }: FnApiServerSettings = {}): Promise<FnApiServer> {
    const server = new Server({
      ...CHANNEL_OPTIONS,
      'grpc.max_receive_message_length': MESSAGE_LIMIT,
      'grpc.keepalive_permit_without_calls': 1,
    });
    const workers = new Map<string, Expected>();
    let address = '';
    addServices(server, workers, () => address);
    const bound = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, found) => {
        if (error === null) resolve(found);
        else
          reject(
            new BeamError(
              'E_SERVICE',
              `The servers for workers cannot listen on ${host}:${port}: ${error.message}.`,
              {
                help: 'choose another port, or end what has it',
              },
            ),
          );
      });
    });
    address = `${host}:${bound}`;
    return new FnApiServer(server, address, workers);
  }

  /** Lets a worker in that is about to be started. */
  expect(worker: ExpectedWorker): WorkerSession {
    const id = `${worker.label}-${randomBytes(9).toString('base64url')}`;
    const session = new WorkerSession({ ...worker, id });
    this.workers.set(id, { session, worker });
    void session.gone.then(() => this.workers.delete(id));
    return session;
  }

  /** Ends all workers and the port. */
  close(): void {
    for (const { session } of [...this.workers.values()])
      session.fail(new BeamError('E_CANCELLED', 'The servers for workers were closed.'));
    this.server.forceShutdown();
  }
}

type Call = ServerUnaryCall<unknown, unknown> | ServerDuplexStream<unknown, unknown>;

function addServices(server: Server, workers: ReadonlyMap<string, Expected>, address: () => string): void {
  const idOf = ({ metadata }: Pick<Call, 'metadata'>): string => String(metadata.get('worker_id')[0] ?? '');
  const refusal = (call: Pick<Call, 'metadata'>) => ({
    code: status.UNAUTHENTICATED,
    details: `no worker of this runner is named "${idOf(call)}" (A1)`,
  });
  const unary =
    <Q, R>(answer: (expected: Expected, request: Q) => R) =>
    (call: ServerUnaryCall<Q, R>, done: sendUnaryData<R>): void => {
      const expected = workers.get(idOf(call));
      if (expected === undefined) done(refusal(call));
      else {
        try {
          done(null, answer(expected, call.request));
        } catch (thrown) {
          done({ code: status.NOT_FOUND, details: BeamError.from(thrown).message });
        }
      }
    };
  const stream =
    <Q, R>(attach: (session: WorkerSession, call: ServerDuplexStream<Q, R>) => void) =>
    (call: ServerDuplexStream<Q, R>): void => {
      const expected = workers.get(idOf(call));
      if (expected === undefined) call.emit('error', refusal(call));
      else attach(expected.session, call);
    };
  server.addService(BeamFnControl, {
    control: stream<InstructionResponse, InstructionRequest>((session, call) => session.attachControl(call)),
    getProcessBundleDescriptor(
      call: ServerUnaryCall<GetProcessBundleDescriptorRequest, ProcessBundleDescriptor>,
      done: sendUnaryData<ProcessBundleDescriptor>,
    ): void {
      const { processBundleDescriptorId: id } = call.request;
      const own = workers.get(idOf(call));
      // The npm package apache-beam does not name itself here. Who knows the id of a descriptor, which holds that of a job,
      // was told it.
      const sessions = own === undefined && idOf(call) === '' ? [...workers.values()] : [own];
      const found = sessions.map((each) => each?.session.descriptor(id)).find((each) => each !== undefined);
      if (found !== undefined) done(null, found);
      else if (own === undefined) done(refusal(call));
      else done({ code: status.NOT_FOUND, details: `no descriptor has the id "${id}"` });
    },
  });
  server.addService(BeamFnData, {
    data: stream<Elements, Elements>((session, call) => session.attachData(call)),
  });
  server.addService(BeamFnState, {
    state: stream<StateRequest, StateResponse>((session, call) => session.attachState(call)),
  });
  server.addService(BeamFnLogging, {
    logging: stream<LogEntryList, LogControl>((session, call) => session.attachLogging(call)),
  });
  server.addService(BeamFnWorkerStatus, {
    workerStatus: stream<WorkerStatusResponse, WorkerStatusRequest>((session, call) =>
      session.attachStatus(call),
    ),
  });
  server.addService(ProvisionService, {
    getProvisionInfo: unary<GetProvisionInfoRequest, GetProvisionInfoResponse>(({ worker }) => {
      const endpoint = { url: address() };
      return {
        info: {
          pipelineOptions: worker.pipelineOptions,
          retrievalToken: '',
          controlEndpoint: endpoint,
          loggingEndpoint: endpoint,
          artifactEndpoint: endpoint,
          statusEndpoint: endpoint,
          dependencies: [...worker.dependencies],
          runnerCapabilities: [...RUNNER_CAPABILITIES],
          metadata: {},
          siblingWorkerIds: [],
        },
      };
    }),
  });
  server.addService(ArtifactRetrievalService, {
    resolveArtifacts: unary<ResolveArtifactsRequest, ResolveArtifactsResponse>((_, { artifacts }) => ({
      replacements: artifacts,
    })),
    getArtifact(call: ServerWritableStream<GetArtifactRequest, GetArtifactResponse>): void {
      const expected = workers.get(idOf(call));
      if (expected === undefined) call.emit('error', refusal(call));
      else void sendArtifact(expected, call);
    },
  });
}

async function sendArtifact(
  { worker }: Expected,
  call: ServerWritableStream<GetArtifactRequest, GetArtifactResponse>,
): Promise<void> {
  try {
    const { artifact } = call.request;
    const isOwn = worker.dependencies.some(
      ({ typeUrn, typePayload }) =>
        typeUrn === artifact?.typeUrn && Buffer.compare(typePayload, artifact.typePayload) === 0,
    );
    if (!isOwn || worker.artifacts === undefined) {
      call.emit('error', {
        code: status.PERMISSION_DENIED,
        details: "the artifact is none of this worker's environment (A2)",
      });
      return;
    }
    for await (const data of worker.artifacts.read(artifact!)) {
      if (!call.write({ data })) await new Promise<void>((resolve) => call.once('drain', resolve));
    }
    call.end();
  } catch (thrown) {
    call.emit('error', { code: status.INTERNAL, details: BeamError.from(thrown).message });
  }
}
