import { ParDoPayload, type Pipeline } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import {
  buildGraph,
  GenericCoder,
  KvCoder,
  OffsetRangeTracker,
  offsetRange,
  out,
  pipeline,
  type Root,
} from '@hornbeam/sdk';
import { coderFromPlan, toPlan, validatePlan } from '@hornbeam/sdk/translate';
import { describe, expect, test } from 'vitest';
import { expand } from './expand.js';
import { expandSplittable } from './expand-splittable.js';
import { planStages } from './index.js';

async function planOf(build: (p: Root) => void): Promise<Pipeline> {
  const { pipeline: plan } = toPlan(await buildGraph(pipeline(build)));
  validatePlan(plan);
  return plan;
}

/** Letters of words, with a side input. */
const letters = (p: Root): void => {
  const words = p.create(['a']).named('Words');
  const all = p.create([1]).named('Numbers').asList();
  words
    .parDo({
      bounded: false,
      uses: { all },
      outputs: { main: out<string>(), odd: out<string>() },
      initial: (word) => offsetRange(0, word.length),
      tracker: (range) => new OffsetRangeTracker(range),
      process(word, { tracker, emit }) {
        for (let i = 0; tracker.tryClaim(i); i++) emit(word[i]!);
      },
    })
    .main.map((letter) => letter)
    .named('Read');
};

describe('a splittable step in a plan', () => {
  test('names the coder of restriction and estimator state, and is required of the runner', async () => {
    const plan = await planOf((p) => letters(p));
    const { coders, transforms } = plan.components!;
    const { restrictionCoderId } = ParDoPayload.decode(transforms.parDo!.spec!.payload);
    expect(coderFromPlan(restrictionCoderId, coders)).toEqual(
      new KvCoder(new GenericCoder(), new GenericCoder()),
    );
    expect(plan.requirements).toEqual([urns.requirements.splittableDoFn]);
  });

  test('with a coder for its restrictions that is no pair is refused', async () => {
    const plan = await planOf((p) => letters(p));
    const { spec } = plan.components!.transforms.parDo!;
    const payload = ParDoPayload.decode(spec!.payload);
    const restrictionCoderId = 'generic';
    spec!.payload = ParDoPayload.encode({ ...payload, restrictionCoderId }).finish();
    expect(() => validatePlan(plan)).toThrow(/"generic", is no coder of pairs/);
  });
});

describe('taking it apart', () => {
  test('makes the transforms and collections of the Fn API', async () => {
    const plan = await planOf((p) => letters(p));
    const { transforms, pcollections, coders } = expandSplittable(expand(plan));
    const pair = transforms['parDo/pair-with-restriction']!;
    const size = transforms['parDo/split-and-size']!;
    const process = transforms.parDo!;
    expect([pair, size, process].map(({ spec }) => spec!.urn)).toEqual([
      urns.transforms.pairWithRestriction,
      urns.transforms.splitAndSizeRestrictions,
      urns.transforms.processSizedElementsAndRestrictions,
    ]);
    expect(pair.inputs).toEqual({ input: 'Words/values.main' });
    expect(size.inputs).toEqual({ input: pair.outputs.main });
    expect(process.inputs).toEqual({ input: size.outputs.main, all: 'Numbers/values.main' });
    expect(process.outputs).toEqual({ main: 'parDo.main', odd: 'parDo.odd' });
    expect(pair.environmentId).toBe(process.environmentId);

    const urnsOf = (id: string): unknown => {
      const { spec, componentCoderIds } = coders[id]!;
      const name = spec!.urn.split(':').at(-2)!;
      return componentCoderIds.length === 0 ? name : { [name]: componentCoderIds.map(urnsOf) };
    };
    const element = urnsOf(pcollections['Words/values.main']!.coderId);
    const paired = { kv: [element, { kv: ['generic', 'generic'] }] };
    expect(urnsOf(pcollections[pair.outputs.main!]!.coderId)).toEqual(paired);
    expect(urnsOf(pcollections[size.outputs.main!]!.coderId)).toEqual({ kv: [paired, 'double'] });
  });

  test('leaves other steps as they are', async () => {
    const plan = await planOf((p) => void p.create([1]).map((n) => n));
    const components = expand(plan);
    expect(expandSplittable(components)).toEqual(components);
  });

  test('fuses the front parts to the producer and gives the process part a stage of its own, as its head', async () => {
    const { stages, edges } = planStages(await planOf((p) => letters(p)));
    const front = stages.find(({ transforms }) => transforms.includes('parDo/split-and-size'))!;
    expect(front.transforms.slice(-2)).toEqual(['parDo/pair-with-restriction', 'parDo/split-and-size']);
    expect(front.transforms).toContain('Words/values');
    const stage = stages.find(({ transforms }) => transforms.includes('parDo'))!;
    expect(stage.transforms).toEqual(['parDo', 'Read']);
    expect(stage.head).toEqual({ kind: 'splittable', transform: 'parDo' });
    expect(stage.sides).toMatchObject([{ transform: 'parDo', name: 'all' }]);
    expect(edges.find(({ id }) => id === stage.source)).toMatchObject({
      kind: 'queue',
      collection: 'parDo/split-and-size.main',
    });
  });
});
