import {
  eventTimer,
  GrowableOffsetRangeTracker,
  offsetRange,
  out,
  type PCollection,
  pipeline,
  processingTimer,
  type Root,
  splittable,
  start,
} from '@hornbeam/sdk';
import { fromIterable } from '@hornbeam/sdk/io';
import { FakeClock } from '@hornbeam/sdk/testing';
import { describe, expect, test } from 'vitest';
import { DirectRunner } from './direct-runner.js';

const never = (): Promise<never> => new Promise(() => undefined);

/** One number, and then nothing for ever. */
const endless = (p: Root): PCollection<number> =>
  p.read(
    fromIterable(
      async function* ({ signal }) {
        yield 1;
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      },
      { unbounded: true },
    ),
  );

/** A run under a clock of its own, which waits 10 s for its end to come nearer. */
async function running(build: (p: Root) => unknown) {
  const clock = new FakeClock();
  const job = await start(
    pipeline((p) => void build(p)),
    { runner: new DirectRunner({ clock, drainMillis: 10_000 }) },
  );
  job.done.catch(() => undefined);
  const pass = async (millis: number, turns = 30): Promise<void> => {
    clock.advance(millis);
    for (let turn = 0; turn < turns; turn++) await clock.turn();
  };
  await pass(0);
  await pass(1000);
  return { job, pass };
}

/** Ends a run, and lets the clock go on until it is given up. */
async function givenUp(
  { job, pass }: Awaited<ReturnType<typeof running>>,
  how: 'drain' | 'stop' = 'drain',
): Promise<unknown> {
  void job[how]().catch(() => undefined);
  await pass(0, 3);
  // A run that is busy takes a while for each turn.
  for (let second = 0; second < 30 && job.state === 'RUNNING'; second++) await pass(1000, 3);
  await expect.poll(() => job.state).toBe('FAILED');
  return job.done.catch((thrown: unknown) => thrown);
}

describe('a run that is to end', () => {
  test.each(['drain', 'stop'] as const)('fails when a callback never comes back: %s', async (how) => {
    const run = await running((p) => endless(p).map(never).named('Wait'));
    expect(await givenUp(run, how)).toMatchObject({
      code: 'E_STUCK',
      message:
        'The run was to end, and came no further for 10 s: a callback of the step "Wait" has not come back.',
      place: { step: 'Wait' },
    });
  });

  test('fails when a timer sets itself for ever at the end of time', async () => {
    const run = await running((p) =>
      endless(p)
        .keyBy(() => 'k')
        .parDo({
          name: 'Tick',
          uses: { tick: eventTimer() },
          outputs: { main: out<number>() },
          process: (_, { tick, timestamp }) => tick.set(timestamp),
          onTimer: { tick: ({ tick, fireAt }) => tick.set(fireAt + 1) },
        }),
    );
    expect(await givenUp(run)).toMatchObject({
      code: 'E_STUCK',
      message: expect.stringContaining(
        'the timer "tick" of key "k" of the step "Tick" sets itself again and again',
      ),
    });
  });

  test('fails when a source never comes back, whatever a timer on the clock makes meanwhile', async () => {
    const deaf = splittable({
      name: 'Deaf',
      bounded: false,
      initial: (_: number) => offsetRange(0),
      tracker: (range) => new GrowableOffsetRangeTracker(range),
      process: never,
    });
    let ticks = 0;
    const run = await running((p) => {
      p.create([1]).parDo(deaf);
      endless(p)
        .keyBy(() => 'k')
        .parDo({
          name: 'Tick',
          uses: { tick: processingTimer() },
          outputs: { main: out<number>() },
          process: (_, { tick }) => tick.set(tick.now() + 700),
          onTimer: {
            tick({ tick, emit }) {
              tick.set(tick.now() + 700);
              emit(++ticks);
            },
          },
        })
        .reshuffle()
        .map((n) => n);
    });
    expect(await givenUp(run)).toMatchObject({
      code: 'E_STUCK',
      message: expect.stringContaining('a callback of the step "Deaf" has not come back'),
    });
  });

  test.each([
    ['teardown', { teardown: never }],
    ['afterCommit', { usesAfterCommit: true, process: (_: unknown, ctx: any) => ctx.afterCommit(never) }],
  ])('fails when what it wants done at the end never comes back: %s', async (_, part) => {
    const run = await running((p) =>
      endless(p).parDo({ name: 'End', outputs: { main: out<number>() }, process() {}, ...part } as never),
    );
    expect(await givenUp(run)).toMatchObject({ code: 'E_STUCK' });
  });

  test('takes its time while it comes nearer to its end', async () => {
    const waiting: (() => void)[] = [];
    let handled = 0;
    const { job, pass } = await running((p) =>
      p.create([1, 2, 3, 4, 5, 6]).map(
        async () => {
          await new Promise<void>((resolve) => waiting.push(resolve));
          handled++;
        },
        { concurrency: 1 },
      ),
    );
    const drained: Promise<void> = job.drain();
    for (let step = 0; step < 6; step++) {
      await pass(7000);
      waiting.shift()?.();
      await pass(0);
    }
    await drained;
    expect(handled).toBe(6);
    expect(job.state).toBe('DRAINED');
  });
});
