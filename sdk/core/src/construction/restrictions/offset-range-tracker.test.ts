import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GrowableOffsetRangeTracker } from './growable-offset-range-tracker.js';
import { type OffsetRange, offsetRange } from './offset-range.js';
import { OffsetRangeTracker } from './offset-range-tracker.js';

/** What may happen to a tracker: a claim so far behind the last one, or a split. */
const deeds = fc.array(
  fc.oneof(
    fc.record({ step: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ fraction: fc.double({ min: 0, max: 1, noNaN: true }) }),
  ),
  { maxLength: 30 },
);

/**
 * Works on a range and on all that splits give away, and returns each offset as often as it was in a part that is
 * done: claimed, or passed over by a claim.
 */
function handled(
  first: OffsetRange,
  trackerOf: (range: OffsetRange) => OffsetRangeTracker,
  moves: readonly ({ step: number } | { fraction: number })[],
  limit: number,
): number[] {
  const counts = Array.from({ length: limit }, () => 0);
  const open = [first];
  let next = 0;
  for (let range = open.shift(); range !== undefined; range = open.shift()) {
    const tracker = trackerOf(range);
    let seen = range.from;
    for (let at = range.from; ; ) {
      const move = moves[next++];
      if (move !== undefined && 'fraction' in move) {
        const before = tracker.restriction;
        const split = tracker.trySplit(move.fraction);
        if (split !== undefined) {
          expect(split.primary).toEqual(tracker.restriction);
          expect(split.primary.from).toBe(before.from);
          expect(split.residual).toEqual({ from: split.primary.to, to: before.to });
          open.push(split.residual);
        }
        continue;
      }
      const offset = Math.min(at + (move?.step ?? 1) - 1, limit);
      const isClaimed = offset < limit && tracker.tryClaim(offset);
      if (!isClaimed) {
        if (tracker instanceof GrowableOffsetRangeTracker && !tracker.isBounded) tracker.finish();
        else if (offset >= limit) expect(tracker.tryClaim(limit)).toBe(false);
        break;
      }
      while (seen <= offset) counts[seen++]!++;
      at = offset + 1;
    }
    tracker.checkDone();
    while (seen < Math.min(tracker.restriction.to, limit)) counts[seen++]!++;
  }
  return counts;
}

describe('a tracker of offsets', () => {
  test('has every offset handled once, whenever it is split (T1, T2)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), deeds, (length, moves) => {
        const counts = handled(
          offsetRange(0, length),
          (range) => new OffsetRangeTracker(range),
          moves,
          length,
        );
        expect(counts).toEqual(counts.map(() => 1));
      }),
    );
  });

  test('has every offset handled once where the end is not known either', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), deeds, (length, moves) => {
        const trackerOf = (range: OffsetRange) => new GrowableOffsetRangeTracker(range, () => length);
        const counts = handled(offsetRange(0), trackerOf, moves, length);
        expect(counts).toEqual(counts.map(() => 1));
      }),
    );
  });

  test('never gives away a claimed offset, and refuses what it gave away (T2, T3)', () => {
    const tracker = new OffsetRangeTracker({ from: 10, to: 20 });
    expect(tracker.tryClaim(12)).toBe(true);
    expect(tracker.trySplit(0)).toEqual({ primary: { from: 10, to: 13 }, residual: { from: 13, to: 20 } });
    expect(tracker.tryClaim(13)).toBe(false);
    tracker.checkDone();
    expect(tracker.trySplit(0)).toBeUndefined();
  });

  test('keeps the asked fraction of what is not claimed', () => {
    const tracker = new OffsetRangeTracker({ from: 0, to: 100 });
    tracker.tryClaim(19);
    expect(tracker.trySplit(0.25)).toEqual({ primary: { from: 0, to: 40 }, residual: { from: 40, to: 100 } });
    expect(tracker.trySplit(1)).toBeUndefined();
    expect(tracker.progress()).toEqual({ completed: 20, remaining: 20 });
  });

  test('gives away everything before the first claim', () => {
    const tracker = new OffsetRangeTracker({ from: 5, to: 9 });
    expect(tracker.trySplit(0)).toEqual({ primary: { from: 5, to: 5 }, residual: { from: 5, to: 9 } });
    tracker.checkDone();
    expect(tracker.tryClaim(5)).toBe(false);
  });

  test.each([
    [[3, 3], 3],
    [[3, 2], 2],
    [[1], 1],
    [[Number.NaN], Number.NaN],
  ])('refuses the claims %j', (offsets, last) => {
    const tracker = new OffsetRangeTracker({ from: 2, to: 9 });
    const claims = () => {
      for (const offset of offsets) tracker.tryClaim(offset);
    };
    expect(claims).toThrow(
      expect.objectContaining({
        code: 'E_SPLITTABLE',
        message: expect.stringContaining(`offset ${last} was`),
      }),
    );
  });

  test('names what was left when the callback returned too early', () => {
    const tracker = new OffsetRangeTracker({ from: 0, to: 9 });
    tracker.tryClaim(6);
    expect(() => tracker.checkDone()).toThrow('did not claim the offsets from 7 up to 9');
    tracker.tryClaim(8);
    tracker.checkDone();
    expect(() => new OffsetRangeTracker({ from: 3, to: Number.POSITIVE_INFINITY }).checkDone()).toThrow(
      'from 3 on',
    );
    new OffsetRangeTracker({ from: 4, to: 4 }).checkDone();
  });
});

describe('a tracker of a range that grows', () => {
  test('is bounded once the rest is given away', () => {
    const tracker = new GrowableOffsetRangeTracker(offsetRange(0));
    expect(tracker.isBounded).toBe(false);
    tracker.tryClaim(4);
    expect(tracker.trySplit(0)).toEqual({
      primary: { from: 0, to: 5 },
      residual: { from: 5, to: Number.POSITIVE_INFINITY },
    });
    expect(tracker.isBounded).toBe(true);
    tracker.checkDone();
  });

  test('splits and reports by the estimated end', () => {
    let end = 11;
    const tracker = new GrowableOffsetRangeTracker(offsetRange(0), () => end);
    tracker.tryClaim(0);
    expect(tracker.progress()).toEqual({ completed: 1, remaining: 10 });
    end = 21;
    expect(tracker.trySplit(0.5)?.residual.from).toBe(11);
  });

  test('takes an end that lies before what is claimed for no backlog', () => {
    const tracker = new GrowableOffsetRangeTracker(offsetRange(0), () => 3);
    tracker.tryClaim(9);
    expect(tracker.progress()).toEqual({ completed: 10, remaining: 0 });
    expect(tracker.trySplit(0.5)?.residual.from).toBe(10);
  });

  test('is done when it is finished, and has nothing to give away then', () => {
    const tracker = new GrowableOffsetRangeTracker(offsetRange(0));
    tracker.tryClaim(2);
    expect(() => tracker.checkDone()).toThrow(expect.objectContaining({ code: 'E_SPLITTABLE' }));
    tracker.finish();
    tracker.finish();
    tracker.checkDone();
    expect(tracker.trySplit(0)).toBeUndefined();
    expect(tracker.progress()).toEqual({ completed: 3, remaining: 0 });
  });
});

test.each([
  [1.5, 3],
  [0, 2.5],
  [5, 4],
  [Number.NEGATIVE_INFINITY, 0],
  [0, Number.NaN],
])('there is no range of offsets from %d to %d', (from, to) => {
  expect(() => offsetRange(from, to)).toThrow(expect.objectContaining({ code: 'E_BAD_ARGUMENT' }));
});
