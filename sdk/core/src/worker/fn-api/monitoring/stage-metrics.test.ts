import { metricLabels, ProcessBundleDescriptor, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { expect, test } from 'vitest';
import { ByteReader } from '../../../model/coders/byte-reader.js';
import { elementCounts } from './stage-metrics.js';

const step = (inputs: readonly string[], outputs: readonly string[]): PTransform =>
  PTransform.create({
    spec: { urn: urns.transforms.combinePerKeyExtractOutputs, payload: new Uint8Array() },
    inputs: Object.fromEntries(inputs.map((id, at) => [`in${at}`, id])),
    outputs: Object.fromEntries(outputs.map((id, at) => [`out${at}`, id])),
  });

const descriptor = ProcessBundleDescriptor.create({
  transforms: {
    first: step(['a'], ['b']),
    last: step(['b'], ['c']),
    split: step(['b'], ['d', 'e']),
  },
});

test('a collection is counted by who reads it, else by who makes it, and for each bundle anew', () => {
  const stats = new Map([
    ['first', { elementsIn: 4, elementsOut: 3, failures: 0 }],
    ['last', { elementsIn: 3, elementsOut: 2, failures: 0 }],
    ['split', { elementsIn: 3, elementsOut: 6, failures: 0 }],
  ]);
  const counted = { sources: new Map(), sinks: new Map(), before: new Map<string, number>() };
  const counts = (): Record<string, number> =>
    Object.fromEntries(
      elementCounts(descriptor, stats, counted).map(({ labels, payload }) => [
        labels[metricLabels.pcollection],
        new ByteReader(payload).readVarint(),
      ]),
    );
  // How many of six went to which of two outputs nobody has counted.
  expect(counts()).toEqual({ a: 4, b: 3, c: 2 });
  stats.get('last')!.elementsOut = 7;
  expect(counts()).toEqual({ a: 0, b: 0, c: 5 });
});
