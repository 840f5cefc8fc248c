import { fixed, flatten, StringUtf8Coder } from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature, inOrder, turn } from './feature.js';

/** Putting PCollections together and taking them apart. */
export const flattening = feature('flatten', {
  'all elements of all inputs come': (runner) =>
    expectOutput(
      runner,
      (p) => flatten([p.create([1]), p.create([2, 2]), p.create<number>([])]).map((n) => n),
      [1, 2, 2],
    ),
  'inputs may have different coders': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create(['a'])
          .withCoder(new StringUtf8Coder())
          .flattenWith(p.create(['b']), p.create(['c']).reshuffle()),
      ['a', 'b', 'c'],
    ),
  'an input that is given twice comes twice': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const a = p.create(['a']);
        return p.flatten([
          a.flattenWith(a).map((x) => `itself ${x}`),
          p.flatten([a, a, p.create(['b'])]).map((x) => `and another ${x}`),
        ]);
      },
      ['itself a', 'itself a', 'and another a', 'and another a', 'and another b'],
    ),
  'pairs and other elements may be together, and pairs of different origin grouped': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) => {
        const made = p.create([{ key: 'a', value: 1 }]);
        const keyed = p.create([2]).keyBy(() => 'a');
        const counted = p.create(['a']).countPerElement();
        const grouped = p
          .flatten([made, keyed, counted])
          .groupByKey()
          .map(({ value }) => inOrder(value).join());
        return p.flatten<unknown>([counted.reshuffle(), p.create([7]), grouped]);
      },
      [{ key: 'a', value: 1 }, 7, '1,1,2'],
    ),
  'what reaches a flatten on several ways comes on each': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const a = p.create(['a']);
        const b = p.create(['b']);
        const ab = a.flattenWith(b);
        return ab.flattenWith(a, ab).reshuffle();
      },
      ['a', 'a', 'a', 'b', 'b'],
    ),
  'groups, counts and stored elements can be flattened': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) => {
        const groups = p
          .create([1, 2])
          .keyBy(() => 'k')
          .groupByKey();
        const sizes = groups.map(({ value }) => [...value].length);
        return p.flatten<unknown>([
          groups.flattenWith(groups).map(({ value }) => inOrder(value)),
          sizes.reshuffle().flattenWith(p.create([9]).count()),
        ]);
      },
      [[1, 2], [1, 2], 2, 1],
    ),
  'a flattened PCollection can be grouped, counted and read as a side input': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const both = p.create([1]).flattenWith(p.create([2]));
        return p.flatten([
          both.count(),
          both
            .keyBy(() => 'k')
            .groupByKey()
            .map(({ value }) => [...value].length * 10),
          p.create([100]).map((n, { all }) => n * all.length, { all: both.asList() }),
        ]);
      },
      [2, 20, 200],
    ),
});

/** Distributing elements over outputs. */
export const partitioning = feature('partition', {
  'each element is in the part whose index the callback gives': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const parts = p.create([1, 2, 3, 4, 5]).partition(3, (n, count) => n % count);
        return p.flatten(parts.map((part, i) => part.map((n) => `${i}:${n}`)));
      },
      ['0:3', '1:1', '1:4', '2:2', '2:5'],
    ),
  'an index outside of the parts fails the run and says which': async (runner) => {
    const outside = collect((p) => p.create([1]).partition(2, () => 2)[0]!, { runner });
    await expect(outside).rejects.toMatchObject({
      code: expect.toBeOneOf(['E_USER', 'E_BAD_ARGUMENT']),
      message: expect.stringContaining('gave 2'),
    });
  },
});

/** Storing elements between steps. */
export const reshuffling = feature('reshuffle', {
  'nothing is lost, doubled or changed': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) =>
        p
          .create<unknown>([1, 'a', undefined, { x: [null] }])
          .reshuffle()
          .reshuffle(),
      [1, 'a', undefined, { x: [null] }],
    ),
  'timestamps and windows are kept': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([5, 15, 25])
          .withTimestamps((n) => n)
          .windowInto(fixed(10))
          .reshuffle()
          .map((n, { timestamp, window }) => `${n} ${timestamp} ${window.start}`),
      ['5 5 0', '15 15 10', '25 25 20'],
    ),
});

/** One copy of each element. */
export const distinctness = feature('distinct', {
  'equal elements come once, by value': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) => {
        const dates = p.create([new Date(1), new Date(1)]).distinct();
        const objects = p
          .create([
            { a: 1, b: 2 },
            { b: 2, a: 1 },
          ])
          .distinct()
          .map(({ a, b }) => a + b);
        return p.flatten<unknown>([p.create([1, 1, 2]).distinct(), dates, objects]);
      },
      [1, 2, new Date(1), 3],
    ),
  'with a key, one element of each stays': async (runner) => {
    const kept = await collect((p) => p.create(['a1', 'a2', 'b1']).distinct((text) => text[0]), { runner });
    expect(kept.map((text) => text[0]).sort()).toEqual(['a', 'b']);
  },
});

/** Doing one thing after another. */
export const waiting = feature('waitOn', {
  'nothing goes on before every signal is complete': async (runner) => {
    const order: string[] = [];
    await collect(
      (p) => {
        const written = p.create([1, 2, 3]).map(async (n) => {
          await turn();
          await turn();
          order.push('written');
          return n;
        });
        const sent = p.create([1]).map(async () => {
          await turn();
          order.push('sent');
        });
        return p
          .create(['then'])
          .waitOn(written, sent)
          .map((x) => {
            order.push(x);
            return x;
          });
      },
      { runner },
    );
    expect(order.at(-1)).toBe('then');
    expect(order).toHaveLength(5);
  },
  'an empty signal holds nothing up, and elements come as they were': (runner) =>
    expectOutput(runner, (p) => p.create([1, 2]).waitOn(p.create([])), [1, 2]),
  'a signal may come from the same elements': async (runner) => {
    const order: string[] = [];
    await collect(
      (p) => {
        const input = p.create([1, 2]);
        const first = input.map((n) => {
          order.push('first');
          return n;
        });
        return input.waitOn(first).map((n) => {
          order.push('second');
          return n;
        });
      },
      { runner },
    );
    expect(order).toEqual(['first', 'first', 'second', 'second']);
  },
  'a windowed signal can be waited for in the global window': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p.create(['x']).waitOn(
          p
            .create([1])
            .withTimestamps(() => 5)
            .windowInto(fixed(10)),
        ),
      ['x'],
    ),
});

/** Arrays of values of a key. */
export const batching = feature('groupIntoBatches', {
  'batches are full but for the last of a key, and have every value once': async (runner) => {
    const batches = await collect(
      (p) =>
        p
          .create(Array.from({ length: 25 }, (_, i) => i))
          .keyBy((n) => (n < 20 ? 'a' : 'b'))
          .groupIntoBatches(8),
      { runner },
    );
    const sizes = batches.map(({ key, value }) => `${key}${value.length}`);
    expect(sizes.sort()).toEqual(['a4', 'a8', 'a8', 'b5']);
    expect(batches.flatMap(({ value }) => value).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 25 }, (_, i) => i),
    );
  },
});
