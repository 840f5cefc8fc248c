export type { ParDoResult } from './par-do-result.js';
export {
  type CallbackOptions,
  type CoGroupInputs,
  type CoGroupValues,
  type Combination,
  type Comparison,
  coGroup,
  flatten,
  type GroupedRow,
  type LateOption,
  PCollection,
} from './pcollection.js';
export { buildGraph, type Pipeline, type PipelineSettings, pipeline, run, start } from './pipeline.js';
export { Root } from './root.js';
export type { Sink, Source } from './source.js';
