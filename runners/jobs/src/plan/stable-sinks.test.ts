import { ParDoPayload, PCollection } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { fixed, type Root } from '@hornbeam/sdk';
import type { EpochSink, SinkGuarantee } from '@hornbeam/sdk/construction';
import { epochSink } from '@hornbeam/sdk/io';
import { expect, test } from 'vitest';
import { parDoOf, partsOf, planOf, refusalOf, sentOf, stepOf } from './portable-plan.fixture.js';
import { prismProfile } from './profiles.js';
import { onceOnlySinks, writingStep } from './stable-sinks.js';

const sinkOf = (guarantee: SinkGuarantee = 'transactional'): EpochSink<number> => ({
  ...{ name: 'Ledger', guarantee, target: 'a ledger' },
  open: async () => ({
    lastCommitted: async () => undefined,
    commit: async () => undefined,
    close: async () => undefined,
  }),
});
const writing = (guarantee?: SinkGuarantee) => (p: Root) =>
  p
    .create([1, 2])
    .windowInto(fixed('1m'))
    .write(epochSink(sinkOf(guarantee)));
const name = 'Ledger/Ledger';

test('a sink is sent as steps that share out, number and write its rows, with what the last two ask for', async () => {
  const sent = await sentOf(writing(), { streaming: true, stableSinks: true });
  expect(partsOf(sent, name)).toEqual(['window_into', 'pardo', 'pardo', 'pardo']);
  expect(parDoOf(sent, `${name}/shard`).doFn?.urn).toBe(urns.hornbeam.shardRows);
  expect(Object.keys(parDoOf(sent, `${name}/number`).stateSpecs)).toEqual(['position']);
  const write = parDoOf(sent, `${name}/write`);
  expect(write.requiresStableInput).toBe(true);
  // So that the runner holds its input back by key.
  expect(Object.keys(write.stateSpecs)).toHaveLength(1);
  expect(sent.requirements).toEqual(
    expect.arrayContaining([urns.requirements.stableInput, urns.requirements.statefulProcessing]),
  );
});

test('the numbers of rows go on over all windows', async () => {
  const { components, ...sent } = await sentOf(writing(), { streaming: true, stableSinks: true });
  const { pcollections, windowingStrategies } = components!;
  for (const part of ['number', 'write']) {
    const [input] = Object.values(stepOf({ components, ...sent }, `${name}/${part}`).inputs);
    const { windowingStrategyId } = pcollections[input!] ?? PCollection.create();
    expect(windowingStrategies[windowingStrategyId]?.windowFn?.urn).toBe(urns.windowFns.global);
  }
});

test('a sink stays one step where nobody asks for that, and where it may write twice anyway', async () => {
  const plain = await sentOf(writing(), { streaming: true });
  expect(stepOf(plain, name).subtransforms).toEqual([]);
  const loose = await sentOf(writing('at-least-once'), { streaming: true, stableSinks: true });
  expect(stepOf(loose, name).subtransforms).toEqual([]);
  expect(ParDoPayload.decode(stepOf(loose, name).spec!.payload).requiresStableInput).toBe(false);
});

test('a runner without stable input is not sent such a plan', async () => {
  const refused = await refusalOf(writing(), { profile: prismProfile, stableSinks: true });
  expect(refused).toMatchObject({ code: 'E_UNSUPPORTED', message: expect.stringContaining('stable input') });
});

test('the sinks of a plan that can write once are known, and what their last step is called', async () => {
  const { pipeline, steps } = await planOf(writing());
  const sinks = onceOnlySinks(pipeline.components!, steps);
  expect([...sinks.values()].map(({ target }) => target)).toEqual(['a ledger']);
  const [id] = sinks.keys();
  expect(writingStep(pipeline.components!.transforms[id!]!)).toBe(`${name}/write`);
});
