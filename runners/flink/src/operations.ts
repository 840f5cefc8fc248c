import type { JobOperations, JobRow, JobStatus } from '@hornbeam/jobs';
import type { MetricResult } from '@hornbeam/sdk/construction';
import { userMetricsOf } from '@hornbeam/sdk/fn-api';
import type { FlinkJobSummary } from './flink-answers.js';
import { refuseToDrain } from './flink-endings.js';
import { FlinkClient } from './rest-client.js';
import { RestConnection } from './rest-connection.js';

/** The jobs of a Flink cluster, also those that others have submitted. */
export class FlinkOperations implements JobOperations {
  private readonly client: FlinkClient;

  /** @param master `host:port` of the cluster's REST API, or a URL */
  constructor(master: string) {
    this.client = new FlinkClient(master);
  }

  async list(): Promise<readonly JobRow[]> {
    const jobs = await this.client.jobs();
    return [...jobs].sort((a, b) => b.startedAt - a.startedAt).map(rowOf);
  }

  async status(id: string): Promise<JobStatus> {
    const [job, checkpoints] = await Promise.all([this.client.job(id), this.client.checkpoints(id)]);
    const { completed, failed, lastPath, savepointPath } = checkpoints;
    return {
      ...rowOf(job),
      parts: job.vertices.map(({ name, state, recordsIn, recordsOut }) => ({
        ...{ name, state },
        ...{ elementsIn: recordsIn, elementsOut: recordsOut },
      })),
      facts: {
        ...(completed + failed > 0 && { checkpoints: completed, 'failed checkpoints': failed }),
        ...(lastPath !== undefined && { 'last checkpoint': lastPath }),
        ...(savepointPath !== undefined && { 'last savepoint': savepointPath }),
        page: `${this.client.url}/#/job/running/${id}`,
      },
    };
  }

  async cancel(id: string): Promise<void> {
    await this.client.cancel(id);
    await this.client.untilEnded(id);
  }

  async stop(id: string): Promise<string> {
    const savepoint = await this.client.stop(id);
    await this.client.untilEnded(id);
    return savepoint;
  }

  async drain(id: string): Promise<void> {
    await this.client.job(id);
    await refuseToDrain();
  }

  savepoint(id: string): Promise<string> {
    return this.client.savepoint(id);
  }

  /** The failures that Flink remembers: what steps log goes to the worker, and to whoever submitted. */
  async logs(id: string): Promise<readonly string[]> {
    return [...(await this.client.exceptions(id))].reverse();
  }

  async metrics(id: string): Promise<readonly MetricResult[]> {
    const { metrics } = await new RestConnection(this.client).metrics(id);
    return userMetricsOf(metrics?.committed.length ? metrics.committed : (metrics?.attempted ?? []), {});
  }

  close(): void {}
}

const rowOf = ({ id, name, state, startedAt, elapsedMillis }: FlinkJobSummary): JobRow => ({
  ...{ id, name, state, startedAt, elapsedMillis },
});
