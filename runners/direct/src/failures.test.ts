import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CombineFn, out, type Pipeline, pipeline, start, sum } from '@hornbeam/sdk';
import { fromIterable } from '@hornbeam/sdk/io';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectRunner, type DirectRunnerSettings } from './direct-runner.js';
import { LocalSpillDisk } from './local-spill-disk.js';
import { MemoryDisk } from './stores/memory-disk.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const never = (): Promise<never> => new Promise(() => undefined);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

const fail = (message: string): never => {
  throw new RangeError(message);
};

/** Runs a pipeline that must fail; gives its error and its job. */
async function failure(failing: Pipeline<any>, settings: DirectRunnerSettings = {}) {
  const job = await start(failing, { runner: new DirectRunner(settings) });
  const error = await job.done.then(
    () => expect.fail('the run succeeded'),
    (thrown: unknown) => thrown,
  );
  expect(job.state).toBe('FAILED');
  return { error, job };
}

/** Promises that were rejected and that nobody looked at, while a test ran. */
let unhandled: unknown[];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};
beforeEach(() => {
  unhandled = [];
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  await turn();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

describe('an error in a DoFn', () => {
  it.each(['setup', 'startBundle', 'finishBundle', 'teardown'] as const)(
    'names its part: %s',
    async (part) => {
      for (const body of [() => fail(`in ${part}`), async () => fail(`in ${part}`)]) {
        const { error } = await failure(
          pipeline((p) => {
            p.create([1]).parDo({ name: 'Broken', process: (n: number) => [n], [part]: body });
          }),
        );
        expect(error).toMatchObject({
          code: 'E_USER',
          message: `in ${part}`,
          cause: expect.any(RangeError),
          help: expect.stringContaining(part),
          place: {
            step: 'Broken',
            element: `(in ${part})`,
            callSite: expect.stringMatching(/failures\.test\.ts:\d+:\d+/),
          },
        });
      }
    },
  );

  it('of teardown fails the run after all others were torn down', async () => {
    const seen: string[] = [];
    const { error } = await failure(
      pipeline((p) => {
        p.create([1])
          .parDo({ process: (n: number) => [n], teardown: () => void seen.push('first') })
          .parDo({ process: (n: number) => [n], teardown: () => fail('second') })
          .parDo({ process: (n: number) => [n], teardown: () => void seen.push('third') });
      }),
    );
    expect(error).toMatchObject({ message: 'second' });
    expect(seen).toEqual(['first', 'third']);
  });

  it('of setup leaves nothing to tear down there, but elsewhere', async () => {
    const seen: string[] = [];
    const { error } = await failure(
      pipeline((p) => {
        p.create([1])
          .parDo({
            setup: () => fail('setup'),
            process: (n: number) => [n],
            teardown: () => void seen.push('never set up'),
          })
          .parDo({ process: (n: number) => [n], teardown: () => void seen.push('set up') });
      }),
    );
    expect(error).toMatchObject({ message: 'setup' });
    expect(seen).toEqual(['set up']);
  });

  it('does not hide behind a later one of teardown, and what setup made is closed all the same', async () => {
    const seen: string[] = [];
    const { error } = await failure(
      pipeline((p) => {
        p.create([1]).parDo({
          setup: () => ({ [Symbol.dispose]: () => void seen.push('disposed') }),
          process: () => fail('process'),
          teardown: () => fail('teardown'),
        });
      }),
    );
    expect(error).toMatchObject({ message: 'process' });
    expect(seen).toEqual(['disposed']);
  });
});

describe('an error in a callback', () => {
  it('names the innermost step of a fused chain, the element it had, and its line', async () => {
    const { error } = await failure(
      pipeline((p) => {
        p.create([1])
          .map((n) => ({ doubled: n * 2 }))
          .named('Before')
          .map(({ doubled }) => fail(`got ${doubled}`))
          .named('Inner')
          .map((x) => x)
          .named('After');
      }),
    );
    expect(error).toMatchObject({
      code: 'E_USER',
      message: 'got 2',
      place: {
        step: 'Inner',
        element: '{"doubled":2}',
        callSite: expect.stringContaining('failures.test.ts'),
      },
    });
  });

  it('of keyBy and withTimestamps names the step; a key cannot be a promise', async () => {
    const keyed = await failure(
      pipeline(
        (p) =>
          void p
            .create([3])
            .keyBy(() => fail('key'))
            .named('Key')
            .groupByKey(),
      ),
    );
    expect(keyed.error).toMatchObject({ code: 'E_USER', place: { step: 'Key', element: '3' } });
    const late = await failure(
      pipeline(
        (p) =>
          void p
            .create([3])
            .keyBy(async () => fail('late'))
            .named('Key')
            .groupByKey(),
      ),
    );
    expect(late.error).toMatchObject({ code: 'E_BAD_ARGUMENT', place: { step: 'Key' } });
    const stamped = await failure(
      pipeline(
        (p) =>
          void p
            .create([3])
            .withTimestamps(() => NaN)
            .named('Stamp')
            .map((n) => n),
      ),
    );
    expect(stamped.error).toMatchObject({ code: 'E_BAD_ARGUMENT', place: { step: 'Stamp', element: '3' } });
  });

  it.each(['create', 'add', 'merge', 'extract'] as const)(
    'of a combiner names its step: %s',
    async (part) => {
      const combineFn: CombineFn<number, number, number> = {
        create: () => 0,
        add: (a, n) => a + n,
        merge: (a, b) => a + b,
        extract: (a) => a,
        [part]: () => fail(part),
      };
      const { error } = await failure(
        pipeline((p) => {
          p.create([1, 2])
            .reshuffle()
            .flatMap((n) => [n])
            .keyBy(() => 'k')
            .combinePerKey(combineFn, { fanout: 2 })
            .named('Sum');
        }),
      );
      expect(error).toMatchObject({
        code: 'E_USER',
        message: part,
        place: { step: expect.stringMatching(/^Sum(\/|$)/), element: expect.stringContaining('k') },
      });
    },
  );

  it('of a generator half-way fails the run, and the generator cleans up', async () => {
    const seen: string[] = [];
    const { error } = await failure(
      pipeline((p) => {
        p.create([1])
          .flatMap(function* (n) {
            yield n;
            seen.push('half-way');
            fail('half');
          })
          .named('Generate');
      }),
    );
    expect(error).toMatchObject({ message: 'half', place: { step: 'Generate', element: '1' } });
    expect(seen).toEqual(['half-way']);
  });

  it('behind a generator ends it and lets it clean up: synchronous, asynchronous, over an array', async () => {
    for (const kind of ['sync', 'async'] as const) {
      const seen: number[] = [];
      const { error } = await failure(
        pipeline((p) => {
          const input = p.create([1]);
          const made =
            kind === 'sync'
              ? input.flatMap(function* () {
                  try {
                    for (let i = 0; ; i++) yield i;
                  } finally {
                    seen.push(-1);
                    fail('in finally');
                  }
                })
              : input.flatMap(async function* () {
                  try {
                    for (let i = 0; ; i++) yield i;
                  } finally {
                    seen.push(-1);
                    fail('in finally');
                  }
                });
          made.map((i) => (i === 3 ? fail('three') : seen.push(i))).named('Behind');
        }),
      );
      expect(error).toMatchObject({ message: 'three', place: { step: 'Behind', element: '3' } });
      await turn();
      expect(seen).toEqual([0, 1, 2, -1]);
    }
  });

  it('of one asynchronous call among many fails the run; the others are let go of', async () => {
    const { error } = await failure(
      pipeline((p) => {
        p.create(upTo(10))
          .map(async (n) => {
            if (n < 5) return n;
            await turn();
            return n === 5 ? fail('five') : never();
          })
          .named('Later');
      }),
    );
    expect(error).toMatchObject({ message: 'five', place: { step: 'Later', element: '5' } });
  });

  it('stops a fast source soon, whether it generates or emits', async () => {
    let made = 0;
    const endless = function* () {
      for (;;) yield made++;
    };
    for (const source of ['generator', 'iterable'] as const) {
      made = 0;
      await failure(
        pipeline((p) => {
          const input =
            source === 'generator' ? p.create([0]).flatMap(endless) : p.read(fromIterable(endless));
          input.map(async () => fail('at once'), { concurrency: 2 });
        }),
      );
      expect(made).toBeLessThan(10_000);
    }
  });

  it('is not lost when a callback swallows what emit throws', async () => {
    const { error } = await failure(
      pipeline((p) => {
        p.create(upTo(3))
          .parDo({
            outputs: { main: out<number>() },
            process(n, { emit }) {
              try {
                emit(n);
              } catch {
                // a careless callback
              }
            },
          })
          .map((n) => (n === 1 ? fail('one') : n))
          .named('Behind');
      }),
    );
    expect(error).toMatchObject({ message: 'one', place: { step: 'Behind' } });
  });

  it('is not lost when what was swallowed came from storing the element', async () => {
    const { error } = await failure(
      pipeline((p) => {
        p.create(upTo(3))
          .parDo({
            outputs: { main: out<unknown>() },
            process(n, { emit }) {
              try {
                emit({ call: () => n });
              } catch {
                // a careless callback
              }
            },
          })
          .named('Emit')
          .reshuffle()
          .map((x) => x);
      }),
      { memoryBudget: 1 },
    );
    expect(error).toMatchObject({ code: 'E_NO_CODER' });
  });

  it('of two steps: the first one counts', async () => {
    const { error } = await failure(
      pipeline((p) => {
        const input = p.create([1]);
        input.map(async () => fail('a'));
        input.map(async () => fail('b'));
      }),
    );
    expect(error).toMatchObject({ message: 'a' });
  });

  it('keeps whatever was thrown as its cause', async () => {
    for (const [thrown, message] of [
      ['a text', 'a text'],
      [undefined, 'what was thrown is no error but undefined'],
      [null, 'what was thrown is no error but null'],
      [{ odd: true }, 'what was thrown is no error but {"odd":true}'],
    ]) {
      const { error } = await failure(
        pipeline((p) => {
          p.create([1]).map(() => {
            throw thrown;
          });
        }),
      );
      expect(error).toMatchObject({ code: 'E_USER', message });
      expect((error as Error).cause).toEqual(thrown);
    }
  });

  it('lets no further bundle start (J2)', async () => {
    let others = 0;
    await failure(
      pipeline((p) => {
        p.create([1]).map(() => fail('first'));
        p.create([1])
          .map(async (n) => {
            await turn();
            return n;
          })
          .reshuffle()
          .map(() => others++);
      }),
    );
    expect(others).toBe(0);
  });

  it('ends the run even while another step waits for what never comes', async () => {
    const { error } = await failure(
      pipeline((p) => {
        p.create([1]).map(never);
        p.create([1]).map(async () => {
          await turn();
          fail('the other');
        });
      }),
    );
    expect(error).toMatchObject({ message: 'the other' });
  });
});

describe('an emit that comes too late', () => {
  it('is an error that says what to do', async () => {
    let late: (n: number) => void = () => undefined;
    const job = await start(
      pipeline((p) => {
        p.create([1]).parDo({
          outputs: { main: out<number>() },
          process(_, { emit }) {
            late = emit;
          },
        });
      }),
      { runner: new DirectRunner() },
    );
    await job.done;
    expect(() => late(1)).toThrowError(
      expect.objectContaining({ code: 'E_BAD_ARGUMENT', help: expect.stringContaining('await') }),
    );
  });
});

describe('cancelling', () => {
  const cancelled = async (stuck: Pipeline<any>): Promise<void> => {
    const job = await start(stuck, { runner: new DirectRunner() });
    for (let i = 0; i < 5; i++) await turn();
    await job.cancel();
    expect(job.state).toBe('CANCELLED');
    await expect(job.done).rejects.toMatchObject({ code: 'E_CANCELLED' });
    await job.cancel();
  };

  it.each(['setup', 'startBundle', 'process', 'finishBundle'] as const)(
    'ends in time when a promise never comes: %s',
    (part) =>
      cancelled(
        pipeline((p) => {
          p.create([1]).parDo({ process: (n: number) => [n], [part]: never });
        }),
      ),
  );

  it('ends in time when an asynchronous generator never goes on', () =>
    cancelled(
      pipeline((p) => {
        p.create([1]).flatMap(async function* () {
          yield 1;
          await never();
        });
      }),
    ));

  it('stops endless sources that never wait', async () => {
    const endless = function* () {
      for (let i = 0; ; i++) yield i;
    };
    await cancelled(
      pipeline(
        (p) =>
          void p
            .create([1])
            .flatMap(endless)
            .filter(() => false),
      ),
    );
    await cancelled(
      pipeline(
        (p) =>
          void p
            .create([1])
            .flatMap(async function* () {
              yield* endless();
            })
            .filter(() => false),
      ),
    );
    await cancelled(pipeline((p) => void p.read(fromIterable(endless)).filter(() => false)));
  });

  it('before anything has run runs nothing', async () => {
    let ran = 0;
    const controller = new AbortController();
    controller.abort();
    const job = await start(
      pipeline((p) => void p.create([1]).map(() => ran++)),
      {
        runner: new DirectRunner(),
        signal: controller.signal,
      },
    );
    await expect(job.done).rejects.toMatchObject({ code: 'E_CANCELLED' });
    expect(ran).toBe(0);
  });

  it('by a signal aborts the signal of callbacks, tears down, and closes what setup makes later', async () => {
    const seen: string[] = [];
    const controller = new AbortController();
    let release: () => void = () => undefined;
    const job = await start(
      pipeline((p) => {
        p.create([1]).parDo({
          setup: () =>
            new Promise<{ [Symbol.dispose]: () => void }>((resolve) => {
              release = () => resolve({ [Symbol.dispose]: () => void seen.push('closed') });
            }),
          process: (n: number) => [n],
          teardown: () => void seen.push('torn down'),
        });
        p.create([1]).map((_, { signal }) => {
          signal.addEventListener('abort', () => seen.push('aborted'));
          return never();
        });
      }),
      { runner: new DirectRunner(), signal: controller.signal },
    );
    for (let i = 0; i < 5; i++) await turn();
    controller.abort();
    await expect(job.done).rejects.toMatchObject({ code: 'E_CANCELLED' });
    expect(seen).toEqual(['aborted']);
    release();
    await turn();
    expect(seen).toEqual(['aborted', 'torn down', 'closed']);
  });

  it('a run that is done changes nothing', async () => {
    const controller = new AbortController();
    const job = await start(
      pipeline((p) => void p.create([1])),
      {
        runner: new DirectRunner(),
        signal: controller.signal,
      },
    );
    await job.done;
    controller.abort();
    await job.cancel();
    expect(job.state).toBe('DONE');
  });
});

describe('values that cannot be written', () => {
  it('are no matter inside a stage, where nothing is ever written', async () => {
    const job = await start(
      pipeline((p) => {
        p.create([1])
          .map((n) => ({ call: () => n }))
          .map(({ call }) => expect(call()).toBe(1));
      }),
      { runner: new DirectRunner() },
    );
    expect((await job.done).state).toBe('DONE');
  });

  it.each([
    ['a queue', (p: any) => p.reshuffle().map((x: unknown) => x)],
    ['a grouping', (p: any) => p.keyBy(() => 'k').groupByKey()],
    [
      'a side input',
      (p: any) =>
        p
          .reshuffle()
          .waitOn(p)
          .map((x: unknown) => x),
    ],
  ])('name the step that made them and their place in the element: %s', async (_, use) => {
    const { error } = await failure(
      pipeline((p) => {
        use(
          p
            .create([1])
            .map(() => ({ deep: [{ call: () => 1 }] }))
            .named('Make'),
        );
      }),
      { memoryBudget: 1 },
    );
    expect(error).toMatchObject({
      code: 'E_NO_CODER',
      message: expect.stringContaining('$.deep[0].call'),
      place: { step: expect.any(String), element: expect.stringContaining('deep') },
    });
  });
});

describe('spill files', () => {
  const grouping = (n: number, then: (key: number) => unknown = () => undefined) =>
    pipeline((p) => {
      p.create(upTo(n))
        .keyBy((i) => i % 10)
        .groupByKey()
        .map(({ key, value }) => [then(key), [...value].length]);
    });

  it('that do not fit fail the run with the reason, and none stays open', async () => {
    const disk = new MemoryDisk(20_000);
    const { error } = await failure(grouping(20_000), { memoryBudget: 50_000, disk });
    expect(error).toMatchObject({ code: 'E_IO', message: expect.stringContaining('no place') });
    expect(disk.openFiles).toBe(0);
  });

  it('are gone after success, failure and cancellation', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'hornbeam-failures-'));
    try {
      const runner = () => new DirectRunner({ memoryBudget: 10_000, disk: new LocalSpillDisk(parent) });
      let during = 0;
      const look = () => {
        during = Math.max(during, readdirSync(parent).length);
      };
      const result = await (await start(grouping(5000, look), { runner: runner() })).done;
      expect(result.spilledBytes).toBeGreaterThan(0);
      expect(during).toBe(1);
      expect(readdirSync(parent)).toEqual([]);
      const failing = await start(
        grouping(5000, (key) => key === 5 && fail('five')),
        { runner: runner() },
      );
      await expect(failing.done).rejects.toMatchObject({ message: 'five' });
      expect(readdirSync(parent)).toEqual([]);
      const stuck = await start(
        pipeline((p) => void p.create(upTo(5000)).reshuffle().map(never)),
        { runner: runner() },
      );
      for (let i = 0; i < 5; i++) await turn();
      await stuck.cancel();
      expect(readdirSync(parent)).toEqual([]);
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
  });

  it('in a folder that does not exist fail the run with its path', async () => {
    const disk = new LocalSpillDisk(join(tmpdir(), 'hornbeam-no-such-folder', 'x'));
    const { error } = await failure(grouping(5000), { memoryBudget: 10_000, disk });
    expect(error).toMatchObject({
      code: 'E_IO',
      place: { path: expect.stringContaining('hornbeam-no-such-folder') },
      help: expect.stringContaining('TMPDIR'),
    });
  });
});

describe('settings', () => {
  it('that would let nothing run are refused', () => {
    for (const settings of [
      { limits: { maxBundles: 0 } },
      { memoryBudget: -1 },
      { limits: { bundleElements: NaN } },
    ]) {
      expect(() => new DirectRunner(settings)).toThrowError(
        expect.objectContaining({ code: 'E_BAD_ARGUMENT' }),
      );
    }
  });

  it('of one runner serve several runs, one after another and at once', async () => {
    const runner = new DirectRunner({ memoryBudget: 1000 });
    const totals: number[] = [];
    const adding = pipeline((p) => {
      p.create(upTo(100))
        .combineGlobally(sum)
        .map((n) => totals.push(n));
    });
    const jobs = await Promise.all([start(adding, { runner }), start(adding, { runner })]);
    await Promise.all(jobs.map((job) => job.done));
    await (await start(adding, { runner })).done;
    expect(totals).toEqual([4950, 4950, 4950]);
  });
});
