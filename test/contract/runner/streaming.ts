import {
  bagState,
  eventTimer,
  fixed,
  flatten,
  globalWindow,
  type KV,
  max,
  type PCollection,
  pipeline,
  processingTimer,
  type Root,
  sessions,
  start,
  sum,
  valueState,
  type Window,
  type WindowFn,
  type WindowOptions,
} from '@hornbeam/sdk';
import type { Job, Runner } from '@hornbeam/sdk/construction';
import { fromIterable } from '@hornbeam/sdk/io';
import { collect } from '@hornbeam/sdk/testing';
import { expect, onTestFinished } from 'vitest';
import { HandFed } from '../../io/hand-fed.js';
import { feature, inOrder } from './feature.js';
import { span } from './panes.js';

/** The moment of a number: whole seconds, since Flink keeps the watermarks of splittable steps in these. */
const momentOf = (n: number): number => n * 1000;

/** A window in seconds. */
const inSeconds = ({ start, end }: Window): string => `[${start / 1000}, ${end / 1000})`;

/** Starts a run whose steps are given the elements of a source by hand: numbers that say their own moments. */
async function fed(runner: Runner, build: (numbers: PCollection<number>, root: Root) => unknown) {
  const source = new HandFed<number>();
  const job = await start(
    pipeline((p) => {
      build(p.read(fromIterable(source.make, { unbounded: true, timestamp: momentOf })), p);
    }),
    { runner },
  );
  // A job that a failed check leaves behind would be in the way of the next.
  onTestFinished(() => job.cancel().catch(() => undefined));
  return { source, job };
}

/** Notes the elements of every window when it fires. */
const noting =
  (seen: string[], windowFn: WindowFn = fixed('10s'), options?: WindowOptions) =>
  (numbers: PCollection<number>): void => {
    numbers
      .windowInto(windowFn, options)
      .keyBy(() => 'k')
      .groupByKey()
      .map(({ value }, { window }) => void seen.push(`${inSeconds(window)} ${inOrder(value)}`))
      .named('Note');
  };

const heldAt = (job: Job, step: string) =>
  job.snapshot().steps.find(({ name }) => name === step)?.time?.heldBack;

/** Looks again and again, for long enough for a machine that is busy. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 40_000 });

/** Runs over sources without an end: how they end, and what they wait for. */
export const streaming = feature('runs without an end', {
  'results come while the source goes on': async (runner) => {
    const seen: string[] = [];
    const { source, job } = await fed(runner, noting(seen));
    source.give(1, 5, 12);
    await eventually(() => seen).toEqual(['[0, 10) 1,5']);
    source.give(25);
    await eventually(() => seen).toEqual(['[0, 10) 1,5', '[10, 20) 12']);
    expect(job.state).toBe('RUNNING');
    await job.cancel();
  },
  'a run ends by itself when its sources do, and every window has fired': async (runner) => {
    const seen: string[] = [];
    const { source, job } = await fed(runner, noting(seen));
    source.give(1, 12);
    source.end();
    await job.done;
    expect(job.state).toBe('DONE');
    expect(seen).toEqual(['[0, 10) 1', '[10, 20) 12']);
  },
  'stop finishes what is under way, and leaves open what is open': async (runner) => {
    const seen: string[] = [];
    const { source, job } = await fed(runner, noting(seen));
    source.give(1, 12);
    await eventually(() => seen).toEqual(['[0, 10) 1']);
    await job.stop();
    expect(job.state).toBe('STOPPED');
    expect((await job.done).state).toBe('STOPPED');
    expect(seen).toEqual(['[0, 10) 1']);
  },
  'drain fires every window and timer that is open, and calls onWindowExpiration': async (runner) => {
    const seen: string[] = [];
    const timers: string[] = [];
    const { source, job } = await fed(runner, (numbers) => {
      noting(seen)(numbers);
      numbers
        .keyBy(() => 'k')
        .parDo({
          uses: { all: bagState<number>(), late: eventTimer(), clock: processingTimer() },
          process({ value }, { all, late, clock }): string[] {
            all.add(value);
            late.set(1e9);
            clock.set(clock.now() + 3_600_000);
            return [];
          },
          onTimer: { late: () => ['late'], clock: () => ['clock'] },
          onWindowExpiration: ({ all }) => [`expired ${inOrder(all.read())}`],
        })
        .map((text) => void timers.push(text));
    });
    source.give(1, 12);
    await eventually(() => seen).toEqual(['[0, 10) 1']);
    await job.drain();
    expect(job.state).toBe('DRAINED');
    expect(seen).toEqual(['[0, 10) 1', '[10, 20) 12']);
    expect(inOrder(timers)).toEqual(['clock', 'expired 1,12', 'late']);
    expect(timers.at(-1)).toBe('expired 1,12');
  },
  'cancel gives up at once': async (runner) => {
    const seen: string[] = [];
    const { source, job } = await fed(runner, noting(seen));
    source.give(1, 12);
    await eventually(() => seen).toEqual(['[0, 10) 1']);
    await job.cancel();
    expect(job.state).toBe('CANCELLED');
    await expect(job.done).rejects.toMatchObject({ code: 'E_CANCELLED' });
    expect(seen).toEqual(['[0, 10) 1']);
  },
  'a run that has ended cannot be stopped, drained or cancelled any more': async (runner) => {
    const job = await start(
      pipeline((p) => void p.create([1])),
      { runner },
    );
    await job.done;
    await job.stop();
    await job.drain();
    await job.cancel();
    expect(job.state).toBe('DONE');
  },
  'event time is that of the slowest source': async (runner) => {
    const slow = new HandFed<number>();
    const seen: string[] = [];
    const { source, job } = await fed(runner, (numbers, root) => {
      const others = root.read(fromIterable(slow.make, { unbounded: true, timestamp: momentOf }));
      noting(seen)(flatten([numbers, others]));
    });
    slow.give(2, 8);
    source.give(1, 100);
    await eventually(() => heldAt(job, 'Note')?.at).toBe(8000);
    expect(seen).toEqual([]);
    slow.give(50);
    await eventually(() => seen).toEqual(['[0, 10) 1,2,8']);
    await job.cancel();
  },
  'a source that is silent holds nothing back when it may be idle': async (runner) => {
    const silent = new HandFed<number>();
    const seen: string[] = [];
    const { source, job } = await fed(runner, (numbers, root) => {
      const others = root.read(
        fromIterable(silent.make, { unbounded: true, timestamp: momentOf, idleAfter: '20ms' }),
      );
      noting(seen)(flatten([numbers, others]));
    });
    source.give(1, 100);
    await eventually(() => seen).toEqual(['[0, 10) 1']);
    await job.cancel();
  },
  'what holds event time back has a name: the source that has not come further': async (runner) => {
    const { source, job } = await fed(runner, noting([]));
    source.give(1, 5);
    await eventually(() => heldAt(job, 'Note')).toMatchObject({
      step: expect.stringContaining('fromIterable'),
      at: 5000,
    });
    await job.cancel();
  },
  'what holds event time back has a name: the open window of a key': async (runner) => {
    const { source, job } = await fed(runner, noting([], fixed('10s'), { timestamps: 'earliest' }));
    source.give(2, 5);
    await eventually(() => heldAt(job, 'Note')).toMatchObject({
      step: expect.stringContaining('groupByKey'),
      at: 2000,
      reason: expect.stringMatching(/open window .* of key "k"/),
    });
    await job.cancel();
  },
  'what holds event time back has a name: the timer of a key': async (runner) => {
    const { source, job } = await fed(runner, (numbers) => {
      numbers
        .keyBy((n) => `key ${n}`)
        .parDo({
          name: 'Alarm',
          uses: { alarm: eventTimer() },
          process: ({ value }, { alarm }) => alarm.set(momentOf(1000), { output: momentOf(value) }),
          onTimer: { alarm() {} },
        })
        .reshuffle()
        .map((n) => n)
        .named('Behind');
    });
    source.give(2, 5);
    await eventually(() => heldAt(job, 'Behind')).toMatchObject({
      step: 'Alarm',
      at: 2000,
      reason: expect.stringMatching(/timer "alarm" of key "key 2"/),
    });
    await job.cancel();
  },
  'input that ends gives with `streaming` what it gives without': async (runner) => {
    const visits = Array.from(
      { length: 300 },
      (_, i): KV<string, number> => ({
        key: `user ${i % 7}`,
        value: (i * 7919) % 1000,
      }),
    );
    const results = (streaming: boolean) =>
      collect(
        (p) => {
          const events = p.create(visits).withTimestamps(({ value }) => value);
          const perUser = events.windowInto(fixed(100)).combinePerKey(sum);
          const names = p
            .create(visits.map(({ key }) => key))
            .distinct()
            .keyBy((key) => key)
            .mapValues((key) => key.toUpperCase());
          const most = events.values().combineGlobally(max).asSingleton();
          return flatten(
            [
              perUser.map(({ key, value }, { window }) => `sum ${key} ${span(window)} ${value}`),
              events
                .windowInto(sessions(5))
                .countPerKey()
                .map(({ key, value }, { window }) => `session ${key} ${span(window)} ${value}`)
                .windowInto(globalWindow()),
              perUser
                .windowInto(globalWindow())
                .countPerKey()
                .join(names)
                .map(({ key, value: [windows, name] }) => `join ${key} ${windows} ${name}`),
              events
                .filter(({ value }, { most }) => value === most, { most })
                .map(({ key, value }) => `largest ${key} ${value}`),
              events
                .parDo({
                  uses: { most: valueState<number>(), end: eventTimer() },
                  process({ value }, { most, end, window }): string[] {
                    most.write(Math.max(most.read() ?? value, value));
                    end.set(window.maxTimestamp);
                    return [];
                  },
                  onTimer: { end: ({ key, most }) => [`most ${key} ${most.read()}`] },
                })
                .map((text) => text),
            ].map((each) => each.windowInto(globalWindow())),
          );
        },
        { runner, streaming },
      );
    const bounded = inOrder(await results(false));
    expect(bounded.length).toBeGreaterThan(100);
    expect(inOrder(await results(true))).toEqual(bounded);
  },
});
