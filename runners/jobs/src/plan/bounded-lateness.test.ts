import { fixed, type Root } from '@hornbeam/sdk';
import { expect, test } from 'vitest';
import { sentOf } from './portable-plan.fixture.js';
import { prismProfile } from './profiles.js';

const taking = (allowedLateness: number) => (p: Root) => {
  p.create([{ key: 'a', value: 1 }])
    .windowInto(fixed(10), { allowedLateness, panes: 'discarding' })
    .groupByKey();
};

const latenessOf = async (allowedLateness: number): Promise<bigint[]> => {
  const { components } = await sentOf(taking(allowedLateness), { profile: prismProfile });
  return Object.values(components!.windowingStrategies)
    .map((strategy) => strategy.allowedLateness)
    .filter((millis) => millis > 0n);
};

test('lateness without a limit is the longest that the runner can count', async () => {
  const all = await latenessOf(Number.POSITIVE_INFINITY);
  expect(all).toEqual([prismProfile.mostLateness]);
  // Prism multiplies it to nanoseconds, in 64 bits.
  expect(all[0]! * 1_000_000n).toBeLessThan(2n ** 63n);
});

test('lateness that the runner can count stays', async () => {
  expect(await latenessOf(5000)).toEqual([5000n]);
});
