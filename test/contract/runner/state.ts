import {
  bagState,
  combiningState,
  eventTimer,
  fixed,
  flatten,
  globalWindow,
  mapState,
  multimapState,
  orderedListState,
  out,
  row,
  sessions,
  setState,
  string,
  sum,
  valueState,
} from '@hornbeam/sdk';
import { at, collect, testStream } from '@hornbeam/sdk/testing';
import { expect } from 'vitest';
import { expectOutput, feature, inOrder, turn } from './feature.js';

const ten = Array.from({ length: 10 }, (_, i) => i);

/** What a step remembers of each key. */
export const state = feature('state', {
  'belongs to the key, whatever order keys come in': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create(ten)
          .keyBy((n) => (n % 2 ? 'odd' : 'even'))
          .parDo({
            uses: { total: combiningState(sum), end: eventTimer() },
            process({ value }, { total, end, window }): string[] {
              total.add(value);
              end.set(window.maxTimestamp);
              return [];
            },
            onTimer: { end: ({ key, total }) => [`${key} ${total.read()}`] },
          }),
      ['even 20', 'odd 25'],
    ),
  'belongs to the window, and is gone when it has ended': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .read(
            testStream<number>()
              .add(at(1, 1), at(2, 12), at(3, 3))
              .advanceWatermarkTo(20)
              .add(at(4, 21), at(5, 22))
              .advanceWatermarkToInfinity(),
          )
          .windowInto(fixed(10))
          .keyBy(() => 'k')
          .parDo({
            uses: { seen: bagState<number>() },
            process({ value }, { seen, window }) {
              seen.add(value);
              return [`${window.start}: ${[...seen.read()].join()}`];
            },
          }),
      ['0: 1', '0: 1,3', '10: 2', '20: 4', '20: 4,5'],
    ),
  'belongs to the step: two steps with the same declarations share nothing': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const pairs = p.create([1]).keyBy(() => 'k');
        const uses = { last: valueState<string>() };
        const step = (name: string) =>
          pairs.parDo({
            uses,
            process(_, { last }) {
              const before = last.read();
              last.write(name);
              return [`${name} ${before}`];
            },
          });
        return flatten([step('one'), step('two')]);
      },
      ['one undefined', 'two undefined'],
    ),
  'is of one key for keys that say the same': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .read(
            testStream<{ a: number; b?: number }>()
              .add(at({ a: 1, b: 2 }, 1))
              .add(at({ b: 2, a: 1 }, 2))
              .add(at({ a: 1 }, 3))
              .advanceWatermarkToInfinity(),
          )
          .keyBy((key) => key)
          .parDo({
            uses: { seen: combiningState(sum) },
            process(_, { seen }) {
              seen.add(1);
              return [seen.read()];
            },
          }),
      [1, 2, 1],
    ),
  'of each kind holds what it is given': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) =>
        p
          .read(testStream<number>().add(at(3, 0)).add(at(1, 0)).add(at(3, 0)).advanceWatermarkToInfinity())
          .keyBy(() => 'k')
          .parDo({
            uses: {
              value: valueState(row({ name: string })),
              bag: bagState<number>(),
              total: combiningState(sum),
              set: setState<{ n: number }>(),
              map: mapState<number, string>(),
              multimap: multimapState<string, number>(),
              list: orderedListState<string>(),
              end: eventTimer(),
            },
            process({ value: n }, ctx): object[] {
              ctx.value.write({ name: `n${n}` });
              ctx.bag.add(n);
              ctx.total.add(n);
              ctx.set.add({ n });
              ctx.map.set(n, `${ctx.map.get(n) ?? ''}x`);
              ctx.multimap.add(n > 1 ? 'large' : 'small', n);
              ctx.list.add(n, `at ${n}`);
              ctx.end.set(ctx.window.maxTimestamp);
              return [];
            },
            onTimer: {
              end: ({ value, bag, total, set, map, multimap, list }) => [
                {
                  value: value.read(),
                  bag: inOrder(bag.read()),
                  total: total.read(),
                  set: inOrder(set.read()),
                  map: inOrder(map.entries()),
                  large: [...multimap.get('large')],
                  list: Array.from(list.read(1, 4), (entry) => `${entry.at}: ${entry.value}`),
                },
              ],
            },
          }),
      [
        {
          value: { name: 'n3' },
          bag: [1, 3, 3],
          total: 7,
          set: [{ n: 1 }, { n: 3 }],
          map: [
            [1, 'x'],
            [3, 'xx'],
          ],
          large: [3, 3],
          list: ['1: at 1', '3: at 3', '3: at 3'],
        },
      ],
    ),
  'that is cleared is empty': (runner) =>
    expectOutput<unknown>(
      runner,
      (p) =>
        p
          .create([1])
          .keyBy(() => 'k')
          .parDo({
            uses: { value: valueState<number>(), bag: bagState<number>(), map: mapState<number, number>() },
            process({ value: n }, { value, bag, map }) {
              value.write(n);
              bag.add(n);
              map.set(n, n);
              for (const cell of [value, bag, map]) cell.clear();
              return [[value.read(), bag.isEmpty, map.size]];
            },
          }),
      [[undefined, true, 0]],
    ),
  'that outlives its time is forgotten': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(
            testStream<string>()
              .add(at('a', 0))
              .advanceProcessingTime('59s')
              .add(at('b', 0))
              .advanceProcessingTime('1m')
              .add(at('c', 0))
              .advanceWatermarkToInfinity(),
          )
          .keyBy(() => 'k')
          .parDo({
            uses: { last: valueState<string>(undefined, { ttl: '1m' }) },
            process({ value }, { last }) {
              const before = last.read();
              last.write(value);
              return [`${before}, then ${value}`];
            },
          }),
      { runner },
    );
    expect(seen).toEqual(['undefined, then a', 'a, then b', 'undefined, then c']);
  },
  'is used one element of a key after another by asynchronous callbacks': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create(ten)
          .keyBy((n) => n % 3)
          .parDo({
            uses: { total: combiningState(sum), last: valueState<number>(), end: eventTimer() },
            async process({ value }, { total, last, end, window }): Promise<string[]> {
              const before = last.read() ?? 0;
              await turn();
              last.write(before + value);
              total.add(value);
              end.set(window.maxTimestamp);
              return [];
            },
            onTimer: { end: ({ key, total, last }) => [`${key} ${total.read()} ${last.read()}`] },
          }),
      ['0 18 18', '1 12 12', '2 15 15'],
    ),
  'goes together with side inputs, metrics and tagged outputs': (runner) =>
    expectOutput(
      runner,
      (p) => {
        const limit = p.create([2]).asSingleton();
        const { main, over } = p
          .create(ten)
          .keyBy(() => 'k')
          .parDo({
            uses: { seen: combiningState(sum), limit },
            outputs: { over: out<string>() },
            process(_, { seen, limit, out }) {
              seen.add(1);
              if (seen.read() > limit) out.over('over');
              else return ['within'];
            },
          });
        return flatten([main, over]);
      },
      [...Array<string>(2).fill('within'), ...Array<string>(8).fill('over')],
    ),
  'survives elements that are skipped': (runner) =>
    expectOutput(
      runner,
      (p) =>
        p
          .create(ten)
          .keyBy(() => 'k')
          .parDo({
            uses: { total: combiningState(sum), end: eventTimer() },
            onError: 'skip',
            process({ value }, { total, end, window }): number[] {
              if (value % 2) throw new Error('odd');
              total.add(value);
              end.set(window.maxTimestamp);
              return [];
            },
            onTimer: { end: ({ total }) => [total.read()] },
          }),
      [20],
    ),
  'of a name that is not declared fails the run and says what is declared': async (runner) => {
    const failing = collect(
      (p) =>
        p
          .create([1])
          .keyBy(() => 'k')
          .parDo({
            name: 'Typo',
            uses: { total: combiningState(sum) },
            // @ts-expect-error: the mistake that the compiler would have seen
            process: (_, ctx) => [ctx.totals.read()],
          }),
      { runner },
    );
    await expect(failing).rejects.toMatchObject({
      code: 'E_UNDECLARED',
      message: expect.stringContaining('"totals"'),
      help: expect.stringContaining('total'),
      place: { step: 'Typo' },
    });
  },
  'needs keyed elements, and windows that do not grow': async (runner) => {
    const uses = { last: valueState<number>() };
    const names = row({ name: string });
    const unkeyed = collect(
      // @ts-expect-error: the compiler says so too
      (p) => p.create([{ name: 'a' }], { schema: names }).parDo({ uses, process: () => [1] }),
      { runner },
    );
    await expect(unkeyed).rejects.toMatchObject({ code: 'E_NOT_KEYED' });
    const growing = collect(
      (p) =>
        p
          .create([1])
          .keyBy(() => 'k')
          .windowInto(sessions('1m'))
          .parDo({ uses, process: () => [1] }),
      { runner },
    );
    await expect(growing).rejects.toMatchObject({
      code: 'E_BAD_ARGUMENT',
      help: expect.stringContaining('globalWindow'),
    });
  },
});

/** Arrays of values of a key that go on as they fill. */
export const streamedBatches = feature('groupIntoBatches of a stream', {
  'full batches go on at once, what is left when the window ends': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(
            testStream<number>()
              .add(at(1, 1), at(2, 2))
              .add(at(3, 3))
              .advanceWatermarkTo(10)
              .add(at(4, 11))
              .advanceWatermarkToInfinity(),
          )
          .windowInto(fixed(10))
          .keyBy(() => 'k')
          .groupIntoBatches(2)
          .map(({ value }, { timestamp, window }) => `${value.join()} at ${timestamp} of ${window.start}`)
          .windowInto(globalWindow()),
      { runner },
    );
    expect(seen).toEqual(['1,2 at 2 of 0', '3 at 9 of 0', '4 at 19 of 10']);
  },
  'a batch does not wait for longer than it may': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(
            testStream<number>()
              .add(at(1, 1))
              .advanceProcessingTime('6s')
              .add(at(2, 2))
              .advanceProcessingTime('5s')
              .add(at(3, 3))
              .advanceWatermarkToInfinity(),
          )
          .keyBy(() => 'k')
          .groupIntoBatches(100, { maxBufferingDuration: '10s' })
          .map(({ value }) => value.join()),
      { runner },
    );
    expect(seen).toEqual(['1,2', '3']);
  },
});

/** Messages that are sent again pass once. */
export const deduplicating = feature('deduplicate', {
  'of an id the first passes, and another when its time is over': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(
            testStream<string>()
              .add(at('a1', 1), at('b1', 2), at('a2', 3))
              .advanceWatermarkTo(5)
              .add(at('a3', 9))
              .advanceWatermarkTo(20)
              .add(at('a4', 21), at('b2', 22))
              .advanceWatermarkToInfinity(),
          )
          .deduplicate({ by: (text) => text[0], within: 10 })
          .map((text, { timestamp }) => `${text} at ${timestamp}`),
      { runner },
    );
    expect(seen.sort()).toEqual(['a1 at 1', 'a4 at 21', 'b1 at 2', 'b2 at 22']);
  },
  'a bounded input has each id once': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .create(Array.from({ length: 100 }, (_, n) => ({ id: n % 30, text: `t${n % 30}` })))
          .deduplicate({ by: ({ id }) => id, within: '1h' })
          .map(({ text }) => text),
      { runner },
    );
    expect(seen.sort()).toEqual(Array.from({ length: 30 }, (_, n) => `t${n}`).sort());
  },
  'ids are told apart by window': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .create([1, 4, 11, 12, 25])
          .withTimestamps((n) => n)
          .windowInto(fixed(10))
          .deduplicate({ by: () => 'same', within: '1h' })
          .windowInto(globalWindow()),
      { runner },
    );
    expect(seen.length).toBe(3);
    expect(seen.map((n) => Math.floor(n / 10)).sort()).toEqual([0, 1, 2]);
  },
  'by the clock it does not matter what time an element has': async (runner) => {
    const seen = await collect(
      (p) =>
        p
          .read(
            testStream<string>()
              .add(at('a1', 1))
              .advanceProcessingTime('6s')
              .add(at('a2', 100_000))
              .advanceProcessingTime('5s')
              .add(at('a3', 3))
              .advanceWatermarkToInfinity(),
          )
          .deduplicate({ by: (text) => text[0], within: '10s', time: 'processing' }),
      { runner },
    );
    expect(seen.sort()).toEqual(['a1', 'a3']);
  },
});
