import { type MonitoringInfo, metricLabels, metricSpecs } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { MetricValue } from '../../../construction/index.js';
import { ByteWriter } from '../../../model/coders/byte-writer.js';
import { DoubleCoder } from '../../../model/coders/double.js';
import { IterableCoder } from '../../../model/coders/iterable.js';
import { StringUtf8Coder } from '../../../model/coders/string-utf8.js';

const { metrics } = urns;
const texts = new IterableCoder(new StringUtf8Coder());
const doubles = new DoubleCoder();

/** The namespace of the metrics that steps declare. */
export const USER_NAMESPACE = 'hornbeam';
/** The namespace of what workers count about steps. */
export const STEP_NAMESPACE = 'hornbeam.step';
/** In {@link STEP_NAMESPACE}: elements dropped or sent to a dead-letter output. */
export const FAILURES = 'failures';

/** The metric of a step in Beam's form. Values that are no safe integers are sent as doubles. */
export function userMetric(
  transformId: string,
  name: string,
  value: MetricValue,
  namespace = USER_NAMESPACE,
): MonitoringInfo {
  const labels = {
    [metricLabels.transform]: transformId,
    [metricLabels.namespace]: namespace,
    [metricLabels.name]: name,
  };
  const writer = new ByteWriter(32);
  const urn = writeValue(value, writer);
  return { urn, type: metricSpecs[urn]!.type, labels, payload: writer.finish() };
}

/** How many elements a PCollection got. */
export function elementCount(collection: string, count: number): MonitoringInfo {
  const writer = new ByteWriter(8);
  writer.writeVarint(count);
  const urn = metrics.elementCount;
  const labels = { [metricLabels.pcollection]: collection };
  return { urn, type: metricSpecs[urn]!.type, labels, payload: writer.finish() };
}

/** Which element of a source port is in hand. */
export function readIndex(transformId: string, index: number): MonitoringInfo {
  const writer = new ByteWriter(8);
  writer.writeVarint(Math.max(0, index));
  const urn = metrics.dataChannelReadIndex;
  const labels = { [metricLabels.transform]: transformId };
  return { urn, type: metricSpecs[urn]!.type, labels, payload: writer.finish() };
}

/** How much of a splittable step is done, or left. */
export function workProgress(
  transformId: string,
  part: 'completed' | 'remaining',
  work: number,
): MonitoringInfo {
  const writer = new ByteWriter(16);
  new IterableCoder(doubles).encode([work], writer);
  const urn = part === 'completed' ? metrics.workCompleted : metrics.workRemaining;
  const labels = { [metricLabels.transform]: transformId };
  return { urn, type: metricSpecs[urn]!.type, labels, payload: writer.finish() };
}

function writeValue(value: MetricValue, writer: ByteWriter): string {
  switch (value.kind) {
    case 'counter': {
      const whole = Number.isSafeInteger(value.value);
      if (whole) writer.writeVarint(value.value);
      else writer.writeFloat64(value.value);
      return whole ? metrics.userSumInt64 : metrics.userSumDouble;
    }
    case 'distribution': {
      const { count, sum, min, max } = value;
      const whole = [sum, min, max].every(Number.isSafeInteger);
      writer.writeVarint(count);
      for (const part of [sum, min, max]) {
        if (whole) writer.writeVarint(part);
        else writer.writeFloat64(part);
      }
      return whole ? metrics.userDistributionInt64 : metrics.userDistributionDouble;
    }
    case 'gauge': {
      const whole = Number.isSafeInteger(value.value);
      writer.writeVarint(value.at);
      if (whole) writer.writeVarint(value.value);
      else writer.writeFloat64(value.value);
      return whole ? metrics.userLatestInt64 : metrics.userLatestDouble;
    }
    case 'stringSet':
      texts.encode(value.values, writer);
      return metrics.userSetString;
  }
}
