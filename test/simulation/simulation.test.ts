import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.js';

const SEEDS = 250;

describe('the simulation', () => {
  it('gives what the reference says, for every seed of a fixed set', async () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      expect(await simulate(seed), `node test/simulation/run.mjs --seed=${seed}`).toEqual([]);
    }
  }, 60_000);
});
