export { type CoGroupInputs, type CoGroupValues, coGroup } from './co-group.js';
export type { Combination, GroupedRow } from './combination.js';
export type { Comparison } from './comparison.js';
export {
  type ExternalOptions,
  external,
  type JavaTransformOptions,
  javaService,
  javaTransform,
  python,
  pythonService,
  pythonTransform,
  schemaTransform,
  urnTransform,
} from './external.js';
export { flatten } from './flatten.js';
export { type Offer, type OfferedInput, type OfferedTransform, offer } from './offer.js';
export type { ParDoOptions } from './par-do-options.js';
export type { ParDoResult } from './par-do-result.js';
export { type CallbackOptions, type LateOption, PCollection } from './pcollection.js';
export { buildGraph, type Pipeline, type PipelineSettings, pipeline, run, start } from './pipeline.js';
export { Root } from './root.js';
export type { Sink, Source } from './source.js';
