export type { Trigger } from '../model/trigger.js';
export {
  type AccumulationMode,
  type CalendarWindowFn,
  type CustomWindowFn,
  GLOBAL_WINDOWING,
  isMerging,
  needsMerge,
  type TimestampCombiner,
  type WindowFn,
  type Windowing,
  type WindowMerge,
} from '../model/windowing.js';
export { callSite } from './call-site.js';
export type { Clock, Wake } from './clock.js';
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
  type ExpirationContext,
  type Failure,
  type KeyOf,
  type Log,
  type MainElement,
  type Many,
  type NotDeclared,
  type OnError,
  out,
  type ProcessContext,
  type SideTag,
  type StateNames,
  type Tag,
  type TagElement,
  type Tags,
  type TimerContext,
  type TimerNames,
} from './do-fn.js';
export type { EpochSink, SinkContext, SinkGuarantee, SinkWriter } from './epoch-sink.js';
export type {
  ExpansionService,
  ExternalConfig,
  ExternalTransform,
  ExternalValue,
  PythonCode,
} from './external.js';
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
export type {
  Callback,
  CombineOperation,
  Operation,
  ParDoOperation,
  TestStreamEvent,
} from './operation.js';
export { resolveOptions } from './options.js';
export { GrowableOffsetRangeTracker } from './restrictions/growable-offset-range-tracker.js';
export { type OffsetRange, offsetRange } from './restrictions/offset-range.js';
export { OffsetRangeTracker } from './restrictions/offset-range-tracker.js';
export type {
  CompiledModule,
  Job,
  JobResult,
  JobSnapshot,
  JobState,
  Latency,
  LogRecord,
  MetricResult,
  MetricValue,
  PipelineCode,
  Runner,
  RunOptions,
  StepSnapshot,
  StepTime,
} from './runner.js';
export type {
  Continuation,
  Progress,
  RestrictionTracker,
  SourceProgress,
  SplittableContext,
  SplittableDoFn,
  WatermarkEstimator,
  WatermarkEstimatorFactory,
} from './splittable.js';
export {
  bagState,
  combiningState,
  mapState,
  multimapState,
  orderedListState,
  setState,
  valueState,
} from './state-declarations.js';
export {
  type BagState,
  type CombiningState,
  eventTimer,
  isState,
  isStateful,
  isTimer,
  type MapState,
  type MultimapState,
  type OrderedListState,
  type ProcessingTimer,
  processingTimer,
  type SetState,
  type StateKind,
  type StateOptions,
  type StateUse,
  type TimeDomain,
  type Timer,
  type TimerOptions,
  type TimerUse,
  type ValueForm,
  type ValueState,
  WINDOW_EXPIRATION,
} from './state-uses.js';
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
export { VirtualClock } from './virtual-clock.js';
export { type ManualWatermark, manualWatermark } from './watermarks/manual-watermark.js';
export { monotonicWatermark } from './watermarks/monotonic-watermark.js';
export { wallClockWatermark } from './watermarks/wall-clock-watermark.js';
