import { urns } from '@hornbeam/proto/urns';
import { OffsetRangeTracker, offsetRange, type Root } from '@hornbeam/sdk';
import { expect, test } from 'vitest';
import { planOf, poolEnvironment, refusalOf, sentOf } from './portable-plan.fixture.js';
import { portablePlan } from './portable-plan.js';
import { flinkProfile, prismProfile } from './profiles.js';

const { requirements } = urns;

/** A step that is told when its bundle is committed. */
const committing = (p: Root) =>
  p
    .create([1])
    .parDo({ process: (n) => [n], usesAfterCommit: true })
    .named('Acknowledge');

test('a step that waits for commits is refused where bounded runs have none', async () => {
  const refused = await refusalOf(committing);
  expect(refused).toMatchObject({
    place: { step: 'Acknowledge' },
    help: expect.stringContaining('--streaming'),
  });
  expect(refused.message).toBe('Flink does not tell steps of a commit in runs of bounded input.');
});

test('it is sent where the run is a streaming one, and where bounded runs have commits too', async () => {
  const streaming = await sentOf(committing, { streaming: true });
  expect(streaming.requirements).toEqual([requirements.bundleFinalization]);
  await sentOf(committing, { profile: prismProfile });
});

test('endless input makes a run a streaming one', async () => {
  await sentOf((p) => [
    committing(p),
    p.create([1]).parDo({
      bounded: false,
      initial: () => offsetRange(0, 1),
      tracker: (range) => new OffsetRangeTracker(range),
      process: () => undefined,
    }),
  ]);
});

test('a requirement that no step explains is refused all the same', async () => {
  const plan = await planOf((p) => p.create([1]));
  const pipeline = { ...plan.pipeline, requirements: ['beam:requirement:of_tomorrow:v1'] };
  expect(() =>
    portablePlan({ ...plan, pipeline }, { profile: flinkProfile, environment: poolEnvironment }),
  ).toThrow('Flink does not honour the requirement "beam:requirement:of_tomorrow:v1".');
});
