import { status } from '@grpc/grpc-js';
import type { Pipeline } from '@hornbeam/proto';
import {
  JobService as JobApi,
  JobMessageImportance,
  type JobMessagesResponse,
  JobState,
} from '@hornbeam/proto/services';
import { BeamError, errorFromText } from '@hornbeam/sdk/model';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HeldBackend, type HeldJob, RawClient } from './job-service.fixture.js';
import { JobService, type JobServiceSettings } from './job-service.js';
import { smallPlan } from './small-plan.fixture.js';

let plan: Pipeline;
let backend: HeldBackend;
let service: JobService;
let client: RawClient;
let now: number;
const lines: string[] = [];

beforeAll(async () => {
  plan = await smallPlan();
});

beforeEach(() => {
  now = 1_700_000_000_123;
  lines.length = 0;
  backend = new HeldBackend();
});

afterEach(async () => {
  client.close();
  await service.close();
});

async function listen(settings: Partial<JobServiceSettings> = {}): Promise<void> {
  service = await JobService.listen({
    ...{ backend, now: () => now },
    log: (job, { message }) => void lines.push(`${job}: ${message}`),
    ...settings,
  });
  client = new RawClient(service.address);
}

/** Runs a job until the backend has it. */
async function begin(name = 'one'): Promise<{ id: string; job: HeldJob }> {
  const id = await client.run(plan, name);
  await expect.poll(() => backend.jobs.some((job) => job.id === id)).toBe(true);
  return { id, job: backend.jobs.find((job) => job.id === id)! };
}

const stateOf = async (jobId: string) => (await client.call(JobApi.getState, { jobId })).state;

/** States and texts of a message stream, in order. */
const shown = (messages: readonly JobMessagesResponse[]) =>
  messages
    .filter(({ messageResponse }) => messageResponse?.importance !== JobMessageImportance.JOB_MESSAGE_DEBUG)
    .map(({ stateResponse, messageResponse }) => stateResponse?.state ?? messageResponse?.messageText);

describe('a job', () => {
  it('is prepared, run, followed, and asked for its metrics after its end', async () => {
    await listen();
    const { id, job } = await begin();
    expect(job.prepared).toMatchObject({ id, name: 'one', pipeline: plan });
    const following = client.messages(id);
    const states = client.follow(JobApi.getStateStream, { jobId: id });
    job.prepared.log({ severity: 'warn', message: 'careful', step: 'Map' });
    job.infos = [{ urn: 'u', type: 't', payload: new Uint8Array([1]), labels: {}, startTime: undefined }];
    job.finish();
    expect(shown(await following)).toEqual([
      JobState.STARTING,
      JobState.RUNNING,
      'Map: careful',
      JobState.DONE,
    ]);
    expect((await states).map(({ state }) => state)).toEqual([
      JobState.STARTING,
      JobState.RUNNING,
      JobState.DONE,
    ]);
    expect(await stateOf(id)).toBe(JobState.DONE);
    const { metrics } = await client.call(JobApi.getJobMetrics, { jobId: id });
    expect(metrics?.attempted).toEqual(metrics?.committed);
    expect(metrics?.committed).toMatchObject([{ urn: 'u' }]);
    expect((await client.call(JobApi.getPipeline, { jobId: id })).pipeline).toEqual(plan);
  });

  it('tells those who come late everything from its beginning', async () => {
    await listen();
    const { id, job } = await begin();
    job.prepared.log({ severity: 'info', message: 'half way' });
    job.finish();
    await expect.poll(() => stateOf(id)).toBe(JobState.DONE);
    expect(shown(await client.messages(id))).toEqual([
      JobState.STARTING,
      JobState.RUNNING,
      'half way',
      JobState.DONE,
    ]);
  });

  it('keeps the newest thousand messages', async () => {
    await listen();
    const { id, job } = await begin();
    for (let n = 0; n < 5000; n += 1) job.prepared.log({ severity: 'info', message: `m${n}` });
    job.finish();
    const texts = shown(await client.messages(id));
    expect(texts).toHaveLength(1000);
    expect(texts.slice(-2)).toEqual(['m4999', JobState.DONE]);
  });

  it('says why it failed before it says that it has, to people and to our own client', async () => {
    await listen();
    const { id, job } = await begin();
    const cause = new TypeError('x is not a function');
    job.fail(new BeamError('E_USER', 'A callback threw.', { step: 'Parse', help: 'mend it', cause }));
    const messages = await client.messages(id);
    const texts = shown(messages);
    expect(texts.at(-1)).toBe(JobState.FAILED);
    expect(texts.at(-2)).toBe(
      'E_USER: A callback threw.\n  step: Parse\n  -> mend it\n  cause: TypeError: x is not a function',
    );
    const read = messages.map(({ messageResponse }) => errorFromText(messageResponse?.messageText ?? ''));
    expect(read.find((each) => each !== undefined)).toMatchObject({
      code: 'E_USER',
      place: { step: 'Parse' },
    });
    expect(lines).toContain(`one: ${texts.at(-2)}`);
  });

  it('fails when the backend cannot begin it, and others go on', async () => {
    await listen();
    const other = await begin('other');
    backend.refusal = new BeamError('E_UNSUPPORTED', 'Not here.');
    const id = await client.run(plan);
    expect(shown(await client.messages(id))).toEqual([
      JobState.STARTING,
      'E_UNSUPPORTED: Not here.',
      JobState.FAILED,
    ]);
    expect(await stateOf(other.id)).toBe(JobState.RUNNING);
    other.job.finish();
    await expect.poll(() => stateOf(other.id)).toBe(JobState.DONE);
  });

  it('is cancelled, once', async () => {
    await listen();
    const { id, job } = await begin();
    expect((await client.call(JobApi.cancel, { jobId: id })).state).toBe(JobState.CANCELLING);
    expect(job.prepared.signal.aborted).toBe(true);
    expect(shown(await client.messages(id)).at(-1)).toBe(JobState.CANCELLED);
    expect((await client.call(JobApi.cancel, { jobId: id })).state).toBe(JobState.CANCELLED);
  });

  it('that was cancelled before it began ends as cancelled', async () => {
    let open!: () => void;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slow = { run: async (job: never) => gate.then(() => backend.run(job)) };
    await listen({ backend: slow });
    const id = await client.run(plan);
    await client.call(JobApi.cancel, { jobId: id });
    open();
    expect(shown(await client.messages(id))).toEqual([
      JobState.STARTING,
      JobState.CANCELLING,
      'The job was cancelled.',
      JobState.CANCELLED,
    ]);
  });

  it('is drained', async () => {
    await listen();
    const { id } = await begin();
    expect((await client.call(JobApi.drain, { jobId: id })).state).toBe(JobState.DRAINING);
    expect(shown(await client.messages(id)).at(-1)).toBe(JobState.DRAINED);
  });
});

describe('calls that are wrong', () => {
  it.each(['getState', 'getPipeline', 'cancel', 'drain', 'getJobMetrics'] as const)(
    '%s of a job that is not there is NOT_FOUND',
    async (name) => {
      await listen();
      await expect(client.call(JobApi[name] as never, { jobId: 'none' } as never)).rejects.toMatchObject({
        code: status.NOT_FOUND,
      });
    },
  );

  it('streams of a job that is not there end with NOT_FOUND', async () => {
    await listen();
    await expect(client.messages('none')).rejects.toMatchObject({ code: status.NOT_FOUND });
    await expect(client.follow(JobApi.getStateStream, { jobId: 'none' })).rejects.toMatchObject({
      code: status.NOT_FOUND,
    });
  });

  it('a job runs once', async () => {
    await listen();
    const { preparationId } = await client.prepare(plan);
    const request = { preparationId, retrievalToken: '' };
    await client.call(JobApi.run, request);
    await expect(client.call(JobApi.run, request)).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
    });
  });

  it('a retrieval token of another job is refused', async () => {
    await listen();
    const [one, other] = [await client.prepare(plan), await client.prepare(plan)];
    await expect(
      client.call(JobApi.run, {
        preparationId: one.preparationId,
        retrievalToken: other.stagingSessionToken,
      }),
    ).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
    await client.call(JobApi.run, {
      preparationId: one.preparationId,
      retrievalToken: one.stagingSessionToken,
    });
  });

  it('bytes that do not decode are INVALID_ARGUMENT, and the service goes on', async () => {
    await listen();
    await expect(client.send(JobApi.prepare, Buffer.from([0x0a, 0xff, 0x01]))).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
    await begin();
  });

  it('a plan that breaks a rule is refused with the step and what to do', async () => {
    await listen();
    const broken = structuredClone(plan);
    const step = Object.values(broken.components!.transforms).find(({ uniqueName }) =>
      uniqueName.includes('map'),
    )!;
    step.inputs = { in: 'nowhere' };
    await expect(client.prepare(broken)).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringMatching(/^E_BAD_PLAN: .*nowhere.*\n {2}step: .*\n {2}-> /s),
    });
  });

  it('what the runner cannot do is refused before anything is staged', async () => {
    await listen({
      check: () => {
        throw new BeamError('E_UNSUPPORTED', 'Not on this runner.');
      },
    });
    await expect(client.prepare(plan)).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: 'E_UNSUPPORTED: Not on this runner.',
    });
  });

  it('a request without a pipeline is INVALID_ARGUMENT', async () => {
    await listen();
    await expect(client.call(JobApi.prepare, { jobName: 'one' })).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
  });

  it('a message that is too large is RESOURCE_EXHAUSTED, and the service goes on', async () => {
    await listen({ maxMessageBytes: 100_000 });
    await expect(client.send(JobApi.prepare, Buffer.alloc(200_000))).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
    await begin();
  });
});

describe('what is remembered', () => {
  it('prepared jobs go after an hour', async () => {
    await listen();
    const { preparationId } = await client.prepare(plan);
    now += 3_600_001;
    await expect(client.call(JobApi.run, { preparationId, retrievalToken: '' })).rejects.toMatchObject({
      code: status.NOT_FOUND,
      details: expect.stringContaining('60 minutes'),
    });
  });

  it('the oldest prepared jobs go when there are too many', async () => {
    await listen({ retention: { maxPrepared: 2 } });
    const [first, second] = [
      await client.prepare(plan),
      await client.prepare(plan),
      await client.prepare(plan),
    ];
    const run = (id: string) => client.call(JobApi.run, { preparationId: id, retrievalToken: '' });
    await expect(run(first!.preparationId)).rejects.toMatchObject({ code: status.NOT_FOUND });
    await run(second!.preparationId);
  });

  it('ended jobs go, running ones stay', async () => {
    await listen({ retention: { maxEnded: 1 } });
    const [running, first, second] = [await begin(), await begin(), await begin()];
    for (const { id, job } of [first, second]) {
      job.finish();
      await expect.poll(() => stateOf(id)).toBe(JobState.DONE);
    }
    const ids = async () => (await client.call(JobApi.getJobs, {})).jobInfo.map(({ jobId }) => jobId);
    expect(await ids()).toEqual([running.id, second.id]);
    now += 24 * 3_600_000 + 1;
    expect(await ids()).toEqual([running.id]);
  });
});

describe('options', () => {
  it('are described with type and default', async () => {
    await listen();
    const { options } = await client.call(JobApi.describePipelineOptions, {});
    expect(options.map(({ name }) => name)).toContain('max_bundle_time_mills');
    expect(options.find(({ name }) => name === 'parallelism')).toMatchObject({ type: 2, defaultValue: '4' });
  });

  it('reach the backend as they are, and as it uses them', async () => {
    await listen();
    const pipelineOptions = {
      fields: {
        'beam:option:parallelism:v1': { numberValue: 3 },
        'beam:option:streaming:v1': { boolValue: true },
        'beam:option:somebody_elses:v1': { stringValue: 'x' },
        maxBundleSize: { stringValue: '12' },
        experiments: { listValue: { values: [{ stringValue: 'a' }] } },
        'beam:option:drain_millis:v1': { numberValue: -1 },
        'beam:option:memory_budget:v1': { nullValue: 0 as const },
      },
    };
    const { preparationId } = await client.call(JobApi.prepare, {
      jobName: '',
      pipeline: plan,
      pipelineOptions,
    });
    await client.call(JobApi.run, { preparationId, retrievalToken: '' });
    await expect.poll(() => backend.jobs.length).toBe(1);
    expect(backend.jobs[0]!.prepared).toMatchObject({
      name: 'job',
      options: pipelineOptions,
      settings: { parallelism: 3, streaming: true, maxBundleSize: 12, experiments: ['a'] },
    });
    expect(backend.jobs[0]!.prepared.settings).not.toHaveProperty('drainMillis');
    expect(lines).toContain('job: options that this runner has no use for: somebody_elses');
  });

  it('of another type are refused by name', async () => {
    await listen();
    const pipelineOptions = { fields: { 'beam:option:parallelism:v1': { stringValue: 'many' } } };
    await expect(
      client.call(JobApi.prepare, { jobName: 'one', pipeline: plan, pipelineOptions }),
    ).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining('parallelism'),
    });
  });
});

describe('the end of the service', () => {
  it('cancels what runs and takes nothing new', async () => {
    await listen();
    const { id } = await begin();
    const following = client.messages(id);
    const states = client.follow(JobApi.getStateStream, { jobId: id });
    await stateOf(id); // so that the service has heard of both streams
    await service.close();
    expect(shown(await following).at(-1)).toBe(JobState.CANCELLED);
    expect((await states).at(-1)?.state).toBe(JobState.CANCELLED);
    await expect(client.prepare(plan)).rejects.toMatchObject({ code: status.UNAVAILABLE });
  });
});
