import { gunzipSync, gzipSync } from 'node:zlib';
import { Pipeline } from '@hornbeam/proto';
import { buildGraph, pipeline } from '@hornbeam/sdk';
import { fingerprint, toPlan } from '@hornbeam/sdk/translate';
import { describe, expect, test } from 'vitest';
import { decodeWorkerSpec, encodeWorkerSpec, type WorkerSpec, workerSpec } from './worker-spec.js';

const plan = toPlan(
  await buildGraph(
    pipeline((p) => void p.create([1]).named('One')),
    {},
  ),
);

const spec = (): Promise<WorkerSpec> =>
  workerSpec(
    plan,
    {
      jobName: 'job',
      code: {
        ...{ file: '/a/pipeline.ts', cwd: '/a' },
        options: { n: 1, big: 2n ** 70n, list: ['x', 3n], no: false },
        module: async (reach) => ({ code: `export default '${reach}'`, map: '{}' }),
      },
    },
    'anywhere',
  );

describe('the spec of a worker', () => {
  test('comes back as it was, with whole numbers of any size', async () => {
    const made = await spec();
    const decoded = decodeWorkerSpec(encodeWorkerSpec(made));
    expect({ ...decoded, plan: new Uint8Array(decoded.plan) }).toEqual({
      ...made,
      plan: new Uint8Array(made.plan),
    });
    expect(decoded.module.code).toContain('anywhere');
    expect(fingerprint(Pipeline.decode(decoded.plan))).toBe(decoded.fingerprint);
  });

  test('of another release is refused, with both versions', async () => {
    const text = gunzipSync(encodeWorkerSpec(await spec())).toString();
    const other = gzipSync(text.replace(/"release":"[^"]*"/, '"release":"9.9.9"'));
    expect(() => decodeWorkerSpec(other)).toThrow(/hornbeam 9\.9\.9, its worker is \d/);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no gzip', Buffer.from('{}')],
    ['no JSON', gzipSync('spec')],
    ['other JSON', gzipSync('null')],
    ['JSON without a spec', gzipSync('{"format":1}')],
  ])('is refused when it is %s', (_, bytes) => {
    expect(() => decodeWorkerSpec(bytes)).toThrow(expect.objectContaining({ code: 'E_BAD_PLAN' }));
  });

  test('cannot be made of a pipeline without a file', async () => {
    await expect(workerSpec(plan, { jobName: 'job' }, 'here')).rejects.toMatchObject({ code: 'E_USAGE' });
  });
});
