/**
 * Ends a job without an end whose sources have all ended: Beam's runner keeps sources open for the sake of checkpoints,
 * so that such a job would sit there for ever.
 *
 * Owns: a timer. Does not own the job.
 *
 * Invariants:
 *  E1  a job is ended only after event time has come to its end behind every operator: nothing can come any more, and
 *      all that came has been worked on.
 *  E2  one with checkpoints completes one more, and is ended by Flink's own stop then; one without is cancelled. However
 *      it comes to its end after that, its work is done. Where sinks are handed what a checkpoint holds it completes two
 *      more: a task takes part in the second when it is done with what the first handed on.
 *  E3  what Flink tells of tasks is from before for a while when a job has come back from a failure: it counts only when
 *      the job has been running again for longer than that, and has not failed since.
 *  E4  a job that cannot be ended goes on, and why is told once.
 */

import type { RunOptions } from '@hornbeam/sdk/construction';
import { finalFlinkStates } from './flink-answers.js';
import { RepeatedLook } from './repeated-look.js';
import type { FlinkClient } from './rest-client.js';

/** How often is looked, ms. */
const LOOK_MILLIS = 1000;
/** The end of event time in Beam's Java code: the most microseconds that a long holds, in ms. */
const END_OF_TIME = Number((2n ** 63n - 1n) / 1000n);

/** What Flink tells of tasks is newer than this, ms: its default is to ask them every 10 s, and it asks when it is asked. */
const TOLD_WITHIN = 25_000;

/** What an {@link EndWatch} is told. */
export interface EndWatchSettings {
  readonly client: FlinkClient;
  /** Gives the id that the job has on the cluster. */
  readonly find: () => Promise<string>;
  /** The job takes checkpoints, so that its end has to be one too (E2). */
  readonly savepoint: boolean;
  /** Steps that are handed what a checkpoint holds (E2): Beam leaves event time behind them where it was. */
  readonly stableSteps?: readonly string[] | undefined;
  /** For the savepoint with which Flink ends jobs; without one it is the cluster's own, and removed. */
  readonly directory?: string | undefined;
  readonly log?: RunOptions['log'] | undefined;
  /** How often is looked, ms; each second by default. */
  readonly lookMillis?: number;
}

/** See the head of this file. */
export class EndWatch {
  private readonly settings: EndWatchSettings;
  private readonly looks: RepeatedLook;
  private isOver = false;

  constructor(settings: EndWatchSettings) {
    this.settings = settings;
    this.looks = new RepeatedLook(() => this.look(), settings.lookMillis ?? LOOK_MILLIS);
  }

  /** Whether all work of the job is done, so that it does not matter any more how it ends. */
  get isComplete(): boolean {
    return this.isOver;
  }

  close(): void {
    this.looks.close();
  }

  /** @returns whether nothing is left to look for */
  private async look(): Promise<boolean> {
    const { client, find, log, savepoint, stableSteps = [] } = this.settings;
    const id = await find();
    const { state, restartedAt, runningAgain = TOLD_WITHIN } = await client.job(id);
    if (finalFlinkStates.has(state)) return true;
    if (state !== 'RUNNING' || runningAgain < TOLD_WITHIN) return false; // E3
    const watermarks = await client.outputWatermarks(id, stableSteps);
    if (watermarks.length === 0 || !watermarks.every((at) => at >= END_OF_TIME)) return false;
    // What waits for a commit gets it while a crash still is mended (E2); one that comes here is looked at again.
    if (savepoint) await client.checkpoint(id);
    if (savepoint && stableSteps.length > 0) await client.checkpoint(id);
    if (this.looks.isClosed) return true;
    if ((await client.job(id)).restartedAt !== restartedAt) return false; // E3
    this.isOver = true;
    try {
      await this.end(id);
    } catch (thrown) {
      // A Flink inside of a job server is gone as soon as its job has ended.
      const now = await client.job(id).then(
        (job) => job.state,
        () => undefined,
      );
      if (this.looks.isClosed || now === undefined || finalFlinkStates.has(now)) return true;
      this.isOver = false;
      const message = `all input has ended, but Flink does not end the job: ${(thrown as Error).message}`;
      log?.({ severity: 'warn', message });
    }
    return true;
  }

  private async end(id: string): Promise<void> {
    const { client, savepoint, directory } = this.settings;
    if (!savepoint) {
      // Nothing waits for a checkpoint: all that was made is out.
      await client.cancel(id);
      return;
    }
    const location = await client.finish(id, { directory });
    // Nothing can go on from there.
    if (directory === undefined) await client.disposeSavepoint(location).catch(() => undefined);
  }
}
