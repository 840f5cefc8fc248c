import { DirectRunner } from '@hornbeam/direct';
import { collect } from '@hornbeam/sdk/testing';
import { expect, test } from 'vitest';
import { words } from './pipeline.js';

test('words are counted whatever their case is', async () => {
  const lines = ['To be, or not to be:', "that's it"];
  const counts = await collect((p) => p.create(lines).flatMap(words).countPerElement(), {
    runner: new DirectRunner(),
  });
  expect(Object.fromEntries(counts.map(({ key, value }) => [key, value]))).toEqual({
    to: 2,
    be: 2,
    or: 1,
    not: 1,
    "that's": 1,
    it: 1,
  });
});
