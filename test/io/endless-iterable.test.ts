import { DirectRunner } from '@hornbeam/direct';
import { fixed, pipeline, start } from '@hornbeam/sdk';
import { fromIterable } from '@hornbeam/sdk/io';
import { collect } from '@hornbeam/sdk/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HandFed } from './hand-fed.js';
import { streamed } from './streamed.js';

const unbounded = { unbounded: true } as const;

describe('an iterable without an end', () => {
  test('gives its items as they come', async () => {
    const items = new HandFed<string>();
    const { seen, job } = await streamed(fromIterable(items.make, unbounded));
    for (const item of ['a', 'b', 'c']) {
      items.give(item);
      await expect.poll(() => seen.at(-1)).toBe(item);
    }
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(items.made).toBe(1);
    await job.cancel();
  });

  test('ends the run when it ends, with event time at its end', async () => {
    const items = new HandFed<number>();
    const counts = collect(
      (p) =>
        p
          .read(fromIterable(items.make, { unbounded: true, timestamp: (n) => n }))
          .windowInto(fixed('1s'))
          .keyBy(() => 'all')
          .countPerKey(),
      { runner: new DirectRunner() },
    );
    items.give(1, 500, 2000);
    items.end();
    expect((await counts).map(({ value }) => value).sort()).toEqual([1, 2]);
  });

  test('loses and doubles nothing, however it comes and wherever bundles end', async () => {
    const kinds = fc.array(fc.constantFrom('at once', 'soon', 'later'), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(kinds, fc.integer({ min: 1, max: 5 }), fc.boolean(), async (ways, most, encoded) => {
        async function* items() {
          for (const [i, way] of ways.entries()) {
            if (way === 'soon') await Promise.resolve();
            if (way === 'later') await new Promise((resolve) => setImmediate(resolve));
            yield i;
          }
        }
        const { seen, job } = await streamed(fromIterable(items, unbounded), {
          limits: { bundleElements: most },
          encodeEveryBundle: encoded,
        });
        await job.done;
        expect(seen).toEqual([...ways.keys()]);
      }),
      { numRuns: 30 },
    );
  });

  test('lets others have their turn, even if it never waits', async () => {
    function* numbers() {
      for (let n = 0; n < 20_000_000; n++) yield n;
      throw new Error('nobody else had a turn');
    }
    const job = await start(
      pipeline((p) => void p.read(fromIterable(numbers, unbounded))),
      { runner: new DirectRunner() },
    );
    await new Promise((resolve) => setTimeout(resolve, 1));
    await job.stop();
    expect(job.state).toBe('STOPPED');
  });

  test('that throws fails the run, names the source, and loses nothing it gave before', async () => {
    const items = new HandFed<number>();
    items.give(1, 2, 3);
    items.fail(new Error('the line is dead'));
    const { seen, job } = await streamed(fromIterable(items.make, unbounded));
    await expect(job.done).rejects.toMatchObject({
      code: 'E_USER',
      message: 'the line is dead',
      place: { step: 'fromIterable/iterate' },
      help: expect.stringContaining('what the items come from failed'),
    });
    expect(seen).toEqual([1, 2, 3]);
  });

  test('that cannot be made fails the run', async () => {
    const make = () => {
      throw new Error('no such topic');
    };
    const { job } = await streamed(fromIterable(make, unbounded));
    await expect(job.done).rejects.toMatchObject({ code: 'E_USER', message: 'no such topic' });
    const nothing = await streamed(fromIterable(() => 3 as never, unbounded));
    await expect(nothing.job.done).rejects.toMatchObject({ code: 'E_BAD_ARGUMENT' });
  });

  test('is closed when the run ends', async () => {
    for (const how of ['stop', 'drain', 'cancel'] as const) {
      let isAborted = false;
      let isClosed = false;
      const { job, seen } = await streamed(
        fromIterable(async function* ({ signal }) {
          try {
            yield 1;
            await new Promise<void>((resolve) =>
              signal.addEventListener('abort', () => {
                isAborted = true;
                resolve();
              }),
            );
          } finally {
            isClosed = true;
          }
        }, unbounded),
      );
      await expect.poll(() => seen.length).toBe(1);
      await job[how]();
      await expect.poll(() => [isAborted, isClosed], { message: how }).toEqual([true, true]);
    }
  });

  test('that is made with a promise is read, and waited for no longer than the run lasts', async () => {
    const read = await streamed(fromIterable(async () => [1, 2], unbounded));
    await read.job.done;
    expect(read.seen).toEqual([1, 2]);
    let give!: (items: Iterable<number>) => void;
    let isClosed = false;
    const coming = new Promise<Iterable<number>>((resolve) => {
      give = resolve;
    });
    const { job } = await streamed(fromIterable(() => coming, unbounded));
    await job.stop();
    give({
      [Symbol.iterator]: () => ({
        next: () => ({ done: true, value: undefined }),
        return: () => {
          isClosed = true;
          return { done: true, value: undefined };
        },
      }),
    });
    await expect.poll(() => isClosed).toBe(true);
  });

  test('that waits for ever does not keep the run from ending', async () => {
    async function* silent(): AsyncGenerator<number> {
      yield await new Promise<never>(() => undefined);
    }
    const { job } = await streamed(fromIterable(silent, unbounded));
    await job.stop();
    expect(job.state).toBe('STOPPED');
  });

  test('moves event time with its items, and lets go of it when it is idle', async () => {
    const items = new HandFed<number>();
    const source = fromIterable(items.make, {
      unbounded: true,
      timestamp: (n) => n,
      outOfOrder: 100,
      idleAfter: '10s',
    });
    const { times, watermark, pass, job } = await streamed(source);
    items.give(1000, 950);
    await expect.poll(() => times).toEqual([1000, 950]);
    await expect.poll(watermark).toBe(900);
    await pass(9999);
    expect(watermark()).toBe(900);
    await pass(50_000);
    await expect.poll(watermark).toBe(49_999);
    await job.cancel();
  });

  test('goes by the clock without timestamps', async () => {
    const items = new HandFed<string>();
    const { times, watermark, pass, job } = await streamed(fromIterable(items.make, unbounded));
    await pass(5000);
    items.give('a');
    await expect.poll(() => times).toEqual([5000]);
    await pass(2000);
    await expect.poll(watermark).toBe(7000);
    await job.cancel();
  });
});

describe('the options of fromIterable', () => {
  test('place the items of an input that ends in time, too', async () => {
    const { times, job } = await streamed(fromIterable(() => [5, 7], { timestamp: (n) => new Date(n) }));
    await job.done;
    expect(times).toEqual([5, 7]);
  });

  test('that do not go together are refused', () => {
    const make = () => [1];
    expect(() => fromIterable(make, { timestamp: (n) => n, idleAfter: '1s' })).toThrow('that ends');
    expect(() => fromIterable(make, { unbounded: true, outOfOrder: '1s' })).toThrow('but no timestamp');
    expect(() => fromIterable(make, { unbounded: true, timestamp: (n) => n, outOfOrder: -1 })).toThrow(
      'outOfOrder is negative',
    );
  });

  test.each([unbounded, {}])('a timestamp that is none fails the run: %j', async (options) => {
    const { job } = await streamed(
      fromIterable(() => [1], { ...options, timestamp: () => undefined as never }),
    );
    await expect(job.done).rejects.toMatchObject({
      code: 'E_BAD_ARGUMENT',
      message: 'The timestamp of an element of fromIterable is no moment: undefined.',
    });
  });
});
