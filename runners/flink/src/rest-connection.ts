import { setTimeout as delay } from 'node:timers/promises';
import type { JobConnection } from '@hornbeam/jobs';
import { MonitoringInfo } from '@hornbeam/proto';
import {
  type GetJobMetricsResponse,
  JobMessageImportance,
  type JobMessagesResponse,
  JobState,
} from '@hornbeam/proto/services';
import type { FlinkJobState } from './flink-answers.js';
import { refuseToDrain } from './flink-endings.js';
import type { FlinkClient } from './rest-client.js';

/** How often the state of a job is asked for, ms. */
const POLL_MILLIS = 400;

/** Beam's words for the states of Flink. */
const states: Readonly<Record<FlinkJobState, JobState>> = {
  INITIALIZING: JobState.STARTING,
  CREATED: JobState.STARTING,
  RUNNING: JobState.RUNNING,
  FAILING: JobState.RUNNING,
  FAILED: JobState.FAILED,
  CANCELLING: JobState.CANCELLING,
  CANCELED: JobState.CANCELLED,
  FINISHED: JobState.DONE,
  RESTARTING: JobState.RUNNING,
  SUSPENDED: JobState.RUNNING,
  RECONCILING: JobState.RUNNING,
};

/**
 * A cluster as a job is followed at a job service: states and failures are asked for again and again, metrics are read
 * from the accumulator in which Beam's runner keeps them.
 */
export class RestConnection implements JobConnection {
  private readonly client: FlinkClient;

  constructor(client: FlinkClient) {
    this.client = client;
  }

  async state(id: string): Promise<JobState> {
    return states[(await this.client.job(id)).state];
  }

  async *messages(id: string, signal: AbortSignal): AsyncIterableIterator<JobMessagesResponse> {
    let before: JobState | undefined;
    while (!signal.aborted) {
      const state = await this.state(id);
      if (state === JobState.FAILED) {
        for (const messageText of await this.client.exceptions(id)) {
          yield {
            messageResponse: {
              ...{ messageId: '', time: '', messageText },
              importance: JobMessageImportance.JOB_MESSAGE_ERROR,
            },
          };
        }
      }
      if (state !== before) yield { stateResponse: { state, timestamp: undefined } };
      before = state;
      if (state === JobState.FAILED || state === JobState.DONE || state === JobState.CANCELLED) return;
      await delay(POLL_MILLIS, undefined, { signal }).catch(() => undefined);
    }
  }

  async cancel(id: string): Promise<JobState> {
    await this.client.cancel(id);
    return JobState.CANCELLING;
  }

  drain(): Promise<JobState> {
    return refuseToDrain();
  }

  async metrics(id: string): Promise<GetJobMetricsResponse> {
    const text = await this.client.accumulator(id, '__metricscontainers');
    const { metrics } = JSON.parse(text ?? '{}') as { metrics?: MetricsJson };
    const infos = (list: readonly InfoJson[] = []): MonitoringInfo[] => list.map(infoOf);
    return { metrics: { attempted: infos(metrics?.attempted), committed: infos(metrics?.committed) } };
  }

  close(): void {}
}

/** The JSON of protobuf for metrics: payloads are base64. */
interface MetricsJson {
  readonly attempted?: readonly InfoJson[];
  readonly committed?: readonly InfoJson[];
}

interface InfoJson {
  readonly urn?: string;
  readonly type?: string;
  readonly payload?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

const infoOf = ({ urn = '', type = '', payload = '', labels = {} }: InfoJson): MonitoringInfo =>
  MonitoringInfo.create({ urn, type, payload: Buffer.from(payload, 'base64'), labels: { ...labels } });
