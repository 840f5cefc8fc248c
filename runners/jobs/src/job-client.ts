import { type CallOptions, Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { Pipeline, Struct } from '@hornbeam/proto';
import {
  type GetJobMetricsResponse,
  type JobInfo,
  type JobMessagesResponse,
  JobService,
  type JobState,
  type Method,
  type PrepareJobResponse,
} from '@hornbeam/proto/services';
import { CHANNEL_OPTIONS } from '@hornbeam/sdk/fn-api';
import { BeamError } from '@hornbeam/sdk/model';

/** How long a call may take, ms. Translating a large pipeline happens inside of `run`. */
const CALL_MILLIS = 60_000;
/** How long a server may take to be there at all, ms. */
const CONNECT_MILLIS = 10_000;

/** What of a job service is asked for. `beam:job_management:v1` */
export class JobClient {
  /** `host:port` */
  readonly endpoint: string;
  private readonly client: Client;

  constructor(endpoint: string) {
    this.endpoint = endpoint;
    this.client = new Client(endpoint, credentials.createInsecure(), CHANNEL_OPTIONS);
  }

  /** Waits until the service is there. @throws BeamError `E_SERVICE` */
  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.client.waitForReady(Date.now() + CONNECT_MILLIS, (error) => {
        if (error === undefined) resolve();
        else reject(this.unreachable({ details: 'nothing answers there' }));
      });
    });
  }

  prepare(jobName: string, pipeline: Pipeline, pipelineOptions: Struct): Promise<PrepareJobResponse> {
    return this.call(JobService.prepare, { jobName, pipeline, pipelineOptions });
  }

  /** Begins a prepared job. @returns its id */
  async run(preparationId: string, retrievalToken: string): Promise<string> {
    return (await this.call(JobService.run, { preparationId, retrievalToken })).jobId;
  }

  async state(jobId: string): Promise<JobState> {
    return (await this.call(JobService.getState, { jobId })).state;
  }

  async cancel(jobId: string): Promise<JobState> {
    return (await this.call(JobService.cancel, { jobId })).state;
  }

  /** @throws BeamError `E_UNSUPPORTED` where the service cannot drain */
  async drain(jobId: string): Promise<JobState> {
    return (await this.call(JobService.drain, { jobId })).state;
  }

  metrics(jobId: string): Promise<GetJobMetricsResponse> {
    return this.call(JobService.getJobMetrics, { jobId });
  }

  async jobs(): Promise<readonly JobInfo[]> {
    return (await this.call(JobService.getJobs, {})).jobInfo;
  }

  /** States and messages as they come; the stream ends with the job. @throws BeamError `E_SERVICE` when it breaks, `E_UNSUPPORTED` without such a stream */
  async *messages(jobId: string, signal: AbortSignal): AsyncIterableIterator<JobMessagesResponse> {
    const method = JobService.getMessageStream;
    const stream = this.client.makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      { jobId },
      new Metadata(),
    );
    const cancel = (): void => stream.cancel();
    signal.addEventListener('abort', cancel);
    try {
      for await (const message of stream) yield message as JobMessagesResponse;
    } catch (thrown) {
      if (!signal.aborted) throw this.refused(thrown as ServiceError);
    } finally {
      // Whoever leaves the loop early has heard enough; the call would stay open.
      stream.cancel();
      signal.removeEventListener('abort', cancel);
    }
  }

  close(): void {
    this.client.close();
  }

  private call<Q, R>(method: Method<Q, R>, request: Q): Promise<R> {
    const options: CallOptions = { deadline: Date.now() + CALL_MILLIS };
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        new Metadata(),
        options,
        (error, response) => {
          if (error === null) resolve(response as R);
          else reject(this.refused(error));
        },
      );
    });
  }

  private refused(error: ServiceError): BeamError {
    if (error.code === status.UNAVAILABLE || error.code === status.DEADLINE_EXCEEDED) {
      return this.unreachable(error);
    }
    if (error.code === status.UNIMPLEMENTED) {
      return new BeamError('E_UNSUPPORTED', `The job service at ${this.endpoint} cannot do that.`, {
        cause: error,
        help: 'use what the runner itself offers for it',
      });
    }
    return new BeamError('E_SERVICE', `The job service at ${this.endpoint} refused: ${error.details}.`, {
      cause: error,
      help: 'its own log says more',
    });
  }

  private unreachable({ details, message }: Partial<ServiceError>): BeamError {
    return new BeamError(
      'E_SERVICE',
      `The job service at ${this.endpoint} cannot be reached: ${details || message}.`,
      { help: 'check the address, and that the service is up' },
    );
  }
}
