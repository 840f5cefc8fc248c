import {
  fixed,
  GrowableOffsetRangeTracker,
  type KV,
  manualWatermark,
  monotonicWatermark,
  OffsetRangeTracker,
  offsetRange,
  out,
  resume,
  splittable,
} from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature, turn } from './feature.js';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** The numbers below each number. */
const below = splittable({
  bounded: true,
  outputs: { main: out<number>() },
  initial: (n: number) => offsetRange(0, n),
  tracker: (range) => new OffsetRangeTracker(range),
  process(_n, { tracker, emit }) {
    for (let i = tracker.restriction.from; tracker.tryClaim(i); i++) emit(i);
  },
});

/** Numbers up to a limit with their own moment, a few a call, for ever as far as the plan knows. */
const ticks = (limit: number, perCall: number) =>
  splittable({
    bounded: false,
    outputs: { main: out<number>() },
    initial: (_impulse: Uint8Array) => offsetRange(0),
    tracker: (range) => new GrowableOffsetRangeTracker(range),
    watermark: manualWatermark(),
    process(_impulse, { tracker, emit, watermark }) {
      const { from } = tracker.restriction;
      for (let at = from; at < Math.min(from + perCall, limit); at++) {
        if (!tracker.tryClaim(at)) return;
        emit(at, at * 1000);
        watermark.advance(at * 1000);
      }
      if (from + perCall < limit) return resume();
      tracker.finish();
      return;
    },
  });

/** Steps whose work on one element may be stopped and split. */
export const splittables = feature('splittable steps', {
  'make the outputs of every restriction, in parts of any size': async (runner) => {
    await expectOutput(runner, (p) => p.create([3, 0, 2]).parDo(below), [0, 1, 2, 0, 1]);
    await expectOutput(
      runner,
      (p) =>
        p.create([1000]).parDo({
          ...below,
          split: (_n: number, { from, to }) =>
            upTo(10).map((i) => ({
              from: from + ((to - from) / 10) * i,
              to: from + ((to - from) / 10) * (i + 1),
            })),
          size: (_n: number, { from, to }) => to - from,
        }),
      upTo(1000),
    );
  },
  'go on after `resume` where they stopped, until nothing is left': async (runner) => {
    await expectOutput(
      runner,
      (p) =>
        p.create([20, 7]).parDo({
          ...below,
          process(_n: number, { tracker, emit }) {
            const { from } = tracker.restriction;
            for (let i = from; i < from + 3; i++) {
              if (!tracker.tryClaim(i)) return;
              emit(i);
            }
            return resume();
          },
        }),
      [...upTo(20), ...upTo(7)],
    );
  },
  'may be asynchronous in all their parts': async (runner) => {
    await expectOutput(
      runner,
      (p) =>
        p.create([4, 2]).parDo({
          ...below,
          async initial(n: number) {
            await turn();
            return offsetRange(0, n);
          },
          async split(_n: number, range) {
            await turn();
            return [range];
          },
          async process(_n: number, { tracker, emit }) {
            for (let i = tracker.restriction.from; tracker.tryClaim(i); i++) {
              await turn();
              emit(i);
            }
          },
        }),
      [...upTo(4), ...upTo(2)],
    );
  },
  'read side inputs, have a set-up, and tag outputs': async (runner) => {
    const lives: string[] = [];
    await expectOutput<unknown>(
      runner,
      (p) => {
        const factor = p.create([10]).asSingleton();
        const { main, odd } = p.create([5]).parDo({
          bounded: true,
          uses: { factor },
          outputs: { main: out<number>(), odd: out<string>() },
          initial: (n) => offsetRange(0, n),
          tracker: (range) => new OffsetRangeTracker(range),
          setup() {
            lives.push('setup');
            return { mark: '!' };
          },
          teardown: () => void lives.push('teardown'),
          process(_n, { tracker, emit, out: to, factor: by, setup }) {
            for (let i = tracker.restriction.from; tracker.tryClaim(i); i++) {
              if (i % 2 === 0) emit(i * by);
              else to.odd(`${i * by}${setup.mark}`);
            }
          },
        });
        return p.flatten<unknown>([main, odd]);
      },
      [0, 20, 40, '10!', '30!'],
    );
    expect(new Set(lives)).toEqual(new Set(['setup', 'teardown']));
  },
  'give their outputs the time of their element unless they say another': async (runner) => {
    await expectOutput(
      runner,
      (p) =>
        p
          .create([2])
          .withTimestamps(() => 500)
          .parDo({
            ...below,
            process(_n: number, { tracker, emit, timestamp }) {
              if (tracker.tryClaim(0)) emit(0);
              if (tracker.tryClaim(1)) emit(1, timestamp + 7);
            },
          })
          .map((n, { timestamp }) => [n, timestamp]),
      [
        [0, 500],
        [1, 507],
      ],
    );
  },
  'without an end close windows by their watermark while they go on': async (runner) => {
    const sums = (limit: number): KV<string, number>[] =>
      upTo(limit / 10).map((window) => ({
        key: 'n',
        value: upTo(10).reduce((sum, i) => sum + window * 10 + i, 0),
      }));
    await expectOutput(
      runner,
      (p) =>
        p
          .impulse()
          .parDo(ticks(40, 7))
          .windowInto(fixed('10s'))
          .keyBy(() => 'n')
          .groupByKey()
          .map(({ key, value }) => ({ key, value: [...value].reduce((a, b) => a + b, 0) })),
      sums(40),
    );
  },
  'may read elements that other splittable steps make': async (runner) => {
    await expectOutput(runner, (p) => p.create([3]).parDo(below).parDo(below), [0, 0, 1]);
  },
  'call back after the commit of what they made': async (runner) => {
    const committed: number[] = [];
    await collect(
      (p) =>
        p.create([3]).parDo({
          ...below,
          usesAfterCommit: true,
          process(_n: number, { tracker, emit, afterCommit }) {
            for (let i = tracker.restriction.from; tracker.tryClaim(i); i++) {
              emit(i);
              afterCommit(() => void committed.push(i));
            }
          },
        }),
      { runner },
    );
    expect(committed.toSorted()).toEqual([0, 1, 2]);
  },
  'fail the run when they leave something unclaimed': async (runner) => {
    const step = { ...below, name: 'Lazy', process: () => undefined };
    await expect(collect((p) => p.create([3]).parDo(step), { runner })).rejects.toMatchObject({
      code: 'E_SPLITTABLE',
      place: { step: 'Lazy' },
    });
  },
  'fail the run when they emit before the time of their element': async (runner) => {
    const early = collect(
      (p) =>
        p
          .create([1])
          .withTimestamps(() => 500)
          .parDo({
            ...below,
            watermark: monotonicWatermark(),
            process(_n: number, { tracker, emit }) {
              if (tracker.tryClaim(0)) emit(0, 499);
            },
          }),
      { runner },
    );
    await expect(early).rejects.toMatchObject({ code: 'E_TIMESTAMP' });
  },
});
