import type { MetricResult } from '@hornbeam/sdk/construction';

/** One job in a list. */
export interface JobRow {
  readonly id: string;
  readonly name: string;
  /** In the words of whoever runs it, such as `RUNNING`. */
  readonly state: string;
  /** ms since 1970; undefined where nobody knows. */
  readonly startedAt: number | undefined;
  readonly elapsedMillis: number | undefined;
}

/** A part of a job: a step, or what a cluster has made of several. */
export interface JobPart {
  readonly name: string;
  readonly state: string;
  readonly elementsIn: number;
  readonly elementsOut: number;
}

/** A job and what is known of it. */
export interface JobStatus extends JobRow {
  readonly parts: readonly JobPart[];
  /** Whatever else is known, such as `last checkpoint`. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/**
 * What can be done with jobs from outside, wherever they run. Each call throws a BeamError: `E_SERVICE` when nobody
 * answers, `E_USAGE` for a job that is not there, `E_UNSUPPORTED` for what cannot be done there.
 */
export interface JobOperations {
  list(): Promise<readonly JobRow[]>;
  status(id: string): Promise<JobStatus>;
  cancel(id: string): Promise<void>;
  /** Ends a job such that it can go on. @returns the savepoint, where there is one */
  stop(id: string): Promise<string | undefined>;
  /** Ends a job as if its input had ended. */
  drain(id: string): Promise<void>;
  /** Keeps the state of a job, which goes on. @returns the savepoint */
  savepoint(id: string): Promise<string>;
  /** What the job has said, the latest last. */
  logs(id: string): Promise<readonly string[]>;
  metrics(id: string): Promise<readonly MetricResult[]>;
  close(): void;
}
