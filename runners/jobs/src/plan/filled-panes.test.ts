import { ParDoPayload, type Pipeline } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { fixed, type Root, type WindowOptions } from '@hornbeam/sdk';
import { expect, test } from 'vitest';
import { sentOf, stepOf } from './portable-plan.fixture.js';
import { flinkProfile, prismProfile } from './profiles.js';

const grouping = (options: WindowOptions) => (p: Root) =>
  p
    .create([1])
    .windowInto(fixed('1m'), options)
    .groupBy((n) => n)
    .named('Group');
const patient = grouping({ allowedLateness: '1m', panes: 'discarding' });

/** The URNs of the functions of all steps of the worker. */
const functionsOf = ({ components }: Pipeline): (string | undefined)[] =>
  Object.values(components!.transforms)
    .filter(({ spec }) => spec?.urn === urns.transforms.parDo)
    .map(({ spec }) => ParDoPayload.decode(spec!.payload).doFn?.urn);

test('behind a grouping that allows lateness a step of the worker looks at the panes', async () => {
  const sent = await sentOf(patient, { streaming: true });
  const { transforms } = sent.components!;
  const group = Object.values(transforms).find(({ spec }) => spec?.urn === urns.transforms.groupByKey)!;
  const [grouped] = Object.values(group.outputs);
  const readers = Object.values(transforms).filter(
    ({ inputs, subtransforms }) => subtransforms.length === 0 && Object.values(inputs).includes(grouped!),
  );
  expect(readers).toHaveLength(1);
  const [panes] = readers;
  expect(ParDoPayload.decode(panes!.spec!.payload).doFn?.urn).toBe(urns.hornbeam.filledPanes);
  expect(panes!.environmentId).not.toBe('');
  // What reads the grouping reads what has passed it.
  const whole = Object.values(transforms).find(({ subtransforms }) =>
    subtransforms.some((id) => transforms[id] === panes),
  )!;
  expect(Object.values(panes!.outputs)).toEqual(Object.values(whole.outputs));
  expect(whole.subtransforms.map((id) => transforms[id])).toEqual([group, panes]);
});

test('a grouping that allows none stays as it is', async () => {
  const sent = await sentOf(grouping({}), { streaming: true });
  expect(functionsOf(sent)).not.toContain(urns.hornbeam.filledPanes);
});

test('only endless runs of a runner that fires expired windows have such a step', async () => {
  const batch = await sentOf(patient, { profile: flinkProfile });
  const elsewhere = await sentOf(patient, { profile: prismProfile, streaming: true });
  for (const sent of [batch, elsewhere]) expect(functionsOf(sent)).not.toContain(urns.hornbeam.filledPanes);
  expect(stepOf(batch, 'Group')).toBeDefined();
});
