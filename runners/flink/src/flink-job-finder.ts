import { setTimeout as delay } from 'node:timers/promises';
import { BeamError } from '@hornbeam/sdk/model';
import { finalFlinkStates } from './flink-answers.js';
import type { FlinkClient } from './rest-client.js';

/** How long a job may take to show up on its cluster, ms. */
const APPEAR_MILLIS = 30_000;
/** How often it is looked for, ms. */
const LOOK_MILLIS = 200;

/**
 * Finds the job of Flink behind a job of a job server, which does not tell its id.
 *
 * Owns nothing. A job is ours when it has our name and was not there before we submitted: two runs of one name that
 * begin on one cluster at the same moment cannot be told apart, and are refused.
 */
export class FlinkJobFinder {
  private readonly client: FlinkClient;
  private readonly jobName: string;
  private readonly before: ReadonlySet<string>;
  private found: string | undefined;

  private constructor(client: FlinkClient, jobName: string, before: ReadonlySet<string>) {
    this.client = client;
    this.jobName = jobName;
    this.before = before;
  }

  /** To be made before the job is submitted. */
  static async before(client: FlinkClient, jobName: string): Promise<FlinkJobFinder> {
    const jobs = await client.jobs();
    return new FlinkJobFinder(client, jobName, new Set(jobs.map(({ id }) => id)));
  }

  /** For a cluster that runs no other job. */
  static alone(client: FlinkClient, jobName: string): FlinkJobFinder {
    return new FlinkJobFinder(client, jobName, new Set());
  }

  /** The id of the job. @throws BeamError `E_SERVICE` when it does not show up */
  async find(): Promise<string> {
    const until = Date.now() + APPEAR_MILLIS;
    while (this.found === undefined) {
      const jobs = await this.client.jobs().catch((thrown: unknown) => {
        if (Date.now() > until) throw thrown;
        return [];
      });
      const ours = jobs.filter(({ id, name }) => name === this.jobName && !this.before.has(id));
      const living = ours.filter(({ state }) => !finalFlinkStates.has(state));
      const [only, ...others] = living.length > 0 ? living : ours;
      if (others.length > 0) {
        throw new BeamError(
          'E_SERVICE',
          `Several jobs with the name "${this.jobName}" began on the cluster.`,
          {
            help: 'give runs that begin at the same moment different names (--job-name)',
          },
        );
      }
      this.found = only?.id;
      if (this.found !== undefined) break;
      if (Date.now() > until) {
        throw new BeamError('E_SERVICE', `The cluster at ${this.client.url} does not list the job.`, {
          help: 'see the log of the job server; it may submit to another cluster',
        });
      }
      await delay(LOOK_MILLIS);
    }
    return this.found;
  }
}
