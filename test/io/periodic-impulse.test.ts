import { periodicImpulse } from '@hornbeam/sdk/io';
import { expect, test } from 'vitest';
import { streamed } from './streamed.js';

test('an impulse comes whenever its moment has come', async () => {
  const { seen, times, pass, watermark, job } = await streamed(periodicImpulse({ every: '10s' }));
  expect(seen).toEqual([0]);
  expect(watermark()).toBe(9999);
  await pass(9999);
  expect(seen).toEqual([0]);
  await pass(1);
  expect(seen).toEqual([0, 10_000]);
  expect(times).toEqual(seen);
  await job.stop();
});

test('impulses that were missed come at once, none twice', async () => {
  const { seen, pass, job } = await streamed(periodicImpulse({ every: 7 }), {
    limits: { bundleElements: 2 },
  });
  await pass(1000);
  await expect.poll(() => seen.length).toBe(143);
  await pass(0);
  expect(seen).toEqual(seen.map((_, n) => n * 7));
  await job.stop();
});

test('impulses keep to the moment they began at, whenever they are taken up again', async () => {
  const { seen, pass, job } = await streamed(periodicImpulse({ every: 100 }), { encodeEveryBundle: true });
  await pass(130);
  await pass(130);
  expect(seen).toEqual([0, 100, 200]);
  await job.stop();
});

test('a range of moments that are past comes at once and ends', async () => {
  const { seen, job } = await streamed(periodicImpulse({ every: 1000, from: new Date(-3000), until: -500 }));
  await job.done;
  expect(seen).toEqual([-3000, -2000, -1000]);
});

test('the end is reached without a moment of its own', async () => {
  const { seen, pass, job } = await streamed(periodicImpulse({ every: 1000, from: 5000, until: 7000 }));
  expect(seen).toEqual([]);
  await pass(5000);
  expect(seen).toEqual([5000]);
  await pass(1000);
  await job.done;
  expect(seen).toEqual([5000, 6000]);
});

test.each([
  [{ every: 0 }, 'every 0'],
  [{ every: 10, from: Number.NaN }, 'from of a periodic impulse'],
  [{ every: 10, from: 5, until: 4 }, 'cannot end'],
])('refuses %j', (options, message) => {
  expect(() => periodicImpulse(options)).toThrow(message);
});
