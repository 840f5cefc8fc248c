import { fixed, pipeline, start, valueState } from '@hornbeam/sdk';
import { epochSink, fromIterable } from '@hornbeam/sdk/io';
import { describe, expect, test } from 'vitest';
import { DirectRunner } from '../direct-runner.js';
import { ListTarget } from './list-target.fixture.js';
import { MemoryDisk } from './memory-store.fixture.js';

/** Numbers from 0 on that come by themselves, so many of them. */
const numbers = (count: number) =>
  fromIterable(
    async function* () {
      for (let n = 0; n < count; n++) {
        if (n % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
        yield n;
      }
    },
    { unbounded: true, timestamp: (n: number) => n * 1000 },
  );

const runningTotals = (target: ListTarget, count: number) =>
  pipeline((p) => {
    p.read(numbers(count))
      .keyBy((n) => `k${n % 5}`)
      .parDo({
        name: 'Total',
        uses: { total: valueState<number>() },
        process: ({ key, value }, { total }) => {
          const sum = (total.read() ?? 0) + value;
          total.write(sum);
          return [`${key} ${value} ${sum}`];
        },
      })
      .write(epochSink(target.sink()));
  });

const windowSums = (target: ListTarget, count: number) =>
  pipeline((p) => {
    p.read(numbers(count))
      .windowInto(fixed('10s'))
      .keyBy((n) => `k${n % 5}`)
      .groupByKey()
      .map(
        ({ key, value }, { window }) =>
          `${window.start / 1000} ${key} ${[...value].sort((a, b) => a - b).join(',')}`,
      )
      .write(epochSink(target.sink()));
  });

describe.each([
  ['running totals', runningTotals],
  ['windows', windowSums],
])('a run that is kept, with %s', (_, build) => {
  const runner = (disk: MemoryDisk, resume: boolean) =>
    new DirectRunner({ durable: { open: async () => disk.open(), resume, epochMillis: 1 } });

  test('writes what one that is not kept writes', async () => {
    const plain = new ListTarget();
    await (await start(build(plain, 500), { runner: new DirectRunner() })).done;
    const kept = new ListTarget();
    const disk = new MemoryDisk();
    await (await start(build(kept, 500), { runner: runner(disk, false) })).done;
    expect(kept.rows.sort()).toEqual(plain.rows.sort());
    expect(plain.rows.length).toBeGreaterThan(100);
  });

  test('goes on exactly when it is given up again and again', async () => {
    const whole = new ListTarget();
    await (await start(build(whole, 1000), { runner: new DirectRunner() })).done;
    const target = new ListTarget();
    const disk = new MemoryDisk();
    let runs = 0;
    for (let isDone = false; !isDone; runs++) {
      // How much comes into an epoch depends on the machine: few of them, and none of these runs comes to its end.
      const last = disk.epoch + 2;
      let gaveUp = false;
      disk.onCommit = (epoch) => {
        if (epoch < last || runs > 20) return;
        gaveUp = true;
        throw new Error('killed');
      };
      const job = await start(build(target, 1000), { runner: runner(disk, runs > 0) });
      await job.done.then(
        () => {
          isDone = true;
        },
        () => undefined,
      );
      expect(isDone || gaveUp).toBe(true);
    }
    expect(runs).toBeGreaterThan(1);
    expect(target.rows.sort()).toEqual(whole.rows.sort());
  });
});
