import { describe, expect, it } from 'vitest';
import { simulateDurable } from './simulate-durable.js';

const SEEDS = Number(process.env.SEEDS ?? 200);
const FROM = Number(process.env.FROM ?? 0);

describe('the simulation of runs that are kept', () => {
  it('has every row at its target once, for every seed of a fixed set', async () => {
    for (let seed = FROM; seed < FROM + SEEDS; seed++) {
      const { problems, lives } = await simulateDurable(seed);
      if (process.env.SHOW) console.log(seed, lives, problems.slice(0, 3).join('\n'));
      expect({ seed, problems }).toEqual({ seed, problems: [] });
    }
  }, 600_000);
});
