import { OffsetRangeTracker, offsetRange, type Root } from '@hornbeam/sdk';
import { testStream } from '@hornbeam/sdk/testing';
import { describe, expect, test } from 'vitest';
import { planOf } from './portable-plan.fixture.js';
import { isEndless, playsTestStream, readerOfSideInputs } from './portable-plan.js';

const pipelineOf = async (build: (p: Root) => unknown) => (await planOf(build)).pipeline;

/** A step whose input ends or not. */
const source = (p: Root, bounded: boolean) =>
  p.create([1]).parDo({
    bounded,
    initial: () => offsetRange(0, 1),
    tracker: (range) => new OffsetRangeTracker(range),
    process: () => undefined,
  });

test('a plan is endless by one input without an end', async () => {
  expect(await pipelineOf((p) => [p.create([1]), source(p, false)]).then(isEndless)).toBe(true);
  expect(await pipelineOf((p) => [p.create([1]), source(p, true)]).then(isEndless)).toBe(false);
});

test('a plan plays a test stream where it has one', async () => {
  expect(await pipelineOf((p) => p.read(testStream<number>())).then(playsTestStream)).toBe(true);
  expect(await pipelineOf((p) => p.create([1])).then(playsTestStream)).toBe(false);
});

describe('the reader of side inputs', () => {
  test('is the first step that has one', async () => {
    const reader = await pipelineOf((p) => {
      const numbers = p.create([1]);
      const all = p.create([2]).asList();
      numbers
        .map((n) => n)
        .named('Reads nothing')
        .map((n, side) => n + side.all.length, { all })
        .named('Reads first')
        .map((n, side) => n + side.all.length, { all })
        .named('Reads too');
    }).then(readerOfSideInputs);
    expect(reader?.uniqueName).toBe('Reads first');
  });

  test('is nobody where no step has any', async () => {
    const plan = await pipelineOf((p) => p.create([1]).map((n) => n));
    expect(readerOfSideInputs(plan)).toBeUndefined();
  });
});
