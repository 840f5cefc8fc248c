export { type CoGrouped, type CoGroupInputs, coGroup, type JoinKind, join } from './co-group.js';
export {
  type CombineArgument,
  type Combined,
  type CombineOptions,
  combineGlobally,
  combinePerKey,
} from './combine.js';
export * as combiners from './combiners/index.js';
export { create } from './create.js';
export { type DeduplicateOptions, deduplicate } from './deduplicate.js';
export { distinct } from './distinct.js';
export { elementKeyCoder } from './element-key-coder.js';
export { writeEpochs } from './epoch-sink.js';
export { flatten } from './flatten.js';
export { type GroupingOptions, groupByKey, keyedCoder } from './group-by-key.js';
export { type BatchOptions, groupIntoBatches } from './group-into-batches.js';
export { impulse } from './impulse.js';
export { keys, mapValues, swap, values } from './keyed.js';
export { latest, latestPerKey, newest, newestPerKey } from './latest.js';
export {
  type CallbackContext,
  filter,
  flatMap,
  keyBy,
  map,
  type ParDoOutputs,
  parDo,
  type StepOptions,
  type TimestampOptions,
  withTimestamps,
} from './par-do.js';
export { partition } from './partition.js';
export { reshuffle } from './reshuffle.js';
export { asIterable, asList, asMap, asMultimap, asSingleton } from './side-input.js';
export { isSplittable, resume, splittable, splittableParDo, stop } from './splittable.js';
export {
  afterAll,
  afterAny,
  afterCount,
  afterEach,
  afterProcessingTime,
  afterWatermark,
  always,
  defaultTrigger,
  never,
  orFinally,
  repeatedly,
} from './triggers.js';
export { waitOn } from './wait-on.js';
export {
  calendarDays,
  calendarMonths,
  calendarWeeks,
  calendarYears,
  customWindows,
  fixed,
  globalWindow,
  sessions,
  sliding,
} from './window-functions.js';
export { type WindowOptions, windowInto } from './window-into.js';
