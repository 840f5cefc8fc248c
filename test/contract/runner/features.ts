import { asynchronous } from './asynchronous.js';
import { combiners } from './combiners.js';
import { combining } from './combining.js';
import { create } from './create.js';
import { elementWise } from './element-wise.js';
import { endlessSources } from './endless-sources.js';
import { eventTimeWindows } from './event-time-windows.js';
import type { Feature } from './feature.js';
import { grouping, joining } from './grouping.js';
import { lateData } from './late-data.js';
import {
  batching,
  distinctness,
  flattening,
  partitioning,
  reshuffling,
  waiting,
} from './many-collections.js';
import { composites, metrics, names } from './observing.js';
import { deadLetters, taggedOutputs } from './outputs.js';
import { parDo } from './par-do.js';
import { sideInputs } from './side-inputs.js';
import { splittables } from './splittable.js';
import { deduplicating, state, streamedBatches } from './state.js';
import { streaming } from './streaming.js';
import { streamingSideInputs } from './streaming-side-inputs.js';
import { expiration, timers } from './timers.js';
import { timestamps } from './timestamps.js';
import { triggers } from './triggers.js';
import { windowFunctions } from './window-functions.js';
import { windowing } from './windowing.js';

/** All that the SDK offers, feature by feature. */
export const features: readonly Feature[] = [
  create,
  endlessSources,
  elementWise,
  parDo,
  asynchronous,
  splittables,
  deadLetters,
  taggedOutputs,
  grouping,
  joining,
  combining,
  combiners,
  distinctness,
  flattening,
  partitioning,
  reshuffling,
  batching,
  sideInputs,
  streamingSideInputs,
  waiting,
  windowing,
  windowFunctions,
  eventTimeWindows,
  triggers,
  lateData,
  timestamps,
  state,
  timers,
  expiration,
  streamedBatches,
  deduplicating,
  streaming,
  metrics,
  names,
  composites,
];
