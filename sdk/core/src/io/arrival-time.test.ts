import { describe, expect, test } from 'vitest';
import { MIN_TIMESTAMP } from '../model/timestamp.js';
import { type ArrivalOptions, arrivals } from './arrival-time.js';

/** The watermark of a source with these options, and its clock. */
function timeOf(options: ArrivalOptions<number>) {
  const clock = { now: 0 };
  const { watermark } = arrivals(options, 'source');
  return { clock, watermark, time: watermark.create(watermark.initial(), () => clock.now) };
}

const timestamp = (n: number) => n;

describe('event time of elements with timestamps', () => {
  test('is the largest so far, less what may be out of order', () => {
    const { time } = timeOf({ timestamp, outOfOrder: '1s' });
    expect(time.current()).toBe(MIN_TIMESTAMP);
    for (const at of [5000, 4200, 5500, 5400]) time.observe!(at);
    expect(time.current()).toBe(4500);
  });

  test('follows the clock only once nothing has come for long, and somebody has looked', () => {
    const { time, clock } = timeOf({ timestamp, idleAfter: 100 });
    time.observe!(7);
    clock.now = 99;
    time.idle();
    expect(time.current()).toBe(7);
    clock.now = 1000;
    expect(time.current()).toBe(7);
    time.idle();
    expect(time.current()).toBe(900);
    time.observe!(8);
    clock.now = 1099;
    time.idle();
    expect(time.current()).toBe(900);
  });

  test('waits while nothing comes, unless it is told otherwise', () => {
    const { time, clock } = timeOf({ timestamp });
    clock.now = 1e9;
    time.idle();
    expect(time.current()).toBe(MIN_TIMESTAMP);
  });

  test('remembers from call to call how long nothing has come', () => {
    const { time, clock, watermark } = timeOf({ timestamp, idleAfter: 100 });
    clock.now = 60;
    const next = watermark.create(structuredClone(time.state()), () => clock.now);
    clock.now = 100;
    next.idle();
    expect(next.current()).toBe(0);
  });
});

describe('event time of elements without timestamps', () => {
  test('is the clock, and stands while that goes back', () => {
    const { time, clock } = timeOf({});
    clock.now = 50;
    expect(time.current()).toBe(50);
    clock.now = 20;
    expect(time.now()).toBe(50);
    expect(time.current()).toBe(50);
  });
});
