import { GLOBAL_WINDOW, IntervalWindow, MAX_TIMESTAMP, type Window, windowKey } from '@hornbeam/sdk/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PendingTimer, TimerName } from './timer.js';
import { TimerTable } from './timer-table.js';

const table = (): TimerTable => new TimerTable({ keys: <V>() => new Map<unknown, V>() });

const timer = (fireAt: number, facts: Partial<PendingTimer> = {}): PendingTimer => ({
  family: 'quiet',
  tag: '',
  key: 'a',
  window: GLOBAL_WINDOW,
  domain: 'event',
  fireAt,
  outputTimestamp: fireAt,
  ...facts,
});

const moments = (fired: Iterable<PendingTimer>): number[] => [...fired].map(({ fireAt }) => fireAt);

describe('timers in event time', () => {
  test('fire when the watermark is later than their moment, in order of time', () => {
    const timers = table();
    for (const [at, key] of [
      [30, 'a'],
      [10, 'b'],
      [20, 'c'],
    ] as const) {
      timers.set(timer(at, { key }));
    }
    expect(moments(timers.dueEvent(10))).toEqual([]);
    expect(moments(timers.dueEvent(21))).toEqual([10, 20]);
    expect(timers.size).toBe(1);
  });

  test('of one moment fire in the order in which they were set', () => {
    const timers = table();
    for (const key of ['c', 'a', 'b']) timers.set(timer(5, { key }));
    timers.set(timer(5, { key: 'c' }));
    expect([...timers.dueEvent(6)].map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  });

  test('that are set while others fire are fired too when they are due', () => {
    const timers = table();
    timers.set(timer(1));
    const fired: number[] = [];
    for (const { fireAt } of timers.dueEvent(4)) {
      fired.push(fireAt);
      timers.set(timer(fireAt + 1));
    }
    expect(fired).toEqual([1, 2, 3]);
    expect(timers.agenda().nextEventTime).toBe(4);
  });

  test('before 1970 and at the borders of time work', () => {
    const timers = table();
    timers.set(timer(-5));
    timers.set(timer(GLOBAL_WINDOW.maxTimestamp, { key: 'b' }));
    expect(moments(timers.dueEvent(0))).toEqual([-5]);
    expect(moments(timers.dueEvent(MAX_TIMESTAMP))).toEqual([GLOBAL_WINDOW.maxTimestamp]);
  });
});

describe('timers on the clock', () => {
  test('fire when the clock has come to their moment', () => {
    const timers = table();
    timers.set(timer(10, { domain: 'processing' }));
    expect(moments(timers.dueEvent(MAX_TIMESTAMP))).toEqual([]);
    expect(moments(timers.dueProcessing(9))).toEqual([]);
    expect(moments(timers.dueProcessing(10))).toEqual([10]);
  });

  test('that are set while others fire wait for the next call, even when they are due', () => {
    const timers = table();
    timers.set(timer(1, { domain: 'processing' }));
    const fired: number[] = [];
    for (const { fireAt } of timers.dueProcessing(5)) {
      fired.push(fireAt);
      timers.set(timer(2, { domain: 'processing' }));
    }
    expect(fired).toEqual([1]);
    expect(timers.agenda().nextProcessingTime).toBe(2);
    expect(moments(timers.dueProcessing(5))).toEqual([2]);
  });

  test('that are cleared or moved by one that fires before them do not fire', () => {
    const timers = table();
    for (const [at, key] of [
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ] as const) {
      timers.set(timer(at, { key, domain: 'processing' }));
    }
    const fired: unknown[] = [];
    for (const { key } of timers.dueProcessing(5)) {
      fired.push(key);
      timers.clear(timer(0, { key: 'b' }));
      if (key === 'a') timers.set(timer(9, { key: 'c', domain: 'processing' }));
    }
    expect(fired).toEqual(['a']);
    expect(timers.agenda().nextProcessingTime).toBe(9);
  });

  test('that nobody took when firing ended early are still set', () => {
    const timers = table();
    for (const key of ['a', 'b']) timers.set(timer(1, { key, domain: 'processing' }));
    for (const _fired of timers.dueProcessing(5)) break;
    expect([...timers.dueProcessing(5)].map(({ key }) => key)).toEqual(['b']);
  });

  test('are all forgotten by dropProcessing, and those in event time are not', () => {
    const timers = table();
    timers.set(timer(1, { domain: 'processing' }));
    timers.set(timer(2, { family: 'other' }));
    timers.dropProcessing();
    expect(timers.agenda()).toMatchObject({ nextEventTime: 2, nextProcessingTime: MAX_TIMESTAMP, hold: 2 });
  });
});

describe('a name', () => {
  test('has one timer: the last that was set, in whatever domain', () => {
    const timers = table();
    timers.set(timer(10));
    timers.set(timer(3));
    timers.set(timer(20, { domain: 'processing' }));
    expect(timers.size).toBe(1);
    expect(moments(timers.dueEvent(MAX_TIMESTAMP))).toEqual([]);
    expect(moments(timers.dueProcessing(20))).toEqual([20]);
  });

  test('is family, tag, key and window together', () => {
    const timers = table();
    const window = new IntervalWindow(0, 10);
    const others = [{ family: 'other' }, { tag: 'x' }, { key: 'b' }, { window }];
    timers.set(timer(1));
    for (const facts of others) timers.set(timer(1, facts));
    expect(timers.size).toBe(5);
    for (const facts of others) timers.clear(timer(0, facts));
    expect([...timers.dueEvent(2)]).toMatchObject([{ family: 'quiet', tag: '', key: 'a' }]);
  });

  test('that is not set is cleared without harm', () => {
    const timers = table();
    timers.clear(timer(1));
    timers.set(timer(1));
    timers.clear(timer(1));
    timers.clear(timer(1));
    expect(timers.size).toBe(0);
    expect(timers.agenda().hold).toBe(MAX_TIMESTAMP);
  });
});

describe('the agenda', () => {
  test('holds event time at the smallest output timestamp of all that is set, and says whose it is', () => {
    const timers = table();
    timers.set(timer(50, { outputTimestamp: 7 }));
    timers.set(timer(1_000, { family: 'flush', tag: 'x', domain: 'processing', outputTimestamp: 5 }));
    const agenda = timers.agenda();
    expect(agenda).toMatchObject({ nextEventTime: 50, nextProcessingTime: 1_000, hold: 5 });
    expect(agenda.holder?.()).toBe(
      'the timer "flush" ("x") of key "a", set to 1970-01-01T00:00:01.000Z on the clock',
    );
    expect(moments(timers.dueProcessing(1_000))).toEqual([1_000]);
    expect(timers.agenda().hold).toBe(7);
  });

  test('of an empty table waits for nothing and holds nothing', () => {
    expect(table().agenda()).toMatchObject({
      nextEventTime: MAX_TIMESTAMP,
      nextProcessingTime: Number.POSITIVE_INFINITY,
      hold: MAX_TIMESTAMP,
    });
    expect(table().describeHold()).toBeUndefined();
  });
});

test('a window that is dropped takes its timers along, and only its own', () => {
  const timers = table();
  const window = new IntervalWindow(0, 10);
  for (const key of ['a', 'b']) timers.set(timer(5, { key, window }));
  timers.set(timer(6));
  timers.dropWindow(new IntervalWindow(0, 10));
  expect(timers.agenda()).toMatchObject({ nextEventTime: 6, hold: 6 });
  timers.set(timer(7, { window }));
  expect(timers.size).toBe(2);
});

/** The rules as a plain list. */
class Naive {
  private list: { timer: PendingTimer; order: number }[] = [];
  private count = 0;
  set(timer: PendingTimer): void {
    this.clear(timer);
    this.list.push({ timer, order: this.count++ });
  }
  clear(name: TimerName): void {
    this.list = this.list.filter(({ timer }) => nameOf(timer) !== nameOf(name));
  }
  dropWindow(window: Window): void {
    this.list = this.list.filter(({ timer }) => windowKey(timer.window) !== windowKey(window));
  }
  due(isDue: (timer: PendingTimer) => boolean): PendingTimer[] {
    const due = this.list
      .filter(({ timer }) => isDue(timer))
      .sort((a, b) => a.timer.fireAt - b.timer.fireAt || a.order - b.order);
    for (const { timer } of due) this.clear(timer);
    return due.map(({ timer }) => timer);
  }
  least(of: (timer: PendingTimer) => number | undefined): number {
    return Math.min(...this.list.map(({ timer }) => of(timer) ?? MAX_TIMESTAMP), MAX_TIMESTAMP);
  }
}

const nameOf = ({ family, tag, key, window }: TimerName): string =>
  JSON.stringify([family, tag, key, windowKey(window)]);

test('whatever is set, cleared, dropped and fired, the table does as a plain list does', () => {
  const anyWindow = fc.constantFrom(GLOBAL_WINDOW, new IntervalWindow(0, 10), new IntervalWindow(10, 20));
  const moment = fc.integer({ min: -5, max: 20 });
  const anyTimer = fc
    .record({
      family: fc.constantFrom('f', 'g'),
      tag: fc.constantFrom('', 't'),
      key: fc.constantFrom('a', 'b', 'c'),
      window: anyWindow,
      domain: fc.constantFrom('event' as const, 'processing' as const),
      fireAt: moment,
      output: fc.option(moment, { nil: undefined, freq: 1 }),
    })
    .map(({ output, ...timer }) => ({ ...timer, outputTimestamp: output ?? timer.fireAt }));
  const step = fc.oneof(
    { weight: 6, arbitrary: anyTimer.map((t) => (table: TimerTable | Naive) => void table.set(t)) },
    { weight: 2, arbitrary: anyTimer.map((t) => (table: TimerTable | Naive) => void table.clear(t)) },
    { weight: 1, arbitrary: anyWindow.map((w) => (table: TimerTable | Naive) => void table.dropWindow(w)) },
    {
      weight: 2,
      arbitrary: fc
        .integer({ min: -5, max: 25 })
        .map(
          (at) => (table: TimerTable | Naive) =>
            table instanceof Naive
              ? table.due(({ domain, fireAt }) => domain === 'event' && fireAt < at)
              : [...table.dueEvent(at)],
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .integer({ min: -5, max: 25 })
        .map(
          (at) => (table: TimerTable | Naive) =>
            table instanceof Naive
              ? table.due(({ domain, fireAt }) => domain === 'processing' && fireAt <= at)
              : [...table.dueProcessing(at)],
        ),
    },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const timers = table();
      const naive = new Naive();
      for (const act of steps) {
        const fired = act(timers);
        const expected = act(naive);
        if (Array.isArray(fired)) expect(fired.map(({ pane, ...rest }: any) => rest)).toEqual(expected);
        expect(timers.agenda()).toMatchObject({
          nextEventTime: naive.least((t) => (t.domain === 'event' ? t.fireAt : undefined)),
          nextProcessingTime: naive.least((t) => (t.domain === 'processing' ? t.fireAt : undefined)),
          hold: naive.least((t) => t.outputTimestamp),
        });
      }
    }),
  );
});
