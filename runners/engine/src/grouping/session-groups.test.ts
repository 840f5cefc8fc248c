import { IntervalWindow, type Window } from '@hornbeam/sdk/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SessionGroups } from './session-groups.js';

interface Session {
  readonly window: Window;
}

const session = (start: number, end: number): Session => ({ window: new IntervalWindow(start, end) });
const overlap = (a: Window, b: Window): boolean => a.start < b.end && b.start < a.end;

/** Many sessions, so that they fill several rows, in any order. */
const anyStarts = fc.uniqueArray(fc.integer({ min: 0, max: 4_000 }), { minLength: 1_500, maxLength: 2_000 });
const anyWindow = fc
  .tuple(fc.integer({ min: -5, max: 40_005 }), fc.integer({ min: 1, max: 200 }))
  .map(([start, length]) => new IntervalWindow(start, start + length));

test('those near a window are the sessions that share a moment with it, in the order of time', () => {
  fc.assert(
    fc.property(anyStarts, fc.array(anyWindow, { maxLength: 60 }), (starts, windows) => {
      const groups = new SessionGroups<Session>();
      let model = starts.map((start) => session(start * 10, start * 10 + 1 + (start % 10)));
      for (const each of model) groups.add(each);
      for (const [i, window] of windows.entries()) {
        const near = groups.near(window);
        const expected = model
          .filter((each) => overlap(each.window, window))
          .sort((a, b) => a.window.start - b.window.start);
        expect(near).toEqual(expected);
        for (const each of near) expect(groups.get(each.window)).toBe(each);
        if (i % 2 === 0) continue;
        for (const each of near) groups.delete(each);
        model = model.filter((each) => !near.includes(each));
        expect([groups.size, groups.near(window)]).toEqual([model.length, []]);
      }
    }),
    { numRuns: 20 },
  );
});

test('sessions that touch a window are not near it', () => {
  const groups = new SessionGroups<Session>();
  groups.add(session(0, 10));
  groups.add(session(20, 30));
  expect(groups.near(new IntervalWindow(10, 20))).toEqual([]);
  expect(groups.near(new IntervalWindow(9, 21))).toHaveLength(2);
});

test('a session is known by both of its ends, and nothing is taken out for one that is not in', () => {
  const groups = new SessionGroups<Session>();
  groups.add(session(0, 10));
  expect(groups.get(new IntervalWindow(0, 9))).toBeUndefined();
  expect(groups.get(new IntervalWindow(10, 20))).toBeUndefined();
  groups.delete(session(0, 10));
  groups.delete(session(50, 60));
  expect(groups.size).toBe(1);
});

test('of many sessions few are looked at', () => {
  let looks = 0;
  class Watched extends IntervalWindow {
    constructor(start: number, end: number) {
      super(start, end);
      Object.defineProperty(this, 'end', {
        get() {
          looks++;
          return end;
        },
      });
    }
  }
  const groups = new SessionGroups<Session>();
  for (let i = 0; i < 20_000; i++) groups.add({ window: new Watched(i * 10, i * 10 + 5) });
  looks = 0;
  expect(groups.near(new IntervalWindow(100_003, 100_012))).toHaveLength(2);
  expect(looks).toBeLessThan(40);
});
