/**
 * Beam's Job API and artifact staging on one port, in front of whatever runs jobs.
 *
 * Owns: the server, its jobs, the folder of staged files. Does not own: the backend.
 *
 * Invariants:
 *  V1  every call is answered: with what was asked for, or a status that says what was wrong; no request ends the process.
 *  V2  a job that fails, and a client that breaks off, leave all other jobs as they are.
 *  V3  nothing is read of a call without the token, where there is one.
 *  V4  after `close` nothing runs, and no staged file is left.
 */
import { randomUUID } from 'node:crypto';
import {
  Metadata,
  Server,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type Pipeline, Struct } from '@hornbeam/proto';
import {
  ArtifactStagingService,
  type CancelJobRequest,
  type DescribePipelineOptionsRequest,
  type GetJobsRequest,
  JobService as JobApi,
  JobMessageImportance,
  type JobMessagesResponse,
  JobState,
  type PrepareJobRequest,
  type PrepareJobResponse,
  type RunJobRequest,
} from '@hornbeam/proto/services';
import type { LogRecord } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { validatePlan } from '@hornbeam/sdk/translate';
import { bearerOnly, isLoopback, serverCredentials, type TlsSettings } from './access.js';
import type { ArtifactStore } from './artifact-store.js';
import type { EventLog } from './event-log.js';
import { GrpcRefusal, refusalOf } from './grpc-refusal.js';
import type { JobBackend } from './job-backend.js';
import { type JobOptions, optionDescriptors, readJobOptions } from './job-options.js';
import { JobRegistry, type RetentionLimits, usualRetention } from './job-registry.js';
import { lenient, messageOf, type Received } from './lenient-methods.js';
import { LocalArtifactStore } from './local-artifact-store.js';
import { Preparation } from './preparation.js';
import { ServiceJob } from './service-job.js';
import { peerOn, type StagingCall } from './staging-stream.js';

/** What a {@link JobService} is told. */
export interface JobServiceSettings {
  readonly backend: JobBackend;
  /**
   * Looks whether a plan can be run, before anybody stages files for it. What it throws is the answer to Prepare.
   * @throws BeamError `E_BAD_PLAN` `E_UNSUPPORTED`
   */
  readonly check?: (pipeline: Pipeline, options: JobOptions) => void;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any. */
  readonly port?: number;
  /** Without it calls are not encrypted. */
  readonly tls?: TlsSettings;
  /** What each call has to carry; without it everybody who reaches the port is let in. */
  readonly token?: string;
  /** Listen for other machines although there is no token. */
  readonly isOpen?: boolean;
  /** Bytes of a request, at most. Default 256 MB. */
  readonly maxMessageBytes?: number;
  /** Bytes of the files of a job, at most. Default 8 GB. */
  readonly maxStagedBytes?: number;
  /** Where staged files are kept; a folder in the temporary one by default. */
  readonly store?: ArtifactStore;
  readonly retention?: Partial<RetentionLimits>;
  /** Milliseconds since 1970; the clock of the machine by default. */
  readonly now?: () => number;
  /** Told what happens to jobs. */
  readonly log?: (job: string, record: LogRecord) => void;
}

/** How long clients have to read the ends of their streams when the service ends, ms. */
const GRACE_MILLIS = 2000;

/** See the head of this file. */
export class JobService {
  /** `host:port` */
  readonly address: string;
  private readonly settings: JobServiceSettings;
  private readonly server: Server;
  private readonly registry: JobRegistry;
  private readonly store: ArtifactStore;
  private readonly now: () => number;
  private isClosing = false;
  private closed: Promise<void> | undefined;

  private constructor(settings: JobServiceSettings, server: Server, address: string) {
    this.settings = settings;
    this.server = server;
    this.address = address;
    this.now = settings.now ?? Date.now;
    this.store = settings.store ?? new LocalArtifactStore();
    this.registry = new JobRegistry({ ...usualRetention, ...settings.retention }, this.now);
  }

  /**
   * Begins to listen.
   * @throws BeamError `E_SERVICE` when the port is taken, `E_BAD_ARGUMENT` for a token, a certificate or a host that will not do
   */
  static async listen(settings: JobServiceSettings): Promise<JobService> {
    const { host = '127.0.0.1', port = 0, tls, token, isOpen = false } = settings;
    const { maxMessageBytes = 256 * 1024 * 1024 } = settings;
    if (token === '') {
      throw new BeamError('E_BAD_ARGUMENT', 'The token is empty.', {
        help: 'give a long random text, or none',
      });
    }
    if (!isLoopback(host) && token === undefined && tls?.clientCa === undefined && !isOpen) {
      throw new BeamError(
        'E_BAD_ARGUMENT',
        `Everybody who reaches ${host} could run programs here, as there is no token.`,
        { help: 'give a token, or listen on 127.0.0.1' },
      );
    }
    const server = new Server({
      'grpc.max_receive_message_length': maxMessageBytes,
      'grpc.max_send_message_length': -1,
      // Clients that are gone without a word hold no streams for ever.
      'grpc.keepalive_time_ms': 60_000,
      'grpc.keepalive_timeout_ms': 300_000,
      ...(token !== undefined && { interceptors: [bearerOnly(token)] }),
    });
    let service: JobService | undefined;
    const ready = (): JobService => service!;
    server.addService(lenient(JobApi), jobMethods(ready));
    server.addService(lenient({ reverse: ArtifactStagingService.reverseArtifactRetrievalService }), {
      reverse: (call: StagingCall) => void ready().stage(call),
    });
    let bound: number;
    try {
      const credentials = serverCredentials(tls);
      bound = await new Promise<number>((resolve, reject) =>
        server.bindAsync(`${host}:${port}`, credentials, (error, at) =>
          error === null ? resolve(at) : reject(error),
        ),
      );
    } catch (cause) {
      server.forceShutdown();
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new BeamError('E_SERVICE', `The job service cannot listen on ${host}:${port}: ${why}.`, {
        cause,
        help: 'take another port (0 for any), and look at the certificate and the key where there are such',
      });
    }
    service = new JobService(settings, server, `${host}:${bound}`);
    return service;
  }

  /** Takes no new jobs, cancels those that run, waits for their ends, and removes all files. */
  close(): Promise<void> {
    this.closed ??= this.end();
    return this.closed;
  }

  private async end(): Promise<void> {
    this.isClosing = true;
    const jobs = this.registry.jobs();
    for (const job of jobs) job.cancel();
    await Promise.all(jobs.map(({ ended }) => ended));
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      new Promise<void>((resolve) => this.server.tryShutdown(() => resolve())),
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, GRACE_MILLIS);
      }),
    ]);
    clearTimeout(timer);
    this.server.forceShutdown();
    await this.store.close();
  }

  /** @internal */
  prepare({ jobName, pipeline, pipelineOptions }: PrepareJobRequest, host: string): PrepareJobResponse {
    this.refuseWhenClosing();
    if (pipeline === undefined) {
      throw new BeamError('E_BAD_PLAN', 'The request has no pipeline.', {
        help: 'mend the program that sent it',
      });
    }
    const options = pipelineOptions ?? Struct.create({});
    const read = readJobOptions(options);
    validatePlan(pipeline);
    this.settings.check?.(pipeline, read.options);
    // Python says `job` of each, and the name among the options.
    const said = jobName === 'job' ? '' : jobName;
    const name = said || read.options.jobName || 'job';
    const preparation = new Preparation({
      id: `${name.replace(/[^\w-]/g, '-').slice(0, 40)}-${randomUUID()}`,
      ...{ name, pipeline, options, settings: read.options, preparedAt: this.now() },
    });
    this.registry.add(preparation);
    if (read.unknown.length > 0) {
      this.log(name, 'debug', `options that this runner has no use for: ${read.unknown.join(', ')}`);
    }
    return {
      preparationId: preparation.settings.id,
      // Where the client has reached this service it reaches it again, whatever lies in between.
      artifactStagingEndpoint: { url: host || this.address, authentication: undefined },
      stagingSessionToken: preparation.token,
    };
  }

  /** @internal */
  run({ preparationId, retrievalToken }: RunJobRequest): { jobId: string } {
    this.refuseWhenClosing();
    const preparation = this.registry.prepared(preparationId);
    // Python's SDK sends none.
    if (retrievalToken !== '') preparation.checkToken(retrievalToken);
    const { id, name, pipeline, options, settings } = preparation.settings;
    const job = new ServiceJob({
      job: { id, name, pipeline, options, settings, artifacts: preparation.artifacts() },
      backend: this.settings.backend,
      now: this.now,
      log: (record) => this.settings.log?.(name, record),
    });
    this.registry.begin(preparation, job);
    this.log(name, 'info', `job ${id} has begun`);
    void job.ended.then(() => this.log(name, 'info', `job ${id} has ended: ${stateName(job.state)}`));
    return { jobId: id };
  }

  /** @internal */
  job(id: string): ServiceJob {
    return this.registry.job(id);
  }

  /** @internal */
  jobs(): ServiceJob[] {
    return this.registry.jobs();
  }

  private async stage(call: StagingCall): Promise<void> {
    call.on('error', () => undefined); // a client that breaks off is seen where it is read
    // Where nothing is asked for the stream would end without: the npm package apache-beam waits for them for ever.
    call.sendMetadata(new Metadata());
    try {
      this.refuseWhenClosing();
      const peer = peerOn(call);
      const preparation = this.registry.byToken((await peer.answer())?.stagingToken ?? '');
      await preparation.stage(peer, this.store, this.settings.maxStagedBytes ?? 8 * 1024 ** 3);
      call.end();
    } catch (thrown) {
      if (!call.cancelled) call.emit('error', refusalOf(thrown));
    }
  }

  private refuseWhenClosing(): void {
    if (this.isClosing)
      throw new GrpcRefusal(status.UNAVAILABLE, 'The service is ending, and takes no new jobs.');
  }

  private log(job: string, severity: LogRecord['severity'], message: string): void {
    this.settings.log?.(job, { severity, message });
  }
}

const stateName = (state: JobState): string =>
  Object.entries(JobState).find(([, value]) => value === state)?.[0] ?? 'UNSPECIFIED';

/** The methods of the Job API. A service is asked for at each call: there is none before it listens. */
function jobMethods(service: () => JobService): UntypedServiceImplementation {
  return {
    prepare: unary((request: PrepareJobRequest, call) => service().prepare(request, hostOf(call))),
    run: unary((request: RunJobRequest) => service().run(request)),
    getJobs: unary((_: GetJobsRequest) => ({
      jobInfo: service()
        .jobs()
        .map(({ id, state, job: { name, options } }) => ({
          ...{ jobId: id, jobName: name, pipelineOptions: options, state },
        })),
    })),
    getState: unary(({ jobId }: JobRequest) => {
      const { state } = service().job(jobId);
      return { state };
    }),
    getPipeline: unary(({ jobId }: JobRequest) => ({ pipeline: service().job(jobId).job.pipeline })),
    cancel: unary(({ jobId }: JobRequest) => ({ state: service().job(jobId).cancel() })),
    drain: unary(({ jobId }: JobRequest) => ({ state: service().job(jobId).drain() })),
    getJobMetrics: unary(({ jobId }: JobRequest) => {
      const job = service().job(jobId);
      const infos = [...job.monitoringInfos()];
      // Bundles that fail leave nothing behind: what was counted is what was committed.
      return { metrics: { attempted: infos, committed: infos } };
    }),
    describePipelineOptions: unary((_: DescribePipelineOptionsRequest) => ({ options: optionDescriptors() })),
    getStateStream: follow(
      service,
      (job) => job.states,
      () => undefined,
    ),
    getMessageStream: follow(service, (job) => job.messages, skippedMessages),
  };
}

/** All requests about one job look the same. */
type JobRequest = Pick<CancelJobRequest, 'jobId'>;

const unary =
  <Q, R>(answer: (request: Q, call: ServerUnaryCall<Received<Q>, R>) => R) =>
  (call: ServerUnaryCall<Received<Q>, R>, done: sendUnaryData<R>): void => {
    let result: R;
    try {
      result = answer(messageOf(call.request), call);
    } catch (thrown) {
      done(refusalOf(thrown));
      return;
    }
    done(null, result);
  };

/** Sends what happened to a job, and goes on until it has ended; no faster than the client reads. */
const follow =
  <T>(
    service: () => JobService,
    logOf: (job: ServiceJob) => EventLog<T>,
    skipped: (count: number) => T | undefined,
  ) =>
  async (call: ServerWritableStream<Received<JobRequest>, T>): Promise<void> => {
    const gone = new AbortController();
    call.on('cancelled', () => gone.abort()).on('error', () => gone.abort());
    try {
      const job = service().job(messageOf(call.request).jobId);
      for await (const event of logOf(job).read(gone.signal, skipped)) {
        if (!call.write(event)) await drained(call, gone.signal);
      }
      call.end();
    } catch (thrown) {
      if (!gone.signal.aborted) call.emit('error', refusalOf(thrown));
    }
  };

const drained = (
  call: ServerWritableStream<never, never> | NodeJS.EventEmitter,
  signal: AbortSignal,
): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const settle = (): void => {
      call.off('drain', settle);
      signal.removeEventListener('abort', settle);
      resolve();
    };
    call.once('drain', settle);
    signal.addEventListener('abort', settle, { once: true });
  });

const skippedMessages = (count: number): JobMessagesResponse => ({
  messageResponse: {
    ...{ messageId: '', time: '', importance: JobMessageImportance.JOB_MESSAGE_WARNING },
    messageText: `${count} messages came faster than they were read, and are left out`,
  },
});

const hostOf = (call: { getHost(): string }): string => call.getHost();
