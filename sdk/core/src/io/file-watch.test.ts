import { describe, expect, test } from 'vitest';
import { compare, FileWatchTracker, UNSEEN } from './file-watch.js';

const file = (path: string, size = 1, modified = 0) => ({ path, size, modified });

describe('what a look at files finds', () => {
  test('is fresh once it has stayed the same', () => {
    const first = compare(UNSEEN, [file('a'), file('b')], true);
    expect(first.fresh).toEqual([]);
    const second = compare(first.after, [file('a'), file('b', 2)], true);
    expect(second.fresh).toEqual([file('a')]);
    const third = compare(second.after, [file('a'), file('b', 2, 5)], true);
    expect(third.fresh).toEqual([]);
    expect(compare(third.after, [file('a'), file('b', 2, 5)], true).fresh).toEqual([file('b', 2, 5)]);
  });

  test('is fresh at once where files are whole from the beginning', () => {
    expect(compare(UNSEEN, [file('a')], false).fresh).toEqual([file('a')]);
  });

  test('is fresh once, however it changes later', () => {
    const { after } = compare(UNSEEN, [file('a')], false);
    expect(compare(after, [file('a', 99, 99)], false).fresh).toEqual([]);
  });

  test('is forgotten when it is gone, and new when it comes back', () => {
    const { after } = compare(UNSEEN, [file('a'), file('b')], false);
    const gone = compare(after, [file('b')], false).after;
    expect(gone.taken).toEqual(['b']);
    expect(compare(gone, [file('a'), file('b')], false).fresh).toEqual([file('a')]);
  });
});

describe('a tracker of a watch', () => {
  const after = { taken: ['a'], waiting: [file('b')], isOver: false };

  test('claims one look, and gives away what comes after it', () => {
    const tracker = new FileWatchTracker(UNSEEN);
    expect(tracker.isBounded).toBe(false);
    expect(tracker.tryClaim(after)).toBe(true);
    expect(tracker.tryClaim(after)).toBe(false);
    expect(tracker.progress()).toEqual({ completed: 1, remaining: 1 });
    expect(() => tracker.checkDone()).toThrow(expect.objectContaining({ code: 'E_SPLITTABLE' }));
    expect(tracker.trySplit(0.5)?.residual).toEqual(after);
    tracker.checkDone();
    expect(tracker.isBounded).toBe(true);
    expect(tracker.trySplit(0)).toBeUndefined();
  });

  test('refuses the look that it gave away', () => {
    const tracker = new FileWatchTracker(UNSEEN);
    expect(tracker.trySplit(0)?.residual).toEqual(UNSEEN);
    expect(tracker.tryClaim(after)).toBe(false);
  });
});
