/**
 * Starts workers when a runner asks for them (`BeamFnExternalWorkerPool`): in the process that submitted a pipeline
 * (loopback), or in one of its own that serves many pipelines.
 *
 * Owns: the gRPC server, the workers it started.
 *
 * Invariants:
 *  X1  a request is answered when its worker has begun or could not, so that the runner hears why; one that takes long is
 *      answered before.
 *  X2  no worker outlives the pool.
 *  X3  a runner that asks for a worker twice has one.
 */
import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import {
  BeamFnExternalWorkerPool,
  type StartWorkerRequest,
  type StartWorkerResponse,
  type StopWorkerRequest,
  type StopWorkerResponse,
} from '@hornbeam/proto/services';
import { errorToText } from '../../model/error-text.js';
import { BeamError } from '../../model/errors.js';
import { CHANNEL_OPTIONS } from './endpoint.js';
import { type HarnessSettings, WorkerHarness } from './harness.js';

/** A worker that a pool has started. */
export interface PooledWorker {
  /** Resolves when it is no more, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts a worker, and resolves when it has begun. @throws BeamError when it cannot */
export type LaunchWorker = (request: StartWorkerRequest) => Promise<PooledWorker>;

/** What a pool is made for. */
export interface WorkerPoolSettings {
  readonly launch: LaunchWorker;
  /** Where to listen; this machine alone unless given. */
  readonly host?: string;
  /** A free one unless given. */
  readonly port?: number;
  /** Told of workers that could not begin. */
  readonly failed?: (error: BeamError) => void;
}

/** Starts workers in this process. */
export function launchHere(
  settings: Pick<HarnessSettings, 'code' | 'log' | 'failed' | 'mapError' | 'cacheBytes'>,
): LaunchWorker {
  return ({ workerId, params, ...request }) =>
    WorkerHarness.start({
      ...{ ...settings, workerId, params },
      provision: request.provisionEndpoint?.url,
      control: request.controlEndpoint?.url,
      logging: request.loggingEndpoint?.url,
      artifact: request.artifactEndpoint?.url,
    });
}

/** After so long a request is answered although its worker has not begun yet, ms. */
const PATIENCE_MILLIS = 30_000;

/** See the head of this file. */
export class WorkerPool {
  /** `host:port` */
  readonly endpoint: string;
  private readonly server: Server;
  private readonly settings: WorkerPoolSettings;
  /** By id and the runner that asked. */
  private readonly workers = new Map<string, Promise<PooledWorker>>();
  private isClosed = false;

  /** @throws BeamError `E_SERVICE` when the port is taken */
  static async listen(settings: WorkerPoolSettings): Promise<WorkerPool> {
    const { host = '127.0.0.1', port = 0 } = settings;
    const server = new Server(CHANNEL_OPTIONS);
    let pool: WorkerPool | undefined;
    const service: UntypedServiceImplementation = {
      startWorker: (
        call: { request: StartWorkerRequest },
        answer: (error: null, response: StartWorkerResponse) => void,
      ) => {
        void pool!.startWorker(call.request).then((error) => answer(null, { error }));
      },
      stopWorker: (
        call: { request: StopWorkerRequest },
        answer: (error: null, response: StopWorkerResponse) => void,
      ) => {
        void pool!.stopWorker(call.request.workerId).then((error) => answer(null, { error }));
      },
    };
    server.addService(BeamFnExternalWorkerPool, service);
    const bound = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, at) => {
        if (error === null) resolve(at);
        else
          reject(
            new BeamError('E_SERVICE', `No workers can be served at ${host}:${port}: ${error.message}.`, {
              cause: error,
              help: 'choose another port, or end what listens there',
            }),
          );
      });
    });
    pool = new WorkerPool(`${host}:${bound}`, server, settings);
    return pool;
  }

  private constructor(endpoint: string, server: Server, settings: WorkerPoolSettings) {
    this.endpoint = endpoint;
    this.server = server;
    this.settings = settings;
  }

  /** How many workers were started and have not ended. */
  get size(): number {
    return this.workers.size;
  }

  /** Ends all workers and the server. */
  async close(): Promise<void> {
    this.isClosed = true;
    const workers = [...this.workers.values()];
    await Promise.allSettled(workers.map(async (worker) => (await worker).stop()));
    this.server.forceShutdown();
  }

  /** @returns what went wrong, or nothing */
  private async startWorker(request: StartWorkerRequest): Promise<string> {
    if (this.isClosed) return 'the worker pool is closed';
    // The id comes once for each environment of the pipeline: one worker serves them all. A runner that was there before
    // may have used the id too, and its worker not be at its end yet.
    const key = `${request.workerId} ${request.provisionEndpoint?.url || request.controlEndpoint?.url}`;
    let started = this.workers.get(key);
    if (started === undefined) {
      started = this.settings.launch(request);
      this.workers.set(key, started);
      started
        .then((worker) => worker.ended)
        .catch((thrown: unknown) => this.settings.failed?.(BeamError.from(thrown)))
        .finally(() => this.workers.delete(key));
    }
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      patience = setTimeout(() => resolve(''), PATIENCE_MILLIS);
    });
    const begun = started.then(
      () => '',
      (thrown: unknown) => errorToText(BeamError.from(thrown)),
    );
    return Promise.race([begun, late]).finally(() => clearTimeout(patience));
  }

  /** @returns what went wrong, or nothing */
  private async stopWorker(workerId: string): Promise<string> {
    // The first of several: it belongs to the runner that was there before.
    const key = [...this.workers.keys()].find((each) => each.startsWith(`${workerId} `));
    const worker = this.workers.get(key ?? '');
    if (worker === undefined) return `there is no worker "${workerId}" here`;
    try {
      await (await worker).stop();
    } catch {
      // It never began.
    }
    return '';
  }
}
