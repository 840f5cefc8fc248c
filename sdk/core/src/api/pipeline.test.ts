import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Job, JobResult, Runner, RunOptions } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { buildGraph, pipeline, run, start } from './pipeline.js';
import { Root } from './root.js';

const Options = z.object({ input: z.string(), workers: z.number().default(4) });

describe('a pipeline', () => {
  test('is built with options that passed its schema, defaults filled in', async () => {
    let given: unknown;
    const built = pipeline({ options: Options }, (p, options) => {
      expect(p).toBeInstanceOf(Root);
      given = options;
    });
    await buildGraph(built, { input: 'a.txt' });
    expect(given).toEqual({ input: 'a.txt', workers: 4 });
  });

  test('is refused with every option that does not pass', async () => {
    const built = pipeline({ options: Options }, () => undefined);
    await expect(buildGraph(built, { workers: 'many' })).rejects.toMatchObject({
      code: 'E_BAD_OPTION',
      message: expect.stringMatching(/^--input: .*\n--workers: .*\(given: "many"\)$/),
    });
  });

  test('may be built asynchronously', async () => {
    const graph = await buildGraph(
      pipeline(async (p) => {
        await Promise.resolve();
        p.impulse();
      }),
    );
    expect(graph.steps).toHaveLength(1);
  });

  test('starts with an empty graph every time it is built', async () => {
    const built = pipeline((p) => p.impulse());
    expect(await buildGraph(built)).not.toBe(await buildGraph(built));
    expect((await buildGraph(built)).steps).toHaveLength(1);
  });

  test('whose build function throws fails with what it threw', async () => {
    const cause = new RangeError('no such region');
    const broken = pipeline(() => {
      throw cause;
    });
    await expect(buildGraph(broken)).rejects.toMatchObject({
      code: 'E_BUILD',
      message: 'no such region',
      cause,
    });
  });

  test('keeps the code of an error of the SDK', async () => {
    const broken = pipeline((p) => p.flatten([]));
    await expect(buildGraph(broken)).rejects.toMatchObject({ code: 'E_BAD_ARGUMENT' });
  });

  test('needs a build function', () => {
    expect(() => pipeline({ options: Options } as never)).toThrow(BeamError);
  });
});

describe('a runner', () => {
  const received: RunOptions[] = [];
  const result = { jobName: 'x' } as JobResult;
  const runner: Runner = {
    name: 'recording',
    async run(graph, options) {
      received.push(options);
      return { id: String(graph.steps.length), done: Promise.resolve(result) } as Job;
    },
  };

  test('is handed the graph and the job name: as given, else that of the pipeline, else a plain one', async () => {
    received.length = 0;
    const named = pipeline({ name: 'Sales' }, (p) => p.impulse());
    expect((await start(named, { runner })).id).toBe('1');
    await start(named, { runner, jobName: 'Monday' });
    await start(
      pipeline((p) => p.impulse()),
      { runner },
    );
    expect(received.map(({ jobName }) => jobName)).toEqual(['Sales', 'Monday', 'pipeline']);
  });

  test('gives the result when the run is done', async () => {
    expect(
      await run(
        pipeline((p) => p.impulse()),
        { runner },
      ),
    ).toBe(result);
  });
});
