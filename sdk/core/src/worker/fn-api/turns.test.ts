import { describe, expect, it } from 'vitest';
import { Turns } from './turns.js';

/** A clock that is moved by hand, and counts how often it is looked at. */
class HandClock {
  time = 0;
  looks = 0;
  turns = 0;
  now = () => this.time;
  monotonic = () => {
    this.looks++;
    return this.time;
  };
  turn = async () => {
    this.turns++;
  };
  after = () => () => undefined;
}

/** Sends so many outputs, each of which takes `millis`. @returns how many of them had to wait */
async function send(turns: Turns, clock: HandClock, outputs: number, millis: number): Promise<number> {
  let waits = 0;
  for (let i = 0; i < outputs; i++) {
    clock.time += millis;
    const wait = turns.betweenOutputs();
    if (wait === undefined) continue;
    waits++;
    await wait;
  }
  return waits;
}

describe('Turns for the other work of a thread', () => {
  it('come every ten milliseconds while outputs are slow', async () => {
    const clock = new HandClock();
    const turns = new Turns(clock);
    turns.begin(0);
    expect(await send(turns, clock, 100, 5)).toBe(50);
    expect(clock.turns).toBe(50);
  });

  it('come while outputs are quick, though the clock is seldom looked at', async () => {
    const clock = new HandClock();
    const turns = new Turns(clock);
    turns.begin(0);
    const waits = await send(turns, clock, 100_000, 0.001);
    expect(waits).toBeGreaterThanOrEqual(9);
    expect(clock.looks).toBeLessThan(2_000);
  });

  it('come soon after outputs have become slow', async () => {
    const clock = new HandClock();
    const turns = new Turns(clock);
    turns.begin(0);
    await send(turns, clock, 10_000, 0.0001);
    const before = clock.turns;
    await send(turns, clock, 64, 20);
    expect(clock.turns).toBeGreaterThan(before);
    const slow = clock.turns;
    await send(turns, clock, 10, 20);
    expect(clock.turns).toBe(slow + 10);
  });

  it('come between chunks when it is time', async () => {
    const clock = new HandClock();
    const turns = new Turns(clock);
    turns.begin(0);
    clock.time = 9;
    expect(turns.betweenChunks()).toBeUndefined();
    clock.time = 10;
    await turns.betweenChunks();
    expect(clock.turns).toBe(1);
    expect(turns.betweenChunks()).toBeUndefined();
  });
});
