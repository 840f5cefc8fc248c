import { DirectRunner } from '@hornbeam/direct';
import { buildGraph, type PCollection, pipeline } from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build, pipelines } from './random-pipeline.js';
import { evaluate } from './reference.js';

const limits = fc.record({
  maxBundles: fc.constantFrom(1, 2, 16),
  bundleElements: fc.constantFrom(1, 3, 1_000_000),
  bundleBytes: fc.constantFrom(1, 200, 1_000_000),
  queueBytes: fc.constantFrom(1, 300, 1_000_000),
});
const memoryBudget = fc.constantFrom(1, 400, 5_000, 1_000_000_000);
const checks = fc.record({ checkImmutability: fc.boolean(), encodeEveryBundle: fc.boolean() });

/** What a random pipeline means. */
async function meaning(choices: Parameters<typeof build>[1]): Promise<string[]> {
  let all: PCollection<string> | undefined;
  const graph = await buildGraph(
    pipeline((p) => {
      all = build(p, choices);
    }),
  );
  return (await evaluate(graph)).get(all!.node)!.map(({ value }) => value);
}

describe('random pipelines mean on the direct runner what they mean', () => {
  it('as the runner comes', () =>
    fc.assert(
      fc.asyncProperty(pipelines(12), async (choices) => {
        const output = await collect((p) => build(p, choices), { runner: new DirectRunner() });
        expect(output.sort()).toEqual((await meaning(choices)).sort());
      }),
      { numRuns: 120 },
    ));

  it('under any limits and memory budget, in every test mode', () =>
    fc.assert(
      fc.asyncProperty(pipelines(8), limits, memoryBudget, checks, async (choices, limit, budget, check) => {
        const runner = new DirectRunner({ limits: limit, memoryBudget: budget, ...check });
        expect((await collect((p) => build(p, choices), { runner })).sort()).toEqual(
          (await meaning(choices)).sort(),
        );
      }),
      { numRuns: 150 },
    ));
});
