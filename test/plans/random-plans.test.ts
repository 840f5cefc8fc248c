import { Pipeline } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { fingerprint, firstDifference, fromPlan, toPlan, validatePlan } from '@hornbeam/sdk/translate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planOf } from './plan-of.js';
import { buildRandom, type Choice, randomPipeline } from './random-pipeline.js';

const build = (choices: readonly Choice[]) => planOf((p) => buildRandom(p, choices));

test('every pipeline gives a plan that keeps the rules', async () => {
  await fc.assert(
    fc.asyncProperty(randomPipeline, async (choices) => {
      validatePlan((await build(choices)).pipeline);
    }),
    { numRuns: 100 },
  );
});

test('every plan becomes a graph with the same plan, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(randomPipeline, async (choices) => {
      const { pipeline, steps } = await build(choices);
      const bytes = Pipeline.encode(pipeline).finish();
      const graph = fromPlan(Pipeline.decode(bytes), steps);
      const again = toPlan(graph);
      expect(again.pipeline).toEqual(pipeline);
      expect(Pipeline.encode(again.pipeline).finish()).toEqual(bytes);
      expect([...again.steps.keys()]).toEqual([...steps.keys()]);
    }),
    { numRuns: 100 },
  );
});

test('two builds have the same fingerprint, and different pipelines a first difference', async () => {
  await fc.assert(
    fc.asyncProperty(randomPipeline, randomPipeline, async (choices, others) => {
      const [one, again, other] = [await build(choices), await build(choices), await build(others)];
      expect(fingerprint(again.pipeline)).toBe(fingerprint(one.pipeline));
      expect(firstDifference(one.pipeline, again.pipeline)).toBeUndefined();
      const equal = fingerprint(one.pipeline) === fingerprint(other.pipeline);
      expect(firstDifference(one.pipeline, other.pipeline) === undefined).toBe(equal);
    }),
    { numRuns: 50 },
  );
});

test('flattens and reshuffles hand on bytes that their readers understand', async () => {
  await fc.assert(
    fc.asyncProperty(randomPipeline, async (choices) => {
      const { components } = (await build(choices)).pipeline;
      const coderOf = (id: string) => components!.pcollections[id]!.coderId;
      for (const { spec, inputs, outputs } of Object.values(components!.transforms)) {
        if (spec?.urn !== urns.transforms.flatten && spec?.urn !== urns.transforms.reshuffle) continue;
        for (const input of Object.values(inputs))
          expect(coderOf(input)).toBe(coderOf(outputs.main ?? outputs['0']!));
        const ids = Object.values(inputs);
        expect(new Set(ids).size).toBe(ids.length);
      }
    }),
    { numRuns: 100 },
  );
});
