import type { JobResult, JobSnapshot, LogRecord } from '@hornbeam/sdk';
import type { BeamError } from '@hornbeam/sdk/model';

/** What is known of a run when it starts. */
export interface RunStart {
  readonly jobName: string;
  readonly jobId: string;
  readonly runner: string;
}

/** How a run ended. */
export type RunEnd =
  | { readonly result: JobResult }
  /** `snapshot` is how far it came, when it came to run at all. */
  | {
      readonly error: BeamError;
      readonly snapshot: JobSnapshot | undefined;
      /** What the process ends with, where it is not what the error stands for. */
      readonly exitCode?: number;
    };

/** Tells a person or a program how a run goes. */
export interface Reporter {
  started(start: RunStart): void;
  log(record: LogRecord): void;
  /** Called every {@link TICK_MILLIS}. */
  tick(snapshot: JobSnapshot): void;
  /** A note of the command itself, such as the first Ctrl-C. */
  note(text: string): void;
  ended(end: RunEnd): void;
  /** Ends without a word, for a run whose reader has gone. */
  close(): void;
}

/** How often reporters look at a run, ms: the most that a person can read. */
export const TICK_MILLIS = 100;

/** What is written, from least to most. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** The levels in their order. */
export const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** Whether a record is to be written. */
export const isLogged = (severity: LogLevel, least: LogLevel): boolean =>
  logLevels.indexOf(severity) >= logLevels.indexOf(least);
