/**
 * A job of the service, from when it is told to run.
 *
 * Owns: its state as clients see it, its messages. Does not own: the run itself (the backend's), the staged files.
 *
 * Life: STARTING → RUNNING → DONE | DRAINED | FAILED | CANCELLED, with CANCELLING or DRAINING in between when asked for.
 *
 * Invariants:
 *  S1  `ended` resolves, and never rejects, after the last state was said; both streams end with it.
 *  S2  a job that fails says why, as an error, before it says that it has failed.
 *  S3  a job that is cancelled before the backend has begun it ends as cancelled, whatever the backend makes of it.
 */
import type { MonitoringInfo } from '@hornbeam/proto';
import {
  JobMessageImportance,
  type JobMessagesResponse,
  JobState,
  type JobStateEvent,
} from '@hornbeam/proto/services';
import type { LogRecord } from '@hornbeam/sdk/construction';
import { BeamError, errorToText } from '@hornbeam/sdk/model';
import { EventLog } from './event-log.js';
import { explained } from './explained.js';
import type { BackendJob, JobBackend, PreparedJob } from './job-backend.js';

/** Messages that are kept of a job; older ones are forgotten. */
export const KEPT_MESSAGES = 1000;
/** Longer messages are cut, characters. */
const MESSAGE_CHARACTERS = 32 * 1024;

/** What a {@link ServiceJob} is made of. */
export interface ServiceJobSettings {
  readonly job: Omit<PreparedJob, 'signal' | 'log'>;
  readonly backend: JobBackend;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of each message too, also of what clients do not see. */
  readonly log: (record: LogRecord) => void;
}

const finalStates: ReadonlySet<JobState> = new Set([
  JobState.DONE,
  JobState.FAILED,
  JobState.CANCELLED,
  JobState.DRAINED,
]);

/** See the head of this file. */
export class ServiceJob {
  readonly ended: Promise<void>;
  readonly messages = new EventLog<JobMessagesResponse>(KEPT_MESSAGES);
  readonly states = new EventLog<JobStateEvent>(KEPT_MESSAGES);
  private readonly settings: ServiceJobSettings;
  private readonly abort = new AbortController();
  private current: JobState = JobState.STOPPED;
  private run: BackendJob | undefined;
  private readonly begun: Promise<BackendJob | undefined>;
  private messageCount = 0;
  /** Why the backend did not begin it. */
  private failure: unknown;

  constructor(settings: ServiceJobSettings) {
    this.settings = settings;
    this.become(JobState.STARTING);
    this.begun = this.begin();
    this.ended = this.follow();
  }

  get id(): string {
    return this.settings.job.id;
  }

  get state(): JobState {
    return this.current;
  }

  get isOver(): boolean {
    return finalStates.has(this.current);
  }

  get job(): ServiceJobSettings['job'] {
    return this.settings.job;
  }

  monitoringInfos(): readonly MonitoringInfo[] {
    return this.run?.monitoringInfos() ?? [];
  }

  /** Gives the job up. @returns the state that this leads to, or the last one of a job that has ended */
  cancel(): JobState {
    if (this.isOver) return this.current;
    if (this.current !== JobState.CANCELLING) this.become(JobState.CANCELLING);
    this.abort.abort(new BeamError('E_CANCELLED', 'The job was cancelled by a client of its service.'));
    // What comes of it is seen in `done`.
    void this.run?.cancel().catch(() => undefined);
    return this.current;
  }

  /** Ends endless sources, and lets everything else come to its end. @returns as {@link cancel} */
  drain(): JobState {
    if (this.isOver || this.current === JobState.CANCELLING || this.current === JobState.DRAINING) {
      return this.current;
    }
    this.become(JobState.DRAINING);
    void this.begun.then((run) => run?.drain()).catch(() => undefined);
    return this.current;
  }

  /** Never rejects: `follow` sees what went wrong. */
  private async begin(): Promise<BackendJob | undefined> {
    const { job, backend } = this.settings;
    try {
      // The caller of Run has its answer first.
      await Promise.resolve();
      const run = await backend.run({
        ...job,
        signal: this.abort.signal,
        log: (record) => this.say(record),
      });
      this.run = run;
      if (this.abort.signal.aborted) void run.cancel().catch(() => undefined);
      else if (this.current === JobState.STARTING) this.become(JobState.RUNNING);
      return run;
    } catch (thrown) {
      this.failure = thrown;
      return undefined;
    }
  }

  private async follow(): Promise<void> {
    const run = await this.begun;
    try {
      if (run === undefined) throw this.failure;
      await run.done;
      this.end(run.state === 'DRAINED' ? JobState.DRAINED : JobState.DONE);
    } catch (thrown) {
      const error = BeamError.from(thrown, 'E_INTERNAL');
      if (this.abort.signal.aborted || error.code === 'E_CANCELLED') {
        this.say({ severity: 'info', message: 'The job was cancelled.' });
        this.end(JobState.CANCELLED);
      } else {
        this.sayWhy(error);
        this.end(JobState.FAILED);
      }
    }
  }

  private end(state: JobState): void {
    this.become(state);
    this.messages.end();
    this.states.end();
  }

  private become(state: JobState): void {
    this.current = state;
    const event: JobStateEvent = { state, timestamp: timestampOf(this.settings.now()) };
    this.states.add(event);
    this.messages.add({ stateResponse: event });
  }

  /** The reason in words, and once more as our own clients read it: they show the error itself. */
  private sayWhy(error: BeamError): void {
    this.message(JobMessageImportance.JOB_MESSAGE_DEBUG, errorToText(error));
    this.message(JobMessageImportance.JOB_MESSAGE_ERROR, explained(error));
    this.settings.log({ severity: 'error', message: explained(error) });
  }

  private say(record: LogRecord): void {
    const text = record.step === undefined ? record.message : `${record.step}: ${record.message}`;
    this.message(importanceOf[record.severity], text);
    this.settings.log(record);
  }

  private message(importance: JobMessageImportance, text: string): void {
    this.messages.add({
      messageResponse: {
        messageId: String(++this.messageCount),
        time: new Date(this.settings.now()).toISOString(),
        importance,
        messageText:
          text.length <= MESSAGE_CHARACTERS ? text : `${text.slice(0, MESSAGE_CHARACTERS)} … (cut)`,
      },
    });
  }
}

/** Errors of steps that did not end the job are no more than warnings to clients, who take errors for its end. */
const importanceOf: Readonly<Record<LogRecord['severity'], JobMessageImportance>> = {
  debug: JobMessageImportance.JOB_MESSAGE_DEBUG,
  info: JobMessageImportance.JOB_MESSAGE_BASIC,
  warn: JobMessageImportance.JOB_MESSAGE_WARNING,
  error: JobMessageImportance.JOB_MESSAGE_WARNING,
};

const timestampOf = (millis: number): { seconds: bigint; nanos: number } => ({
  seconds: BigInt(Math.floor(millis / 1000)),
  nanos: (millis - Math.floor(millis / 1000) * 1000) * 1_000_000,
});
