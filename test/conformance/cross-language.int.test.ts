import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beamRun, build, startBeamRun } from '../integration/beam-run.js';
import { whyNoFlink } from '../integration/flink-tools.js';
import { type RunningService, startJobService } from '../integration/job-service.js';
import { pathOf } from '../tidy/repository.js';
import { pythonWithBeam, whyNoPython } from './sdk-programs.js';

const missing = whyNoPython() ?? (await whyNoFlink());
const folder = mkdtempSync(join(tmpdir(), 'hornbeam-languages-'));
const cubes = [1, 3, 5, 7, 9].map((n) => `${n} cubed is ${n ** 3}`);
let python = '';

beforeAll(async () => {
  build();
  if (missing === undefined) python = await pythonWithBeam();
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The lines that the pipeline of three languages has written. */
function cubesBy(runner: string): string[] {
  const output = join(folder, runner);
  const { code, stderr } = beamRun(
    [pathOf('pipelines/cross-language/pipeline.ts'), `--runner=${runner}`, `--output=${output}`],
    { env: { HORNBEAM_PYTHON: python } },
  );
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return readdirSync(folder)
    .filter((name) => name.startsWith(runner))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .filter((line) => line !== '')
    .sort();
}

// What Java needs is what Flink needs.
describe.skipIf(missing !== undefined)('a pipeline of TypeScript, Python and Java', () => {
  it('runs on our own runner', () => expect(cubesBy('direct')).toEqual(cubes), 180_000);
  it('runs on Flink', () => expect(cubesBy('flink')).toEqual(cubes), 300_000);
});

// As above.
describe.skipIf(missing !== undefined)('transforms in TypeScript that a file offers', () => {
  let service: RunningService | undefined;
  let offered: ReturnType<typeof startBeamRun> | undefined;
  let address = '';

  beforeAll(async () => {
    service = await startJobService();
    offered = startBeamRun([
      'expansion-service',
      pathOf('test/conformance/typescript/shout.ts'),
      '--port',
      '0',
    ]);
    let said = '';
    offered.child.stdout?.on('data', (text: string) => {
      said += text;
    });
    while (!/transforms at \S+\n/.test(said)) await once(offered.child.stdout!, 'data');
    address = /transforms at (\S+)\n/.exec(said)![1]!;
  }, 120_000);

  afterAll(async () => {
    offered?.child.kill('SIGINT');
    await offered?.ended;
    await service?.stop();
  });

  it('are listed with the fields of their configuration', () => {
    const { stdout } = beamRun(['transforms', `--expansion-service=${address}`]);
    expect(stdout).toBe(
      'beam:transform:org.example:shout:v1\n    Texts in capitals, with an ending\n    ending: string\n',
    );
  });

  it('are used by a pipeline in Python', async () => {
    const { stdout } = await promisify(execFile)(
      python,
      [
        pathOf('test/conformance/python/shout.py'),
        address,
        '--runner=PortableRunner',
        `--job_endpoint=${service!.endpoint}`,
        '--environment_type=LOOPBACK',
      ],
      { timeout: 90_000 },
    );
    expect(stdout).toBe('ok\n');
  }, 120_000);

  it("are used by a pipeline in Python on Python's own runner", async () => {
    const { stdout } = await promisify(execFile)(
      python,
      [pathOf('test/conformance/python/shout.py'), address, '--runner=FnApiRunner'],
      { timeout: 90_000 },
    );
    expect(stdout).toBe('ok\n');
  }, 120_000);

  it('that nobody offers are refused by name, with those that there are', async () => {
    const run = promisify(execFile)(
      python,
      [
        pathOf('test/conformance/python/shout.py'),
        address,
        '--urn=beam:transform:org.example:whisper:v1',
        '--runner=PortableRunner',
        `--job_endpoint=${service!.endpoint}`,
      ],
      { timeout: 90_000 },
    );
    await expect(run).rejects.toMatchObject({
      stderr: expect.stringContaining('there are: beam:transform:org.example:shout:v1'),
    });
  }, 120_000);
});
