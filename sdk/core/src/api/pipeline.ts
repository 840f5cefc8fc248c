import type { StandardSchemaV1 } from '@standard-schema/spec';
import {
  Graph,
  type Job,
  type JobResult,
  type Runner,
  type RunOptions,
  resolveOptions,
} from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { Root } from './root.js';

/** A pipeline that can be built: what a pipeline file exports as its default. */
export interface Pipeline<S extends StandardSchemaV1 = StandardSchemaV1> {
  /** Tells a pipeline from anything else a file may export, also across two copies of the SDK. */
  readonly kind: 'hornbeam:pipeline';
  readonly name: string | undefined;
  /** The schema of the options, when the pipeline has any. */
  readonly options: S | undefined;
  /** Adds the steps to the graph. */
  readonly build: (root: Root, options: StandardSchemaV1.InferOutput<S>) => unknown;
}

/** What a pipeline declares beside its steps. */
export interface PipelineSettings<S extends StandardSchemaV1> {
  /** The job's name; the file's name without it. */
  readonly name?: string;
  /** The options by any Standard Schema (zod, valibot, ArkType …): flags of `beam-run` and defaults come from it. */
  readonly options?: S;
}

/** Declares a pipeline. Export it as the file's default: `export default pipeline((p) => { … })`. */
export function pipeline<S extends StandardSchemaV1>(
  settings: PipelineSettings<S>,
  build: (root: Root, options: StandardSchemaV1.InferOutput<S>) => unknown,
): Pipeline<S>;
export function pipeline(build: (root: Root) => unknown): Pipeline;
export function pipeline(
  settingsOrBuild: PipelineSettings<StandardSchemaV1> | ((root: Root) => unknown),
  build?: (root: Root, options: any) => unknown,
): Pipeline<any> {
  const settings = typeof settingsOrBuild === 'function' ? {} : settingsOrBuild;
  const body = typeof settingsOrBuild === 'function' ? settingsOrBuild : build;
  if (typeof body !== 'function') {
    throw new BeamError('E_BAD_ARGUMENT', 'pipeline needs a build function.', {
      help: 'write pipeline((p) => { … }) or pipeline({ options }, (p, options) => { … })',
    });
  }
  return { kind: 'hornbeam:pipeline', name: settings.name, options: settings.options, build: body };
}

/**
 * Builds the graph of a pipeline with the given raw options.
 * @throws BeamError `E_BAD_OPTION`, or `E_BUILD` when the build function throws.
 */
export async function buildGraph(
  pipeline: Pipeline<any>,
  rawOptions: Readonly<Record<string, unknown>> = {},
): Promise<Graph> {
  const options =
    pipeline.options === undefined ? rawOptions : await resolveOptions(pipeline.options, rawOptions);
  const graph = new Graph();
  try {
    await pipeline.build(new Root(graph), options);
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_BUILD');
  }
  return graph;
}

/** Builds and starts a pipeline on a runner. */
export async function start(
  pipeline: Pipeline<any>,
  settings: Partial<RunOptions> & {
    readonly runner: Runner;
    readonly options?: Readonly<Record<string, unknown>>;
  },
): Promise<Job> {
  const { runner, options, ...rest } = settings;
  const graph = await buildGraph(pipeline, options);
  return runner.run(graph, { jobName: pipeline.name ?? 'pipeline', ...rest });
}

/** Builds a pipeline, runs it to its end and returns the result. */
export async function run(...args: Parameters<typeof start>): Promise<JobResult> {
  const job = await start(...args);
  return job.done;
}
