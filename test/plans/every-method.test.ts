import { Pipeline } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { PCollection, Root } from '@hornbeam/sdk';
import { fingerprint, fromPlan, toPlan, validatePlan } from '@hornbeam/sdk/translate';
import { describe, expect, test } from 'vitest';
import { everyMethod } from './every-method.js';
import { planOf } from './plan-of.js';

const cases = Object.entries(everyMethod).flatMap(([method, builds]) =>
  Object.entries(builds).map(([how, build]) => ({ method, how, build })),
);

test('every method has a pipeline here', () => {
  const own = (prototype: object): string[] =>
    Object.getOwnPropertyNames(prototype).filter((name) => !['constructor', 'wrap'].includes(name));
  const missing = [...own(PCollection.prototype), ...own(Root.prototype)].filter(
    (name) => !(name in everyMethod),
  );
  expect(missing).toEqual([]);
});

describe.each(cases)('$method $how', ({ build }) => {
  test('gives a plan that keeps the rules', async () => {
    const { pipeline } = await planOf(build);
    validatePlan(pipeline);
    validatePlan(Pipeline.decode(Pipeline.encode(pipeline).finish()));
  });

  test('comes back from its plan with the same bytes', async () => {
    const { pipeline, steps } = await planOf(build);
    const bytes = Pipeline.encode(pipeline).finish();
    const again = toPlan(fromPlan(Pipeline.decode(bytes), steps)).pipeline;
    expect(again).toEqual(pipeline);
    expect(Pipeline.encode(again).finish()).toEqual(bytes);
  });

  test('has the same bytes and fingerprint however often it is built', async () => {
    const [one, other] = [(await planOf(build)).pipeline, (await planOf(build)).pipeline];
    expect(Pipeline.encode(one).finish()).toEqual(Pipeline.encode(other).finish());
    expect(fingerprint(one)).toBe(fingerprint(other));
  });

  test('hands the same bytes on through flattens and reshuffles', async () => {
    const { components } = (await planOf(build)).pipeline;
    const coderOf = (id: string) => components!.pcollections[id]!.coderId;
    for (const { spec, inputs, outputs } of Object.values(components!.transforms)) {
      if (spec?.urn !== urns.transforms.flatten && spec?.urn !== urns.transforms.reshuffle) continue;
      const [output] = Object.values(outputs);
      for (const input of Object.values(inputs)) expect(coderOf(input)).toBe(coderOf(output!));
    }
  });

  test('gives only user code an environment', async () => {
    const { components } = (await planOf(build)).pipeline;
    const runners: (string | undefined)[] = [
      urns.transforms.impulse,
      urns.transforms.groupByKey,
      urns.transforms.flatten,
      urns.transforms.reshuffle,
      undefined,
    ];
    for (const { spec, environmentId } of Object.values(components!.transforms)) {
      expect(environmentId !== '').toBe(!runners.includes(spec?.urn));
    }
  });
});
