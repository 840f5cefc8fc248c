import { buildGraph, pipeline } from '@hornbeam/sdk';
import { type GenerateOptions, generate } from '@hornbeam/sdk/io';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { read } from './run-here.js';
import { streamed } from './streamed.js';

test('makes each element once, wherever bundles end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(200), fc.integer({ min: 1, max: 50 }), async (count, bundleElements) => {
      const { seen, job } = await streamed(generate({ count, element: (n) => n * 2 }), {
        limits: { bundleElements },
      });
      await job.done;
      expect(seen).toEqual(Array.from({ length: count }, (_, n) => n * 2));
    }),
    { numRuns: 20 },
  );
});

test('keeps to its rate, and makes up for what it missed', async () => {
  const { seen, pass, job } = await streamed(generate({ rate: 10, element: (n) => n }));
  expect(seen).toEqual([0]);
  await pass(100);
  expect(seen).toEqual([0, 1]);
  await pass(99);
  expect(seen).toEqual([0, 1]);
  await pass(801);
  expect(seen).toHaveLength(11);
  await job.stop();
});

test('a slow rate with a count ends after its last element', async () => {
  const { seen, pass, job } = await streamed(generate({ rate: 0.1, count: 2, element: (n) => n }));
  await pass(9999);
  expect(seen).toEqual([0]);
  await pass(1);
  await job.done;
  expect(seen).toEqual([0, 1]);
});

test('elements without a time happen when they are made, and event time is the clock', async () => {
  const { times, pass, watermark, job } = await streamed(generate({ rate: 1 / 60, element: (n) => n }));
  expect(times).toEqual([0]);
  await pass(1000);
  expect(watermark()).toBe(1000);
  for (let second = 1; second < 60; second++) await pass(1000);
  expect(times).toEqual([0, 60_000]);
  await job.stop();
});

test('elements with a time move event time, less what they may be out of order', async () => {
  const { times, watermark, job } = await streamed(
    generate({ rate: 1, element: (n) => n, timestamp: (n, index) => 1000 * (n + index), outOfOrder: '2s' }),
  );
  expect(times).toEqual([0]);
  expect(watermark()).toBe(-2000);
  await job.stop();
});

test('ends at once when the run is drained, whatever its rate', async () => {
  const { seen, job } = await streamed(generate({ rate: 1, count: 100, element: (n) => n }));
  await job.drain();
  expect(seen).toEqual([0]);
});

test('is bounded when it has a count and no rate', async () => {
  const isBounded = async (options: Omit<GenerateOptions<number>, 'element'>) => {
    let bounded: boolean | undefined;
    await buildGraph(
      pipeline((p) => {
        bounded = p.read(generate({ ...options, element: (n) => n })).node.bounded;
      }),
    );
    return bounded;
  };
  expect(await isBounded({ count: 3 })).toBe(true);
  expect(await isBounded({ count: 3, rate: 1 })).toBe(false);
  expect(await isBounded({})).toBe(false);
  expect(await read(generate({ count: 3, element: (n) => n }))).toEqual([0, 1, 2]);
});

test('fails with the number whose element cannot be made, and advises nothing that it cannot do', async () => {
  const element = (n: number): number => {
    if (n === 2) throw new TypeError('no third one');
    return n;
  };
  await expect(read(generate({ count: 3, element }))).rejects.toMatchObject({
    code: 'E_USER',
    message: 'no third one',
    place: { element: '(number 2)' },
    help: expect.not.stringContaining('onError'),
  });
});

test.each([
  [{ count: -1 }, 'cannot make -1 elements'],
  [{ count: 0.5 }, 'cannot make 0.5 elements'],
  [{ rate: 0 }, '0 elements a second'],
  [{ element: undefined as never }, 'needs a function "element"'],
])('refuses %j', (options, message) => {
  expect(() => generate({ element: (n: number) => n, ...options })).toThrow(message);
});
