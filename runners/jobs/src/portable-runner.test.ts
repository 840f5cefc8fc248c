import { Environment } from '@hornbeam/proto';
import { JobState } from '@hornbeam/proto/services';
import { urns } from '@hornbeam/proto/urns';
import { buildGraph, pipeline } from '@hornbeam/sdk';
import { BeamError } from '@hornbeam/sdk/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, FakeJobService, type Misbehaviour } from './job-service.fixture.js';
import { PortableRunner, type PortableRunnerSettings } from './portable-runner.js';

/** As usual, but for what need not take so long. */
const limits = { abandonMillis: 100, pollMillis: 20 };
/** Where a service freezes, a test waits this out once or twice. */
const short = { ...limits, submitMillis: 300, askMillis: 100, awayMillis: 150 };

let service: FakeJobService;
let closed: string[];
let abort: AbortController;

beforeEach(() => {
  closed = [];
  abort = new AbortController();
});

afterEach(() => {
  service.close();
  // Nobody may take these for calls of the next test.
  service.calls.length = 0;
});

/** Runs a job with one file to be staged at a service that behaves as told. */
async function run(behaviour: Misbehaviour, settings: Partial<PortableRunnerSettings> = {}) {
  service = await FakeJobService.start(behaviour);
  const runner = new PortableRunner({
    endpoint: service.endpoint,
    openEnvironment: async () => ({
      environment: Environment.create({
        urn: urns.environments.external,
        dependencies: [
          {
            typeUrn: urns.artifactTypes.embedded,
            typePayload: new Uint8Array(),
            roleUrn: '',
            rolePayload: new Uint8Array(),
          },
        ],
      }),
      failure: undefined,
      close: async () => void closed.push('environment'),
    }),
    close: async () => void closed.push('server'),
    limits,
    ...settings,
  });
  const graph = await buildGraph(
    pipeline({ name: 'one' }, (p) => {
      p.create([1]);
    }),
    {},
  );
  return runner.run(graph, { jobName: 'one', signal: abort.signal });
}

/** A service that needs no files. */
const well: Misbehaviour = { staging: (stream) => void stream.end() };

const timesAsked = (wanted: string): number => service.calls.filter((name) => name === wanted).length;

const stopped = new BeamError('E_CANCELLED', 'Somebody pressed Ctrl-C.');

describe('a service that freezes', () => {
  it.each(['prepare', 'reverseArtifactRetrievalService', 'run'] as const)(
    'in %s is given up, with what was started',
    async (name) => {
      await expect(run({ ...well, frozen: [name] }, { limits: short })).rejects.toMatchObject({
        code: 'E_SERVICE',
        message: expect.stringContaining('does not answer'),
      });
      expect(service.calls.at(-1)).toBe(name);
      expect(closed).toEqual(['environment', 'server']);
    },
  );

  it('while the job runs is given up, though its streams are open', async () => {
    const job = await run({ ...well, frozen: ['getJobMetrics', 'getState'] }, { limits: short });
    await expect(job.done).rejects.toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining('cannot be reached'),
    });
    expect(job.state).toBe('FAILED');
    expect(closed).toEqual(['environment', 'server']);
  });

  it('is not one that refuses to tell metrics', async () => {
    const getJobMetrics = (_call: unknown, answer: Answer) => answer({ code: 12, details: 'no metrics' });
    const job = await run({ ...well, methods: { getJobMetrics } }, { limits: { ...limits, awayMillis: 0 } });
    await expect.poll(() => timesAsked('getJobMetrics')).toBeGreaterThan(3);
    service.end(JobState.DONE);
    expect((await job.done).state).toBe('DONE');
  });
});

describe('a run that is to end before there is a job', () => {
  it('begins nothing when it was to end already', async () => {
    abort.abort(stopped);
    await expect(run(well)).rejects.toStrictEqual(stopped);
    expect(service.calls).toEqual([]);
    expect(closed).toEqual(['server']);
  });

  it.each(['prepare', 'reverseArtifactRetrievalService'] as const)('gives up in %s', async (name) => {
    const running = run({ ...well, frozen: [name] }, { limits });
    const failed = expect(running).rejects.toStrictEqual(stopped);
    await expect.poll(() => service?.calls).toContain(name);
    abort.abort(stopped);
    await failed;
    expect(closed).toEqual(['environment', 'server']);
  });

  it('cancels the job whose id comes after that', async () => {
    let answerRun!: () => void;
    const running = run(
      {
        ...well,
        methods: {
          run: (_call: unknown, answer: Answer) => {
            answerRun = () => answer(null, { jobId: 'job' });
          },
        },
      },
      { limits: { ...limits, abandonMillis: 1_000_000 } },
    );
    await expect.poll(() => answerRun).toBeDefined();
    abort.abort(stopped);
    answerRun();
    const job = await running;
    await expect(job.done).rejects.toStrictEqual(stopped);
    expect(job.state).toBe('CANCELLED');
    expect(service.calls).toContain('cancel');
  });

  it('does not wait long for the id', async () => {
    const running = run({ ...well, frozen: ['run'] }, { limits });
    const failed = expect(running).rejects.toStrictEqual(stopped);
    await expect.poll(() => service?.calls).toContain('run');
    abort.abort(stopped);
    await failed;
    expect(closed).toEqual(['environment', 'server']);
  });
});

describe('a job that ends while it is asked to stop', () => {
  it('has ended by itself when the wish was refused', async () => {
    let refuse!: () => void;
    const job = await run(well, {
      stop: () =>
        new Promise((_, reject) => {
          refuse = () => reject(new BeamError('E_SERVICE', 'There is nothing to stop.'));
        }),
    });
    const wish = expect(job.stop()).rejects.toThrow('There is nothing to stop.');
    service.end(JobState.DONE);
    await expect.poll(() => timesAsked('getJobMetrics')).toBeGreaterThan(1);
    refuse();
    await wish;
    expect((await job.done).state).toBe('DONE');
  });

  it('has stopped when the wish was granted', async () => {
    const job = await run(well, { stop: async () => service.end(JobState.CANCELLED) });
    await job.stop();
    expect(job.state).toBe('STOPPED');
  });

  it('goes on when it could not be cancelled', async () => {
    const job = await run({
      ...well,
      methods: {
        cancel: (_call: unknown, answer: Answer) => answer({ code: 9, details: 'not now' }),
      },
    });
    await expect(job.cancel()).rejects.toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining('not now'),
    });
    expect(job.state).toBe('RUNNING');
    service.end(JobState.DONE);
    expect((await job.done).state).toBe('DONE');
  });
});
