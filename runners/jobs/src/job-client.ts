import { type CallOptions, Client, type ServiceError, status } from '@grpc/grpc-js';
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
import { callMetadata, channelCredentials, type ServiceAccess } from './service-access.js';
import { type ServiceLimits, usualLimits } from './service-limits.js';

/** What of a job service is asked for. `beam:job_management:v1` */
export class JobClient {
  /** `host:port` */
  readonly endpoint: string;
  private readonly client: Client;
  private readonly limits: ServiceLimits;
  private readonly access: ServiceAccess;

  constructor(endpoint: string, limits: Partial<ServiceLimits> = {}, access: ServiceAccess = {}) {
    this.endpoint = endpoint;
    this.limits = { ...usualLimits, ...limits };
    this.access = access;
    this.client = new Client(endpoint, channelCredentials(access), CHANNEL_OPTIONS);
  }

  /** Waits until the service is there. @throws BeamError `E_SERVICE` */
  connect(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      this.client.waitForReady(Date.now() + this.limits.connectMillis, (error) => {
        if (error === undefined) resolve();
        else {
          const hint = this.access.tls === undefined ? ', or it wants encrypted calls (HORNBEAM_CA)' : '';
          reject(this.unreachable({ details: `nothing answers there${hint}` }));
        }
      });
    });
  }

  /** Hands a pipeline over; waits for as long as the signal is not raised. */
  prepare(
    jobName: string,
    pipeline: Pipeline,
    pipelineOptions: Struct,
    signal: AbortSignal,
  ): Promise<PrepareJobResponse> {
    return this.call(JobService.prepare, { jobName, pipeline, pipelineOptions }, signal);
  }

  /** Begins a prepared job; waits for as long as the signal is not raised. @returns its id */
  async run(preparationId: string, retrievalToken: string, signal: AbortSignal): Promise<string> {
    return (await this.call(JobService.run, { preparationId, retrievalToken }, signal)).jobId;
  }

  /** The plan of a job. */
  async pipeline(jobId: string): Promise<Pipeline | undefined> {
    return (await this.call(JobService.getPipeline, { jobId }, this.limits.askMillis)).pipeline;
  }

  async state(jobId: string): Promise<JobState> {
    return (await this.call(JobService.getState, { jobId }, this.limits.askMillis)).state;
  }

  async cancel(jobId: string): Promise<JobState> {
    return (await this.call(JobService.cancel, { jobId })).state;
  }

  /** @throws BeamError `E_UNSUPPORTED` where the service cannot drain */
  async drain(jobId: string): Promise<JobState> {
    return (await this.call(JobService.drain, { jobId })).state;
  }

  metrics(jobId: string): Promise<GetJobMetricsResponse> {
    return this.call(JobService.getJobMetrics, { jobId }, this.limits.askMillis);
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
      callMetadata(this.access),
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

  /** @param until milliseconds, or a signal; what it is raised with is the error */
  private call<Q, R>(
    method: Method<Q, R>,
    request: Q,
    until: number | AbortSignal = this.limits.callMillis,
  ): Promise<R> {
    const options: CallOptions = typeof until === 'number' ? { deadline: Date.now() + until } : {};
    const signal = typeof until === 'number' ? undefined : until;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const giveUp = (): void => {
        reject(signal!.reason);
        call.cancel();
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      const call = this.client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        callMetadata(this.access),
        options,
        (error, response) => {
          signal?.removeEventListener('abort', giveUp);
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

  private unreachable(error: Partial<ServiceError>): BeamError {
    return new BeamError(
      'E_SERVICE',
      `The job service at ${this.endpoint} cannot be reached: ${error.details || error.message}.`,
      {
        ...(error instanceof Error && { cause: error }),
        help: 'check the address, and that the service is up',
      },
    );
  }
}

/** Whether a call failed because nobody answered, and not because of what was asked. */
export function isAway(thrown: unknown): boolean {
  if (!(thrown instanceof BeamError)) return false;
  const { code } = (thrown.cause ?? {}) as Partial<ServiceError>;
  return code === status.UNAVAILABLE || code === status.DEADLINE_EXCEEDED;
}
