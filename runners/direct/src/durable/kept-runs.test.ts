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

describe('a run that is kept, and a target that knows of another state', () => {
  const begin = async (disk: MemoryDisk, target: ListTarget, resume: boolean) => {
    const durable = { open: async () => disk.open(), resume, epochMillis: 1 };
    return start(runningTotals(target, 200), { runner: new DirectRunner({ durable }) });
  };

  test('is refused, however often it is begun, and commits nothing', async () => {
    const target = new ListTarget();
    // What a copy of the state from before would be: it knows of none of the epochs that the target has.
    target.epoch = 5;
    const disk = new MemoryDisk();
    for (let attempt = 0; attempt < 10; attempt++) {
      const job = await begin(disk, target, attempt > 0);
      await expect(job.done).rejects.toMatchObject({
        code: 'E_STATE_DIR',
        message: expect.stringContaining('has epoch 5, and the state only 0'),
      });
    }
    expect(disk.epoch).toBe(0);
    expect(target.rows).toEqual([]);
  });

  test('reads nothing on while the target does not say what it has, and goes on when it does', async () => {
    const target = new ListTarget();
    let answers: () => void = () => undefined;
    const sink = target.sink();
    const late = {
      ...sink,
      open: async (context: Parameters<typeof sink.open>[0]) => {
        await new Promise<void>((resolve) => {
          answers = resolve;
        });
        return sink.open(context);
      },
    };
    target.sink = () => late;
    const disk = new MemoryDisk();
    const job = await begin(disk, target, false);
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect([disk.epoch, target.rows.length]).toEqual([0, 0]);
    answers();
    await job.done;
    expect(target.rows).toHaveLength(200);
  });
});
