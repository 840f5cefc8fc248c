import { doFn, fixed, type KV, out, pipeline, run } from '@hornbeam/sdk';
import type { LogRecord } from '@hornbeam/sdk/construction';
import { collect } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature, turn } from './feature.js';

/** Writes down what happens, and checks that it happened in a life's order. */
class Diary {
  readonly entries: string[] = [];
  readonly note = (entry: string): void => {
    this.entries.push(entry);
  };
  count(entry: string): number {
    return this.entries.filter((each) => each === entry).length;
  }
}

/** The whole life of a DoFn. */
export const parDo = feature('parDo: life cycle', {
  'setup comes first, bundles are framed, teardown comes last': async (runner) => {
    const { entries, note, count } = bound(new Diary());
    await expectOutput(
      runner,
      (p) =>
        p.create([1, 2, 3]).parDo({
          setup: () => {
            note('setup');
            return 10;
          },
          startBundle: () => note('start'),
          process: (n: number, { setup }) => {
            note('process');
            return [n * setup];
          },
          finishBundle: () => note('finish'),
          teardown: (made) => note(`teardown ${made}`),
        }),
      [10, 20, 30],
    );
    expect(entries[0]).toBe('setup');
    expect(entries.at(-1)).toBe('teardown 10');
    expect(count('process')).toBe(3);
    expect(count('start')).toBe(count('finish'));
    expect(count('setup')).toBe(count('teardown 10'));
    for (const [i, entry] of entries.entries()) {
      if (entry === 'process') expect(['start', 'process']).toContain(entries[i - 1]);
    }
  },
  'every part of the life may be asynchronous': async (runner) => {
    const { entries, note } = bound(new Diary());
    const slow = (name: string) => async (): Promise<void> => {
      await turn();
      note(name);
    };
    await expectOutput(
      runner,
      (p) =>
        p.create([1]).parDo({
          setup: async () => {
            await turn();
            note('setup');
            return 'made';
          },
          startBundle: slow('start'),
          process: async (_: number, { setup }) => {
            await turn();
            note('process');
            return [setup];
          },
          finishBundle: slow('finish'),
          teardown: slow('teardown'),
        }),
      ['made'],
    );
    expect(entries).toEqual(['setup', 'start', 'process', 'finish', 'teardown']);
  },
  'teardown also runs after a failure, and what setup made is closed': async (runner) => {
    const { entries, note } = bound(new Diary());
    const failing = collect(
      (p) =>
        p.create([1]).parDo({
          setup() {
            note('setup');
            return { [Symbol.asyncDispose]: async () => note('disposed') };
          },
          process: (): number[] => {
            throw new Error('no');
          },
          teardown: () => note('teardown'),
        }),
      { runner },
    );
    await expect(failing).rejects.toMatchObject({ code: 'E_USER', message: 'no' });
    // A runner may try again before it gives up.
    const attempts = entries.filter((entry) => entry === 'setup').length;
    expect(attempts).toBeGreaterThan(0);
    const once = ['setup', 'teardown', 'disposed'];
    expect([...entries].sort()).toEqual(
      Array.from({ length: attempts }, () => once)
        .flat()
        .sort(),
    );
  },
  'process returns arrays or nothing, generates, or emits': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const input = p.create(['x']);
        return p.flatten([
          input.parDo({ process: () => ['array'] }),
          input.parDo({
            *process(x: string) {
              yield `${x} generated`;
            },
          }),
          input.parDo({
            async *process(x: string) {
              await turn();
              yield `${x} generated later`;
            },
          }),
          input.parDo({
            outputs: { main: out<string>() },
            process(x, { emit }) {
              emit(`${x} emitted`);
            },
          }),
          input.parDo({
            outputs: { main: out<string>() },
            async process(x, { emit }) {
              await turn();
              emit(`${x} emitted later`);
            },
          }),
        ]);
      },
      ['array', 'x generated', 'x generated later', 'x emitted', 'x emitted later'],
    ),
  'startBundle and finishBundle emit; what a bundle gathers can leave at its end': async (runner) => {
    const output = await collect(
      (p) => {
        let held: number[] = [];
        return p.create([1, 2, 3, 4]).parDo({
          outputs: { main: out<number>() },
          startBundle: ({ emit }) => emit(1000, 5),
          process: (n: number) => void held.push(n),
          finishBundle: ({ emit }) => {
            for (const n of held) emit(n, 7);
            held = [];
          },
        });
      },
      { runner },
    );
    const gathered = output.filter((n) => n < 1000);
    expect(gathered.sort()).toEqual([1, 2, 3, 4]);
    expect(output.length).toBeGreaterThan(4);
  },
  'around a bundle of a windowed input an output names its window': async (runner) => {
    const build = (withWindow: boolean) => async (): Promise<KV<string, number>[]> =>
      collect(
        (p) => {
          let last: { start: number; end: number; maxTimestamp: number } | undefined;
          return p
            .create([1])
            .withTimestamps(() => 5)
            .windowInto(fixed(10))
            .parDo({
              outputs: { main: out<KV<string, number>>() },
              process: (_: number, { window }) => {
                last = window;
              },
              finishBundle: ({ emit }) =>
                last && emit({ key: 'k', value: 1 }, 5, withWindow ? last : undefined),
            })
            .countPerKey();
        },
        { runner },
      );
    expect(await build(true)()).toEqual([{ key: 'k', value: 1 }]);
    await expect(build(false)()).rejects.toMatchObject({
      code: 'E_BAD_ARGUMENT',
      help: expect.stringContaining('emit(value, timestamp, window)'),
    });
  },
  'emit takes a timestamp': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create([1])
          .parDo({
            outputs: { main: out<string>() },
            process: (_: number, { emit }) => {
              emit('a', 42);
              emit('b', new Date(43));
            },
          })
          .map((x, { timestamp }) => `${x} ${timestamp}`),
      ['a 42', 'b 43'],
    ),
  'a DoFn may stand on its own and be used twice': (runner) => {
    const shout = doFn<string>()({ name: 'shout', process: (text) => [text.toUpperCase()] });
    return expectOutput(
      runner,
      (p) => p.flatten([p.create(['a']).parDo(shout), p.create(['b']).parDo(shout)]),
      ['A', 'B'],
    );
  },
  'log records carry severity, step and details': async (runner) => {
    const records: LogRecord[] = [];
    await run(
      pipeline((p) => {
        p.create([1]).parDo({
          name: 'Talk',
          process: (n: number, { log }) => {
            log.debug('d');
            log.info('i', { n });
            log.warn('w');
            log.error('e');
          },
        });
      }),
      { runner, log: (record) => records.push(record) },
    );
    // A runner may tell of the run, too.
    expect(records.filter(({ step }) => step !== undefined)).toMatchObject([
      { severity: 'debug', message: 'd', step: 'Talk' },
      { severity: 'info', message: 'i', step: 'Talk', details: { n: 1 } },
      { severity: 'warn', message: 'w', step: 'Talk' },
      { severity: 'error', message: 'e', step: 'Talk' },
    ]);
  },
});

const bound = (diary: Diary) => ({
  entries: diary.entries,
  note: diary.note,
  count: diary.count.bind(diary),
});
