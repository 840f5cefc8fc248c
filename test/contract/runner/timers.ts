import { bagState, combiningState, eventTimer, fixed, processingTimer, sum, valueState } from '@hornbeam/sdk';
import { at, collect, testStream } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { feature } from './feature.js';

/** Callbacks at a moment of event time or of the clock. */
export const timers = feature('timers', {
  'in event time fire when the watermark passes them, in order of time': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(
            testStream<number>()
              .add(at(30, 0), at(10, 0), at(20, 0))
              .advanceWatermarkTo(10)
              .advanceWatermarkTo(25)
              .add(at(40, 25))
              .advanceWatermarkToInfinity(),
          )
          .keyBy((n) => n)
          .parDo({
            uses: { alarm: eventTimer() },
            process({ value }, { alarm }): string[] {
              alarm.set(value);
              return [`set ${value}`];
            },
            onTimer: { alarm: ({ key, fireAt, timestamp }) => [`fired ${key} ${fireAt} ${timestamp}`] },
          }),
      { runner },
    );
    expect(seen.filter((text) => text.startsWith('fired'))).toEqual([
      'fired 10 10 10',
      'fired 20 20 20',
      'fired 30 30 30',
      'fired 40 40 40',
    ]);
    expect(seen.indexOf('fired 20 20 20')).toBeLessThan(seen.indexOf('set 40'));
  },
  'on the clock fire when it has come to them, whatever event time does': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(
            testStream<string>()
              .add(at('a', 0))
              .advanceProcessingTime('9s')
              .add(at('b', 0))
              .advanceProcessingTime('1s')
              .add(at('c', 0))
              .advanceWatermarkToInfinity(),
          )
          .keyBy(() => 'k')
          .parDo({
            uses: { first: valueState<boolean>(), flush: processingTimer() },
            process({ value }, { first, flush }) {
              if (!first.read()) flush.set(flush.now() + 10_000);
              first.write(true);
              return [value];
            },
            onTimer: { flush: () => ['flushed'] },
          }),
      { runner },
    );
    expect(seen).toEqual(['a', 'b', 'flushed', 'c']);
  },
  'set again move, and cleared do not fire': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(
            testStream<number>()
              .add(at(10, 0))
              .add(at(50, 0))
              .advanceWatermarkTo(40)
              .add(at(-1, 41))
              .advanceWatermarkToInfinity(),
          )
          .keyBy(() => 'k')
          .parDo({
            uses: { alarm: eventTimer(), other: eventTimer() },
            process({ value }, { alarm, other }): string[] {
              if (value > 0) alarm.set(value);
              else alarm.clear();
              other.set(60);
              return [];
            },
            onTimer: { alarm: () => ['alarm'], other: ({ fireAt }) => [`other ${fireAt}`] },
          }),
      { runner },
    );
    expect(seen).toEqual(['other 60']);
  },
  'of different tags are different': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(testStream<number>().add(at(3, 0), at(1, 0), at(2, 0)).advanceWatermarkToInfinity())
          .keyBy(() => 'k')
          .parDo({
            uses: { each: eventTimer() },
            process({ value }, { each }): string[] {
              each.set(value, { tag: `tag ${value}` });
              if (value === 2) each.clear('tag 3');
              return [];
            },
            onTimer: { each: ({ tag }) => [tag] },
          }),
      { runner },
    );
    expect(seen).toEqual(['tag 1', 'tag 2']);
  },
  'may set themselves again, and see state': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(testStream<number>().add(at(1, 0)).advanceWatermarkTo(100).advanceWatermarkToInfinity())
          .windowInto(fixed(50))
          .keyBy(() => 'k')
          .parDo({
            uses: { rounds: combiningState(sum), tick: eventTimer() },
            process(_, { tick }): string[] {
              tick.set(0);
              return [];
            },
            onTimer: {
              tick({ rounds, tick, fireAt, window }) {
                rounds.add(1);
                if (fireAt + 20 < window.end) tick.set(fireAt + 20);
                return [`${fireAt}: ${rounds.read()}`];
              },
            },
          }),
      { runner },
    );
    expect(seen).toEqual(['0: 1', '20: 2', '40: 3']);
  },
  'hold event time at their output timestamp until they have fired': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(
            testStream<number>()
              .add(at(1, 3))
              .advanceWatermarkTo(35)
              .add(at(2, 36))
              .advanceWatermarkToInfinity(),
          )
          .keyBy(() => 'k')
          .parDo({
            uses: { held: bagState<number>(), later: eventTimer() },
            process({ value }, { held, later, timestamp }): string[] {
              held.add(value);
              if (value === 1) later.set(30, { output: timestamp });
              return [];
            },
            onTimer: { later: ({ held, timestamp }) => [`${[...held.read()].join()} at ${timestamp}`] },
          })
          .windowInto(fixed(10))
          .keyBy(() => 'k')
          .groupByKey()
          .map(({ value }, { window }) => `${window.start}: ${[...value].join(';')}`),
      { runner },
    );
    expect(seen).toEqual(['0: 1 at 3']);
  },
  'past the end of their window fail the run and say whose they are': async (runner) => {
    const failing = collect(
      (p) =>
        p
          .create([1])
          .withTimestamps(() => 5)
          .windowInto(fixed(10))
          .keyBy(() => 'k')
          .parDo({
            name: 'Too late',
            uses: { alarm: eventTimer() },
            process: (_, { alarm }) => alarm.set(10),
            onTimer: { alarm() {} },
          }),
      { runner },
    );
    await expect(failing).rejects.toMatchObject({
      code: 'E_TIMER',
      message: expect.stringMatching(/"alarm" of key "k" .* past the end/),
      place: { step: 'Too late' },
    });
  },
  'without a callback, and callbacks without a timer, are refused when the pipeline is built': async (
    runner,
  ) => {
    const build = (doFn: object) =>
      collect(
        (p) =>
          p
            .create([1])
            .keyBy(() => 'k')
            .parDo({ process: () => [1], ...doFn }),
        { runner },
      );
    await expect(build({ uses: { alarm: eventTimer() } })).rejects.toThrow(
      'The timer "alarm" has no callback.',
    );
    await expect(build({ onTimer: { alarm() {} } })).rejects.toThrow(/"alarm", which is no timer/);
    await expect(build({ onWindowExpiration: () => [1] })).rejects.toThrow(
      /has no use for onWindowExpiration/,
    );
  },
});

/** The last look at the state of a key. */
export const expiration = feature('onWindowExpiration', {
  'is called for every key of a window that has ended, with its state': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(
            testStream<string>()
              .add(at('a', 1), at('b', 2), at('a', 3), at('c', 11))
              .advanceWatermarkTo(15)
              .add(at('d', 16))
              .advanceWatermarkToInfinity(),
          )
          .windowInto(fixed(10))
          .keyBy((letter) => letter)
          .parDo({
            uses: { seen: combiningState(sum) },
            process(_, { seen }): string[] {
              seen.add(1);
              return [];
            },
            onWindowExpiration: ({ key, seen, window, timestamp }) => [
              `${key} ${seen.read()} of ${window.start} at ${timestamp}`,
            ],
          }),
      { runner },
    );
    expect(seen.slice(0, 2).sort()).toEqual(['a 2 of 0 at 9', 'b 1 of 0 at 9']);
    expect(seen.slice(2).sort()).toEqual(['c 1 of 10 at 19', 'd 1 of 10 at 19']);
  },
  'comes after the timers of the window, and at the end of a bounded input too': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .create([1])
          .keyBy(() => 'k')
          .parDo({
            uses: { total: combiningState(sum), end: eventTimer() },
            process({ value }, { total, end, window }): string[] {
              total.add(value);
              end.set(window.maxTimestamp);
              return [];
            },
            onTimer: {
              end({ total }) {
                total.add(10);
                return ['timer'];
              },
            },
            onWindowExpiration: ({ total }) => [`expired ${total.read()}`],
          }),
      { runner },
    );
    expect(seen).toEqual(['timer', 'expired 11']);
  },
});
