import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GLOBAL_WINDOW_MAX_TIMESTAMP, isElementTime, MAX_TIMESTAMP, MIN_TIMESTAMP } from './timestamp.js';
import { GLOBAL_WINDOW, IntervalWindow, type Window } from './window.js';
import { expiryOf } from './windowing.js';

const moment = fc.oneof(
  fc.maxSafeInteger(),
  fc.constantFrom(MIN_TIMESTAMP, GLOBAL_WINDOW_MAX_TIMESTAMP, MAX_TIMESTAMP),
);
const anyWindow: fc.Arbitrary<Window> = fc.oneof(
  fc.constant(GLOBAL_WINDOW),
  fc
    .tuple(moment, moment)
    .map(([one, other]) => new IntervalWindow(Math.min(one, other), Math.max(one, other))),
);
const lateness = fc.oneof(
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  fc.constant(Number.POSITIVE_INFINITY),
);

describe('a window', () => {
  it('ends, and expires not before it has ended, and before event time is over', () => {
    fc.assert(
      fc.property(anyWindow, lateness, (window, allowed) => {
        const expiry = expiryOf(window, allowed);
        expect(window.maxTimestamp).toBeLessThan(MAX_TIMESTAMP);
        expect(expiry).toBeGreaterThanOrEqual(window.maxTimestamp);
        expect(expiry).toBeLessThan(MAX_TIMESTAMP);
      }),
    );
  });

  it('expires when its lateness is over, or at the end of the global window', () => {
    const window = new IntervalWindow(0, 10);
    expect(expiryOf(window, 0)).toBe(9);
    expect(expiryOf(window, 5)).toBe(14);
    expect(expiryOf(window, Number.POSITIVE_INFINITY)).toBe(GLOBAL_WINDOW_MAX_TIMESTAMP);
    expect(expiryOf(GLOBAL_WINDOW, 86_400_000)).toBe(GLOBAL_WINDOW_MAX_TIMESTAMP);
  });
});

describe('an element', () => {
  it.each([MIN_TIMESTAMP, -1, 0, Number.MAX_SAFE_INTEGER, GLOBAL_WINDOW_MAX_TIMESTAMP])(
    'may be at %d',
    (at) => {
      expect(isElementTime(at)).toBe(true);
    },
  );

  it.each([MAX_TIMESTAMP, Number.NaN, 0.5, 1e300, -1e300, '1', undefined, null, new Date(0)])(
    'may not be at %s',
    (at) => {
      expect(isElementTime(at)).toBe(false);
    },
  );
});
