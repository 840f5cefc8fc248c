/**
 * A job at a job service.
 *
 * Owns: the stream of its messages, what was heard last of its metrics.
 * Does not own: the service, the workers (both are closed by `close`, which whoever made the job gives).
 *
 * Invariants:
 *  J1  `done` settles once, after everything the job holds is closed.
 *  J2  the error of a failed job is the user's own where the service passed it on, else the service's root cause.
 *  J3  a stream of messages that breaks is opened again; a service that gives no sign of life for `awayMillis` fails the
 *      job, also one that keeps its streams open.
 *  J4  a job that ends while it is asked to stop ends as the answer says: stopped only where that was accepted.
 */
import type { PTransform } from '@hornbeam/proto';
import { type JobMessage, JobMessageImportance, JobState } from '@hornbeam/proto/services';
import type {
  Job,
  JobResult,
  JobSnapshot,
  JobState as LocalState,
  LogRecord,
  MetricResult,
} from '@hornbeam/sdk/construction';
import {
  elementCountsOf,
  failuresOf,
  type StepCounts,
  stepSnapshotsOf,
  userMetricsOf,
} from '@hornbeam/sdk/fn-api';
import { BeamError, errorFromText } from '@hornbeam/sdk/model';
import { isAway, type JobClient } from './job-client.js';
import { rootCauseOf } from './root-cause.js';
import { type ServiceLimits, usualLimits } from './service-limits.js';

/** What a job needs of its service; whatever can tell of a job this way can be followed. */
export type JobConnection = Pick<JobClient, 'messages' | 'state' | 'cancel' | 'drain' | 'metrics' | 'close'>;

/** What a {@link PortableJob} is made of. */
export interface PortableJobSettings {
  readonly client: JobConnection;
  readonly jobId: string;
  readonly jobName: string;
  /** The steps of the user, as the plan has them. */
  readonly transforms: Readonly<Record<string, PTransform>>;
  readonly log?: ((record: LogRecord) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The failure of a bundle that was seen in this process. */
  readonly failure: () => BeamError | undefined;
  /** Ends workers and whatever else was started for the job. */
  readonly close: () => Promise<void>;
  /** Rejects when a server that was started for the job has died. */
  readonly lost?: Promise<never>;
  /** Whether all work of the job is done, so that it does not matter how its service calls its end. */
  readonly isComplete?: (() => boolean) | undefined;
  /** How long the service may take, where it is not as usual. */
  readonly limits?: Partial<ServiceLimits>;
  /** Stops the job in the runner's own way; without one it cannot be. */
  readonly stop?: ((jobId: string) => Promise<void>) | undefined;
  /** Drains the job in the runner's own way; without one its service is asked to. */
  readonly drain?: ((jobId: string) => Promise<void>) | undefined;
  /** What the service's messages of a failed job mean, where the runner knows better than their root cause. */
  readonly explain?: ((messages: readonly string[]) => BeamError | undefined) | undefined;
}

/** Some services tell why a job failed after they have told that it has: so long they get for it, ms. */
const LAST_WORDS_MILLIS = 1000;
/** How often the stream of messages is tried again, ms. */
const RETRY_MILLIS = 1000;

const ended: ReadonlyMap<JobState, LocalState> = new Map<JobState, LocalState>([
  [JobState.DONE, 'DONE'],
  [JobState.FAILED, 'FAILED'],
  [JobState.CANCELLED, 'CANCELLED'],
  [JobState.DRAINED, 'DRAINED'],
  [JobState.STOPPED, 'STOPPED'],
]);

/** See the head of this file. */
export class PortableJob implements Job {
  readonly id: string;
  readonly done: Promise<JobResult>;
  private readonly settings: PortableJobSettings;
  private readonly startedAt = performance.now();
  private readonly over = new AbortController();
  private current: LocalState = 'RUNNING';
  private errors: string[] = [];
  private userError: BeamError | undefined;
  private metrics: readonly MetricResult[] = [];
  private counts: StepCounts = { counts: new Map(), failures: new Map() };
  private cancelled: BeamError | undefined;
  private wanted: LocalState | undefined;
  /** Settles when the service has answered to a wish to stop; never rejects. */
  private asked: Promise<void> = Promise.resolve();
  private readonly limits: ServiceLimits;
  /** When the service was heard last, on the clock of `performance`. */
  private heardAt = performance.now();
  private giveUp: (gone: unknown) => void = () => undefined;
  private polling: NodeJS.Timeout | undefined;

  constructor(settings: PortableJobSettings) {
    this.settings = settings;
    this.limits = { ...usualLimits, ...settings.limits };
    this.id = settings.jobId;
    this.done = this.follow();
    this.done.catch(() => undefined);
    const { signal } = settings;
    if (signal === undefined) return;
    const abort = (): void => void this.cancel(signal.reason).catch(() => undefined);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true, signal: this.over.signal });
  }

  get state(): LocalState {
    return this.current;
  }

  async cancel(reason?: unknown): Promise<void> {
    this.cancelled ??= BeamError.from(
      reason ?? new BeamError('E_CANCELLED', 'The run was cancelled.'),
      'E_CANCELLED',
    );
    try {
      await this.settings.client.cancel(this.id);
    } catch (thrown) {
      // The job goes on: what ends it later is not this.
      this.cancelled = undefined;
      throw thrown;
    }
    await this.done.catch(() => undefined);
  }

  async stop(): Promise<void> {
    const { stop } = this.settings;
    if (stop === undefined) {
      throw new BeamError(
        'E_UNSUPPORTED',
        'The runner cannot stop this job in a way that it can go on from.',
        {
          help: 'cancel it, or run it on a cluster where it can be stopped with a savepoint',
        },
      );
    }
    await this.endAs('STOPPED', () => stop(this.id));
  }

  async drain(): Promise<void> {
    const { client, drain } = this.settings;
    await this.endAs('DRAINED', async () => {
      if (drain === undefined) await client.drain(this.id);
      else await drain(this.id);
    });
  }

  /** The job may end before the service has answered, so what is wanted is noted first. */
  private async endAs(state: LocalState, ask: () => Promise<void>): Promise<void> {
    const before = this.wanted;
    this.wanted = state;
    const answer = ask().catch((thrown: unknown) => {
      this.wanted = before;
      throw thrown;
    });
    this.asked = Promise.allSettled([this.asked, answer]).then(() => undefined);
    await answer;
    await this.done;
  }

  snapshot(): JobSnapshot {
    const state = this.current === 'RUNNING' ? 'running' : 'done';
    return {
      state: this.current,
      elapsedMillis: performance.now() - this.startedAt,
      steps: stepSnapshotsOf(this.settings.transforms, this.counts, state),
      metrics: this.metrics,
      spilledBytes: 0,
    };
  }

  private async follow(): Promise<JobResult> {
    const gone = new Promise<never>((_, reject) => {
      this.giveUp = reject;
    });
    this.poll();
    try {
      const last = await Promise.race([this.listen(), this.settings.lost ?? never(), gone]);
      await this.asked;
      await this.readMetrics();
      const isComplete = this.settings.isComplete?.() === true;
      this.current = isComplete ? 'DONE' : (this.wanted ?? ended.get(last) ?? 'FAILED');
      if (last === JobState.FAILED && !isComplete) throw this.failure();
      if (last === JobState.CANCELLED && !isComplete && this.wanted === undefined) {
        throw (
          this.cancelled ??
          this.settings.failure() ??
          new BeamError('E_CANCELLED', 'The job was cancelled at its service.')
        );
      }
      return this.result();
    } catch (thrown) {
      if (this.current === 'RUNNING') this.current = this.cancelled === undefined ? 'FAILED' : 'CANCELLED';
      throw this.cancelled ?? thrown;
    } finally {
      clearTimeout(this.polling);
      this.over.abort();
      await this.settings.close();
    }
  }

  /** Follows the stream of messages until the job has ended (J3). */
  private async listen(): Promise<JobState> {
    const { client } = this.settings;
    let before: JobState | undefined;
    let last: JobState | undefined;
    for (;;) {
      let broken = false;
      const enough = new AbortController();
      const signal = AbortSignal.any([this.over.signal, enough.signal]);
      let lastWords: NodeJS.Timeout | undefined;
      try {
        for await (const { stateResponse, messageResponse } of client.messages(this.id, signal)) {
          this.heardAt = performance.now();
          if (messageResponse !== undefined) this.heard(messageResponse);
          const state = stateResponse?.state;
          if (state !== undefined && ended.has(state) && !isBeginning(state)) last = state;
          if (last === undefined) continue;
          if (last !== JobState.FAILED || this.errors.length > 0 || this.settings.failure()) return last;
          lastWords ??= setTimeout(() => enough.abort(), LAST_WORDS_MILLIS);
        }
        if (last !== undefined) return last;
      } catch (thrown) {
        if (last !== undefined) return last;
        if (this.over.signal.aborted) throw thrown;
        // A service without such a stream is asked for the state only.
        broken = !(thrown instanceof BeamError && thrown.code === 'E_UNSUPPORTED');
      } finally {
        clearTimeout(lastWords);
      }
      try {
        const state = await client.state(this.id);
        this.heardAt = performance.now();
        // After a break the stream is tried once more: it may yet tell why the job failed.
        if (ended.has(state) && !isBeginning(state) && (!broken || before === state)) return state;
        before = state;
      } catch (thrown) {
        if (this.over.signal.aborted || this.isGone) throw thrown;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
    }
  }

  private heard({ importance, messageText }: JobMessage): void {
    // Flink tells the root cause as an error, and the whole trace beside it as a detail.
    if (importance === JobMessageImportance.JOB_MESSAGE_ERROR || /\n\s+at [\w.$]+\(/.test(messageText)) {
      this.errors.push(messageText);
      if (this.errors.length > 10) this.errors.shift();
    }
    this.userError ??= errorFromText(messageText);
    if (importance <= JobMessageImportance.JOB_MESSAGE_DETAILED) return;
    if (importance === JobMessageImportance.JOB_MESSAGE_ERROR) return; // comes as the error of the run
    const severity = importance === JobMessageImportance.JOB_MESSAGE_WARNING ? 'warn' : 'info';
    this.settings.log?.({ severity, message: messageText });
  }

  private failure(): BeamError {
    const seen = this.settings.failure() ?? this.userError;
    if (seen !== undefined) return seen;
    const explained = this.settings.explain?.(this.errors);
    if (explained !== undefined) return explained;
    const cause = rootCauseOf(this.errors);
    return new BeamError('E_SERVICE', cause ?? 'The job failed, and its service does not say why.', {
      help: 'the log of the job service, or of the cluster, has the whole story',
    });
  }

  private poll(): void {
    this.polling = setTimeout(() => {
      void this.readMetrics().then(() => {
        if (!this.over.signal.aborted) this.poll();
      });
    }, this.limits.pollMillis);
    this.polling.unref();
  }

  /** Not every service has metrics, nor at every time. */
  private async readMetrics(): Promise<void> {
    const { client, transforms } = this.settings;
    try {
      const { metrics } = await client.metrics(this.id);
      const infos = metrics?.committed.length ? metrics.committed : (metrics?.attempted ?? []);
      this.metrics = userMetricsOf(infos, transforms);
      this.counts = { counts: elementCountsOf(infos), failures: failuresOf(infos) };
      this.heardAt = performance.now();
    } catch (thrown) {
      // The last ones stay.
      if (!isAway(thrown)) this.heardAt = performance.now();
      else if (this.isGone) this.giveUp(thrown);
    }
  }

  /** Whether the service has been silent for too long (J3). */
  private get isGone(): boolean {
    return performance.now() - this.heardAt > this.limits.awayMillis;
  }

  private result(): JobResult {
    const { jobName } = this.settings;
    return {
      ...this.snapshot(),
      jobName,
      metric: (name) => summed(this.metrics.filter((metric) => metric.name === name)),
    };
  }
}

/** STOPPED is what services call a job that has not begun. */
const isBeginning = (state: JobState): boolean => state === JobState.STOPPED;

const never = (): Promise<never> => new Promise(() => undefined);

function summed(metrics: readonly MetricResult[]): MetricResult['value'] | undefined {
  const [first, ...others] = metrics.map(({ value }) => value);
  if (first === undefined) return undefined;
  return others.reduce((sum, value) => {
    if (sum.kind === 'counter' && value.kind === 'counter') {
      return { kind: 'counter', value: sum.value + value.value };
    }
    if (sum.kind === 'distribution' && value.kind === 'distribution') {
      return {
        kind: 'distribution',
        count: sum.count + value.count,
        sum: sum.sum + value.sum,
        min: Math.min(sum.min, value.min),
        max: Math.max(sum.max, value.max),
      };
    }
    if (sum.kind === 'stringSet' && value.kind === 'stringSet') {
      return { kind: 'stringSet', values: [...new Set([...sum.values, ...value.values])].sort() };
    }
    return sum.kind === 'gauge' && value.kind === 'gauge' && value.at > sum.at ? value : sum;
  }, first);
}
