import { fixed, sliding } from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature, inOrder, turn } from './feature.js';

/** PCollections as arguments of callbacks. */
export const sideInputs = feature('side inputs', {
  'a singleton is its one element': (runner) =>
    expectOutput(
      runner,
      (p) => p.create([1, 2]).map((n, { factor }) => n * factor, { factor: p.create([10]).asSingleton() }),
      [10, 20],
    ),
  'an empty singleton gives its fallback, undefined too; without one it is an error': async (runner) => {
    await expectOutput<unknown>(
      runner,
      (p) => {
        const none = p.create<number>([]);
        const uses = { a: none.asSingleton(7), b: none.asSingleton(undefined) };
        return p.create([0]).map((_, { a, b }) => [a, b], uses);
      },
      [[7, undefined]],
    );
    const bare = collect((p) => p.create([0]).map((_, { a }) => a, { a: p.create([]).asSingleton() }), {
      runner,
    });
    await expect(bare).rejects.toMatchObject({
      code: 'E_SIDE_INPUT',
      message: expect.stringContaining('"a" is empty'),
    });
  },
  'a singleton of several elements is an error that names it': async (runner) => {
    const two = collect(
      (p) => p.create([0]).map((_, { rate }) => rate, { rate: p.create([1, 2]).asSingleton() }),
      { runner },
    );
    await expect(two).rejects.toMatchObject({
      code: 'E_SIDE_INPUT',
      message: expect.stringContaining('"rate" has more than one element'),
    });
  },
  'iterables can be walked through again and again, lists are arrays': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const words = p.create(['a', 'b']);
        return p.create([0]).map(
          (_, { lazy, list }) => ({
            twice: inOrder([...lazy, ...lazy]).join(''),
            list: inOrder(list),
            isArray: Array.isArray(list),
          }),
          { lazy: words.asIterable(), list: words.asList() },
        );
      },
      [{ twice: 'aabb', list: ['a', 'b'], isArray: true }],
    ),
  'maps find their keys by value': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) => {
        const pairs = p.create([
          { key: { id: 1, kind: 'x' } as unknown, value: 'object' },
          { key: 'text', value: 'text' },
          { key: 5n, value: 'bigint' },
        ]);
        return p
          .create([0])
          .map(
            (_, { map }) => [
              map.get({ kind: 'x', id: 1 }),
              map.get('text'),
              map.get(5n),
              map.get('none'),
              map.has({ id: 2 }),
              map.size,
              [...map.keys()].length,
              [...map.values()].sort(),
              [...map].length,
            ],
            { map: pairs.asMap() },
          );
      },
      [['object', 'text', 'bigint', undefined, false, 3, 3, ['bigint', 'object', 'text'], 3]],
    ),
  'a multimap has all values of a key; a map of such a key is an error, whatever the key': async (runner) => {
    const keys = ['k', 5n, { id: 1 }, undefined];
    for (const key of keys) {
      const build = (view: 'asMap' | 'asMultimap') =>
        collect(
          (p) => {
            const pairs = p.create([
              { key: key as unknown, value: 1 },
              { key: key as unknown, value: 2 },
            ]);
            return p.create([0]).map((_, { map }) => inOrder((map.get(key) ?? []) as number[]), {
              map: pairs[view]() as ReturnType<typeof pairs.asMultimap>,
            });
          },
          { runner },
        );
      expect(await build('asMultimap')).toEqual([[1, 2]]);
      await expect(build('asMap')).rejects.toMatchObject({
        code: 'E_SIDE_INPUT',
        message: expect.stringContaining('"map" has two values'),
      });
    }
  },
  'empty views are empty': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) => {
        const none = p.create<{ key: string; value: number }>([]);
        return p
          .create([0])
          .map((_, { lazy, list, map, multi }) => [[...lazy].length, list.length, map.size, multi.size], {
            lazy: none.asIterable(),
            list: none.asList(),
            map: none.asMap(),
            multi: none.asMultimap(),
          });
      },
      [[0, 0, 0, 0]],
    ),
  'a side input may be made from the elements that read it': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const input = p.create([1, 2, 3]).map((n) => n);
        const total = input.combineGlobally({
          n: {
            create: () => 0,
            add: (a, n: number) => a + n,
            merge: (a, b: number) => a + b,
            extract: (a) => a,
          },
        });
        return input.map((n, { all }) => n / all.n, { all: total.asSingleton() });
      },
      [1 / 6, 2 / 6, 3 / 6],
    ),
  'side inputs of side inputs': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const base = p.create([1, 2]);
        const one = base.map((n, { all }) => n + all.length, { all: base.asList() });
        const two = base.map((n, { all }) => n * all.length, { all: one.asList() });
        return p.create(['x']).map((x, { a, b }) => `${x} ${inOrder(a)} ${inOrder(b)}`, {
          a: one.asList(),
          b: two.asList(),
        });
      },
      ['x 3,4 2,4'],
    ),
  'several steps read one side input, also of grouped and stored elements': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const sizes = p
          .create(['a', 'bb', 'cc'])
          .keyBy((text) => text.length)
          .groupByKey();
        const uses = { groups: sizes.asMap() };
        const input = p.create([2]);
        return p.flatten([
          input.map((n, { groups }) => `map ${inOrder(groups.get(n) ?? [])}`, uses),
          input.reshuffle().flatMap((n, { groups }) => [`flatMap ${inOrder(groups.get(n) ?? [])}`], uses),
        ]);
      },
      ['map bb,cc', 'flatMap bb,cc'],
    ),
  'asynchronous callbacks, filters and DoFns read side inputs': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const allowed = p.create([1, 3]).asList();
        return p
          .create([1, 2, 3])
          .filter((n, { list }) => list.includes(n), { list: allowed })
          .map(
            async (n, { list }) => {
              await turn();
              return n * list.length;
            },
            { list: allowed },
          )
          .parDo({ uses: { list: allowed }, process: (n: number, { list }) => [n + list.length] });
      },
      [4, 8],
    ),
  'an element sees the side input of its own window': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const events = p
          .create([1, 2, 11, 12, 13])
          .withTimestamps((n) => n)
          .windowInto(fixed(10));
        return events.map((n, { all }) => `${n}: ${inOrder(all)}`, { all: events.asList() });
      },
      ['1: 1,2', '2: 1,2', '11: 11,12,13', '12: 11,12,13', '13: 11,12,13'],
    ),
  'a side input in the global window serves every window': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([5, 15])
          .withTimestamps((n) => n)
          .windowInto(fixed(10))
          .map((n, { rate }) => n * rate, { rate: p.create([100]).asSingleton() }),
      [500, 1500],
    ),
  'a window reads the side window that holds its end': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const at = (times: number[]) => p.create(times).withTimestamps((n) => n);
        const main = at([3, 13]).windowInto(fixed(10));
        const wide = at([1, 12, 19, 25]);
        return p.flatten([
          main.map((n, { side }) => `fixed ${n}: ${inOrder(side)}`, {
            side: wide.windowInto(fixed(20)).asList(),
          }),
          main.map((n, { side }) => `sliding ${n}: ${inOrder(side)}`, {
            side: wide.windowInto(sliding(10, 5)).asList(),
          }),
        ]);
      },
      ['fixed 3: 1,12,19', 'fixed 13: 1,12,19', 'sliding 3: 1', 'sliding 13: 12,19'],
    ),
  'the global window cannot read windows, and the error says what to do': async (runner) => {
    const build = collect(
      (p) => {
        const windowed = p
          .create([1])
          .withTimestamps((n) => n)
          .windowInto(fixed(10));
        return p.create([0]).map((_, { side }) => side.length, { side: windowed.asList() });
      },
      { runner },
    );
    await expect(build).rejects.toMatchObject({
      code: 'E_SIDE_INPUT',
      help: expect.stringContaining('globalWindow()'),
    });
  },
  'a broken side input fails the run, whatever is done with failing elements': async (runner) => {
    const skipping = collect(
      (p) =>
        p.create([0]).map((_, { one }) => one, {
          one: p.create([1, 2]).asSingleton(),
          onError: 'skip',
        }),
      { runner },
    );
    await expect(skipping).rejects.toMatchObject({ code: 'E_SIDE_INPUT' });
  },
});
