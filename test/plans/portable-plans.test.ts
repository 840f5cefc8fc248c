import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DirectRunner } from '@hornbeam/direct';
import { flinkProfile, plainProfile, portablePlan, prismProfile, type RunnerProfile } from '@hornbeam/jobs';
import { Environment, ExternalPayload, Pipeline } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { buildGraph, type Pipeline as UserPipeline } from '@hornbeam/sdk';
import type { Graph, Job, Runner, RunOptions } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { type Plan, toPlan } from '@hornbeam/sdk/translate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { features } from '../contract/runner/features.js';
import { everyMethod } from './every-method.js';
import { planOf } from './plan-of.js';
import { brokenRules } from './portable-rules.js';
import { buildRandom, randomPipeline } from './random-pipeline.js';

const profiles = [flinkProfile, prismProfile, plainProfile];

const environment = Environment.create({
  urn: urns.environments.external,
  payload: ExternalPayload.encode({ endpoint: { url: 'localhost:1' } }).finish(),
});

/** What is wrong with what would be sent; nothing, or why it is refused, is right. */
function faults(plan: Plan, profile: RunnerProfile, streaming: boolean): string[] {
  const before = Pipeline.encode(plan.pipeline).finish();
  try {
    const sent = portablePlan(plan, { profile, environment, streaming });
    return brokenRules(Pipeline.decode(Pipeline.encode(sent).finish()), profile);
  } catch (thrown) {
    if (!(thrown instanceof BeamError) || thrown.code !== 'E_UNSUPPORTED') throw thrown;
    const { step, callSite } = thrown.place;
    const isClear = step !== undefined && callSite !== undefined && thrown.help !== undefined;
    return isClear ? [] : [`refused without step, line or help: ${thrown.message}`];
  } finally {
    expect(Pipeline.encode(plan.pipeline).finish(), 'the plan that was given').toEqual(before);
  }
}

/** For every profile, of bounded runs and of streaming ones. */
const allFaults = (plan: Plan): string[] =>
  profiles.flatMap((profile) => [false, true].flatMap((streaming) => faults(plan, profile, streaming)));

/** Runs pipelines directly, and keeps their graphs. */
class WatchingRunner implements Runner {
  readonly name = 'watching';
  readonly graphs: Graph[] = [];

  run(graph: Graph, options: RunOptions): Promise<Job> {
    this.graphs.push(graph);
    return new DirectRunner().run(graph, options);
  }
}

describe('a plan for a runner of others keeps its rules, or is refused with the reason', () => {
  describe.each(features)('contract: $name', ({ cases }) => {
    test.each(cases)('$behaviour', async ({ check }) => {
      const runner = new WatchingRunner();
      await check(runner);
      expect(runner.graphs.flatMap((graph) => allFaults(toPlan(graph)))).toEqual([]);
    });
  });

  test.each(Object.entries(everyMethod))('every way to call %s', async (_, builds) => {
    for (const build of Object.values(builds)) expect(allFaults(await planOf(build))).toEqual([]);
  });

  test('any pipeline', async () => {
    await fc.assert(
      fc.asyncProperty(randomPipeline, async (choices) => {
        expect(allFaults(await planOf((p) => buildRandom(p, choices)))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('every pipeline that comes with hornbeam', async () => {
  // A plan with transforms of other SDKs is whole when their services have been asked.
  const pipelines = (await allPipelines()).filter(([name]) => !name.startsWith('cross-language/'));

  test('is looked at', () => {
    expect(pipelines.length).toBeGreaterThan(10);
  });

  /** Endless, Flink does not run it: it would hold back the elements of a step with state and a side input. */
  const options: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    'fraud-detection/kafka.ts': { until: 'latest' },
  };

  test.each(pipelines)('%s can be sent to Flink', async (name, pipeline) => {
    const plan = toPlan(await buildGraph(pipeline, options[name] ?? {}));
    for (const streaming of [false, true]) {
      const sent = portablePlan(plan, { profile: flinkProfile, environment, streaming });
      expect(brokenRules(sent, flinkProfile)).toEqual([]);
    }
  });

  test.each(pipelines)(
    '%s keeps the rules of other runners, or is refused with the reason',
    async (_, pipeline) => {
      expect(allFaults(toPlan(await buildGraph(pipeline)))).toEqual([]);
    },
  );
});

/** The files of `pipelines/` whose default export is a pipeline. */
async function allPipelines(): Promise<[file: string, pipeline: UserPipeline<any>][]> {
  const root = fileURLToPath(new URL('../../pipelines/', import.meta.url));
  const files = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['node_modules', 'data', 'dist'].includes(entry.name))
    .flatMap(({ name }) => readdirSync(`${root}${name}`).map((file) => `${name}/${file}`))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const found: [string, UserPipeline<any>][] = [];
  for (const file of files) {
    const { default: given } = (await import(pathToFileURL(`${root}${file}`).href)) as { default?: unknown };
    if (isPipeline(given)) found.push([file, given]);
  }
  return found;
}

const isPipeline = (given: unknown): given is UserPipeline<any> =>
  typeof given === 'object' && given !== null && 'build' in given && typeof given.build === 'function';
