import { DirectRunner } from '@hornbeam/direct';
import { fixed, minutes } from '@hornbeam/sdk';
import { observe } from '@hornbeam/sdk/testing';
import { describe, expect, it } from 'vitest';
import { type ReplayOptions, replayed } from './replayed.js';

const runner = new DirectRunner();

/** Replays moments, counts them by the minute, and gives the counts with the moments of these minutes. */
async function countsOf(moments: readonly number[], options: Partial<ReplayOptions<number>> = {}) {
  const source = replayed(
    async function* () {
      yield* moments;
    },
    { timestamp: (moment: number) => moment, speed: 1e9, ...options },
  );
  const { output, result } = await observe(
    (p) =>
      p
        .read(source)
        .windowInto(fixed('1m'))
        .keyBy(() => 'all')
        .countPerKey(),
    { runner },
  );
  return {
    counts: output.map(({ value, window }) => [window.start / minutes(1), value.value]),
    dropped: result.metric('droppedDueToLateness'),
  };
}

/** More than come at once, so that event time goes on before what follows. */
const tenth = new Array<number>(1500).fill(minutes(10));

describe('a replayed recording', () => {
  it('brings every element once, at its time, and ends', async () => {
    const moments = Array.from({ length: 3600 }, (_, i) => i * 1000);
    const { counts, dropped } = await countsOf(moments);
    expect(counts).toEqual(Array.from({ length: 60 }, (_, minute) => [minute, 60]));
    expect(dropped).toBeUndefined();
  });

  it('of nothing ends at once', async () => {
    expect(await countsOf([])).toEqual({ counts: [], dropped: undefined });
  });

  it('takes its time: an element comes only when it is due', async () => {
    const moments = [minutes(10), minutes(20), 0];
    // What is due together comes together, and nothing of it is late.
    expect((await countsOf(moments)).dropped).toBeUndefined();
    // Event time goes on while the second is waited for, 0.2 s, and so the third is late.
    expect((await countsOf(moments, { speed: 3000 })).dropped).toEqual({ kind: 'counter', value: 1 });
  });

  it('lets event time follow the latest element: an earlier one is late', async () => {
    const { counts, dropped } = await countsOf([...tenth, 0]);
    expect(counts).toEqual([[10, 1500]]);
    expect(dropped).toEqual({ kind: 'counter', value: 1 });
  });

  it('waits for elements that may be out of order by so much', async () => {
    const { counts, dropped } = await countsOf([...tenth, 0], { outOfOrder: '10m' });
    expect(counts.toSorted()).toEqual([
      [0, 1],
      [10, 1500],
    ]);
    expect(dropped).toBeUndefined();
  });

  it('fails when the recording cannot be read', async () => {
    const broken = replayed<number>(
      // biome-ignore lint/correctness/useYield: it fails before it has anything to yield
      async function* () {
        throw new Error('no such recording');
      },
      { timestamp: (moment) => moment, speed: 1 },
    );
    await expect(observe((p) => p.read(broken), { runner })).rejects.toThrow('no such recording');
  });
});
