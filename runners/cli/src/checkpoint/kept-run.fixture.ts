import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectRunner } from '@hornbeam/direct';
import { eventTimer, fixed, pipeline, start, valueState } from '@hornbeam/sdk';
import { epochSink, fromIterable } from '@hornbeam/sdk/io';
import { openLocalStore } from '@hornbeam/store/local';
import { onTestFinished } from 'vitest';

/** A folder that goes with the test. */
export function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hornbeam-checkpoint-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Rows that a sink was given, and who waits for more. */
class Rows {
  readonly list: string[] = [];
  private waiting: (() => void)[] = [];

  sink(name: string) {
    return epochSink<string>({
      name,
      guarantee: 'transactional',
      target: 'a list',
      open: async () => ({
        lastCommitted: async () => undefined,
        commit: async (_epoch, rows) => {
          this.list.push(...rows);
          for (const wake of this.waiting.splice(0)) wake();
        },
        close: async () => undefined,
      }),
    });
  }

  /** Waits until there are so many more. */
  async more(count: number): Promise<void> {
    const wanted = this.list.length + count;
    while (this.list.length < wanted) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}

/** A run with state, timers, open windows, a side input and two sinks, kept in a folder, that goes on until it is ended. */
export async function startKeptRun(folder: string) {
  const totals = new Rows();
  const windows = new Rows();
  const numbers = fromIterable(
    async function* () {
      for (let n = 0; n < 1_000_000; n++) {
        if (n % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
        yield n;
      }
    },
    { unbounded: true, timestamp: (n: number) => n * 1000 },
  );
  const graph = pipeline((p) => {
    const factors = p.create([1, 2]).asList();
    const keyed = p.read(numbers).keyBy((n) => `k${n % 5}`);
    keyed
      .parDo({
        name: 'Total: of all',
        uses: { total: valueState<number>(), alarm: eventTimer(), factors },
        process: ({ key, value }, { total, alarm, factors: list, timestamp }) => {
          const sum = (total.read() ?? 0) + value * list.length;
          total.write(sum);
          alarm.set(timestamp + 60_000);
          return [`${key} ${sum}`];
        },
        onTimer: { alarm: () => [] },
      })
      .write(totals.sink('totals'));
    keyed
      .windowInto(fixed('1h'))
      .groupByKey()
      .map(({ key, value }) => `${key} ${[...value].length}`)
      .write(windows.sink('windows'));
  });
  const durable = { open: () => openLocalStore(folder), epochMillis: 1 };
  const job = await start(graph, { runner: new DirectRunner({ durable }), jobName: 'sums' });
  return { job, more: (count: number) => totals.more(count) };
}

/** Leaves a folder of a run that was stopped after some epochs. */
export async function keptRun(): Promise<string> {
  const folder = stateFolder();
  const { job, more } = await startKeptRun(folder);
  const ended = job.done.catch(() => undefined);
  // Each waits for an epoch at least.
  for (let epoch = 0; epoch < 4; epoch++) await more(200);
  await job.cancel();
  await ended;
  return folder;
}
