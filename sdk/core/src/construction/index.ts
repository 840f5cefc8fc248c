export { callSite } from './call-site.js';
export { Collection } from './collection.js';
export {
  type CombineFn,
  type CombineOutput,
  type CombineRecord,
  type CombineRecordOutput,
  combineAll,
} from './combine-fn.js';
export {
  type BundleContext,
  type DoFn,
  doFn,
  type ElementContext,
  type Emitters,
  type Failure,
  type Log,
  type MainElement,
  type Many,
  type NotDeclared,
  type OnError,
  out,
  type ProcessContext,
  type SideTag,
  type Tag,
  type TagElement,
  type Tags,
} from './do-fn.js';
export {
  type CallSite,
  Graph,
  type OutputFacts,
  type Scope,
  type ScopeFacts,
  type Step,
  type StepFacts,
  viewEntries,
} from './graph.js';
export type { Callback, CombineOperation, Operation, ParDoOperation } from './operation.js';
export { resolveOptions } from './options.js';
export type {
  Job,
  JobResult,
  JobSnapshot,
  JobState,
  LogRecord,
  MetricResult,
  MetricValue,
  Runner,
  RunOptions,
  StepSnapshot,
} from './runner.js';
export {
  type Counter,
  counter,
  type Distribution,
  distribution,
  type Gauge,
  type Given,
  gauge,
  isMetric,
  isUse,
  isView,
  type MetricKind,
  type MetricUse,
  type StringSet,
  stringSet,
  type Use,
  type Uses,
  type View,
  type ViewKind,
} from './uses.js';
export { GLOBAL_WINDOWING, type TimestampCombiner, type WindowFn, type Windowing } from './windowing.js';
