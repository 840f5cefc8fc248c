import { buildGraph, OffsetRangeTracker, offsetRange, pipeline } from '@hornbeam/sdk';
import type { BeamError } from '@hornbeam/sdk/model';
import { describe, expect, test } from 'vitest';
import { FlinkRunner, type FlinkRunnerSettings } from './flink-runner.js';

/** What comes of a run at a cluster that nobody has: a refusal, or that it cannot be reached. */
async function errorOf(bounded: boolean, settings: FlinkRunnerSettings): Promise<BeamError> {
  const graph = await buildGraph(
    pipeline((p) => {
      const limits = p.create([1]).asList();
      p.create([1])
        .parDo({
          bounded,
          initial: () => offsetRange(0, 1),
          tracker: (range) => new OffsetRangeTracker(range),
          process: () => undefined,
        })
        .map((n, side) => [n, side.limits], { limits })
        .named('Compare');
    }),
  );
  const runner = new FlinkRunner({ flinkMaster: '127.0.0.1:1', submit: 'rest', ...settings });
  return runner.run(graph, { jobName: 'refused' }).then(
    () => {
      throw new Error('The job was taken.');
    },
    (thrown: BeamError) => thrown,
  );
}

describe('an endless job with side inputs', () => {
  test('is refused with checkpoints, by step, before the cluster is asked', async () => {
    expect(await errorOf(false, {})).toMatchObject({
      code: 'E_UNSUPPORTED',
      message: expect.stringContaining('checkpoints'),
      help: expect.stringContaining('--checkpoint-interval=0'),
      place: { step: 'Compare', callSite: expect.stringContaining('flink-runner.test.ts') },
    });
  });

  test('is not without checkpoints', async () => {
    expect(await errorOf(false, { checkpointInterval: 0 })).toMatchObject({
      code: 'E_SERVICE',
      message: expect.stringContaining('cannot be reached'),
    });
  });
});

test('a job that ends takes no checkpoints, so that its side inputs are no matter', async () => {
  expect(await errorOf(true, {})).toMatchObject({ code: 'E_SERVICE' });
});
