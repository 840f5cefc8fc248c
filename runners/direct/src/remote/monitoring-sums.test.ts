import { MonitoringInfo } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { userMetric, userMetricsOf } from '@hornbeam/sdk/fn-api';
import { expect, test } from 'vitest';
import { MonitoringSums } from './monitoring-sums.js';

test('counters, distributions, gauges and sets of several bundles are added up by step and name', () => {
  const sums = new MonitoringSums();
  for (const [at, n] of [
    [1, 5],
    [2, 3],
  ] as const) {
    sums.add([
      userMetric('step', 'counter', { kind: 'counter', value: n }),
      userMetric('other', 'counter', { kind: 'counter', value: 100 }),
      userMetric('step', 'spread', { kind: 'distribution', count: 1, sum: n, min: n, max: n }),
      userMetric('step', 'gauge', { kind: 'gauge', value: n, at }),
      userMetric('step', 'names', { kind: 'stringSet', values: ['all', String(n)] }),
    ]);
  }
  const byName = Object.fromEntries(
    userMetricsOf(sums.all(), {}).map(({ step, name, value }) => [`${step} ${name}`, value]),
  );
  expect(byName).toMatchObject({
    'step counter': { value: 8 },
    'other counter': { value: 200 },
    'step spread': { count: 2, sum: 8, min: 3, max: 5 },
    'step gauge': { value: 3 },
    'step names': { values: ['3', '5', 'all'] },
  });
});

test('counts that are not whole and spreads of nothing are added up too', () => {
  const sums = new MonitoringSums();
  const spread = (count: number, sum: number, min: number, max: number): MonitoringInfo =>
    userMetric('step', 'spread', { kind: 'distribution', count, sum, min, max });
  sums.add([userMetric('step', 'counter', { kind: 'counter', value: 0.5 }), spread(1, 1.5, 1.5, 1.5)]);
  sums.add([userMetric('step', 'counter', { kind: 'counter', value: 1.5 }), spread(2, 4.5, 0.5, 4)]);
  const [counter, distribution] = userMetricsOf(sums.all(), {}).map(({ value }) => value);
  expect(counter).toMatchObject({ value: 2 });
  expect(distribution).toMatchObject({ count: 3, sum: 6, min: 0.5, max: 4 });
});

test('of a kind that cannot be added up the newest stays', () => {
  const sums = new MonitoringSums();
  const trie = (payload: number[]): MonitoringInfo =>
    MonitoringInfo.create({
      urn: urns.metrics.userBoundedTrie,
      type: urns.metricTypes.boundedTrie,
      payload: Uint8Array.from(payload),
    });
  sums.add([trie([1])]);
  sums.add([trie([2])]);
  expect(sums.all().map(({ payload }) => [...payload])).toEqual([[2]]);
});
