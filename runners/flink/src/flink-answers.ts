/** The states that Flink gives jobs. */
export type FlinkJobState =
  | 'INITIALIZING'
  | 'CREATED'
  | 'RUNNING'
  | 'FAILING'
  | 'FAILED'
  | 'CANCELLING'
  | 'CANCELED'
  | 'FINISHED'
  | 'RESTARTING'
  | 'SUSPENDED'
  | 'RECONCILING';

/** What a cluster says of itself. */
export interface FlinkOverview {
  /** Such as `1.19.3`. */
  readonly version: string;
  readonly taskManagers: number;
  readonly slots: number;
  readonly slotsFree: number;
}

/** One job of a cluster. Times are ms since 1970. */
export interface FlinkJobSummary {
  readonly id: string;
  readonly name: string;
  readonly state: FlinkJobState;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly elapsedMillis: number;
}

/** One operator chain of a job. */
export interface FlinkVertex {
  readonly name: string;
  readonly parallelism: number;
  readonly state: string;
  readonly recordsIn: number;
  readonly recordsOut: number;
}

/** A job with the parts that it runs as. */
export interface FlinkJobDetails extends FlinkJobSummary {
  /** When it began to come back from its last failure, ms since 1970 on the cluster's clock; undefined where it has had none. */
  readonly restartedAt: number | undefined;
  /** For how long it has been running again since then, ms; undefined as `restartedAt`. */
  readonly runningAgain: number | undefined;
  readonly vertices: readonly FlinkVertex[];
}

/** What a job has kept of its state. */
export interface FlinkCheckpoints {
  readonly completed: number;
  readonly failed: number;
  readonly inProgress: number;
  /** Where the last completed checkpoint is. */
  readonly lastPath: string | undefined;
  /** The last savepoint. */
  readonly savepointPath: string | undefined;
}

/** States that a job does not leave. */
export const finalFlinkStates: ReadonlySet<FlinkJobState> = new Set(['FINISHED', 'FAILED', 'CANCELED']);
