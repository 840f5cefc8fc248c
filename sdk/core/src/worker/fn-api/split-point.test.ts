import { describe, expect, test } from 'vitest';
import { shareToKeep, splitPoint } from './split-point.js';

const open = Number.POSITIVE_INFINITY;
const wish = (fraction: number, estimatedElements = 10, allowed: readonly number[] = []) => ({
  fraction,
  estimatedElements,
  allowed,
});

describe('where a bundle is cut', () => {
  test('it keeps the fraction of what is left, and never the element in hand alone', () => {
    expect(splitPoint({ index: 0, stop: open }, wish(0.5))).toBe(5);
    expect(splitPoint({ index: 4, stop: open }, wish(0.5))).toBe(7);
    expect(splitPoint({ index: 4, stop: open }, wish(0))).toBe(5);
  });

  test('before the first element all but one can be given back', () => {
    expect(splitPoint({ index: -1, stop: open }, wish(0))).toBe(1);
  });

  test('a bundle that was cut is cut again before that', () => {
    expect(splitPoint({ index: 0, stop: 4 }, wish(0.5))).toBe(2);
    expect(splitPoint({ index: 3, stop: 4 }, wish(0))).toBeUndefined();
  });

  test('nothing is given back where nothing is left', () => {
    expect(splitPoint({ index: 9, stop: open }, wish(0.5))).toBeUndefined();
    expect(splitPoint({ index: 20, stop: open }, wish(0.5))).toBeUndefined();
  });

  test('only where the runner allows it', () => {
    expect(splitPoint({ index: 0, stop: open }, wish(0.5, 10, [2, 6]))).toBe(6);
    expect(splitPoint({ index: 4, stop: open }, wish(0.5, 10, [2, 3]))).toBeUndefined();
  });
});

describe('how much of the element in hand a bundle keeps', () => {
  test('none of it is cut while the elements behind it are enough to give', () => {
    expect(shareToKeep({ index: 0, stop: open }, 1, wish(0.5))).toBeUndefined();
    expect(shareToKeep({ index: 8, stop: open }, 0.5, wish(0.5))).toBeUndefined();
  });

  test('it is cut where the wish is less than what is left of it', () => {
    expect(shareToKeep({ index: 9, stop: open }, 1, wish(0.5))).toBeCloseTo(0.5);
    expect(shareToKeep({ index: 9, stop: open }, 0.5, wish(0.5))).toBeCloseTo(0.5);
    expect(shareToKeep({ index: 8, stop: open }, 0.9, wish(0.25))).toBeCloseTo((1.9 * 0.25) / 0.9);
    expect(shareToKeep({ index: 0, stop: open }, 1, wish(0))).toBe(0);
  });

  test('elements behind the end of the bundle are not counted', () => {
    expect(shareToKeep({ index: 0, stop: 1 }, 1, wish(0.5))).toBeCloseTo(0.5);
  });

  test('not where the runner allows no cut on both sides of it, and not before it has begun', () => {
    expect(shareToKeep({ index: 9, stop: open }, 1, wish(0.5, 10, [9]))).toBeUndefined();
    expect(shareToKeep({ index: 9, stop: open }, 1, wish(0.5, 10, [9, 10]))).toBeCloseTo(0.5);
    expect(shareToKeep({ index: -1, stop: open }, 1, wish(0))).toBeUndefined();
    expect(shareToKeep({ index: 9, stop: open }, 0, wish(0.5))).toBeUndefined();
  });
});
