import { DirectRunner } from '@hornbeam/direct';
import { fixed, minutes } from '@hornbeam/sdk';
import { type ReplayOptions, replay } from '@hornbeam/sdk/io';
import { FakeClock, observe } from '@hornbeam/sdk/testing';
import { describe, expect, test } from 'vitest';

/** So many elements come together; then event time goes on. */
const TOGETHER = 1000;

/** Replays moments, counts them by the minute, and gives the counts with the minutes they are of. */
async function countsOf(moments: readonly number[], options: Partial<ReplayOptions<number>> = {}) {
  const clock = new FakeClock();
  const source = replay(() => moments, {
    timestamp: (moment) => moment,
    speed: Number.POSITIVE_INFINITY,
    ...options,
  });
  let isOver = false;
  const observed = observe(
    (p) =>
      p
        .read(source)
        .windowInto(fixed('1m'))
        .keyBy(() => 'all')
        .countPerKey(),
    { runner: new DirectRunner({ clock, limits: { bundleElements: TOGETHER } }) },
  ).finally(() => {
    isOver = true;
  });
  // Time passes only while nothing else can happen.
  while (!isOver) {
    for (let turn = 0; turn < 30; turn++) await clock.turn();
    clock.advance(minutes(1));
  }
  const { output, result } = await observed;
  return {
    counts: output.map(({ value, window }) => [window.start / minutes(1), value.value]),
    dropped: result.metric('droppedDueToLateness'),
  };
}

const one = { kind: 'counter', value: 1 };

/** More than come together. */
const tenth = new Array<number>(TOGETHER + 500).fill(minutes(10));

describe('event time of a replay', () => {
  test('has every element in its window, none late, and ends', async () => {
    const moments = Array.from({ length: 3600 }, (_, i) => i * 1000);
    const { counts, dropped } = await countsOf(moments);
    expect(counts).toEqual(Array.from({ length: 60 }, (_, minute) => [minute, 60]));
    expect(dropped).toBeUndefined();
  });

  test('ends at once when there is nothing to replay', async () => {
    expect(await countsOf([])).toEqual({ counts: [], dropped: undefined });
  });

  test('goes on while an element is waited for', async () => {
    const moments = [minutes(10), minutes(20), 0];
    // What is due together comes together, and nothing of it is late.
    expect((await countsOf(moments)).dropped).toBeUndefined();
    expect((await countsOf(moments, { speed: 1 })).dropped).toEqual(one);
  });

  test('follows the latest element: an earlier one is late', async () => {
    const { counts, dropped } = await countsOf([...tenth, 0]);
    expect(counts).toEqual([[10, tenth.length]]);
    expect(dropped).toEqual(one);
  });

  test('waits for elements that may be out of order by so much', async () => {
    const { counts, dropped } = await countsOf([...tenth, 0], { outOfOrder: '10m' });
    expect(counts.toSorted()).toEqual([
      [0, 1],
      [10, tenth.length],
    ]);
    expect(dropped).toBeUndefined();
  });

  test('fails with the recording, also before its first element', async () => {
    const broken = replay<number>(
      // biome-ignore lint/correctness/useYield: it fails before it has anything to yield
      async function* () {
        throw new Error('no such recording');
      },
      { timestamp: (moment) => moment, speed: 1 },
    );
    await expect(observe((p) => p.read(broken), { runner: new DirectRunner() })).rejects.toMatchObject({
      code: 'E_USER',
      message: 'no such recording',
      place: { step: 'replay/play' },
    });
  });
});
