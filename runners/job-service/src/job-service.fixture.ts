import {
  Client,
  type ClientDuplexStream,
  credentials,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import type { MonitoringInfo, Pipeline } from '@hornbeam/proto';
import {
  type ArtifactRequestWrapper,
  ArtifactResponseWrapper,
  ArtifactStagingService,
  JobService as JobApi,
  type JobMessagesResponse,
  type Method,
  type PrepareJobResponse,
} from '@hornbeam/proto/services';
import type { JobResult, JobState } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { BackendJob, JobBackend, PreparedJob } from './job-backend.js';

/** A job that ends when the test says so. */
export class HeldJob implements BackendJob {
  readonly id: string;
  readonly done: Promise<JobResult>;
  readonly prepared: PreparedJob;
  state: JobState = 'RUNNING';
  infos: MonitoringInfo[] = [];
  private resolve!: (result: JobResult) => void;
  private reject!: (error: BeamError) => void;

  constructor(prepared: PreparedJob) {
    this.id = prepared.id;
    this.prepared = prepared;
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.done.catch(() => undefined);
  }

  finish(state: JobState = 'DONE'): void {
    this.state = state;
    this.resolve({ ...this.snapshot(), jobName: this.prepared.name, metric: () => undefined });
  }

  fail(error: BeamError): void {
    this.state = error.code === 'E_CANCELLED' ? 'CANCELLED' : 'FAILED';
    this.reject(error);
  }

  async cancel(): Promise<void> {
    this.fail(new BeamError('E_CANCELLED', 'The run was cancelled.'));
  }

  async stop(): Promise<void> {
    this.finish('STOPPED');
  }

  async drain(): Promise<void> {
    this.finish('DRAINED');
  }

  snapshot(): ReturnType<BackendJob['snapshot']> {
    return { state: this.state, elapsedMillis: 0, steps: [], metrics: [], spilledBytes: 0 };
  }

  monitoringInfos(): readonly MonitoringInfo[] {
    return this.infos;
  }
}

/** A backend whose jobs end when the test says so. */
export class HeldBackend implements JobBackend {
  readonly jobs: HeldJob[] = [];
  /** What the next job cannot be begun for. */
  refusal: BeamError | undefined;

  async run(prepared: PreparedJob): Promise<BackendJob> {
    if (this.refusal !== undefined) throw this.refusal;
    const job = new HeldJob(prepared);
    this.jobs.push(job);
    return job;
  }
}

/** A method as far as its answer goes. */
type Answered<R> = Pick<Method<unknown, R>, 'path' | 'responseDeserialize'>;

/** A client that sends what it is told to, right or wrong. */
export class RawClient {
  private readonly client: Client;
  private readonly metadata = new Metadata();

  constructor(address: string, token?: string, channel = credentials.createInsecure()) {
    this.client = new Client(address, channel, {
      'grpc.max_receive_message_length': -1,
      'grpc.max_send_message_length': -1,
    });
    if (token !== undefined) this.metadata.set('authorization', `Bearer ${token}`);
  }

  call<Q, R>(method: Method<Q, R>, request: Q): Promise<R> {
    return this.send(method, method.requestSerialize(request));
  }

  /** Sends bytes as the request. */
  send<R>({ path, responseDeserialize }: Answered<R>, bytes: Buffer): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.client.makeUnaryRequest(
        path,
        asIs,
        responseDeserialize,
        bytes,
        this.metadata,
        (error, response) => (error === null ? resolve(response as R) : reject(error)),
      );
    });
  }

  /** All that a stream says. */
  async follow<Q, R>(method: Method<Q, R>, request: Q): Promise<R[]> {
    const { path, requestSerialize, responseDeserialize } = method;
    const said: R[] = [];
    for await (const each of this.client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      this.metadata,
    )) {
      said.push(each as R);
    }
    return said;
  }

  messages(jobId: string): Promise<JobMessagesResponse[]> {
    return this.follow(JobApi.getMessageStream, { jobId });
  }

  prepare(pipeline: Pipeline, jobName = 'one'): Promise<PrepareJobResponse> {
    return this.call(JobApi.prepare, { jobName, pipeline });
  }

  /** Prepares a plan and runs it. @returns the job's id */
  async run(pipeline: Pipeline, jobName = 'one'): Promise<string> {
    const { preparationId } = await this.prepare(pipeline, jobName);
    return (await this.call(JobApi.run, { preparationId, retrievalToken: '' })).jobId;
  }

  staging(): ClientDuplexStream<ArtifactResponseWrapper, ArtifactRequestWrapper> {
    const { path, requestSerialize, responseDeserialize } =
      ArtifactStagingService.reverseArtifactRetrievalService;
    return this.client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, this.metadata);
  }

  /**
   * Stages files.
   * @param answer what the client says to each question; undefined breaks off
   * @throws ServiceError what the service made of it
   */
  stage(
    token: string,
    answer: (request: ArtifactRequestWrapper) => readonly Partial<ArtifactResponseWrapper>[] | undefined,
  ): Promise<void> {
    const stream = this.staging();
    return new Promise((resolve, reject) => {
      stream.on('data', (request: ArtifactRequestWrapper) => {
        const messages = answer(request);
        if (messages === undefined) stream.cancel();
        else for (const each of messages) stream.write(ArtifactResponseWrapper.create(each));
      });
      stream.on('error', (error: ServiceError) => reject(error));
      stream.on('status', (end: { code: status }) => {
        stream.end();
        if (end.code === status.OK) resolve();
      });
      stream.write(ArtifactResponseWrapper.create({ stagingToken: token }));
    });
  }

  close(): void {
    this.client.close();
  }
}

const asIs = (bytes: Buffer): Buffer => bytes;
