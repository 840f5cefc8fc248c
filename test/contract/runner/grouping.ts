import { coGroup, int64, type KV, row, string } from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature, inOrder } from './feature.js';

/** Groups with their values in an order of their own. */
const sorted = <K, V>({ key, value }: KV<K, Iterable<V>>): KV<K, V[]> => ({ key, value: inOrder(value) });

const Point = row({ x: int64, name: string });

/** Bringing the values of a key together. */
export const grouping = feature('groupByKey, groupBy', {
  'every key comes once, with all its values': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create(['a1', 'b1', 'a2', 'a3'])
          .keyBy((text) => text[0])
          .groupByKey()
          .map(sorted),
      [
        { key: 'a', value: ['a1', 'a2', 'a3'] },
        { key: 'b', value: ['b1'] },
      ],
    ),
  'keys are compared by value, whatever they are': async (runner) => {
    const keys: [unknown, unknown][] = [
      ['text', 'text'],
      [
        'a text that is longer than any table of short texts takes',
        `a text that is ${'longer'} than any table of short texts takes`,
      ],
      ['', ''],
      ['\ud800', '\ud800'],
      [1, 1],
      [0, -0],
      [NaN, NaN],
      [1.5, 1.5],
      [10n, 10n],
      [2n ** 80n, 2n ** 80n],
      [true, true],
      [null, null],
      [undefined, undefined],
      [new Date(5), new Date(5)],
      [new Uint8Array([1, 2]), new Uint8Array([1, 2])],
      [
        [1, 'a'],
        [1, 'a'],
      ],
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      [{ a: { c: 1, d: [2] } }, { a: { d: [2], c: 1 } }],
      [
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
        new Map([
          ['b', 2],
          ['a', 1],
        ]),
      ],
    ];
    const counts = await collect(
      (p) =>
        p
          .create(
            keys.flatMap(([one, other]) => [
              { key: one, value: 1 },
              { key: other, value: 2 },
            ]),
          )
          .groupByKey()
          .map(({ value }) => inOrder(value).join()),
      { runner },
    );
    expect(counts).toEqual(keys.map(() => '1,2'));
  },
  'different keys stay apart, also those that print alike': async (runner) => {
    const keys = [1, '1', 1n, true, 'true', null, 'null', undefined, 'undefined', [1], '[1]', {}, [], ''];
    const counts = await collect(
      (p) =>
        p
          .create(keys.map((key) => ({ key: key as unknown, value: 1 })))
          .groupByKey()
          .map(({ value }) => [...value].length),
      { runner },
    );
    expect(counts).toEqual(keys.map(() => 1));
  },
  'a key comes back as it was': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create<unknown>([{ a: [1, undefined] }, new Date(7), new Uint8Array([3]), null])
          .keyBy((key) => key)
          .groupByKey()
          .map(({ key }) => key),
      [{ a: [1, undefined] }, new Date(7), new Uint8Array([3]), null],
    ),
  'rows are keys': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create(
            [
              { x: 1, name: 'a' },
              { name: 'a', x: 1 },
              { x: 2, name: 'a' },
            ],
            { schema: Point },
          )
          .countPerElement(),
      [
        { key: { x: 1, name: 'a' }, value: 2 },
        { key: { x: 2, name: 'a' }, value: 1 },
      ],
    ),
  'values may be anything, undefined too, and are kept as often as they came': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create<KV<string, unknown>>([
            { key: 'k', value: undefined },
            { key: 'k', value: null },
            { key: 'k', value: { deep: [1n] } },
            { key: 'k', value: null },
          ])
          .groupByKey()
          .map(sorted),
      [{ key: 'k', value: inOrder([undefined, null, { deep: [1n] }, null]) }],
    ),
  'the values of a group can be walked through more than once': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create(Array.from({ length: 600 }, (_, i) => i))
          .keyBy(() => 'all')
          .groupByKey()
          .map(({ value }) => {
            let sum = 0;
            for (const a of value) sum += a;
            for (const b of value) sum -= b;
            return { sum, size: [...value].length };
          }),
      [{ sum: 0, size: 600 }],
    ),
  'groups go through further steps: stored, grouped again, read as a side input': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const groups = p
          .create(Array.from({ length: 700 }, (_, i) => i))
          .keyBy((i) => i % 2)
          .groupByKey();
        const size = (values: Iterable<number>): number => [...values].length;
        return p.flatten([
          groups.reshuffle().map(({ key, value }) => `stored ${key} ${size(value)}`),
          groups
            .map(({ key, value }) => ({ key: 'both', value: { key, value } }))
            .groupByKey()
            .map(({ value }) => `again ${inOrder(value).map((each) => size(each.value))}`),
          p.create(['side']).map((x, { all }) => `${x} ${size(all.get(0) ?? [])}`, { all: groups.asMap() }),
        ]);
      },
      ['stored 0 350', 'stored 1 350', 'again 350,350', 'side 350'],
    ),
  'nothing grouped is nothing': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create<KV<string, number>>([])
          .groupByKey()
          .map(({ key }) => key),
      [],
    ),
  'groupBy groups by a callback, or makes rows of aggregations by a field': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([1, 2, 3])
          .groupBy((n) => n % 2)
          .map(sorted),
      [
        { key: 0, value: [2] },
        { key: 1, value: [1, 3] },
      ],
    ),
  'elements without key and value are refused, with a word on what to do': async (runner) => {
    const numbers = collect(
      (p) =>
        p
          .create([7 as unknown as KV<string, number>])
          .groupByKey()
          .map(({ key }) => key),
      { runner },
    );
    // Where elements are written first, the coder of pairs refuses them.
    await expect(numbers).rejects.toMatchObject({
      code: expect.toBeOneOf(['E_NOT_KEYED', 'E_ENCODE']),
      message: expect.stringContaining('key'),
      place: { element: '7' },
    });
  },
  'what cannot be a key is refused, naming the place in it': async (runner) => {
    const functions = collect(
      (p) =>
        p
          .create([1])
          .keyBy(() => ({ call: () => 1 }))
          .groupByKey()
          .map(() => 1),
      { runner },
    );
    await expect(functions).rejects.toMatchObject({
      code: 'E_NO_CODER',
      message: expect.stringContaining('$.call'),
    });
  },
});

/** Several keyed PCollections at once. */
export const joining = feature('coGroup, join', {
  'coGroup brings the values of several inputs together': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const ages = p.create([
          { key: 'ada', value: 36 },
          { key: 'bob', value: 5 },
        ]);
        const pets = p.create([
          { key: 'ada', value: 'cat' },
          { key: 'ada', value: 'dog' },
          { key: 'eve', value: 'owl' },
        ]);
        return coGroup({ ages, pets }).map(({ key, value }) => ({
          key,
          ages: value.ages,
          pets: inOrder(value.pets),
        }));
      },
      [
        { key: 'ada', ages: [36], pets: ['cat', 'dog'] },
        { key: 'bob', ages: [5], pets: [] },
        { key: 'eve', ages: [], pets: ['owl'] },
      ],
    ),
  'the joins keep what they say': async (runner) => {
    const pairs = (kind: 'join' | 'leftJoin' | 'rightJoin' | 'fullJoin') =>
      collect(
        (p) => {
          const left = p.create(['1a', '1b', '2c']).keyBy((text) => Number(text[0]));
          const right = p.create(['1x', '3y']).keyBy((text) => Number(text[0]));
          return left[kind](right).map(({ key, value: [l, r] }) => `${key} ${l} ${r}`);
        },
        { runner },
      );
    const both = ['1 1a 1x', '1 1b 1x'];
    expect(inOrder(await pairs('join'))).toEqual(both);
    expect(inOrder(await pairs('leftJoin'))).toEqual([...both, '2 2c undefined']);
    expect(inOrder(await pairs('rightJoin'))).toEqual([...both, '3 undefined 3y']);
    expect(inOrder(await pairs('fullJoin'))).toEqual([...both, '2 2c undefined', '3 undefined 3y']);
  },
  'an input may be joined with itself': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const pairs = p.create(['a', 'b']).keyBy(() => 1);
        return pairs.join(pairs).map(({ value: [l, r] }) => l + r);
      },
      ['aa', 'ab', 'ba', 'bb'],
    ),
});
