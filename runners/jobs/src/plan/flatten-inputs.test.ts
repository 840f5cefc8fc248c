import { ParDoPayload, type PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { flatten, row, string } from '@hornbeam/sdk';
import { expect, test } from 'vitest';
import { partsOf, sentOf, stepOf } from './portable-plan.fixture.js';

/** Whether a transform without parts takes a PCollection. */
const reads = ({ inputs, subtransforms }: PTransform, id: string): boolean =>
  subtransforms.length === 0 && Object.values(inputs).includes(id);

test('a flatten whose inputs are its own and have its coder stays as it is', async () => {
  const sent = await sentOf((p) => flatten([p.create([1]), p.create([2])]).named('All'));
  expect(stepOf(sent, 'All')).toMatchObject({ spec: { urn: urns.transforms.flatten }, subtransforms: [] });
});

test('an input that another step reads too is passed on to the flatten by a step of the worker', async () => {
  const sent = await sentOf((p) => {
    const words = p.create(['a']).named('Words');
    words.keyBy((word) => word).groupByKey();
    words.flattenWith(p.create(['b']).named('More')).named('All');
  });
  expect(partsOf(sent, 'All')).toEqual(['pardo', 'flatten']);
  const [id] = stepOf(sent, 'All').subtransforms;
  const { spec, environmentId, inputs } = sent.components!.transforms[id!]!;
  expect(ParDoPayload.decode(spec!.payload).doFn?.urn).toBe(urns.hornbeam.identity);
  expect(environmentId).not.toBe('');
  expect(Object.values(inputs)).toEqual([
    stepOf(sent, 'Words').outputs.main ?? stepOf(sent, 'Words').outputs[0],
  ]);
});

test('an input that comes twice is passed on, so that each is a PCollection of its own', async () => {
  const sent = await sentOf((p) => {
    const words = p.create(['a']).named('Words');
    flatten([words, words]).named('All');
  });
  const { transforms, pcollections } = sent.components!;
  const flattens = Object.values(transforms).filter(({ spec }) => spec?.urn === urns.transforms.flatten);
  const inputs = flattens.flatMap(({ inputs }) => Object.values(inputs));
  expect(new Set(inputs).size).toBe(2);
  const readers = (id: string) =>
    Object.values(transforms).filter((transform) => reads(transform, id)).length;
  expect(inputs.map(readers)).toEqual([1, 1]);
  expect(inputs.every((id) => id in pcollections)).toBe(true);
});

test('an input that the runner makes is passed on by the worker', async () => {
  const sent = await sentOf((p) => {
    const groups = p.create([1]).groupBy((n) => n);
    const stored = p.create([{ key: 1, value: [1] }]).reshuffle();
    flatten<unknown>([groups, stored]).named('All');
  });
  const { transforms } = sent.components!;
  const union = Object.values(transforms).find(({ spec }) => spec?.urn === urns.transforms.flatten);
  for (const id of Object.values(union!.inputs)) {
    const maker = Object.values(transforms).find(
      ({ outputs, subtransforms }) => subtransforms.length === 0 && Object.values(outputs).includes(id),
    );
    expect(maker?.environmentId).not.toBe('');
  }
});

test('an input of another coder gets that of the output', async () => {
  const sent = await sentOf((p) =>
    flatten([p.create([{ id: 'a' }], { schema: row({ id: string }) }), p.create<{ id: string }>([])]).named(
      'All',
    ),
  );
  const { pcollections } = sent.components!;
  const inner = stepOf(sent, partsOf(sent, 'All').length === 0 ? 'All' : 'All/flatten');
  const [output] = Object.values(inner.outputs);
  for (const input of Object.values(inner.inputs)) {
    expect(pcollections[input]!.coderId).toBe(pcollections[output!]!.coderId);
  }
});
