import { MonitoringInfo, metricLabels } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { expect, test } from 'vitest';
import { elementCountsOf } from './metric-results.js';

const count = (collection: string, ...payload: number[]): MonitoringInfo =>
  MonitoringInfo.create({
    urn: urns.metrics.elementCount,
    labels: { [metricLabels.pcollection]: collection },
    payload: Uint8Array.from(payload),
  });

test('counts that cannot be read are left out, and the others stay', () => {
  const infos = [
    count('none'),
    count('cut', 0x80),
    count('too large', ...Array(9).fill(0xff), 0x01),
    count('no end', ...Array(11).fill(0xff)),
    MonitoringInfo.create({ urn: urns.metrics.elementCount, payload: Uint8Array.of(7) }),
    count('right', 0xac, 0x02),
  ];
  expect([...elementCountsOf(infos)]).toEqual([['right', 300]]);
});
