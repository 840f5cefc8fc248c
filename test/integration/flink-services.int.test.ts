import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  JobServer,
  type LocalServices,
  localServicesStatus,
  startLocalServices,
  stopLocalServices,
} from '@hornbeam/flink';
import { FlinkCluster, type FlinkParts, flinkParts, flinkWorkers, isPortOpen } from '@hornbeam/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoFlink } from './flink-tools.js';

/** A machine with a cold cache fetches 300 MB. */
const FIRST_USE = 600_000;

// Only where Java, or what fetches Flink, is missing; the reason is printed.
describe.skipIf(await whyNoFlink())('a real Flink', { timeout: 180_000 }, () => {
  let dir: string;
  let parts: FlinkParts;
  let services: LocalServices;
  const url = (path: string): string => `http://${services.cluster.endpoint}${path}`;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
    const report = (what: string): void => void process.stderr.write(`${what}\n`);
    parts = await flinkParts({ report });
    services = await startLocalServices({ dir, slots: 1, stateBackend: 'rocksdb', checkpointInterval: 700 });
  }, FIRST_USE);

  afterAll(async () => {
    await services?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 120_000);

  test('has the slots, the state backend and the checkpoints that were asked for', async () => {
    expect(await flinkWorkers(services.cluster.endpoint)).toEqual([{ id: 'taskmanager-0', slots: 1 }]);
    const config = (await (await fetch(url('/jobmanager/config'))).json()) as {
      key: string;
      value: string;
    }[];
    const value = (key: string): string | undefined => config.find((each) => each.key === key)?.value;
    expect(value('state.backend.type')).toBe('rocksdb');
    expect(value('execution.checkpointing.interval')).toBe('700 ms');
    expect(value('state.savepoints.dir')).toBe(`file://${join(dir, 'cluster', 'savepoints')}`);
  });

  test('is recorded, with the job server, for whoever comes later', async () => {
    const status = localServicesStatus(dir);
    expect(status).toMatchObject({
      running: true,
      endpoints: { rest: services.cluster.endpoint, job: services.jobServer.endpoint },
    });
    expect(status.processes.map(({ name }) => name)).toEqual([
      ...['JobManager', 'TaskManager 0'],
      'the Beam job server',
    ]);
    expect(await isPortOpen(Number(services.jobServer.endpoint.split(':')[1]))).toBe(true);
  });

  test('is not started twice in one folder', async () => {
    await expect(startLocalServices({ dir })).rejects.toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining('already runs'),
    });
    expect(localServicesStatus(dir).running).toBe(true);
  });

  test('gets another TaskManager, and misses one that is killed', async () => {
    const number = await services.cluster.addTaskManager();
    expect(number).toBe(1);
    await services.cluster.killTaskManager(0);
    expect(localServicesStatus(dir).processes.filter(({ running }) => !running)).toMatchObject([
      { name: 'TaskManager 0' },
    ]);
    const ids = async () => (await flinkWorkers(services.cluster.endpoint))?.map(({ id }) => id);
    await expect.poll(ids, { timeout: 60_000, interval: 500 }).toEqual(['taskmanager-1']);
    await expect(services.cluster.killTaskManager(7)).rejects.toThrow('there is no TaskManager 7');
  });

  test('a job server that dies says so with its last lines', async () => {
    const own = join(dir, 'dies');
    const server = await JobServer.start({
      ...{ flinkMaster: '[local]', dir: own, jar: parts.jars, flinkHome: parts.home, java: parts.java },
    });
    const ended = server.untilEnded();
    await server.process.kill();
    await expect(ended).rejects.toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringMatching(/^the Beam job server has ended \(by SIGKILL\); its last lines:\n/),
      place: { path: join(own, 'job-server.log') },
    });
  });

  test('a port that is taken is said before anything starts', async () => {
    const other = createServer().listen(0, 'localhost');
    await new Promise((done) => other.once('listening', done));
    const { port } = other.address() as { port: number };
    const own = join(dir, 'port');
    const refused = { code: 'E_SERVICE', message: `port ${port} of localhost is taken by another program` };
    const start = { dir: own, home: parts.home, java: parts.java };
    await expect(FlinkCluster.start({ ...start, restPort: port })).rejects.toMatchObject(refused);
    // The cluster of a job server that cannot start ends with it.
    await expect(startLocalServices({ dir: own, jobPort: port })).rejects.toMatchObject(refused);
    expect(localServicesStatus(own).processes).toEqual([]);
    other.close();
  });

  test('a Flink that does not start says why, and nothing of it is left', async () => {
    const own = join(dir, 'broken');
    const started = FlinkCluster.start({
      ...{ dir: own, home: parts.home, java: parts.java },
      config: { 'taskmanager.numberOfTaskSlots': 'many' },
    });
    await expect(started).rejects.toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining(
        "Could not parse value 'many' for key 'taskmanager.numberOfTaskSlots'",
      ),
    });
    expect(localServicesStatus(own).processes).toEqual([]);
  });

  test('ends by its record alone, as after a crash of its parent', async () => {
    const ended = await stopLocalServices(dir);
    expect(ended.map(({ name }) => name)).toEqual(['the Beam job server', 'JobManager', 'TaskManager 1']);
    expect(localServicesStatus(dir)).toMatchObject({ running: false, processes: [] });
    expect(await flinkWorkers(services.cluster.endpoint)).toBeUndefined();
    expect(readFileSync(join(dir, 'cluster', 'log', 'jobmanager.log'), 'utf8')).toContain('Rest endpoint');
  });
});
