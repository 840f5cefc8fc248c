import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FlinkClient,
  FlinkOperations,
  FlinkRunner,
  type LocalServices,
  startLocalServices,
} from '@hornbeam/flink';
import { buildGraph, pipeline, type Root, valueState } from '@hornbeam/sdk';
import { periodicImpulse, text, writeText } from '@hornbeam/sdk/io';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoFlink } from './flink-tools.js';

const FIRST_USE = 600_000;

// Only where Java, or what fetches Flink, is missing; the reason is printed.
describe.skipIf(await whyNoFlink())('the runner for Flink', { timeout: 120_000 }, () => {
  let dir: string;
  let services: LocalServices;
  let flinkMaster: string;
  let jobEndpoint: string;
  let made = 0;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
    services = await startLocalServices({ dir: join(dir, 'services'), slots: 4 });
    flinkMaster = services.cluster.endpoint;
    jobEndpoint = services.jobServer.endpoint;
  }, FIRST_USE);

  afterAll(async () => {
    await services?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  const graphOf = (build: (p: Root) => void) => buildGraph(pipeline({ name: 'test' }, build), {});
  const jobName = (): string => `test-${++made}`;

  async function countsBy(runner: FlinkRunner): Promise<string[]> {
    const input = join(dir, 'input.txt');
    writeFileSync(input, 'a b a\nc a b\n');
    const output = join(dir, `counts-${made}`);
    const graph = await graphOf((p) => {
      p.read(text(input))
        .flatMap((line) => line.split(' '))
        .countPerElement()
        .map(({ key, value }) => `${key}: ${value}`)
        .write(writeText(output));
    });
    await (await runner.run(graph, { jobName: jobName() })).done;
    const files = readdirSync(dir).filter((name) => join(dir, name).startsWith(`${output}-`));
    return files.flatMap((name) => readFileSync(join(dir, name), 'utf8').trimEnd().split('\n')).sort();
  }

  const expected = ['a: 3', 'b: 2', 'c: 1'];

  test('counts words inside of a job server that it starts and ends', async () => {
    const folders = (): string[] =>
      readdirSync(tmpdir()).filter((name) => name.startsWith('hornbeam-flink-'));
    const before = folders();
    expect(await countsBy(new FlinkRunner())).toEqual(expected);
    expect(folders()).toEqual(before);
  });

  test('counts words on a cluster, by a job server that is up', async () => {
    expect(await countsBy(new FlinkRunner({ jobEndpoint, flinkMaster }))).toEqual(expected);
  });

  test('counts words on a cluster, by a job server that it starts', async () => {
    expect(await countsBy(new FlinkRunner({ flinkMaster }))).toEqual(expected);
  });

  test('counts words on a cluster without a job server, and leaves no jar there', async () => {
    expect(await countsBy(new FlinkRunner({ flinkMaster, submit: 'rest' }))).toEqual(expected);
    const { files } = (await (await fetch(`http://${flinkMaster}/jars`)).json()) as { files: unknown[] };
    expect(files).toEqual([]);
  });

  test.each(['job-server', 'rest'] as const)(
    'shows the error of a step as it was thrown, by %s',
    async (submit) => {
      const endpoint = submit === 'rest' ? {} : { jobEndpoint };
      const graph = await graphOf((p) => {
        p.create([1, 2])
          .map((n) => {
            if (n === 2) throw new TypeError('two is too much');
            return n;
          })
          .named('Fails');
      });
      const job = await new FlinkRunner({ flinkMaster, submit, ...endpoint }).run(graph, {
        jobName: jobName(),
      });
      await expect(job.done).rejects.toMatchObject({
        code: 'E_USER',
        message: expect.stringContaining('two is too much'),
        place: { step: 'Fails', element: '2' },
      });
    },
  );

  test('goes on from a savepoint where a job was stopped, without a gap and without a repetition', async () => {
    const log = join(dir, 'seen.txt');
    writeFileSync(log, '');
    const build = () =>
      graphOf((p) => {
        p.read(periodicImpulse({ every: '50ms' }))
          .keyBy(() => 'k')
          .parDo({
            uses: { count: valueState<number>() },
            process(_, { count }): string[] {
              const n = (count.read() ?? 0) + 1;
              count.write(n);
              writeFileSync(log, `${n}\n`, { flag: 'a' });
              return [];
            },
          });
      });
    const seen = (): number[] => readFileSync(log, 'utf8').trimEnd().split('\n').map(Number);
    const said: string[] = [];
    const first = await new FlinkRunner({ flinkMaster, jobEndpoint }).run(await build(), {
      jobName: jobName(),
      log: ({ message }) => void said.push(message),
    });
    await expect.poll(() => seen().length, { timeout: 60_000 }).toBeGreaterThan(5);
    await first.stop();
    const savepoint = said.map((message) => /--from-savepoint=(\S+)$/.exec(message)?.[1]).find(Boolean);
    expect(savepoint).toMatch(/^file:/);

    const until = seen().length + 5;
    const name = jobName();
    const settings = { flinkMaster, submit: 'rest', savepointPath: savepoint } as const;
    const second = await new FlinkRunner(settings).run(await build(), { jobName: name });
    await expect.poll(() => seen().length, { timeout: 60_000 }).toBeGreaterThan(until);
    const operations = new FlinkOperations(flinkMaster);
    const found = (await operations.list()).find((each) => each.name === name);
    expect(found).toMatchObject({ id: second.id, state: 'RUNNING' });
    await operations.cancel(second.id);
    await expect(second.done).rejects.toMatchObject({ code: 'E_CANCELLED' });
    expect(seen()).toEqual(Array.from({ length: seen().length }, (_, i) => i + 1));
  });

  test('says that Flink cannot drain, and goes on', async () => {
    const graph = await graphOf((p) => void p.read(periodicImpulse({ every: '50ms' })).map(String));
    const job = await new FlinkRunner({ flinkMaster, jobEndpoint }).run(graph, { jobName: jobName() });
    await expect(job.drain()).rejects.toMatchObject({ code: 'E_UNSUPPORTED' });
    expect(job.state).toBe('RUNNING');
    await job.cancel();
    await expect(job.done).rejects.toMatchObject({ code: 'E_CANCELLED' });
  });

  test('a job server that dies fails the job with its last lines, and the job on the cluster ends', async () => {
    const graph = await graphOf((p) => void p.read(periodicImpulse({ every: '50ms' })).map(String));
    const name = jobName();
    const client = new FlinkClient(flinkMaster);
    const before = new Set(readdirSync(tmpdir()));
    const job = await new FlinkRunner({ flinkMaster }).run(graph, { jobName: name });
    const stateOf = async () => (await client.jobs()).find((each) => each.name === name)?.state;
    await expect.poll(stateOf, { timeout: 60_000 }).toBe('RUNNING');
    const folder = readdirSync(tmpdir()).find(
      (each) => each.startsWith('hornbeam-flink-') && !before.has(each),
    );
    const record = join(tmpdir(), folder as string, 'servers.json');
    const { processes } = JSON.parse(readFileSync(record, 'utf8')) as { processes: { pid: number }[] };
    for (const { pid } of processes) process.kill(pid, 'SIGKILL');
    const failure = { code: 'E_SERVICE', place: { path: expect.stringMatching(/job-server\.log$/) } };
    const error = await job.done.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(failure);
    expect(existsSync((error as { place: { path: string } }).place.path)).toBe(true);
    await expect.poll(stateOf, { timeout: 30_000 }).toBe('CANCELED');
    rmSync(join(tmpdir(), folder as string), { recursive: true });
  });

  describe('refuses before it submits anything', () => {
    const one = () => graphOf((p) => void p.create([1]));
    const refusal = async (runner: FlinkRunner): Promise<unknown> =>
      runner.run(await one(), { jobName: jobName() }).catch((thrown: unknown) => thrown);

    test('a cluster of another version, with both versions', async () => {
      const other = createServer((_, answer) =>
        answer.end(
          JSON.stringify({
            'flink-version': '2.0.1',
            taskmanagers: 1,
            'slots-total': 1,
            'slots-available': 1,
          }),
        ),
      ).listen(0, 'localhost');
      await new Promise((done) => other.once('listening', done));
      const { port } = other.address() as AddressInfo;
      expect(await refusal(new FlinkRunner({ flinkMaster: `localhost:${port}` }))).toMatchObject({
        code: 'E_UNSUPPORTED',
        message: expect.stringMatching(/2\.0\.1.*1\.19/),
      });
      other.close();
    });

    test('a cluster and a job service that are not there', async () => {
      expect(await refusal(new FlinkRunner({ flinkMaster: 'localhost:9' }))).toMatchObject({
        code: 'E_SERVICE',
      });
      expect(await refusal(new FlinkRunner({ jobEndpoint: 'localhost:9' }))).toMatchObject({
        code: 'E_SERVICE',
      });
    });

    test('REST without a cluster', async () => {
      expect(await refusal(new FlinkRunner({ submit: 'rest' }))).toMatchObject({ code: 'E_USAGE' });
    });

    test('a machine without Java', async () => {
      const env = { PATH: '/nowhere', JAVA_HOME: '/nowhere' };
      expect(await refusal(new FlinkRunner({ env }))).toMatchObject({ code: 'E_ENVIRONMENT' });
    });
  });
});
