import { MergeStatus } from '@hornbeam/proto';
import {
  afterCount,
  afterProcessingTime,
  afterWatermark,
  always,
  fixed,
  type PCollection,
  type Root,
  repeatedly,
  sessions,
  sliding,
  sum,
  type WindowOptions,
} from '@hornbeam/sdk';
import { describe, expect, test } from 'vitest';
import { partsOf, sentOf, stepOf } from './portable-plan.fixture.js';
import { prismProfile } from './profiles.js';

const numbers = (p: Root) => p.create([1, 2]).keyBy((n) => n % 2);

const minutes = (options: WindowOptions) => (p: Root) =>
  numbers(p).windowInto(fixed('1m'), options).combinePerKey(sum).named('Sums');

const lifted = [
  'combine_per_key_precombine',
  'group_by_key',
  'combine_per_key_merge_accumulators',
  'combine_per_key_extract_outputs',
];
const grouped = ['group_by_key', 'pardo'];

describe('a combine is sent in parts that combine before the grouping', () => {
  test.each<[string, (p: Root) => PCollection<unknown>]>([
    ['in the global window', (p) => numbers(p).combinePerKey(sum).named('Sums')],
    ['in windows of one size', minutes({})],
    [
      'in windows that overlap',
      (p) => numbers(p).windowInto(sliding('2m', '1m')).combinePerKey(sum).named('Sums'),
    ],
    [
      'with a trigger that goes by the clock',
      minutes({ trigger: repeatedly(afterProcessingTime('1s')), panes: 'discarding' }),
    ],
    [
      'with late firings that go by the clock',
      minutes({
        trigger: afterWatermark({ late: afterProcessingTime('1s') }),
        allowedLateness: '1h',
        panes: 'accumulating',
      }),
    ],
    [
      'after sessions that have merged already',
      (p) =>
        numbers(p)
          .windowInto(sessions('1m'))
          .groupByKey()
          .map(({ key }) => ({ key, value: 1 }))
          .combinePerKey(sum)
          .named('Sums'),
    ],
  ])('%s', async (_, build) => {
    expect(partsOf(await sentOf(build), 'Sums')).toEqual(lifted);
  });
});

describe('all values are grouped first, then each group is combined', () => {
  test.each<[string, (p: Root) => PCollection<unknown>]>([
    ['where windows merge', (p) => numbers(p).windowInto(sessions('1m')).combinePerKey(sum).named('Sums')],
    ['where each element fires', minutes({ trigger: always(), panes: 'discarding' })],
    ['where elements are counted', minutes({ trigger: repeatedly(afterCount(2)), panes: 'discarding' })],
    [
      'where late elements are counted',
      minutes({
        trigger: afterWatermark({ late: afterCount(1) }),
        allowedLateness: '1h',
        panes: 'accumulating',
      }),
    ],
  ])('%s', async (_, build) => {
    expect(partsOf(await sentOf(build), 'Sums')).toEqual(grouped);
  });
});

test('a runner that lifts by itself is given the combine as the plan has it', async () => {
  const sent = await sentOf(minutes({}), { profile: prismProfile });
  expect(partsOf(sent, 'Sums')).toEqual(['group_by_key', 'combine_grouped_values']);
});

test('accumulators are what is grouped, in the windows that the combine had', async () => {
  const sent = await sentOf(minutes({}));
  const { pcollections, coders, windowingStrategies } = sent.components!;
  const made = (part: string) => pcollections[stepOf(sent, `Sums/${part}`).outputs.main!]!;
  const parts = (id: string): string[] => coders[id]!.componentCoderIds;
  const [, accumulators] = parts(made('group').coderId);
  expect(parts(accumulators!)).toEqual([parts(made('precombine').coderId)[1]]);
  expect(made('merge').coderId).toBe(made('precombine').coderId);
  const input = pcollections[stepOf(sent, 'Sums').inputs.input!]!;
  const output = pcollections[stepOf(sent, 'Sums').outputs.main!]!;
  expect(made('precombine').windowingStrategyId).toBe(input.windowingStrategyId);
  expect(made('group').windowingStrategyId).toBe(output.windowingStrategyId);
  expect(windowingStrategies[input.windowingStrategyId]!.mergeStatus).toBe(MergeStatus.NON_MERGING);
});

test('nothing is left of the parts that are replaced', async () => {
  const sent = await sentOf(minutes({}));
  const made = new Set(
    Object.values(sent.components!.transforms).flatMap(({ outputs }) => Object.values(outputs)),
  );
  expect(Object.keys(sent.components!.pcollections).filter((id) => !made.has(id))).toEqual([]);
});

test('every part has the line of the user, and those of the worker its environment', async () => {
  const sent = await sentOf(minutes({}));
  const { annotations, environmentId, subtransforms } = stepOf(sent, 'Sums');
  const environments = subtransforms.map((id) => sent.components!.transforms[id]!.environmentId);
  expect(environments).toEqual([environmentId, '', environmentId, environmentId]);
  for (const id of subtransforms) {
    expect(sent.components!.transforms[id]!.annotations).toEqual(annotations);
  }
  expect(Object.keys(annotations)).toHaveLength(1);
});
