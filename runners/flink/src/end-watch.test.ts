import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EndWatch, type EndWatchSettings } from './end-watch.js';
import { FlinkClient } from './rest-client.js';
import { SmallCluster } from './small-cluster.fixture.js';

/** The end of event time as Flink's REST API tells it: ms, of the most microseconds that Java counts. */
const END = '9223372036854775';

let cluster: SmallCluster;
let watch: EndWatch | undefined;
let said: string[];

beforeEach(async () => {
  cluster = await SmallCluster.start();
  said = [];
});
afterEach(() => {
  watch?.close();
  cluster.stop();
});

function watching(settings: Partial<EndWatchSettings> = {}): EndWatch {
  watch = new EndWatch({
    client: new FlinkClient(cluster.master),
    find: async () => 'j',
    savepoint: false,
    lookMillis: 1,
    log: ({ message }) => void said.push(message),
    ...settings,
  });
  return watch;
}

/** Waits until the job has been looked at a few times more. */
async function looksPass(): Promise<void> {
  const enough = cluster.looks + 3;
  await cluster.until(() => cluster.looks >= enough);
}

describe('a job whose event time has come to its end', () => {
  beforeEach(() => {
    cluster.watermarks = { source: [END], first: [END, END], second: [END] };
  });

  test('is cancelled where it takes no checkpoints, and complete (E2)', async () => {
    const job = watching();
    await cluster.until(() => cluster.state === 'CANCELED');
    expect(cluster.orders).toEqual(['PATCH /jobs/j?mode=cancel']);
    expect(job.isComplete).toBe(true);
  });

  test('completes a checkpoint, is stopped with its end, and the savepoint goes (E2)', async () => {
    const job = watching({ savepoint: true });
    await cluster.until(() => cluster.orders.length === 3);
    expect(cluster.orders).toEqual([
      expect.stringMatching(/^POST \/jobs\/j\/checkpoints /),
      expect.stringMatching(/^POST \/jobs\/j\/stop .*"drain":true/),
      expect.stringMatching(/^POST \/savepoint-disposal .*file:\/savepoints\/1/),
    ]);
    expect(job.isComplete).toBe(true);
  });

  test('completes two checkpoints where steps are handed what one of them holds (E2)', async () => {
    // Beam leaves event time behind such a step where it was.
    cluster.steps = { second: '[1]orders, all/write' };
    cluster.inputWatermarks = { second: [END] };
    cluster.watermarks = { ...cluster.watermarks, second: [17] };
    const job = watching({ savepoint: true, stableSteps: ['orders, all/write'] });
    await cluster.until(() => cluster.orders.length === 4);
    expect(cluster.orders.map((order) => order.split(' ').slice(0, 2).join(' '))).toEqual([
      'POST /jobs/j/checkpoints',
      'POST /jobs/j/checkpoints',
      'POST /jobs/j/stop',
      'POST /savepoint-disposal',
    ]);
    expect(job.isComplete).toBe(true);
  });

  test('leaves a savepoint where it was told to', async () => {
    const finished = vi.spyOn(FlinkClient.prototype, 'finish');
    const removed = vi.spyOn(FlinkClient.prototype, 'disposeSavepoint');
    watching({ savepoint: true, directory: 'file:/mine' });
    await expect.poll(() => finished.mock.settledResults.at(-1)?.type).toBe('fulfilled');
    await new Promise((resolve) => setImmediate(resolve));
    expect(cluster.orders[1]).toContain('"targetDirectory":"file:/mine"');
    expect(removed).not.toHaveBeenCalled();
  });

  test('is complete when it fails while it stops, since its last checkpoint has all of it (E2)', async () => {
    cluster.stopping = () => {
      cluster.state = 'FAILED';
      return { 'failure-cause': { 'stack-trace': 'java.lang.Exception: gone' } };
    };
    const seen = vi.spyOn(FlinkClient.prototype, 'job');
    const job = watching({ savepoint: true });
    await expect.poll(() => seen.mock.settledResults.at(-1)?.value).toMatchObject({ state: 'FAILED' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(job.isComplete).toBe(true);
    expect(said).toEqual([]);
  });

  test('is complete when its Flink goes with it', async () => {
    let gone = false;
    cluster.stopping = () => {
      gone = true;
      cluster.stop();
      return { location: 'file:/never/told' };
    };
    const seen = vi.spyOn(FlinkClient.prototype, 'job');
    const job = watching({ savepoint: true });
    await cluster.until(() => gone);
    await expect.poll(() => seen.mock.settledResults.at(-1)?.type).toBe('rejected');
    await new Promise((resolve) => setImmediate(resolve));
    expect(job.isComplete).toBe(true);
    expect(said).toEqual([]);
  });

  test('goes on when it cannot be ended, which is told once (E4)', async () => {
    let tries = 0;
    cluster.stopping = () => {
      tries++;
      return { 'failure-cause': { 'stack-trace': 'java.io.IOException: the disk is full' } };
    };
    const job = await new Promise<EndWatch>((resolve) => {
      const begun = watching({
        savepoint: true,
        log: ({ message }) => {
          said.push(message);
          resolve(begun);
        },
      });
    });
    expect(job.isComplete).toBe(false);
    expect(said).toEqual([expect.stringContaining('the disk is full')]);
    expect([tries, cluster.state]).toEqual([1, 'RUNNING']);
  });
});

describe('a job goes on', () => {
  test.each([
    ['while one task has not come to the end of event time', { first: [END], second: [0] }],
    ['while one task has not heard of event time', { first: [END], second: ['-9223372036854775808'] }],
    ['while no task can tell of event time', { source: [] }],
  ])('%s (E1)', async (_, watermarks) => {
    cluster.watermarks = watermarks;
    const job = watching();
    await looksPass();
    expect(cluster.orders).toEqual([]);
    expect(job.isComplete).toBe(false);
  });

  test('while it comes back from a failure', async () => {
    cluster.watermarks = { first: [END] };
    cluster.state = 'RESTARTING';
    watching();
    await looksPass();
    expect(cluster.orders).toEqual([]);
    cluster.state = 'RUNNING';
    await cluster.until(() => cluster.orders.length > 0);
  });

  test('for a while when it has come back from a failure: what is told of its tasks may be from before (E3)', async () => {
    cluster.watermarks = { first: [END] };
    cluster.timestamps = { RESTARTING: 90_000, RUNNING: 91_000 };
    watching();
    await looksPass();
    expect(cluster.orders).toEqual([]);
    cluster.now = 91_000 + 25_000;
    await cluster.until(() => cluster.state === 'CANCELED');
  });

  test('when it fails while its last checkpoint is taken (E3)', async () => {
    cluster.watermarks = { first: [END] };
    const checkpoint = vi.spyOn(FlinkClient.prototype, 'checkpoint').mockImplementation(async () => {
      cluster.timestamps = { RESTARTING: 100_001, RUNNING: 100_002 };
    });
    const job = watching({ savepoint: true });
    await expect.poll(() => checkpoint.mock.calls.length).toBe(1);
    await looksPass();
    expect([job.isComplete, cluster.orders]).toEqual([false, []]);
    checkpoint.mockRestore();
  });

  test('while it is not on the cluster yet', async () => {
    cluster.watermarks = { first: [END] };
    let looks = 0;
    watching({
      find: async () => {
        if (++looks < 3) throw new Error('no such job');
        return 'j';
      },
    });
    await cluster.until(() => cluster.state === 'CANCELED');
    expect(looks).toBe(3);
  });
});
