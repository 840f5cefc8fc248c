import { existsSync, readFileSync } from 'node:fs';
import {
  ArtifactFilePayload,
  ArtifactStagingToRolePayload,
  DockerPayload,
  ExternalPayload,
  ProcessPayload,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { buildGraph, pipeline } from '@hornbeam/sdk';
import type { RunOptions } from '@hornbeam/sdk/construction';
import { WORKER_CAPABILITIES } from '@hornbeam/sdk/fn-api';
import { toPlan } from '@hornbeam/sdk/translate';
import { describe, expect, test } from 'vitest';
import { type EnvironmentSettings, environmentOpener } from './environment-opener.js';
import { decodeWorkerSpec, SPEC_FILE, SPEC_PARAMETER, SPEC_VARIABLE } from './worker-spec.js';

const plan = toPlan(
  await buildGraph(
    pipeline((p) => void p.create([1]).named('One')),
    {},
  ),
);
// Any program will do: nothing starts it.
const worker = { command: process.execPath, env: { PATH: '/opt/node' } };

const options: RunOptions = {
  jobName: 'job',
  code: {
    ...{ file: '/a/pipeline.ts', cwd: '/a', options: {} },
    module: async (reach) => ({ code: reach, map: '{}' }),
  },
};

const open = (settings: Omit<EnvironmentSettings, 'worker'>) =>
  environmentOpener({ ...settings, worker })(plan, options);

describe('an environment for user code', () => {
  test('is this process unless somebody says otherwise', async () => {
    const { environment, close } = await open({});
    expect(environment.urn).toBe(urns.environments.external);
    expect(ExternalPayload.decode(environment.payload)).toMatchObject({
      endpoint: { url: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
      params: {},
    });
    await close();
  });

  test('in this process is served where the config says', async () => {
    const { environment, close } = await open({ type: 'loopback', config: 'localhost' });
    expect(ExternalPayload.decode(environment.payload).endpoint?.url).toMatch(/^localhost:\d+$/);
    await close();
  });

  test.each(['pool:50000', '{"url": "pool:50000", "params": {"a": "b"}}'])(
    'at a pool %s has the whole spec in it',
    async (config) => {
      const { environment } = await open({ type: 'external', config });
      const { endpoint, params } = ExternalPayload.decode(environment.payload);
      expect(endpoint?.url).toBe('pool:50000');
      expect(params.a).toBe(config.includes('params') ? 'b' : undefined);
      const spec = decodeWorkerSpec(Buffer.from(params[SPEC_PARAMETER]!, 'base64'));
      expect(spec).toMatchObject({ jobName: 'job', module: { code: 'anywhere' } });
      expect(environment.dependencies).toEqual([]);
      expect(environment.capabilities).toEqual(WORKER_CAPABILITIES);
    },
  );

  test('of processes names our worker and a file that is there until it is closed', async () => {
    const { environment, close } = await open({ type: 'process' });
    expect(environment.urn).toBe(urns.environments.process);
    const { command, env } = ProcessPayload.decode(environment.payload);
    expect(command).toBe(worker.command);
    expect(env.PATH).toBe('/opt/node');
    const file = env[SPEC_VARIABLE]!;
    expect(decodeWorkerSpec(readFileSync(file)).module.code).toBe('here');
    await close();
    expect(existsSync(file)).toBe(false);
  });

  test.each([
    ['/bin/sh', {}],
    ['{"command": "/bin/sh", "env": {"A": "b"}}', { A: 'b' }],
  ])('of processes of another program %s holds all packages', async (config, more) => {
    const { environment, close } = await open({ type: 'process', config });
    const { command, env } = ProcessPayload.decode(environment.payload);
    const { [SPEC_VARIABLE]: file, ...others } = env;
    expect({ command, others }).toEqual({ command: '/bin/sh', others: more });
    expect(decodeWorkerSpec(readFileSync(file!)).module.code).toBe('anywhere');
    await close();
  });

  test('of processes is refused without the program', async () => {
    await expect(open({ type: 'process', config: '/nowhere/beam-worker' })).rejects.toMatchObject({
      code: 'E_USAGE',
      place: { path: '/nowhere/beam-worker' },
    });
  });

  test('of containers has the spec staged, with its checksum', async () => {
    const { environment, close } = await open({ type: 'docker', config: 'image:1' });
    expect(DockerPayload.decode(environment.payload)).toEqual({ containerImage: 'image:1' });
    const [file, ...others] = environment.dependencies;
    expect(others).toEqual([]);
    expect(file!.typeUrn).toBe(urns.artifactTypes.file);
    expect(file!.roleUrn).toBe(urns.artifactRoles.stagingTo);
    expect(ArtifactStagingToRolePayload.decode(file!.rolePayload)).toEqual({ stagedName: SPEC_FILE });
    const { path, sha256 } = ArtifactFilePayload.decode(file!.typePayload);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(decodeWorkerSpec(readFileSync(path)).module.code).toBe('anywhere');
    await close();
    expect(existsSync(path)).toBe(false);
  });

  test.each([
    ['external', undefined, 'no pool'],
    ['external', 'pool', 'no pool'],
    ['external', 'http://pool:1', 'no pool'],
    ['external', '{"params": {}}', 'no pool'],
    ['external', '{"url": "pool:1", "params": {"a": 1}}', 'no pool'],
    ['external', '{url}', 'no JSON'],
    ['process', 'beam-worker', 'no program'],
    ['process', '{"command": "/a", "env": {"A": 1}}', 'no program'],
    ['docker', undefined, 'needs an image'],
  ] as const)('%s is refused with the config %j', (type, config, why) => {
    expect(() => environmentOpener({ type, config, worker })).toThrow(why);
  });
});
