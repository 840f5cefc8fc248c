import { describe, expect, test } from 'vitest';
import {
  type Continuation,
  GrowableOffsetRangeTracker,
  monotonicWatermark,
  offsetRange,
} from '../construction/index.js';
import { type EndlessStep, endlessItems } from './endless-items.js';

/** A step that reads the same numbers each time, and how often it began to. */
function numbersBelow(end: number) {
  const life = { made: 0, closed: 0 };
  const step = endlessItems<number, any>({
    name: 'numbers',
    *make() {
      life.made++;
      try {
        for (let n = 0; n < end; n++) yield n;
      } finally {
        life.closed++;
      }
    },
    watermark: monotonicWatermark(),
    timeOf: (n) => n,
  });
  return { step, life };
}

/** A call of the step from an item on, which ends after so many. */
async function callOf(
  step: EndlessStep<number, any>,
  setup: any,
  from: number,
  most: number,
  interrupt = new AbortController().signal,
) {
  const tracker = new GrowableOffsetRangeTracker(offsetRange(from));
  const emitted: number[] = [];
  const result = (await step.process(new Uint8Array(), {
    setup,
    tracker,
    watermark: monotonicWatermark().create(Number.NEGATIVE_INFINITY, () => 0),
    emit(value: number) {
      emitted.push(value);
      if (emitted.length === most) tracker.trySplit(0);
    },
    ready: () => undefined,
    interrupt,
    // A whole context has a place in a pipeline, which this step never asks for.
  } as any)) as Continuation | undefined;
  return { emitted, result, tracker };
}

describe('a step that reads items without an end', () => {
  test('goes on with the same iterator when it is called again', async () => {
    const { step, life } = numbersBelow(10);
    const setup = await step.setup!();
    expect((await callOf(step, setup, 0, 3)).emitted).toEqual([0, 1, 2]);
    expect((await callOf(step, setup, 3, 3)).emitted).toEqual([3, 4, 5]);
    const last = await callOf(step, setup, 6, 99);
    expect(last.emitted).toEqual([6, 7, 8, 9]);
    expect(last.result).toBeUndefined();
    last.tracker.checkDone();
    expect(life.made).toBe(1);
  });

  test('passes over what was read before when it is taken up by another worker', async () => {
    const { step, life } = numbersBelow(10);
    expect((await callOf(step, await step.setup!(), 7, 2)).emitted).toEqual([7, 8]);
    expect(life.made).toBe(1);
  });

  test('passes over no more than it has time for, and goes on from there', async () => {
    const { step, life } = numbersBelow(20_000);
    const setup = await step.setup!();
    const first = await callOf(step, setup, 10_000, 2, AbortSignal.abort());
    expect(first).toMatchObject({ emitted: [], result: { resume: true } });
    expect(first.tracker.restriction).toMatchObject({ from: 10_000 });
    expect((await callOf(step, setup, 10_000, 2)).emitted).toEqual([10_000, 10_001]);
    expect(life.made).toBe(1);
  });

  test('begins anew when it is called for items that it has read already', async () => {
    const { step, life } = numbersBelow(10);
    const setup = await step.setup!();
    await callOf(step, setup, 0, 6);
    expect((await callOf(step, setup, 2, 2)).emitted).toEqual([2, 3]);
    expect(life).toEqual({ made: 2, closed: 1 });
  });

  test('is done when there is less than was read before', async () => {
    const { step } = numbersBelow(3);
    const { emitted, tracker } = await callOf(step, await step.setup!(), 7, 9);
    expect(emitted).toEqual([]);
    tracker.checkDone();
  });

  test('goes on with the iterator of another instance of the step', async () => {
    const { step, life } = numbersBelow(10);
    const [one, other] = [await step.setup!(), await step.setup!()];
    expect((await callOf(step, one, 0, 3)).emitted).toEqual([0, 1, 2]);
    expect((await callOf(step, other, 3, 3)).emitted).toEqual([3, 4, 5]);
    expect(life).toEqual({ made: 1, closed: 0 });
    await step.teardown!(one);
    expect((await callOf(step, other, 6, 2)).emitted).toEqual([6, 7]);
    expect(life).toEqual({ made: 1, closed: 0 });
    await step.teardown!(other);
    expect(life).toEqual({ made: 1, closed: 1 });
  });

  test('closes its iterator in the end', async () => {
    const { step, life } = numbersBelow(10);
    const setup = await step.setup!();
    await callOf(step, setup, 0, 1);
    await step.teardown!(setup);
    expect(life).toEqual({ made: 1, closed: 1 });
    await step.teardown!(await step.setup!());
  });
});
