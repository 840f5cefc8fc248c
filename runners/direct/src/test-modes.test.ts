import {
  type BagState,
  type ByteReader,
  type ByteWriter,
  bagState,
  type Coder,
  type CombineFn,
  out,
  type PCollection,
  type Root,
  StringUtf8Coder,
  type ValueState,
  valueState,
} from '@hornbeam/sdk';
import { collect } from '@hornbeam/sdk/testing';
import { describe, expect, it } from 'vitest';
import { DirectRunner, type DirectRunnerSettings } from './direct-runner.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const run = <T>(build: (p: Root) => PCollection<T>, settings: DirectRunnerSettings): Promise<T[]> =>
  collect(build, { runner: new DirectRunner(settings) });

const items = (p: Root) =>
  p.create([
    { n: 1, tags: ['a'] },
    { n: 2, tags: ['b'] },
  ]);

/** Pipelines with a callback that changes what is not its own, in the step `Guilty`. */
const guilty: Readonly<Record<string, (p: Root) => PCollection<unknown>>> = {
  'its input': (p) =>
    items(p)
      .map((item) => {
        item.n++;
        return item.n;
      })
      .named('Guilty'),
  'something deep in its input': (p) =>
    items(p)
      .map((x) => x)
      .filter((item) => item.tags.push('more') > 0)
      .named('Guilty')
      .map((item) => item.n),
  'its input, after a while': (p) =>
    items(p)
      .map(async (item) => {
        await turn();
        item.n = 7;
      })
      .named('Guilty'),
  'an output that it has sent': (p) =>
    items(p)
      .parDo({
        name: 'Guilty',
        outputs: { main: out<{ n: number }>() },
        process({ n }, { emit }) {
          const reused = { n };
          emit(reused);
          reused.n = 100;
        },
      })
      .map(({ n }) => n),
  'the values of a group': (p) =>
    items(p)
      .keyBy(() => 'k')
      .groupByKey()
      .map(({ value }) => {
        for (const item of value) item.n = 0;
      })
      .named('Guilty'),
  'a side input': (p) =>
    p
      .create([1])
      .map(
        (_, { all }) => {
          all[0]!.n = 5;
        },
        { all: items(p).asList() },
      )
      .named('Guilty'),
  'what it combines': (p) => {
    const greedy: CombineFn<{ n: number }, number, number> = {
      create: () => 0,
      add: (total, item) => {
        item.n = 0;
        return total;
      },
      merge: (a, b) => a + b,
      extract: (a) => a,
    };
    return items(p)
      .keyBy(() => 'k')
      .combinePerKey(greedy)
      .named('Guilty');
  },
};

describe('checkImmutability', () => {
  it.each(Object.entries(guilty))('names the step whose callback changes %s', async (_, build) => {
    await expect(run(build, { checkImmutability: true })).rejects.toMatchObject({
      code: 'E_USER',
      message: expect.stringMatching(/^The callback changed /),
      help: expect.stringContaining('copy'),
      place: {
        step: 'Guilty',
        callSite: expect.stringContaining('test-modes.test.ts'),
        element: expect.any(String),
      },
    });
    await run(build, {}); // nobody looks
  });

  it('lets a combine change its accumulators', async () => {
    const list: CombineFn<number, { sum: number }, number> = {
      create: () => ({ sum: 0 }),
      add: (a, n) => {
        a.sum += n;
        return a;
      },
      merge: (a, b) => {
        a.sum += b.sum;
        return a;
      },
      extract: (a) => {
        a.sum *= 2;
        return a.sum;
      },
    };
    const settings = { checkImmutability: true, limits: { bundleElements: 1 } };
    const total = await run(
      (p) => p.create([1, 2, 3]).reshuffle().combineGlobally(list, { fanout: 2 }),
      settings,
    );
    expect(total).toEqual([12]);
  });

  describe('of values of state', () => {
    /** Two elements of one key, each in a bundle of its own; `process` is handed a list in state. */
    const stateful = (
      process: (n: number, list: ValueState<number[]>, kept: BagState<{ n: number }>) => void,
    ) =>
      run(
        (p) =>
          p
            .create([1, 2])
            .keyBy(() => 'k')
            .parDo({
              name: 'Stateful',
              uses: { list: valueState<number[]>(), kept: bagState<{ n: number }>() },
              outputs: { main: out<number>() },
              process: ({ value }, { list, kept }) => process(value, list, kept),
            }),
        { checkImmutability: true, limits: { bundleElements: 1 } },
      );

    it.each<[string, Parameters<typeof stateful>[0], string]>([
      ['after it was read', (n, list) => (n === 1 ? list.write([]) : void list.read()?.push(n)), 'list'],
      [
        'after it was written',
        (n, list) => {
          const own = [n];
          list.write(own);
          own.push(n);
        },
        'list',
      ],
      [
        'in the middle of a bag',
        (n, _, kept) => {
          kept.add({ n });
          for (const each of kept.read()) each.n++;
        },
        'kept',
      ],
    ])('names the step and the cell: changed %s', async (_, process, name) => {
      await expect(stateful(process)).rejects.toMatchObject({
        code: 'E_USER',
        message: `The callback changed a value of its state "${name}" without writing it.`,
        place: { step: 'Stateful', callSite: expect.stringContaining('test-modes.test.ts') },
      });
    });

    it('lets a callback write again what it has changed, and change what is no longer there', async () => {
      await stateful((n, list, kept) => {
        const own = list.read() ?? [];
        own.push(n);
        list.write(own);
        const other = { n };
        kept.add(other);
        kept.clear();
        other.n++;
      });
    });
  });

  it('lets an innocent pipeline be', async () => {
    const output = await run(
      (p) =>
        items(p)
          .map((item) => ({ ...item, n: item.n + 1 }))
          .map(async (item) => item.n),
      { checkImmutability: true },
    );
    expect(output.sort()).toEqual([2, 3]);
  });
});

/** A coder of texts with something wrong. */
const wrongCoder = (change: Partial<Coder<string>>): Coder<string> => {
  const right = new StringUtf8Coder();
  const own: Partial<Coder<string>> = {
    urn: 'test:coder:wrong:v1',
    components: [],
    encode: (value, writer) => right.encode(value, writer),
    decode: (reader) => right.decode(reader),
  };
  return Object.assign(Object.create(right) as Coder<string>, own, change);
};

describe('encodeEveryBundle', () => {
  it('gives every step copies of its own', async () => {
    const seen: object[] = [];
    const note = <T extends object>(item: T): T => {
      seen.push(item);
      return item;
    };
    await run(
      (p) =>
        p
          .create([{ n: 1 }])
          .map(note)
          .map(note)
          .reshuffle()
          .map(note),
      { encodeEveryBundle: true },
    );
    expect(new Set(seen).size).toBe(3);
  });

  it('shows a step that changes what it has read from its state instead of writing it', async () => {
    const build = (p: Root) =>
      p
        .create([1, 1])
        .keyBy((n) => n)
        .parDo({
          uses: { counts: valueState<{ n: number }>() },
          process(_, { counts }) {
            const count = counts.read();
            if (count === undefined) counts.write({ n: 1 });
            else count.n++;
            return [counts.read()!.n];
          },
        });
    expect(await run(build, {})).toEqual([1, 2]);
    expect(await run(build, { encodeEveryBundle: true })).toEqual([1, 1]);
  });

  it('finds a value that cannot travel, and names its step and its place in the element', async () => {
    const build = (p: Root) =>
      p
        .create([1])
        .map(() => ({ call: () => 1 }))
        .named('Guilty')
        .map(({ call }) => call());
    await expect(run(build, { encodeEveryBundle: true })).rejects.toMatchObject({
      code: 'E_NO_CODER',
      message: expect.stringContaining('$.call'),
      place: { step: 'Guilty' },
    });
    expect(await run(build, {})).toEqual([1]);
  });

  it.each([
    [
      'gives back something else',
      { decode: (reader: ByteReader) => `${new StringUtf8Coder().decode(reader)}!` },
    ],
    [
      'reads too little',
      {
        encode: (value: string, writer: ByteWriter) => {
          new StringUtf8Coder().encode(value, writer);
          writer.writeByte(0);
        },
      },
    ],
  ])('finds a coder that %s', async (_, change) => {
    const build = (p: Root) =>
      p
        .create(['a'])
        .withCoder(wrongCoder(change))
        .map((text) => text.length);
    await expect(run(build, { encodeEveryBundle: true })).rejects.toMatchObject({
      code: 'E_ENCODE',
      message: expect.stringContaining('test:coder:wrong:v1'),
      place: { step: 'withCoder', element: '"a"' },
    });
    expect(await run(build, {})).toEqual([1]);
  });
});
