import {
  fixed,
  GrowableOffsetRangeTracker,
  manualWatermark,
  OffsetRangeTracker,
  offsetRange,
  out,
  pipeline,
  resume,
  type SplittableContext,
  splittable,
  start,
} from '@hornbeam/sdk';
import { FakeClock } from '@hornbeam/sdk/testing';
import { describe, expect, test } from 'vitest';
import { DirectRunner } from './direct-runner.js';

type Context = SplittableContext<number, {}, {}, void, GrowableOffsetRangeTracker>;

/** A source without an end, by its callback. */
const endless = (process: (ctx: Context) => ReturnType<typeof resume> | Promise<ReturnType<typeof resume>>) =>
  splittable({
    name: 'Endless',
    bounded: false,
    outputs: { main: out<number>() },
    initial: (_impulse: Uint8Array) => offsetRange(0),
    tracker: (range) => new GrowableOffsetRangeTracker(range),
    process: (_impulse, ctx) => process(ctx),
  });

/** Emits the next offset, then asks to be called again after a second. */
const eachSecond = endless(({ tracker, emit }) => {
  const { from } = tracker.restriction;
  if (tracker.tryClaim(from)) emit(from);
  return resume('1s');
});

/** Emits the next offset, then waits until it is interrupted. */
const waiting = endless(async ({ tracker, emit, interrupt }) => {
  const { from } = tracker.restriction;
  if (tracker.tryClaim(from)) emit(from);
  await new Promise((resolve) => interrupt.addEventListener('abort', resolve));
  return resume();
});

/** Starts a source and returns what it has made so far, and how to let everything happen that can happen now. */
async function started(source: typeof eachSecond) {
  const clock = new FakeClock();
  const seen: number[] = [];
  const job = await start(
    pipeline((p) => {
      p.impulse()
        .parDo(source)
        .reshuffle() // only what is committed comes behind it
        .map((n) => void seen.push(n));
    }),
    { runner: new DirectRunner({ clock, bundleMillis: 100 }) },
  );
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await clock.turn();
  };
  await settle();
  return { clock, seen, job, settle };
}

describe('a source without an end', () => {
  test('is called again after the delay that it asks for, not before', async () => {
    const { clock, seen, job, settle } = await started(eachSecond);
    expect(seen).toEqual([0]);
    clock.advance(999);
    await settle();
    expect(seen).toEqual([0]);
    clock.advance(1);
    await settle();
    expect(seen).toEqual([0, 1]);
    await job.stop();
    expect(job.state).toBe('STOPPED');
  });

  test('that waits is interrupted, so that what it has made goes on', async () => {
    const { clock, seen, job, settle } = await started(waiting);
    expect(seen).toEqual([]);
    clock.advance(100);
    await settle();
    expect(seen).toEqual([0]);
    clock.advance(100);
    await settle();
    expect(seen).toEqual([0, 1]);
    await job.stop();
    expect(seen).toEqual([0, 1, 2]);
  });

  test.each([
    ['while it waits', waiting],
    ['between its calls', eachSecond],
  ])('ends when the run is drained %s', async (_when, source) => {
    const { job, seen } = await started(source);
    await job.drain();
    expect(job.state).toBe('DRAINED');
    expect(seen).toEqual([0]);
  });

  test('is finished as its truncate says when the run is drained', async () => {
    const { job, seen } = await started({
      ...eachSecond,
      truncate: (_impulse, { from }) => offsetRange(from, from + 1),
    });
    await job.drain();
    expect(seen).toEqual([0, 1]);
  });

  test('that throws fails the run, and names its step', async () => {
    const { clock, job, seen } = await started(
      endless(({ tracker, emit }) => {
        const { from } = tracker.restriction;
        if (from === 2) throw new Error('the line is dead');
        if (tracker.tryClaim(from)) emit(from);
        return resume('1s');
      }),
    );
    clock.advance(1000);
    for (let turn = 0; turn < 20; turn++) await clock.turn();
    clock.advance(1000);
    await expect(job.done).rejects.toMatchObject({
      code: 'E_USER',
      message: 'the line is dead',
      place: { step: 'Endless' },
    });
    expect(seen).toEqual([0, 1]);
  });

  test('that never moves its watermark is named as what holds it, with its progress', async () => {
    const clock = new FakeClock();
    const job = await start(
      pipeline((p) => {
        p.impulse()
          .parDo({ ...eachSecond, watermark: manualWatermark() })
          .windowInto(fixed('1m'))
          .keyBy(() => 'all')
          .groupByKey()
          .map((group) => group)
          .named('Report');
      }),
      { runner: new DirectRunner({ clock }) },
    );
    for (let turn = 0; turn < 20; turn++) await clock.turn();
    const { steps } = job.snapshot();
    const source = steps.find(({ name }) => name === 'Endless');
    expect(source?.time?.progress).toMatchObject({ completed: 1, watermark: Number.NEGATIVE_INFINITY });
    const report = steps.find(({ name }) => name === 'Report');
    expect(report?.time?.heldBack).toMatchObject({ step: 'Endless', at: Number.NEGATIVE_INFINITY });
    await job.cancel();
  });
});

test('a snapshot counts the elements of a splittable step, not its restrictions', async () => {
  const job = await start(
    pipeline((p) => {
      p.create([5, 3])
        .parDo({
          name: 'Below',
          bounded: true,
          outputs: { main: out<number>() },
          initial: (n) => offsetRange(0, n),
          split: (_n, { from, to }) => [
            { from, to: from + 1 },
            { from: from + 1, to },
          ],
          tracker: (range) => new OffsetRangeTracker(range),
          process(_n, { tracker, emit }) {
            const { from } = tracker.restriction;
            if (!tracker.tryClaim(from)) return;
            emit(from);
            return resume();
          },
        })
        .map((n) => n);
    }),
    { runner: new DirectRunner() },
  );
  const { steps } = await job.done;
  expect(steps.find(({ name }) => name === 'Below')).toMatchObject({ elementsIn: 2, elementsOut: 8 });
  expect(steps.map(({ name }) => name).filter((name) => name.startsWith('Below'))).toEqual(['Below']);
});
