import type { MonitoringInfo, ProcessBundleDescriptor } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { mainInputs } from '../../../translate/inputs.js';
import type { BundleProcessor } from '../../bundle-processor.js';
import type { MetricCells } from '../../metric-cells.js';
import type { StepStats } from '../../operators/operator.js';
import type { SinkPort } from '../sink-port.js';
import type { SourcePort } from '../source-port.js';
import {
  elementCount,
  FAILURES,
  readIndex,
  STEP_NAMESPACE,
  userMetric,
  workProgress,
} from './metric-payload.js';

/** The metrics that steps declared and touched since the last time. */
export function userMetrics(cells: MetricCells, { transforms }: ProcessBundleDescriptor): MonitoringInfo[] {
  const ids = new Map<string, string>();
  for (const [id, { uniqueName }] of Object.entries(transforms)) ids.set(uniqueName, id);
  return cells.take().map(({ step, name, value }) => userMetric(ids.get(step) ?? step, name, value));
}

/** Elements that failed in this bundle and did not fail it, by step. */
export function failureCounts(
  stats: ReadonlyMap<string, StepStats>,
  before: Map<string, number>,
): MonitoringInfo[] {
  const infos: MonitoringInfo[] = [];
  for (const [id, { failures }] of stats) {
    const value = failures - (before.get(id) ?? 0);
    if (value === 0) continue;
    before.set(id, failures);
    infos.push(userMetric(id, FAILURES, { kind: 'counter', value }, STEP_NAMESPACE));
  }
  return infos;
}

/** Where elements were counted. */
export interface Counted {
  readonly sources: ReadonlyMap<string, SourcePort>;
  readonly sinks: ReadonlyMap<string, SinkPort>;
  /** Counts of steps by transform at the last time, those of outputs by `out of` and transform; is brought up to date. */
  readonly before: Map<string, number>;
}

/** How many elements each PCollection of the stage got in this bundle, as far as somebody counted. */
export function elementCounts(
  { transforms }: ProcessBundleDescriptor,
  stats: ReadonlyMap<string, StepStats>,
  { sources, sinks, before }: Counted,
): MonitoringInfo[] {
  const counts = new Map<string, number>();
  const read = new Set(Object.values(transforms).flatMap(({ inputs }) => Object.values(inputs)));
  const grown = (what: string, total: number): number => {
    const since = total - (before.get(what) ?? 0);
    before.set(what, total);
    return since;
  };
  for (const [id, transform] of Object.entries(transforms)) {
    const [input] = mainInputs(transform);
    if (transform.spec?.urn === urns.ports.source) {
      const [output] = Object.values(transform.outputs);
      if (output !== undefined) counts.set(output, (sources.get(id)?.index ?? -1) + 1);
    } else if (transform.spec?.urn === urns.ports.sink) {
      if (input !== undefined) counts.set(input, sinks.get(id)?.elements ?? 0);
    } else {
      const { elementsIn = 0, elementsOut = 0 } = stats.get(id) ?? {};
      const came = grown(id, elementsIn);
      if (input !== undefined && mainInputs(transform).length === 1 && !counts.has(input)) {
        counts.set(input, came);
      }
      // What nobody reads is counted by the step that makes it.
      const [output, ...others] = Object.values(transform.outputs);
      if (output === undefined || others.length > 0 || read.has(output)) continue;
      counts.set(output, grown(`out of ${id}`, elementsOut));
    }
  }
  return Array.from(counts, ([collection, count]) => elementCount(collection, count));
}

/** How far a bundle is. */
export function progressInfos(
  sources: ReadonlyMap<string, SourcePort>,
  processor: BundleProcessor,
): MonitoringInfo[] {
  const infos = Array.from(sources, ([id, { index }]) => readIndex(id, index));
  const progress = processor.progress();
  if (progress !== undefined) {
    const [id] = processor.splittableIds;
    if (id !== undefined) {
      infos.push(workProgress(id, 'completed', progress.completed));
      infos.push(workProgress(id, 'remaining', progress.remaining));
    }
  }
  return infos;
}
