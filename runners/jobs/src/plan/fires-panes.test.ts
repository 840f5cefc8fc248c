import { afterCount, fixed, type Root, repeatedly } from '@hornbeam/sdk';
import { expect, test } from 'vitest';
import { firesPanes } from './fires-panes.js';
import { planOf } from './portable-plan.fixture.js';

const fires = async (build: (p: Root) => unknown): Promise<boolean> =>
  firesPanes((await planOf(build)).pipeline);

test('windows with a trigger of their own fire panes', async () => {
  expect(
    await fires((p) =>
      p
        .create([1])
        .windowInto(fixed('1m'), { trigger: repeatedly(afterCount(2)), panes: 'discarding' })
        .groupBy((n) => n),
    ),
  ).toBe(true);
});

test('windows that wait for their end do not', async () => {
  expect(
    await fires((p) =>
      p
        .create([1])
        .windowInto(fixed('1m'))
        .groupBy((n) => n)
        .reshuffle(),
    ),
  ).toBe(false);
});
