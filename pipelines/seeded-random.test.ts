import { expect, it } from 'vitest';
import { seededRandom } from './seeded-random.js';

const draws = (seed: string, count: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

it('gives the same numbers for the same seed, and others for another', () => {
  expect(draws('a', 100)).toEqual(draws('a', 100));
  expect(new Set([...draws('a', 100), ...draws('b', 100), ...draws('', 100)]).size).toBe(300);
});

it('fills the stretch from 0 to 1 evenly, without 1', () => {
  const tenths = new Array<number>(10).fill(0);
  for (const x of draws('even', 100_000)) tenths[Math.floor(x * 10)]!++;
  expect(tenths).toHaveLength(10);
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});
