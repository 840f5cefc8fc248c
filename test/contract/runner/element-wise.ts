import { counter, fixed, IntervalWindow, pipeline, run } from '@hornbeam/sdk';
import { expect } from 'vitest';
import { expectOutput, feature, turn } from './feature.js';

/** One callback for each element. */
export const elementWise = feature('map, flatMap, filter, keyBy', {
  'map makes one output of each element': (runner) =>
    expectOutput(runner, (p) => p.create([1, 2, 3]).map((n) => n * 2), [2, 4, 6]),
  'map sends on undefined and null as elements': (runner) =>
    expectOutput(runner, (p) => p.create([1, 2]).map((n) => (n === 1 ? undefined : null)), [undefined, null]),
  'map awaits a promise, and what only has a then': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([1, 2])
          .map(async (n) => {
            await turn();
            return n + 1;
          })
          .map((n): Promise<number> => {
            const query: PromiseLike<number> = {
              // biome-ignore lint/suspicious/noThenProperty: query builders are such objects
              then: (...hooks) => Promise.resolve(n * 10).then(...hooks),
            };
            return query as Promise<number>;
          }),
      [20, 30],
    ),
  'flatMap takes arrays of any length, generators, asynchronous generators, promises and nothing': (
    runner,
  ) => {
    const many = Array.from({ length: 200 }, (_, i) => `many ${i}`);
    return expectOutput(
      runner,
      (p) => {
        const input = p.create([1]);
        return p.flatten([
          input.flatMap((): string[] => []),
          input.flatMap(() => ['array']),
          input.flatMap(() => many),
          input.flatMap(() => new Set(['set'])),
          input.flatMap(function* () {
            yield 'generator';
          }),
          input.flatMap(async function* () {
            await turn();
            yield 'async generator';
          }),
          input.flatMap(async () => {
            await turn();
            return ['promise'];
          }),
        ]);
      },
      ['array', ...many, 'set', 'generator', 'async generator', 'promise'],
    );
  },
  'filter keeps what the callback says, also later': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([1, 2, 3, 4])
          .filter((n) => n > 1)
          .filter(async (n) => {
            await turn();
            return n < 4;
          }),
      [2, 3],
    ),
  'keyBy pairs elements with keys; keys, values, swap and mapValues take pairs apart': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const pairs = p.create(['a', 'bb']).keyBy((text) => text.length);
        return p.flatten<unknown>([
          pairs,
          pairs.keys(),
          pairs.values(),
          pairs.swap(),
          pairs.mapValues((text, length) => text.repeat(length)),
          pairs.mapValues(async (text) => text.toUpperCase()),
        ]);
      },
      [
        ...[
          { key: 1, value: 'a' },
          { key: 2, value: 'bb' },
        ],
        ...[1, 2],
        ...['a', 'bb'],
        ...[
          { key: 'a', value: 1 },
          { key: 'bb', value: 2 },
        ],
        ...[
          { key: 1, value: 'a' },
          { key: 2, value: 'bbbb' },
        ],
        ...[
          { key: 1, value: 'A' },
          { key: 2, value: 'BB' },
        ],
      ],
    ),
  'a callback is handed constants, its timestamp, window, step and signal': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([1])
          .withTimestamps(() => 12_345)
          .windowInto(fixed('10s'))
          .map(
            (n, { rate, timestamp, window, step, signal, pane }) => ({
              ...{ product: n * rate, timestamp, step, aborted: signal.aborted, timing: pane.timing },
              ...{ start: window.start, end: window.end },
            }),
            { rate: 7 },
          )
          .named('Priced'),
      [
        {
          ...{ product: 7, timestamp: 12_345, step: 'Priced', aborted: false, timing: 'unknown' },
          ...{ start: 10_000, end: 20_000 },
        },
      ],
    ),
  'one output may be read by many steps': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const input = p.create([1, 2]).map((n) => n);
        return p.flatten([input.map((n) => `a${n}`), input.map((n) => `b${n}`), input.map((n) => `c${n}`)]);
      },
      ['a1', 'a2', 'b1', 'b2', 'c1', 'c2'],
    ),
  'steps whose output nobody reads run all the same': async (runner) => {
    const seen: number[] = [];
    const result = await run(
      pipeline((p) => {
        p.create([1, 2]).map(
          (n, { touched }) => {
            touched.inc();
            seen.push(n);
          },
          { touched: counter() },
        );
      }),
      { runner },
    );
    expect(seen.sort()).toEqual([1, 2]);
    expect(result.metric('touched')).toEqual({ kind: 'counter', value: 2 });
  },
  'withTimestamps takes milliseconds, dates and instants, before 1970 too': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create<{ at: number | Date | { epochMilliseconds: number } }>([
            { at: -1 },
            { at: new Date(-86_400_000) },
            { at: { epochMilliseconds: 5 } },
          ])
          .withTimestamps(({ at }) => at)
          .map((_, { timestamp }) => timestamp),
      [-1, -86_400_000, 5],
    ),
  'windows are part of what a callback sees once for each': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([0])
          .withTimestamps(() => 15)
          .windowInto({ kind: 'sliding', size: 20, period: 10, offset: 0 })
          .map((_, { window }) => window instanceof IntervalWindow && window.start),
      [0, 10],
    ),
});
