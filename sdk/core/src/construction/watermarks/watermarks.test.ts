import { describe, expect, test } from 'vitest';
import { MIN_TIMESTAMP } from '../../model/timestamp.js';
import { manualWatermark } from './manual-watermark.js';
import { monotonicWatermark } from './monotonic-watermark.js';
import { wallClockWatermark } from './wall-clock-watermark.js';

const noClock = (): number => {
  throw new Error('asked for the clock');
};

describe('the manual watermark', () => {
  const { initial, create } = manualWatermark();

  test('stands before every event until it is moved, and never goes back', () => {
    const estimator = create(initial(), noClock);
    expect(estimator.current()).toBe(MIN_TIMESTAMP);
    estimator.advance(new Date(50));
    estimator.advance(20);
    expect(estimator.current()).toBe(50);
  });

  test('goes on in a residual where it was', () => {
    const estimator = create(initial(), noClock);
    estimator.advance({ epochMilliseconds: 7 });
    expect(create(estimator.state(), noClock).current()).toBe(7);
  });

  test('refuses what is no moment', () => {
    const estimator = create(initial(), noClock);
    expect(() => estimator.advance(Number.NaN)).toThrow(expect.objectContaining({ code: 'E_BAD_ARGUMENT' }));
  });
});

describe('the monotonic watermark', () => {
  test('is the largest timestamp emitted, also in a residual', () => {
    const { initial, create } = monotonicWatermark();
    const estimator = create(initial(), noClock);
    expect(estimator.current()).toBe(MIN_TIMESTAMP);
    for (const timestamp of [-5, 30, 10]) estimator.observe?.(timestamp);
    expect(estimator.current()).toBe(30);
    const rest = create(estimator.state(), noClock);
    rest.observe?.(20);
    expect(rest.current()).toBe(30);
  });

  test('stays behind by as much as outputs may be out of order', () => {
    const { initial, create } = monotonicWatermark({ outOfOrder: '10s' });
    const estimator = create(initial(), noClock);
    estimator.observe?.(30_000);
    estimator.observe?.(25_000);
    expect(estimator.current()).toBe(20_000);
    const rest = create(estimator.state(), noClock);
    rest.observe?.(31_000);
    expect(rest.current()).toBe(21_000);
  });
});

describe('the wall-clock watermark', () => {
  test('follows the clock and stands while that goes back', () => {
    let now = 1000;
    const { initial, create } = wallClockWatermark();
    const estimator = create(initial(), () => now);
    expect(estimator.current()).toBe(1000);
    now = 900;
    expect(estimator.current()).toBe(1000);
    now = 1100;
    expect(estimator.state()).toBe(1100);
    now = 1050;
    expect(create(1100, () => now).current()).toBe(1100);
  });
});
