import { JobService } from '@hornbeam/job-service';
import { JobClient, openLoopback, PortableRunner } from '@hornbeam/jobs';
import { Coder, Pipeline, PTransform, Struct } from '@hornbeam/proto';
import { JobMessageImportance, JobState } from '@hornbeam/proto/services';
import { buildGraph, pipeline } from '@hornbeam/sdk';
import type { Graph } from '@hornbeam/sdk/construction';
import type { BeamError } from '@hornbeam/sdk/model';
import { toPlan } from '@hornbeam/sdk/translate';
import { FnApiServer } from '@hornbeam/workers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakages, drawFrom } from './broken-plans.fixture.js';
import { checkPlan, directBackend } from './direct-backend.js';

/** Of gRPC. */
const INVALID_ARGUMENT = 3;
const FAILED_PRECONDITION = 9;

type Loopback = Awaited<ReturnType<typeof openLoopback>>;

let server: FnApiServer;
let service: JobService;
let graph: Graph;
let workers: Loopback;
let client: JobClient;
let plan: Pipeline;

/** A job that goes on for longer is cancelled: a broken plan may ask for workers that never come. */
const PATIENCE_MILLIS = 3000;

beforeAll(async () => {
  server = await FnApiServer.listen();
  service = await JobService.listen({
    backend: directBackend({ server, workerLog: () => undefined }),
    check: checkPlan,
  });
  client = new JobClient(service.address);
  graph = await buildGraph(
    pipeline({ name: 'good' }, (p) => {
      const words = p.create(['a', 'b', 'a']).named('Words');
      const keyed = words.map((word) => ({ key: word, value: 1 })).named('Pair');
      keyed.groupByKey().named('Group');
    }),
    {},
  );
  workers = await openLoopback(toPlan(graph), {});
  await runGood((sent) => {
    plan = sent;
  });
});

afterAll(async () => {
  client?.close();
  await workers?.close();
  await service?.close();
  server?.close();
});

/** Runs the plan that nobody broke; whoever runs it here sees that the service still works. */
async function runGood(prepared?: (plan: Pipeline) => void): Promise<void> {
  const runner = new PortableRunner({
    endpoint: service.address,
    openEnvironment: async () => ({
      ...workers,
      environment: workers.environment,
      failure: undefined,
      close: async () => undefined,
    }),
    ...(prepared && { prepared: (sent: Pipeline) => prepared(structuredClone(sent)) }),
  });
  const job = await runner.run(graph, { jobName: 'good' });
  expect((await job.done).state).toBe('DONE');
}

/** What became of a plan: `refused`, or how its job ended. @throws when that is not one of the ways it may end */
async function fateOf(broken: Pipeline): Promise<string> {
  const quick = AbortSignal.timeout(20_000);
  let id: string;
  try {
    const { preparationId } = await client.prepare('broken', broken, Struct.create({}), quick);
    id = await client.run(preparationId, '', quick);
  } catch (thrown) {
    const { code, details } = ((thrown as BeamError).cause ?? thrown) as { code: unknown; details: string };
    expect({ code, details }).toEqual({
      code: expect.toBeOneOf([INVALID_ARGUMENT, FAILED_PRECONDITION]),
      details: expect.stringMatching(/^(E_[A-Z_]+: |The request does not decode|The job "broken" has files)/),
    });
    return 'refused';
  }
  const timer = setTimeout(() => void client.cancel(id).catch(() => undefined), PATIENCE_MILLIS);
  let why = '';
  let last: JobState = JobState.UNSPECIFIED;
  for await (const { messageResponse, stateResponse } of client.messages(id, quick)) {
    last = stateResponse?.state ?? last;
    if (messageResponse?.importance === JobMessageImportance.JOB_MESSAGE_ERROR)
      why = messageResponse.messageText;
  }
  clearTimeout(timer);
  if (last === JobState.FAILED) {
    expect(why).toMatch(/^E_[A-Z_]+: ./);
    expect(why).not.toMatch(/^E_INTERNAL/);
    return 'failed';
  }
  expect([JobState.DONE, JobState.CANCELLED]).toContain(last);
  return last === JobState.DONE ? 'done' : 'cancelled';
}

describe('plans that are broken', () => {
  it.each(Object.entries(breakages))('%s', { timeout: 120_000 }, async (_name, breakage) => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const broken = structuredClone(plan);
      breakage(broken.components!, drawFrom(seed), broken);
      const fate = await fateOf(broken).catch((thrown: unknown) => {
        throw new Error(`seed ${seed}: ${String(thrown)}`, { cause: thrown });
      });
      expect(fate).toBeDefined();
    }
    await runGood();
  });

  it('several ways at once', { timeout: 120_000 }, async () => {
    const all = Object.values(breakages);
    for (let seed = 1; seed <= 60; seed += 1) {
      const draw = drawFrom(seed * 31);
      const broken = structuredClone(plan);
      for (let n = 0; n < 3; n += 1) {
        if (broken.components !== undefined) all[draw(all.length)]!(broken.components, draw, broken);
      }
      await fateOf(broken).catch((thrown: unknown) => {
        throw new Error(`seed ${seed}: ${String(thrown)}`, { cause: thrown });
      });
    }
    await runGood();
  });

  it('by single bits', { timeout: 120_000 }, async () => {
    const bytes = Pipeline.encode(plan).finish();
    for (let seed = 1; seed <= 150; seed += 1) {
      const draw = drawFrom(seed * 17);
      const damaged = Uint8Array.from(bytes);
      damaged[draw(damaged.length)]! ^= 1 << draw(8);
      let broken: Pipeline;
      try {
        broken = Pipeline.decode(damaged);
      } catch {
        continue; // that bytes which do not decode are refused is seen where the service is tested
      }
      await fateOf(broken).catch((thrown: unknown) => {
        throw new Error(`seed ${seed}: ${String(thrown)}`, { cause: thrown });
      });
    }
    await runGood();
  });
});

describe('plans that are long', () => {
  it('are planned, however many steps stand in a row', { timeout: 60_000 }, () => {
    const long = structuredClone(plan);
    const { transforms, pcollections } = long.components!;
    const [first] = Object.keys(pcollections);
    let before = first!;
    for (let n = 0; n < 5000; n += 1) {
      const made = `long${n}`;
      pcollections[made] = { ...pcollections[first!]!, uniqueName: made };
      transforms[made] = PTransform.create({
        ...{ uniqueName: made, inputs: { in: before }, outputs: { out: made } },
        spec: { urn: 'beam:transform:flatten:v1', payload: new Uint8Array() },
      });
      long.rootTransformIds.push(made);
      before = made;
    }
    expect(() => checkPlan(long, {})).not.toThrow();
  });
});

describe('plans that are nested too deep', () => {
  it('in their coders', async () => {
    const deep = structuredClone(plan);
    const { coders } = deep.components!;
    for (let n = 0; n < 50_000; n += 1) {
      coders[`deep${n}`] = Coder.create({
        spec: { urn: 'beam:coder:iterable:v1', payload: new Uint8Array() },
        componentCoderIds: [n === 0 ? Object.keys(plan.components!.coders)[0]! : `deep${n - 1}`],
      });
    }
    Object.values(deep.components!.pcollections)[0]!.coderId = 'deep49999';
    expect(await fateOf(deep)).toBe('refused');
    await runGood();
  });

  it('in their composites', async () => {
    const deep = structuredClone(plan);
    const { transforms } = deep.components!;
    for (let n = 0; n < 50_000; n += 1) {
      transforms[`deep${n}`] = PTransform.create({ uniqueName: `deep${n}`, subtransforms: [`deep${n + 1}`] });
    }
    transforms.deep50000 = PTransform.create({ uniqueName: 'deep50000' });
    deep.rootTransformIds.push('deep0');
    expect(await fateOf(deep)).toBe('refused');
    await runGood();
  });
});
