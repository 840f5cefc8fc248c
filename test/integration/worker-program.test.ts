import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWorkerSpec, SPEC_FILE, SPEC_PARAMETER, type WorkerSpec, workerSpec } from '@hornbeam/jobs';
import { BeamFnExternalWorkerPool, type Method } from '@hornbeam/proto/services';
import { buildGraph, pipeline } from '@hornbeam/sdk';
import { Endpoints } from '@hornbeam/sdk/fn-api';
import { errorFromText } from '@hornbeam/sdk/model';
import { type Plan, toPlan } from '@hornbeam/sdk/translate';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundle } from '../../runners/cli/src/load/bundle.js';
import { ByteReader } from '../../sdk/core/src/model/coders/byte-reader.js';
import { ByteWriter } from '../../sdk/core/src/model/coders/byte-writer.js';
import { ROOT_METADATA } from '../../sdk/core/src/model/metadata.js';
import { SmallRunner } from '../../sdk/core/src/worker/fn-api/small-runner.fixture.js';
import { portCoder, stageDescriptor } from '../../sdk/core/src/worker/fn-api/stage-descriptor.fixture.js';
import { pathOf } from '../tidy/repository.js';
import { build, folderWith, startBeamRun } from './beam-run.js';

/** A pipeline with a step for every kind of end. */
const file = `import { pipeline } from '@hornbeam/sdk';
import { z } from 'zod';

const options = z.object({ factor: z.bigint() });

export default pipeline({ options }, (p, { factor }) => {
  p.create([1])
    .map((n) => n)
    .named('Numbers')
    .map((n) => {
      if (n === 13) throw new TypeError('unlucky');
      if (n === 66) setTimeout(() => { throw new RangeError('later'); });
      return n === 66 ? new Promise<number>(() => undefined) : n * Number(factor);
    })
    .named('Work');
});
`;

/** The same pipeline as the submitting process has it. What its functions do is not part of a plan. */
const submitted = async (name = 'Work'): Promise<Plan> =>
  toPlan(
    await buildGraph(
      pipeline((p) => {
        p.create([1])
          .map((n) => n)
          .named('Numbers')
          .map((n) => n)
          .named(name);
      }),
    ),
  );

const opened: (() => unknown)[] = [];
let folder: string;
let runner: SmallRunner;

beforeAll(build, 120_000);

beforeEach(async () => {
  const made = folderWith({ 'twice.ts': file });
  folder = made.path;
  opened.push(made.remove);
  runner = await SmallRunner.start();
  opened.push(() => runner.stop());
  runner.descriptors.set('stage', descriptorOf(await submitted()));
});

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const descriptorOf = (plan: Plan) =>
  stageDescriptor({ plan, id: 'stage', address: runner.address, from: 'Numbers', steps: ['Work'] });

async function specOf(
  reach: 'here' | 'anywhere',
  { plan = undefined as Plan | undefined, options = { factor: 2n } as object, change = {} } = {},
): Promise<Buffer> {
  const path = join(folder, 'twice.ts');
  const code = {
    ...{ file: path, cwd: folder, options: options as Record<string, unknown> },
    module: (form: typeof reach) => bundle(path, form === 'here' ? 'outside' : 'inside'),
  };
  const spec: WorkerSpec = await workerSpec(plan ?? (await submitted()), { jobName: 'twice', code }, reach);
  return encodeWorkerSpec({ ...spec, ...change });
}

/** A worker that was started as runners start it. */
interface Worker {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; stderr: string }>;
}

function startWorker(args: readonly string[], spec: Buffer | undefined): Worker {
  const env = { ...process.env };
  delete env.HORNBEAM_SPEC;
  if (spec !== undefined) {
    env.HORNBEAM_SPEC = join(folder, 'spec');
    writeFileSync(env.HORNBEAM_SPEC, spec);
  }
  const child = spawn(pathOf('runners/cli/bin/beam-worker.mjs'), args, {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  opened.push(() => child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stderr }));
  });
  return { child, ended };
}

const atRunner = (): string[] => ['--id=w1', `--provision_endpoint=${runner.address}`];

/** The elements are numbers. */
const noOwnCoders = { coders: new Map() };

/** Runs one bundle. @returns the error of its response, and the numbers that came out */
async function runBundle(
  numbers: readonly number[],
  id = 'b1',
): Promise<{ error: string; numbers: unknown[] }> {
  const descriptor = descriptorOf(await submitted());
  const writer = new ByteWriter();
  const incoming = portCoder(descriptor, noOwnCoders, Object.values(descriptor.transforms.in!.outputs)[0]!);
  for (const value of numbers) incoming.encode({ value, ...ROOT_METADATA }, writer);
  const response = runner.ask({
    instructionId: id,
    processBundle: {
      ...{ processBundleDescriptorId: 'stage', cacheTokens: [], hasNoState: false },
      ...{ onlyBundleForKeys: false, dataStreamId: '' },
    },
  });
  await runner.send({
    data: [{ instructionId: id, transformId: 'in', data: writer.finish(), isLast: true }],
  });
  const { error } = await response;
  const sink = Object.keys(descriptor.transforms).find((name) => name.startsWith('out:'))!;
  if (error === '') await runner.until(() => runner.of(id).ends.has(sink));
  const outgoing = portCoder(descriptor, noOwnCoders, sink.slice(4));
  const found = (runner.of(id).bytes.get(sink) ?? []).flatMap((bytes) => {
    const values: unknown[] = [];
    for (const reader = new ByteReader(bytes); reader.remaining > 0; )
      values.push(outgoing.decode(reader).value);
    return values;
  });
  return { error, numbers: found };
}

describe('a worker in a process of its own', () => {
  test.each(['here', 'anywhere'] as const)(
    'runs the steps of a spec for workers %s, and ends with its runner',
    async (reach) => {
      const { ended } = startWorker(atRunner(), await specOf(reach));
      expect(await runBundle([1, 2, 3])).toEqual({ error: '', numbers: [2, 4, 6] });
      for (const service of ['provision', 'control', 'data', 'logging', 'status']) {
        expect([...runner.workerIds.get(service)!], service).toEqual(['w1']);
      }
      runner.leave();
      expect(await ended).toEqual({ code: 0, stderr: '' });
    },
  );

  test('takes flags in both forms, and an id in quotes', async () => {
    startWorker(['--id', "'w 2'", '--provision_endpoint', runner.address], await specOf('here'));
    await runBundle([1]);
    expect([...runner.workerIds.get('control')!]).toEqual(['w 2']);
  });

  test('needs only the control stream where nothing can be asked for', async () => {
    startWorker(['--id=w1', `--control_endpoint=${runner.address}`], await specOf('here'));
    expect(await runBundle([1])).toMatchObject({ numbers: [2] });
  });

  test('takes the spec from the staged files, as in a container', async () => {
    runner.files.push({ name: SPEC_FILE, bytes: await specOf('anywhere') });
    const { ended } = startWorker([...atRunner(), `--semi_persist_dir=${folder}`], undefined);
    expect(await runBundle([4])).toEqual({ error: '', numbers: [8] });
    runner.leave();
    await ended;
    expect(readdirSync(folder)).toEqual(['twice.ts']);
  });

  test('shows errors of steps in the lines of the pipeline file', async () => {
    startWorker(atRunner(), await specOf('here'));
    const error = errorFromText((await runBundle([13])).error);
    expect(error).toMatchObject({
      code: 'E_USER',
      place: { step: 'Work', element: '13' },
      cause: { stack: expect.stringContaining(`${join(folder, 'twice.ts')}:11:`) },
    });
  });

  test('ends at SIGTERM', async () => {
    const { child, ended } = startWorker(atRunner(), await specOf('here'));
    await runBundle([1]);
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 143, stderr: '' });
  });

  test('answers bundles with an error that nobody caught, tells the log, and ends', async () => {
    const { ended } = startWorker(atRunner(), await specOf('here'));
    const { error } = await runBundle([66]);
    expect(errorFromText(error)).toMatchObject({ code: 'E_USER', message: 'later' });
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toContain('later');
    expect(runner.logs.map(({ message }) => message).join()).toContain('later');
  });
});

describe('a worker that cannot work says so to every bundle and on stderr, and ends with the code of the error', () => {
  async function refusal(spec: Buffer | undefined, args: readonly string[] = atRunner()) {
    const { ended } = startWorker(args, spec);
    const error = errorFromText((await runBundle([1])).error);
    runner.leave();
    const { code, stderr } = await ended;
    expect(stderr).toContain(error?.message);
    expect(code).toBe(error?.exitCode);
    return error;
  }

  test('when it builds another graph', async () => {
    expect(await refusal(await specOf('here', { plan: await submitted('Labour') }))).toMatchObject({
      code: 'E_GRAPH_DIFFERS',
      message: expect.stringMatching(/first build has the step "Labour", the second has "Work"/),
      place: { step: 'Labour' },
    });
  });

  test('when its options are refused', async () => {
    expect(await refusal(await specOf('here', { options: { factor: 'two' } }))).toMatchObject({
      code: 'E_BAD_OPTION',
    });
  });

  test('when it has no spec', async () => {
    expect(await refusal(undefined)).toMatchObject({ code: 'E_USAGE' });
  });

  test('when its spec is damaged', async () => {
    const spec = await specOf('here');
    expect(await refusal(spec.subarray(0, spec.length / 2))).toMatchObject({ code: 'E_BAD_PLAN' });
  });

  test('when a staged file was altered', async () => {
    runner.files.push({ name: SPEC_FILE, bytes: await specOf('anywhere'), sha256: 'f'.repeat(64) });
    expect(await refusal(undefined, [...atRunner(), `--semi_persist_dir=${folder}`])).toMatchObject({
      code: 'E_IO',
    });
  });
});

describe('a worker that reaches no runner ends with one message', () => {
  test.each([
    ['--provision_endpoint', 4, 'localhost:9 does not answer'],
    ['--control_endpoint', 4, 'localhost:9 does not answer'],
    ['--no_endpoint', 2, 'no --provision_endpoint'],
  ])('by %s', async (flag, exitCode, message) => {
    const { ended } = startWorker(['--id=w1', `${flag}=localhost:9`], await specOf('here'));
    const { code, stderr } = await ended;
    expect(code).toBe(exitCode);
    expect(stderr).toContain(message);
    expect(stderr.match(/^error\[/gm)).toHaveLength(1);
  });
});

describe('beam-run worker --pool', () => {
  async function startPool() {
    const { child, ended, seen } = startBeamRun(['worker', '--pool', '--port=0']);
    opened.push(() => child.kill('SIGKILL'));
    let text = '';
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
    });
    await seen('workers at ');
    const endpoint = /workers at (\S+)/.exec(text)?.[1] ?? '';
    const endpoints = new Endpoints('test');
    opened.push(() => endpoints.close());
    const call = <Q, R>(method: Method<Q, R>, request: object): Promise<R> =>
      endpoints.call(endpoint, method, request as Q);
    const start = (params: Record<string, string>, url = runner.address) =>
      call(BeamFnExternalWorkerPool.startWorker, { workerId: 'w1', provisionEndpoint: { url }, params });
    return { child, ended, start, stop: () => call(BeamFnExternalWorkerPool.stopWorker, { workerId: 'w1' }) };
  }

  /** The processes that a process has started. */
  const childrenOf = (pid: number): string[] =>
    spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter(Boolean);

  test('starts and ends workers, each a process, and ends with them', async () => {
    const { child, ended, start, stop } = await startPool();
    const params = { [SPEC_PARAMETER]: (await specOf('anywhere')).toString('base64') };
    expect(await start(params)).toEqual({ error: '' });
    expect(await runBundle([5])).toEqual({ error: '', numbers: [10] });
    expect(childrenOf(child.pid!)).toHaveLength(1);
    expect(await stop()).toEqual({ error: '' });
    expect(childrenOf(child.pid!)).toEqual([]);

    expect(await start(params)).toEqual({ error: '' });
    child.kill('SIGTERM');
    expect((await ended).code).toBe(143);
  });

  test('ends its workers when it is killed', async () => {
    const { child, ended, start } = await startPool();
    await start({ [SPEC_PARAMETER]: (await specOf('anywhere')).toString('base64') });
    const [pid] = childrenOf(child.pid!);
    child.kill('SIGKILL');
    await ended;
    await expect.poll(() => isAlive(Number(pid))).toBe(false);
  });

  test('begins workers that refuse to work, since runners may end when a pool says that it cannot', async () => {
    const { child, start } = await startPool();
    const spec = await specOf('anywhere', { plan: await submitted('Labour') });
    expect(await start({ [SPEC_PARAMETER]: spec.toString('base64') })).toEqual({ error: '' });
    expect(errorFromText((await runBundle([1])).error)).toMatchObject({
      code: 'E_GRAPH_DIFFERS',
      place: { step: 'Labour' },
    });
    runner.leave();
    await expect.poll(() => childrenOf(child.pid!)).toEqual([]);
  });

  test('begins a worker without a spec, which says so', async () => {
    const { start } = await startPool();
    expect(await start({})).toEqual({ error: '' });
    expect(errorFromText((await runBundle([1])).error)).toMatchObject({ code: 'E_USAGE' });
  });

  test('answers with the reason when a worker reaches no runner', async () => {
    const { child, start } = await startPool();
    const { error } = await start({}, 'localhost:9');
    expect(errorFromText(error)).toMatchObject({ code: 'E_SERVICE' });
    await expect.poll(() => childrenOf(child.pid!)).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
