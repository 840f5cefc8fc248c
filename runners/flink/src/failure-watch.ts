/**
 * Looks at what fails in a job while Flink restarts it: a job may be restarted for ever, and whoever waits for it would
 * not hear why nothing comes.
 *
 * Owns: a timer. Does not own the job; it only cancels one that cannot succeed.
 *
 * Invariants:
 *  W1  each failure is told once, as a warning.
 *  W2  a job whose workers cannot begin, or cannot build its graph, is cancelled at the first failure: no restart helps it.
 *  W3  what goes wrong in looking is no failure of the job.
 */

import type { RunOptions } from '@hornbeam/sdk/construction';
import { finalFlinkStates } from './flink-answers.js';
import { flinkFailure, hopelessFailure } from './flink-failure.js';
import { RepeatedLook } from './repeated-look.js';
import type { FlinkClient } from './rest-client.js';

/** How often is looked, ms. */
const LOOK_MILLIS = 2000;

/** See the head of this file. */
export class FailureWatch {
  /** Rejects with the failure that no restart helps (W2); never resolves. */
  readonly hopeless: Promise<never>;
  private readonly client: FlinkClient;
  private readonly find: () => Promise<string>;
  private readonly log: RunOptions['log'];
  private reject!: (reason: Error) => void;
  private readonly looks: RepeatedLook;
  private told = 0;

  /** @param find gives the id that the job has on the cluster */
  constructor(client: FlinkClient, find: () => Promise<string>, { log }: Pick<RunOptions, 'log'>) {
    this.client = client;
    this.find = find;
    this.log = log;
    this.hopeless = new Promise((_, reject) => {
      this.reject = reject;
    });
    this.hopeless.catch(() => undefined);
    this.looks = new RepeatedLook(() => this.look(), LOOK_MILLIS); // W3: what fails is looked at again
  }

  close(): void {
    this.looks.close();
  }

  /** @returns whether nothing is left to look for */
  private async look(): Promise<boolean> {
    const id = await this.find();
    const traces = await this.client.exceptions(id);
    const latest = traces.slice(0, Math.max(0, traces.length - this.told));
    if (latest.length === 0 || this.looks.isClosed) return false;
    const hopeless = hopelessFailure(latest.join('\n'));
    if (hopeless !== undefined) {
      this.reject(hopeless);
      await this.client.cancel(id);
      return false;
    }
    if (finalFlinkStates.has((await this.client.job(id)).state)) return true;
    this.told = traces.length;
    for (const trace of [...latest].reverse()) {
      const why = flinkFailure([trace]);
      const message = why === undefined ? (trace.split('\n')[0] ?? '') : why.message;
      this.log?.({ severity: 'warn', message: `Flink restarts the job: ${message}` });
    }
    return false;
  }
}
