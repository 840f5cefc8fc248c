import type { PipelineOptions } from '@hornbeam/jobs';

/** What a job of Flink is told beside its plan. */
export interface FlinkJobSettings {
  /** How many tasks a step runs as; the cluster's own setting by default. */
  readonly parallelism?: number | undefined;
  /** The most tasks that a stateful job can ever be resumed with. */
  readonly maxParallelism?: number | undefined;
  /** Milliseconds between checkpoints of an endless run, 5000 by default; 0 takes none. */
  readonly checkpointInterval?: number | undefined;
  /** Where the savepoint is that the job goes on from. */
  readonly savepointPath?: string | undefined;
  /** Goes on although the savepoint has state of steps that are no more. */
  readonly allowNonRestoredState?: boolean | undefined;
  /**
   * Hands sinks only what a checkpoint holds, so that they can write each row once. An experiment, off by default: under
   * load rows of such a sink have been lost after a restart of the job (docs/design/0027-sinks-on-other-runners.md).
   */
  readonly stableSinks?: boolean | undefined;
  /** Where state is kept; the cluster's own setting by default. */
  readonly stateBackend?: 'hashmap' | 'rocksdb' | undefined;
  /** Further options of Beam's Flink runner, by name in snake case; they go before all others. */
  readonly options?: PipelineOptions | undefined;
}

/** How a plan is to run. */
export interface RunShape {
  /** Some input has no end, or is read as if it had none, so that checkpoints are taken. */
  readonly endless: boolean;
  /** As a stream, panes come out as windows end. */
  readonly streaming: boolean;
  /** A test stream is played. */
  readonly testStream?: boolean;
  /** Steps of sinks that are handed what a checkpoint holds. */
  readonly stableSteps?: readonly string[];
}

/** Milliseconds between checkpoints when nobody says anything. */
export const USUAL_CHECKPOINT_INTERVAL = 5000;

/**
 * The options of Beam's Flink runner for a job, by name in snake case.
 *
 * Streams are sent options that Beam leaves open, since its defaults do not work: a bundle of 10 s holds all output
 * back, and where checkpoints come more often than bundles end, a pipeline never emits anything.
 */
export function flinkOptions(settings: FlinkJobSettings, shape: RunShape): PipelineOptions {
  const { parallelism, maxParallelism, savepointPath, allowNonRestoredState, stateBackend } = settings;
  return {
    ...(shape.streaming && streamOptions(settings, shape)),
    ...(shape.testStream && testOptions),
    ...(parallelism !== undefined && { parallelism }),
    ...(maxParallelism !== undefined && { max_parallelism: maxParallelism }),
    ...(savepointPath !== undefined && { savepoint_path: savepointPath }),
    ...(allowNonRestoredState === true && { allow_non_restored_state: true }),
    ...(stateBackend !== undefined && { state_backend: stateBackend }),
    ...settings.options,
  };
}

/** A test tells what comes before what: nothing is put together, and there is one line of it. */
const testOptions: PipelineOptions = { parallelism: 1, max_bundle_size: 1 };

/** Whether checkpoints of a job are taken: what ends, or is a test, begins anew after a failure. */
export const takesCheckpoints = (
  { checkpointInterval = USUAL_CHECKPOINT_INTERVAL }: FlinkJobSettings,
  { endless, testStream = false }: RunShape,
): boolean => endless && !testStream && checkpointInterval > 0;

function streamOptions(settings: FlinkJobSettings, shape: RunShape): PipelineOptions {
  const { checkpointInterval = USUAL_CHECKPOINT_INTERVAL } = settings;
  return {
    streaming: true,
    max_bundle_size: 1000,
    max_bundle_time_mills: 200,
    // Without it a checkpoint ends bundles itself, and their output waits for a next bundle that may never come.
    finish_bundle_before_checkpointing: true,
    ...(takesCheckpoints(settings, shape) && { checkpointing_interval: checkpointInterval }),
    ...(shape.stableSteps && stableOptions(checkpointInterval)),
    // A source that ends takes event time to its end, and what is left of endless steps would run without a pause;
    // one that never ends keeps a job open whose input has ended.
    shutdown_sources_after_idle_ms: shape.endless ? Number.MAX_SAFE_INTEGER : 0,
  };
}

/**
 * What keeps stable input stable.
 *
 * Beam's `BufferingDoFnRunner` holds rows back in a ring of buffers, one for each checkpoint that is not complete, and
 * goes round it without looking: with the usual two, rows that come after a restart join those of a checkpoint from before
 * it, and are handed on with them although no checkpoint holds them. After a restart the ring must hold the checkpoints
 * that were under way then, those that are under way now, and one more. How many that can be goes by the time after which
 * Flink gives one up.
 */
function stableOptions(interval: number): PipelineOptions {
  const timeout = Math.max(GIVEN_UP_AFTER * interval, SHORTEST_TIMEOUT);
  const underWay = Math.ceil(timeout / interval);
  return {
    checkpoint_timeout_millis: timeout,
    num_concurrent_checkpoints: 2 * underWay + 1,
    // One that is given up keeps its buffer: the job begins again from the last that is complete.
    fail_on_checkpointing_errors: true,
    // Without it a job that is drained fails over the rows that its last checkpoint will hand on.
    enable_stable_input_drain: true,
  };
}

/** In intervals. */
const GIVEN_UP_AFTER = 12;
/** Ms. */
const SHORTEST_TIMEOUT = 10_000;
