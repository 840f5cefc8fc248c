import { type MonitoringInfo, metricLabels, type PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { MetricResult, MetricValue, StepSnapshot } from '../../../construction/index.js';
import { ByteReader } from '../../../model/coders/byte-reader.js';
import { IterableCoder } from '../../../model/coders/iterable.js';
import { StringUtf8Coder } from '../../../model/coders/string-utf8.js';
import { mainInputs } from '../../../translate/inputs.js';
import { CALL_SITE_ANNOTATION } from '../../../translate/to-proto.js';
import { FAILURES, STEP_NAMESPACE, USER_NAMESPACE } from './metric-payload.js';

const { metrics } = urns;
const texts = new IterableCoder(new StringUtf8Coder());

/** The metrics that steps declared, by the names of their steps. */
export function userMetricsOf(
  infos: readonly MonitoringInfo[],
  transforms: Readonly<Record<string, PTransform>>,
): MetricResult[] {
  return infos.flatMap((info) => {
    const name = info.labels[metricLabels.name];
    const value = name === undefined || info.payload.length === 0 ? undefined : metricValue(info);
    if (name === undefined || value === undefined) return [];
    const namespace = info.labels[metricLabels.namespace] ?? '';
    if (namespace === STEP_NAMESPACE) return [];
    const id = info.labels[metricLabels.transform] ?? '';
    // Other SDKs have a namespace for each name. Runners written in Java take their classes as namespaces for what
    // every runner counts, such as `droppedDueToLateness`.
    const isPlain =
      namespace === USER_NAMESPACE || namespace === '' || namespace.startsWith('org.apache.beam.runners.');
    return [{ step: transforms[id]?.uniqueName ?? id, name: isPlain ? name : `${namespace}/${name}`, value }];
  });
}

/** Elements that failed and did not fail the run, by transform. */
export function failuresOf(infos: readonly MonitoringInfo[]): ReadonlyMap<string, number> {
  const failures = new Map<string, number>();
  for (const info of infos) {
    const { labels, payload } = info;
    if (labels[metricLabels.namespace] !== STEP_NAMESPACE || labels[metricLabels.name] !== FAILURES) continue;
    const value = payload.length === 0 ? undefined : metricValue(info);
    if (value?.kind === 'counter') failures.set(labels[metricLabels.transform] ?? '', value.value);
  }
  return failures;
}

/** How many elements each PCollection got. */
export function elementCountsOf(infos: readonly MonitoringInfo[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { urn, labels, payload } of infos) {
    const collection = labels[metricLabels.pcollection];
    if (urn !== metrics.elementCount || collection === undefined || payload.length === 0) continue;
    const count = countIn(payload);
    if (count !== undefined) counts.set(collection, count);
  }
  return counts;
}

/** A count that cannot be read is left out. */
function countIn(payload: Uint8Array): number | undefined {
  try {
    const count = new ByteReader(payload).readVarint();
    return count >= 0 ? count : undefined;
  } catch {
    return undefined;
  }
}

/** What a runner tells of steps. */
export interface StepCounts {
  /** Elements by PCollection. */
  readonly counts: ReadonlyMap<string, number>;
  /** By transform. */
  readonly failures: ReadonlyMap<string, number>;
}

/** Counts of the user's steps, as far as the runner told them. */
export function stepSnapshotsOf(
  transforms: Readonly<Record<string, PTransform>>,
  { counts, failures }: StepCounts,
  state: StepSnapshot['state'],
): StepSnapshot[] {
  const sum = (collections: readonly string[]): number =>
    collections.reduce((total, id) => total + (counts.get(id) ?? 0), 0);
  return Object.entries(transforms).map(([id, transform]) => {
    const site = transform.annotations[CALL_SITE_ANNOTATION];
    return {
      name: transform.uniqueName,
      callSite: site === undefined ? undefined : new TextDecoder().decode(site),
      elementsIn: sum(mainInputs(transform)),
      elementsOut: sum(Object.values(transform.outputs)),
      failures: failures.get(id) ?? 0,
      state,
    };
  });
}

/** One that cannot be read, or an extreme of nothing, is left out; the others stay. */
function metricValue(info: MonitoringInfo): MetricValue | undefined {
  try {
    return decodedValue(info);
  } catch {
    return undefined;
  }
}

function decodedValue({ urn, payload }: MonitoringInfo): MetricValue | undefined {
  const reader = new ByteReader(payload);
  switch (urn) {
    case metrics.userSumInt64:
      return { kind: 'counter', value: reader.readVarint() };
    case metrics.userSumDouble:
      return { kind: 'counter', value: reader.readFloat64() };
    case metrics.userDistributionInt64: {
      const count = reader.readVarint();
      if (count === 0) return undefined;
      const [sum, min, max] = [0, 1, 2].map(() => reader.readVarint()) as [number, number, number];
      return { kind: 'distribution', count, sum, min, max };
    }
    case metrics.userDistributionDouble: {
      const count = reader.readVarint();
      if (count === 0) return undefined;
      const [sum, min, max] = [0, 1, 2].map(() => reader.readFloat64()) as [number, number, number];
      return { kind: 'distribution', count, sum, min, max };
    }
    case metrics.userLatestInt64: {
      const at = reader.readVarint();
      return { kind: 'gauge', at, value: reader.readVarint() };
    }
    case metrics.userLatestDouble: {
      const at = reader.readVarint();
      return { kind: 'gauge', at, value: reader.readFloat64() };
    }
    case metrics.userSetString:
      return { kind: 'stringSet', values: [...texts.decode(reader)].sort() };
    default:
      return undefined;
  }
}
