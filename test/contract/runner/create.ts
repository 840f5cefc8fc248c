import { int64, row, string } from '@hornbeam/sdk';
import { fromIterable } from '@hornbeam/sdk/io';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature } from './feature.js';

const Person = row({ name: string, born: int64 });

/** How a pipeline begins. */
export const create = feature('create, impulse, read', {
  'create gives every value once, whatever it is': (runner) => {
    const values = [1, -0, NaN, 'a', '', null, undefined, true, 10n, [1, [2]], { a: { b: 1 } }, new Date(5)];
    return expectOutput(runner, (p) => p.create<unknown>(values), values);
  },
  'create of nothing is empty': (runner) => expectOutput(runner, (p) => p.create<number>([]), []),
  'create takes any iterable, and the values of that moment': async (runner) => {
    const values = new Set(['a', 'b']);
    await expectOutput(
      runner,
      (p) => {
        const made = p.create(values);
        values.add('late');
        return made;
      },
      ['a', 'b'],
    );
  },
  'create with a schema gives rows': (runner) =>
    expectOutput(runner, (p) => p.create([{ name: 'Ada', born: 1815 }], { schema: Person }).reshuffle(), [
      { name: 'Ada', born: 1815 },
    ]),
  'create gives more values than a step sends on in one go': async (runner) => {
    const out = await collect((p) => p.create(Array.from({ length: 5000 }, (_, i) => i)), { runner });
    expect(out.sort((a, b) => a - b)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  },
  'an impulse is one empty byte string': async (runner) => {
    const out = await collect((p) => p.impulse(), { runner });
    expect(out.map((bytes) => [...bytes])).toEqual([[]]);
  },
  'a source is read': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p.read({
          name: 'Numbers',
          expand: (root) => root.impulse().flatMap(() => [1, 2, 3]),
        }),
      [1, 2, 3],
    ),
  'fromIterable reads arrays, generators and asynchronous generators': async (runner) => {
    await expectOutput(runner, (p) => p.read(fromIterable(() => [1, 2])), [1, 2]);
    await expectOutput(
      runner,
      (p) =>
        p.read(
          fromIterable(function* () {
            yield 'a';
            yield 'b';
          }),
        ),
      ['a', 'b'],
    );
    await expectOutput(
      runner,
      (p) =>
        p.read(
          fromIterable(async function* () {
            yield 'a';
            await Promise.resolve();
            yield 'b';
          }),
        ),
      ['a', 'b'],
    );
  },
});
