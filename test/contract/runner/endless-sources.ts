import { fixed } from '@hornbeam/sdk';
import { fromIterable, generate, periodicImpulse, replay } from '@hornbeam/sdk/io';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature } from './feature.js';

/** Sources that go on by themselves; here each of them ends. */
export const endlessSources = feature('sources without an end', {
  'fromIterable with unbounded reads anything iterable, and fires windows by its timestamps': async (
    runner,
  ) => {
    async function* items() {
      yield* [0, 999, 1000];
      await new Promise((resolve) => setImmediate(resolve));
      yield* [2500];
    }
    const counts = await collect(
      (p) =>
        p
          .read(fromIterable(items, { unbounded: true, timestamp: (n) => n }))
          .windowInto(fixed('1s'))
          .keyBy(() => 'all')
          .countPerKey(),
      { runner },
    );
    expect(counts.map(({ value }) => value).sort()).toEqual([1, 1, 2]);
  },
  'generate makes elements of their numbers, with a rate too': async (runner) => {
    await expectOutput(runner, (p) => p.read(generate({ count: 3, element: (n) => n * n })), [0, 1, 4]);
    const rated = generate({ count: 3, rate: 1e6, element: (n) => n * n });
    await expectOutput(runner, (p) => p.read(rated), [0, 1, 4]);
  },
  'periodicImpulse makes up for moments that are past': (runner) =>
    expectOutput(
      runner,
      (p) => p.read(periodicImpulse({ every: '1s', from: 0, until: 2500 })),
      [0, 1000, 2000],
    ),
  'replay at infinite speed gives all of a recording': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p.read(
          replay(() => [5, 3, 9], { timestamp: (n) => n, speed: Number.POSITIVE_INFINITY, outOfOrder: 2 }),
        ),
      [3, 5, 9],
    ),
});
