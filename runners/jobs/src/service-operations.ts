import { JobMessageImportance, JobState } from '@hornbeam/proto/services';
import type { MetricResult } from '@hornbeam/sdk/construction';
import { userMetricsOf } from '@hornbeam/sdk/fn-api';
import { BeamError } from '@hornbeam/sdk/model';
import { JobClient } from './job-client.js';
import type { JobOperations, JobRow, JobStatus } from './job-operations.js';
import type { ServiceAccess } from './service-access.js';

/** For so long after the last one messages of a job that runs are waited for, ms. */
const QUIET_MILLIS = 500;

/** The jobs of a job service. A service does not tell plans, so that steps have the names of the plan. */
export class ServiceOperations implements JobOperations {
  private readonly client: JobClient;

  /** @param endpoint `host:port` */
  constructor(endpoint: string, access: ServiceAccess = {}) {
    this.client = new JobClient(endpoint, {}, access);
  }

  async list(): Promise<readonly JobRow[]> {
    await this.client.connect();
    const jobs = await this.client.jobs();
    return jobs.map(({ jobId, jobName, state }) => ({
      ...{ id: jobId, name: jobName, state: nameOf(state) },
      ...{ startedAt: undefined, elapsedMillis: undefined },
    }));
  }

  async status(id: string): Promise<JobStatus> {
    return { ...(await this.find(id)), parts: [], facts: {} };
  }

  async cancel(id: string): Promise<void> {
    await this.find(id);
    await this.client.cancel(id);
  }

  stop(): Promise<undefined> {
    return noSavepoints();
  }

  async drain(id: string): Promise<void> {
    await this.find(id);
    await this.client.drain(id);
  }

  savepoint(): Promise<string> {
    return noSavepoints();
  }

  async logs(id: string): Promise<readonly string[]> {
    await this.find(id);
    const lines: string[] = [];
    const over = new AbortController();
    const quiet = setTimeout(() => over.abort(), QUIET_MILLIS);
    for await (const { messageResponse } of this.client.messages(id, over.signal)) {
      quiet.refresh();
      if (messageResponse === undefined) continue;
      const { importance, messageText } = messageResponse;
      if (importance > JobMessageImportance.JOB_MESSAGE_DEBUG) lines.push(messageText);
    }
    clearTimeout(quiet);
    return lines;
  }

  async metrics(id: string): Promise<readonly MetricResult[]> {
    await this.find(id);
    const { metrics } = await this.client.metrics(id);
    // Steps are told by their ids in the plan.
    const plan = await this.client.pipeline(id).catch(() => undefined);
    const told = metrics?.committed.length ? metrics.committed : (metrics?.attempted ?? []);
    return userMetricsOf(told, plan?.components?.transforms ?? {});
  }

  close(): void {
    this.client.close();
  }

  private async find(id: string): Promise<JobRow> {
    const found = (await this.list()).find((each) => each.id === id);
    if (found !== undefined) return found;
    throw new BeamError('E_USAGE', `The job service at ${this.client.endpoint} has no job ${id}.`, {
      help: 'beam-run jobs list --job-endpoint=… shows the jobs that it has',
    });
  }
}

const nameOf = (state: JobState): string =>
  Object.entries(JobState).find(([, value]) => value === state)?.[0] ?? 'UNSPECIFIED';

async function noSavepoints(): Promise<never> {
  throw new BeamError('E_UNSUPPORTED', 'A job service takes no savepoints.', {
    help: "name the cluster itself: --flink-master=host:port of Flink's REST API",
  });
}
