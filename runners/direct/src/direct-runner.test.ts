import {
  ClassRegistry,
  classForm,
  count,
  GenericCoder,
  type PCollection,
  pipeline,
  type Root,
  run,
  start,
  sum,
} from '@hornbeam/sdk';
import { describe, expect, it } from 'vitest';
import { DirectRunner } from './direct-runner.js';

/** Runs a pipeline part and gives what it made, in order of arrival. */
async function results<T>(build: (root: Root) => PCollection<T>, runner = new DirectRunner()): Promise<T[]> {
  const collected: T[] = [];
  await run(
    pipeline((p) => {
      build(p).map((element) => {
        collected.push(element);
      });
    }),
    { runner },
  );
  return collected;
}

describe('the direct runner', () => {
  it('counts words', async () => {
    const counts = await results((p) =>
      p
        .create(['to be or not', 'to be'])
        .flatMap((line) => line.split(' '))
        .countPerElement()
        .map(({ key, value }) => `${key}: ${value}`),
    );
    expect(counts.sort()).toEqual(['be: 2', 'not: 1', 'or: 1', 'to: 2']);
  });

  it('groups by key, combines with an empty default, flattens and joins', async () => {
    const out = await results((p) => {
      const numbers = p.create([1, 2, 3, 4]);
      const total = numbers.combineGlobally(sum).map((n) => `sum ${n}`);
      const none = numbers
        .filter((n) => n > 10)
        .count()
        .map((n) => `none ${n}`);
      const grouped = numbers
        .keyBy((n) => n % 2)
        .groupByKey()
        .map(({ key, value }) => `${key}=${[...value].sort()}`);
      const names = p.create([
        { key: 1, value: 'one' },
        { key: 2, value: 'two' },
      ]);
      const joined = numbers
        .keyBy((n) => n)
        .join(names)
        .map(({ key, value: [n, name] }) => `${key}${n}${name}`);
      return p.flatten([total, none, grouped, joined]);
    });
    expect(out.sort()).toEqual(['0=2,4', '11one', '1=1,3', '22two', 'none 0', 'sum 10']);
  });

  it('gives side inputs in every shape', async () => {
    const out = await results((p) => {
      const words = p.create(['a', 'b']);
      const pairs = words.map((w) => ({ key: w, value: w.charCodeAt(0) }));
      return p.create([1]).map(
        (_, { list, single, map, multi, iterable, fallback }) => ({
          list: [...list].sort(),
          single,
          a: map.get('a'),
          multi: multi.get('b'),
          iterable: [...iterable].sort(),
          fallback,
        }),
        {
          list: words.asList(),
          single: words.count().asSingleton(),
          map: pairs.asMap(),
          multi: pairs.asMultimap(),
          iterable: words.asIterable(),
          fallback: words.filter(() => false).asSingleton('none'),
        },
      );
    });
    expect(out).toEqual([
      { list: ['a', 'b'], single: 2, a: 97, multi: [98], iterable: ['a', 'b'], fallback: 'none' },
    ]);
  });

  it('awaits async callbacks, no more than allowed at once', async () => {
    let active = 0;
    let most = 0;
    const out = await results((p) =>
      p.create(Array.from({ length: 50 }, (_, i) => i)).map(
        async (n) => {
          most = Math.max(most, ++active);
          await new Promise((resolve) => setImmediate(resolve));
          active--;
          return n * 2;
        },
        { concurrency: 4, ordered: true },
      ),
    );
    expect(out).toEqual(Array.from({ length: 50 }, (_, i) => i * 2));
    expect(most).toBe(4);
  });

  it('names step, line and element of a callback that throws', async () => {
    const failing = pipeline((p) => {
      p.create([{ id: 7 }])
        .map(function explode({ id }): number {
          throw new Error(`no ${id}`);
        })
        .count();
    });
    await expect(run(failing, { runner: new DirectRunner() })).rejects.toMatchObject({
      code: 'E_USER',
      message: 'no 7',
      place: {
        step: 'explode',
        element: '{"id":7}',
        callSite: expect.stringContaining('direct-runner.test.ts'),
      },
    });
  });

  it('sends failing elements to a dead-letter output, or drops them', async () => {
    const out = await results((p) => {
      const input = p.create([1, 2, 3]);
      const dead: PCollection<string>[] = [];
      const good = input.map(
        (n) => {
          if (n === 2) throw new Error('two');
          return `ok ${n}`;
        },
        { onError: (failures) => dead.push(failures.map((f) => `bad ${f.element} ${f.error.message}`)) },
      );
      const { main, errors } = input.parDo({
        onError: 'output',
        *process(n) {
          yield `first ${n}`;
          if (n === 3) throw new Error('three');
        },
      });
      return p.flatten([good, ...dead, main, errors.map((f) => `dead ${f.element}`)]);
    });
    expect(out.sort()).toEqual(['bad 2 two', 'dead 3', 'first 1', 'first 2', 'ok 1', 'ok 3']);
  });

  it('groups more than its memory budget holds, by way of the disk', async () => {
    const n = 20_000;
    const runner = new DirectRunner({ memoryBudget: 200_000 });
    const job = await start(
      pipeline((p) => {
        p.create(Array.from({ length: n }, (_, i) => i))
          .keyBy((i) => `key ${i % 100}`)
          .groupByKey()
          .map(({ value }) => [...value].length)
          .distinct()
          .map((size) => {
            expect(size).toBe(n / 100);
          });
      }),
      { runner },
    );
    const result = await job.done;
    expect(result.spilledBytes).toBeGreaterThan(n);
  });

  it('reports counts of steps and metrics', async () => {
    const result = await run(
      pipeline((p) => {
        p.create([3, 4])
          .keyBy(() => 'k')
          .combinePerKey({ n: count, total: sum })
          .named('Totals');
      }),
      { runner: new DirectRunner() },
    );
    const totals = result.steps.find((step) => step.name === 'Totals');
    expect(totals).toMatchObject({ elementsIn: 2, elementsOut: 1, state: 'done' });
  });

  it('stops when it is cancelled', async () => {
    const job = await start(
      pipeline((p) => {
        p.create([1]).map(
          (_, { signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)),
        );
      }),
      { runner: new DirectRunner() },
    );
    await new Promise((resolve) => setImmediate(resolve));
    await job.cancel();
    expect(job.state).toBe('CANCELLED');
    await expect(job.done).rejects.toMatchObject({ code: 'E_CANCELLED' });
  });
});

describe('coders of the user', () => {
  class Money {
    readonly cents: number;
    constructor(cents: number) {
      this.cents = cents;
    }
  }
  const classes = new ClassRegistry([
    classForm({
      name: 'Money',
      class: Money,
      save: (money) => money.cents,
      load: (cents) => new Money(cents),
    }),
  ]);

  it('write what goes to disk, also instances of registered classes', async () => {
    const runner = new DirectRunner({ memoryBudget: 1 });
    const totals = await results(
      (p) =>
        p
          .create([1, 2, 3].map((n) => new Money(n)))
          .withCoder(new GenericCoder({ classes }))
          .reshuffle()
          .map((money) => (money instanceof Money ? money.cents : -1))
          .combineGlobally(sum),
      runner,
    );
    expect(totals).toEqual([6]);
  });
});

describe('values that no coder takes', () => {
  it('fail between stages whatever the memory budget is', async () => {
    for (const memoryBudget of [1, 2 ** 30]) {
      await expect(
        results((p) => p.create([{ send: () => 1 }]).reshuffle(), new DirectRunner({ memoryBudget })),
      ).rejects.toMatchObject({ code: 'E_NO_CODER' });
      await expect(
        results(
          (p) =>
            p
              .create([{ send: () => 1 }])
              .keyBy(() => 'k')
              .groupByKey(),
          new DirectRunner({ memoryBudget }),
        ),
      ).rejects.toMatchObject({ code: 'E_NO_CODER' });
    }
  });
});
