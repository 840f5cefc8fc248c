import { DirectRunner } from '@hornbeam/direct';
import { fixed, pipeline, type Source, start } from '@hornbeam/sdk';
import {
  fromIterable,
  generate,
  localFileSystem,
  periodicImpulse,
  replay,
  watchFiles,
  webhook,
} from '@hornbeam/sdk/io';
import { FakeClock } from '@hornbeam/sdk/testing';
import { describe, expect, test } from 'vitest';
import { HandFed } from './hand-fed.js';

/** A source that would go on. */
interface GoingOn {
  readonly source: Source<unknown>;
  /** How many come at least while time passes slowly. */
  readonly elements: number;
}

const handFed = (): GoingOn => {
  const items = new HandFed<number>();
  items.give(1, 2, 3);
  return { source: fromIterable(items.make, { unbounded: true, timestamp: (n) => n }), elements: 3 };
};

const posted = (): GoingOn => {
  const source = webhook<number>({
    port: 0,
    onListening: (url) => void fetch(url, { method: 'POST', body: '1' }),
  });
  return { source, elements: 1 };
};

const watched = (): GoingOn => {
  const match = async () => ['a', 'b'].map((path) => ({ path, size: 1, modified: 0 }));
  return { source: watchFiles('*', { every: 10, fileSystem: { ...localFileSystem, match } }), elements: 2 };
};

const sources: Readonly<Record<string, () => GoingOn>> = {
  fromIterable: handFed,
  generate: () => ({ source: generate({ rate: 1e-3, count: 100, element: (n) => n }), elements: 1 }),
  'generate at full speed': () => ({ source: generate({ element: (n) => n }), elements: 20_000 }),
  periodicImpulse: () => ({ source: periodicImpulse({ every: 1, until: 1e10 }), elements: 3 }),
  replay: () => ({
    source: replay(() => [1, 2, 1e12], { timestamp: (n) => n, speed: 1 }),
    elements: 2,
  }),
  watchFiles: watched,
  webhook: posted,
};

/** Starts a count of all elements by windows of a year, and waits until the source has given what it has. */
async function counted({ source, elements }: GoingOn) {
  const clock = new FakeClock();
  let seen = 0;
  const counts: number[] = [];
  const job = await start(
    pipeline((p) => {
      const all = p.read(source).reshuffle();
      all.map(() => void seen++);
      all
        .windowInto(fixed('365d'))
        .keyBy(() => 'all')
        .countPerKey()
        .map(({ value }) => void counts.push(value));
    }),
    { runner: new DirectRunner({ clock }), streaming: true },
  );
  job.done.catch(() => undefined);
  await expect
    .poll(
      () => {
        clock.advance(1);
        return seen;
      },
      { interval: 1 },
    )
    .toBeGreaterThanOrEqual(elements);
  return { job, clock, counts, seen: () => seen };
}

describe.each(Object.entries(sources))('%s', (_, goingOn) => {
  test('gives no more once it is drained, and windows have all that came', async () => {
    const { job, counts, seen } = await counted(goingOn());
    expect(counts).toEqual([]);
    await job.drain();
    expect(job.state).toBe('DRAINED');
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(seen());
  });

  test('gives no more once it is stopped, and windows stay open', async () => {
    const { job, clock, counts, seen } = await counted(goingOn());
    await job.stop();
    expect(job.state).toBe('STOPPED');
    const atEnd = seen();
    clock.advance(1e9);
    for (let turn = 0; turn < 30; turn++) await clock.turn();
    expect(seen()).toBe(atEnd);
    expect(counts).toEqual([]);
  });
});

test('a source with a count and no rate comes to its end when it is drained', async () => {
  const { job, counts } = await counted({
    source: generate({ count: 100_000, element: (n) => n }),
    elements: 1,
  });
  await job.drain();
  expect(counts).toEqual([100_000]);
});
