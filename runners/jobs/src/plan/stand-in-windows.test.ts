import { MergeStatus, WindowIntoPayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { calendarMonths, fixed, sessions, sum } from '@hornbeam/sdk';
import { expect, test } from 'vitest';
import { sentOf, stepOf } from './portable-plan.fixture.js';

test('runners take calendar windows for windows of one size, the worker for what they are', async () => {
  const sent = await sentOf((p) =>
    p
      .create([1])
      .windowInto(calendarMonths(1))
      .named('Months')
      .keyBy((n) => n)
      .combinePerKey(sum),
  );
  const windows = Object.values(sent.components!.windowingStrategies).map(({ windowFn }) => windowFn!.urn);
  expect(windows).toContain(urns.windowFns.fixed);
  expect(windows).not.toContain(urns.hornbeam.calendarWindows);
  const { payload } = stepOf(sent, 'Months').spec!;
  expect(WindowIntoPayload.decode(payload).windowFn?.urn).toBe(urns.hornbeam.calendarWindows);
});

test('windows that runners know stay as they are', async () => {
  const build = (size: string) =>
    sentOf((p) =>
      p
        .create([1])
        .windowInto(fixed(size as '1m'))
        .groupBy((n) => n),
    );
  const strategies = async (size: string) => (await build(size)).components!.windowingStrategies;
  expect(await strategies('1m')).not.toEqual(await strategies('2m'));
});

test('sessions merge before their grouping only', async () => {
  const sent = await sentOf((p) =>
    p
      .create([{ key: 'a', value: 1 }])
      .windowInto(sessions('1m'))
      .groupByKey()
      .named('Group')
      .map(({ key }) => key)
      .groupBy((key) => key),
  );
  const { pcollections, windowingStrategies } = sent.components!;
  const { inputs, outputs } = stepOf(sent, 'Group');
  const windowingOf = (id: string | undefined) =>
    windowingStrategies[pcollections[id ?? '']!.windowingStrategyId]!;
  expect(windowingOf(inputs.input)).toMatchObject({
    windowFn: { urn: urns.windowFns.session },
    mergeStatus: MergeStatus.NEEDS_MERGE,
  });
  expect(windowingOf(outputs.main)).toMatchObject({
    windowFn: { urn: urns.windowFns.fixed },
    mergeStatus: MergeStatus.NON_MERGING,
  });
});
