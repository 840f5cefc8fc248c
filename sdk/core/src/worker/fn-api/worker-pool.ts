/**
 * Starts workers when a runner asks for them (`BeamFnExternalWorkerPool`): in the process that submitted a pipeline
 * (loopback), or in one of its own that serves many pipelines.
 *
 * Owns: the gRPC server, the workers it started.
 *
 * Invariants:
 *  X1  a request is answered at once; the worker connects afterwards.
 *  X2  no worker outlives the pool.
 */
import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import {
  BeamFnExternalWorkerPool,
  type StartWorkerRequest,
  type StartWorkerResponse,
  type StopWorkerRequest,
  type StopWorkerResponse,
} from '@hornbeam/proto/services';
import { BeamError } from '../../model/errors.js';
import { CHANNEL_OPTIONS } from './endpoint.js';
import { type HarnessSettings, WorkerHarness } from './harness.js';

/** What a pool is made for. */
export interface WorkerPoolSettings
  extends Pick<HarnessSettings, 'code' | 'artifacts' | 'log' | 'mapError' | 'cacheBytes'> {
  /** Where to listen; this machine alone unless given. */
  readonly host?: string;
  /** A free one unless given. */
  readonly port?: number;
  /** Told of each failed bundle, and of workers that could not begin. */
  readonly failed?: (error: BeamError) => void;
}

/** See the head of this file. */
export class WorkerPool {
  /** `host:port` */
  readonly endpoint: string;
  private readonly server: Server;
  private readonly settings: WorkerPoolSettings;
  /** By id and the runner that asked. */
  private readonly workers = new Map<string, Promise<WorkerHarness>>();
  private first: BeamError | undefined;
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
        answer(null, { error: pool!.startWorker(call.request) });
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

  /** The first failure of a bundle, as it was thrown. */
  get failure(): BeamError | undefined {
    return this.first;
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
  private startWorker(request: StartWorkerRequest): string {
    if (this.isClosed) return 'the worker pool is closed';
    const { workerId, params } = request;
    // The id comes once for each environment of the pipeline: one worker serves them all. A runner that was there before
    // may have used the id too, and its worker not be at its end yet.
    const key = `${workerId} ${request.provisionEndpoint?.url || request.controlEndpoint?.url}`;
    if (this.workers.has(key)) return '';
    const { code, artifacts, log, mapError, cacheBytes } = this.settings;
    const started = WorkerHarness.start({
      workerId,
      provision: request.provisionEndpoint?.url,
      control: request.controlEndpoint?.url,
      logging: request.loggingEndpoint?.url,
      artifact: request.artifactEndpoint?.url,
      params,
      code,
      ...(artifacts && { artifacts }),
      ...(log && { log }),
      ...(mapError && { mapError }),
      ...(cacheBytes !== undefined && { cacheBytes }),
      failed: (error) => this.failed(error),
    });
    this.workers.set(key, started);
    started.then(
      async (worker) => {
        await worker.ended;
        this.workers.delete(key);
      },
      (thrown: unknown) => {
        this.workers.delete(key);
        this.failed(BeamError.from(thrown));
      },
    );
    return '';
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

  private failed(error: BeamError): void {
    this.first ??= error;
    this.settings.failed?.(error);
  }
}
