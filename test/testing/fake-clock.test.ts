import { DirectRunner } from '@hornbeam/direct';
import { pipeline, start } from '@hornbeam/sdk';
import { periodicImpulse } from '@hornbeam/sdk/io';
import { FakeClock } from '@hornbeam/sdk/testing';
import { describe, expect, test } from 'vitest';

const settle = async (clock: FakeClock): Promise<void> => {
  for (let turn = 0; turn < 30; turn++) await clock.turn();
};

describe('FakeClock', () => {
  test('stands still, at 1970-01-01 or where it is told to begin', () => {
    expect(new FakeClock().now()).toBe(0);
    const begin = new Date('2024-02-29T12:00:00Z');
    const clock = new FakeClock(begin);
    expect(clock.now()).toBe(begin.getTime());
    clock.advance(1500);
    expect(clock.now()).toBe(begin.getTime() + 1500);
  });

  test('calls who waits for a moment once it has come, in the order of moments', () => {
    const clock = new FakeClock(1000);
    const rung: number[] = [];
    for (const at of [1300, 1100, 1200, 1400]) clock.wake(at, () => rung.push(at));
    clock.advance(99);
    expect(rung).toEqual([]);
    clock.advance(201);
    expect(rung).toEqual([1100, 1200, 1300]);
    clock.advance(1000);
    expect(rung).toEqual([1100, 1200, 1300, 1400]);
  });

  test('calls nobody who has taken it back', () => {
    const clock = new FakeClock();
    let isRung = false;
    clock
      .wake(10, () => {
        isRung = true;
      })
      .cancel();
    clock.advance(10);
    expect(isRung).toBe(false);
  });

  test('calls for a moment that is past in the next turn, not at once', async () => {
    const clock = new FakeClock(50);
    let isRung = false;
    clock.wake(50, () => {
      isRung = true;
    });
    expect(isRung).toBe(false);
    await clock.turn();
    await clock.turn();
    expect(isRung).toBe(true);
  });

  test('is what a run goes by: a source of every minute goes on when a minute has passed', async () => {
    const clock = new FakeClock(Date.UTC(2024, 0, 1));
    const seen: string[] = [];
    const job = await start(
      pipeline((p) => {
        p.read(periodicImpulse({ every: '1m' })).map(
          (moment) => void seen.push(new Date(moment).toISOString()),
        );
      }),
      { runner: new DirectRunner({ clock }) },
    );
    await settle(clock);
    clock.advance(59_999);
    await settle(clock);
    expect(seen).toEqual(['2024-01-01T00:00:00.000Z']);
    clock.advance(1);
    await settle(clock);
    expect(seen).toEqual(['2024-01-01T00:00:00.000Z', '2024-01-01T00:01:00.000Z']);
    await job.stop();
  });
});
