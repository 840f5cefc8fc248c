import type { Instant } from '../model/timestamp.js';
import type { Graph } from './graph.js';

/**
 * The port between a pipeline and whatever runs it.
 */
export interface Runner {
  readonly name: string;
  /** Checks and starts the pipeline. @throws BeamError when the runner cannot run it. */
  run(graph: Graph, options: RunOptions): Promise<Job>;
}

/** What every runner is told of a run. */
export interface RunOptions {
  readonly jobName: string;
  /** Cancels the run when aborted. */
  readonly signal?: AbortSignal;
  /** Receives the log records of steps and runner. */
  readonly log?: (record: LogRecord) => void;
  /** Run bounded input as if it were endless too: groupings fire by watermark, results come as they are made. */
  readonly streaming?: boolean;
  /** How workers elsewhere come by the pipeline; without it all user code runs in this process. */
  readonly code?: PipelineCode;
  /** Whatever the runner itself understands. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What another process needs to build the graph of a run once more. */
export interface PipelineCode {
  /** The pipeline file, absolute; for messages. */
  readonly file: string;
  /** The folder that relative paths of the pipeline start from, absolute. */
  readonly cwd: string;
  /** The options as they were before the pipeline's schema read them: text, numbers, booleans, bigints and lists of these. */
  readonly options: Readonly<Record<string, unknown>>;
  /**
   * The file and what it imports as one module. `here` names packages by their place on this machine; `anywhere` holds
   * them all, but for those of hornbeam, which every worker has.
   * @throws BeamError `E_BUILD` for packages that cannot be part of a module
   */
  module(reach: 'here' | 'anywhere'): Promise<CompiledModule>;
}

/** JavaScript whose default export is a pipeline. */
export interface CompiledModule {
  readonly code: string;
  /** The source map, JSON; its paths are absolute. */
  readonly map: string;
}

/** One record of a step's or the runner's log. */
export interface LogRecord {
  readonly severity: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly step?: string;
  readonly details?: Record<string, unknown>;
}

/** Beam's job states, as far as a local run has them. */
export type JobState = 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED' | 'STOPPED' | 'DRAINED';

/** A run under way. */
export interface Job {
  readonly id: string;
  readonly state: JobState;
  /** Resolves when the run is done; rejects with its BeamError when it failed or was cancelled. */
  readonly done: Promise<JobResult>;
  /** Gives up at once; `done` rejects with E_CANCELLED. */
  cancel(): Promise<void>;
  /**
   * Reads no source any more, finishes what is under way and ends, without firing windows and timers that are
   * open. Resolves when the run has ended.
   */
  stop(): Promise<void>;
  /**
   * Ends endless sources where they are, then runs to the end as if they had ended by themselves: event time
   * comes to its end, and all windows fire. Resolves when the run has ended.
   */
  drain(): Promise<void>;
  /** What the run has done so far: cheap, for progress displays. */
  snapshot(): JobSnapshot;
}

/** What a run has done so far. */
export interface JobSnapshot {
  readonly state: JobState;
  readonly elapsedMillis: number;
  readonly steps: readonly StepSnapshot[];
  readonly metrics: readonly MetricResult[];
  /** Bytes written to disk by groupings and queues beyond their memory budget. */
  readonly spilledBytes: number;
}

/** Counts and state of one step. */
export interface StepSnapshot {
  /** Full name. */
  readonly name: string;
  readonly callSite: string | undefined;
  readonly elementsIn: number;
  readonly elementsOut: number;
  /** Elements dropped or sent to a dead-letter output. */
  readonly failures: number;
  readonly state: 'waiting' | 'running' | 'done';
  /** Only while a run with event time is under way. */
  readonly time?: StepTime;
}

/** Event time at a step. */
export interface StepTime {
  readonly inputWatermark: Instant;
  readonly outputWatermark: Instant;
  /** Bytes that wait for it. */
  readonly backlogBytes: number;
  /** How far a source is, in its own unit. */
  readonly progress?: { readonly completed: number; readonly remaining: number };
  /** Why event time does not go on behind the step. */
  readonly heldBack?: { readonly step: string; readonly at: Instant; readonly reason: string };
  /** How old elements were when the step was done with them. */
  readonly latency?: Latency;
}

/** Half of all, and 99 of 100, were at most so old; ms. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** A metric of a step, over the whole run. */
export interface MetricResult {
  readonly step: string;
  readonly name: string;
  readonly value: MetricValue;
}

/** The value of a metric, by its kind. */
export type MetricValue =
  | { readonly kind: 'counter'; readonly value: number }
  | {
      readonly kind: 'distribution';
      readonly count: number;
      readonly sum: number;
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: 'gauge'; readonly value: number; readonly at: number }
  | { readonly kind: 'stringSet'; readonly values: readonly string[] };

/** What a run that ended well has done. */
export interface JobResult extends JobSnapshot {
  readonly jobName: string;
  /** The value of one metric, summed over the steps that have it; undefined when nobody touched it. */
  metric(name: string): MetricValue | undefined;
}
