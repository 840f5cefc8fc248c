import { JobService, type JobServiceSettings } from '@hornbeam/job-service';
import { PortableRunner, type PortableRunnerSettings, ServiceOperations } from '@hornbeam/jobs';
import { buildGraph, pipeline, type Root } from '@hornbeam/sdk';
import type { JobResult } from '@hornbeam/sdk/construction';
import { FnApiServer } from '@hornbeam/workers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificate, certificateKey } from './certificate.fixture.js';
import { checkPlan, directBackend } from './direct-backend.js';

let server: FnApiServer;
let service: JobService;

beforeEach(async () => {
  server = await FnApiServer.listen();
});

afterEach(async () => {
  await service.close();
  server.close();
});

async function serve(settings: Partial<JobServiceSettings> = {}): Promise<void> {
  service = await JobService.listen({
    backend: directBackend({ server, workerLog: () => undefined }),
    check: checkPlan,
    ...settings,
  });
}

/** Runs a pipeline at the service, its code in this process. */
async function run(
  build: (p: Root) => void,
  settings: Partial<PortableRunnerSettings> = {},
): Promise<JobResult> {
  const runner = new PortableRunner({ endpoint: service.address, ...settings });
  const job = await runner.run(await buildGraph(pipeline({ name: 'one' }, build), {}), { jobName: 'one' });
  return job.done;
}

/** Adds what it counts to `seen`. */
const counting = (seen: string[]) => (p: Root) => {
  p.create(['a', 'b', 'a'])
    .named('Words')
    .map((word) => ({ key: word, value: 1 }))
    .named('Pair')
    .groupByKey()
    .named('Group')
    .map(({ key, value }) => void seen.push(`${key}${[...value].length}`))
    .named('Count');
};

describe('our own client', () => {
  it('runs pipelines, and their steps count what they took', async () => {
    await serve();
    const seen: string[] = [];
    const { state, steps } = await run(counting(seen));
    expect(state).toBe('DONE');
    expect(seen.sort()).toEqual(['a2', 'b1']);
    expect(steps.find(({ name }) => name === 'Pair')).toMatchObject({ elementsIn: 3, elementsOut: 3 });
  });

  it("sees a callback's own error, and runs the next job", async () => {
    await serve();
    const failing = run((p) => {
      p.create([1])
        .map((n) => {
          if (n === 1) throw new Error('one is too many');
          return n;
        })
        .named('Fails');
    });
    await expect(failing).rejects.toMatchObject({
      code: 'E_USER',
      message: expect.stringContaining('one is too many'),
      place: { step: 'Fails' },
    });
    expect((await run(counting([]))).state).toBe('DONE');
  });

  it('lists jobs, the ended ones too', async () => {
    await serve();
    await run(counting([]));
    const operations = new ServiceOperations(service.address);
    expect(await operations.list()).toMatchObject([{ name: 'one', state: 'DONE' }]);
    operations.close();
  });

  it('shows a token and speaks over TLS', async () => {
    await serve({ token: 'secret', tls: { cert: certificate, key: certificateKey } });
    const access = { token: 'secret', tls: { ca: certificate } };
    const seen: string[] = [];
    await run(counting(seen), { access });
    expect(seen.sort()).toEqual(['a2', 'b1']);
  });

  it('is refused with another token', async () => {
    await serve({ token: 'secret' });
    await expect(run(counting([]), { access: { token: 'wrong' } })).rejects.toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining('wants a token'),
    });
  });
});
