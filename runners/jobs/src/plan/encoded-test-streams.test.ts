import { ParDoPayload, type Pipeline, type PTransform, TestStreamPayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import type { Root } from '@hornbeam/sdk';
import { testStream } from '@hornbeam/sdk/testing';
import { expect, test } from 'vitest';
import { sentOf, stepOf } from './portable-plan.fixture.js';
import { flinkProfile, prismProfile } from './profiles.js';

const played = (p: Root) =>
  p
    .read(
      testStream<string>()
        .add({ value: 'one', timestamp: 0 }, { value: 'two', timestamp: 1 })
        .advanceWatermarkToInfinity(),
    )
    .named('Played');

const sourceOf = ({ components }: Pipeline): PTransform =>
  Object.values(components!.transforms).find(({ spec }) => spec?.urn === urns.transforms.testStream)!;
const payloadOf = (sent: Pipeline): TestStreamPayload =>
  TestStreamPayload.decode(sourceOf(sent).spec!.payload);

test('a runner that decodes test streams plays bytes, which a step of the worker reads', async () => {
  const sent = await sentOf(played, { profile: flinkProfile });
  const { transforms, pcollections, coders } = sent.components!;
  const { coderId } = payloadOf(sent);
  expect(coders[coderId]!.spec?.urn).toBe(urns.coders.bytes);
  const [encoded] = Object.values(sourceOf(sent).outputs);
  expect(pcollections[encoded!]!.coderId).toBe(coderId);

  const parts = stepOf(sent, 'Played/events').subtransforms.map((id) => transforms[id]!);
  expect(parts[0]).toBe(sourceOf(sent));
  const reader = parts[1]!;
  expect(ParDoPayload.decode(reader.spec!.payload).doFn?.urn).toBe(urns.hornbeam.decode);
  expect(reader.environmentId).not.toBe('');
  expect(Object.values(reader.inputs)).toEqual([encoded]);
  const [read] = Object.values(stepOf(sent, 'Played/events').outputs);
  expect(Object.values(reader.outputs)).toEqual([read]);
  expect(pcollections[read!]!.coderId).not.toBe(coderId);
});

test('the events stay what they were', async () => {
  const [bytes, elements] = [
    await sentOf(played, { profile: flinkProfile }),
    await sentOf(played, { profile: prismProfile }),
  ];
  expect(payloadOf(bytes).events).toEqual(payloadOf(elements).events);
  expect(payloadOf(bytes).events.length).toBeGreaterThan(1);
});

test('a runner that passes elements on undecoded gets the stream as it is', async () => {
  const sent = await sentOf(played, { profile: prismProfile });
  expect(stepOf(sent, 'Played/events')).toEqual(sourceOf(sent));
});
