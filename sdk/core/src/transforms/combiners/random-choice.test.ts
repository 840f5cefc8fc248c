import { describe, expect, it } from 'vitest';
import { choose, type RandomState, randomState, stir } from './random-choice.js';

/** Σ (seen - expected)² / expected; for k cells about k - 1, more than k + 5√(2k) once in ten million. */
function chiSquared(cells: readonly number[], expected: number): number {
  return cells.reduce((all, seen) => all + (seen - expected) ** 2 / expected, 0);
}
const limit = (cells: number): number => cells + 5 * Math.sqrt(2 * cells);

describe('a random choice', () => {
  it('gives each number below the bound equally often', () => {
    const state = randomState(1, 2);
    const cells = new Array<number>(100).fill(0);
    for (let i = 0; i < 100_000; i++) cells[choose(state, 100)]!++;
    expect(chiSquared(cells, 1000)).toBeLessThan(limit(100));
  });

  it('is unrelated between neighbouring starting points', () => {
    const pairs = new Array<number>(256).fill(0);
    for (let i = 0; i < 50_000; i++) {
      pairs[16 * choose(randomState(7, i), 16) + choose(randomState(7, i + 1), 16)]!++;
    }
    expect(chiSquared(pairs, 50_000 / 256)).toBeLessThan(limit(256));
  });

  it('is unrelated to what it would have been without a stir', () => {
    const pairs = new Array<number>(256).fill(0);
    for (let i = 0; i < 50_000; i++) {
      const state = randomState(3, i);
      const stirred: RandomState = [...state];
      stir(stirred, 1);
      pairs[16 * choose(state, 16) + choose(stirred, 16)]!++;
    }
    expect(chiSquared(pairs, 50_000 / 256)).toBeLessThan(limit(256));
  });

  it('reaches bounds beyond 32 bits', () => {
    const state = randomState(0, 0);
    const cells = new Array<number>(16).fill(0);
    for (let i = 0; i < 16_000; i++) cells[Math.floor(choose(state, 2 ** 53) / 2 ** 49)]!++;
    expect(chiSquared(cells, 1000)).toBeLessThan(limit(16));
  });
});
