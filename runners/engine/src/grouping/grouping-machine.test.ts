import {
  type CustomWindowFn,
  GLOBAL_WINDOW,
  GLOBAL_WINDOWING,
  IntervalWindow,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  NO_FIRING,
  type Trigger,
  type Window,
  type Windowing,
} from '@hornbeam/sdk/model';
import { describe, expect, test } from 'vitest';
import type { Firing } from './firing.js';
import type { GroupBuffer } from './group-buffer.js';
import { GroupingMachine } from './grouping-machine.js';

class Bag implements GroupBuffer<number> {
  isNoted = false;
  private list: number[] = [];
  get isEmpty(): boolean {
    return this.list.length === 0;
  }
  add(value: number): void {
    this.list.push(value);
  }
  merge(other: GroupBuffer<number>): void {
    this.list.push(...other.values());
  }
  values(): number[] {
    return [...this.list];
  }
  take(): number[] {
    return this.list.splice(0);
  }
}

/** A pane as one line: `key [start,end) @timestamp timing index/onTimeIndex first last: values`. */
function line({ key, values, metadata }: Firing<string, number>): string {
  const { timestamp, windows, pane } = metadata;
  const { start, end } = windows[0]!;
  const name = windows[0] === GLOBAL_WINDOW ? 'global' : `[${start},${end})`;
  const place = `${pane.timing} ${pane.index}/${pane.onTimeIndex}`;
  const ends = `${pane.isFirst ? ' first' : ''}${pane.isLast ? ' last' : ''}`;
  return `${key} ${name} @${timestamp} ${place}${ends}: ${[...values].sort((a, b) => a - b)}`;
}

/** A grouping of fixed windows of 10 ms, unless told otherwise, and its two times. */
class Bench {
  readonly late: number[] = [];
  readonly closed: number[] = [];
  watermark = MIN_TIMESTAMP;
  now = 0;
  /** How many buffers were made. */
  buffers = 0;
  readonly machine: GroupingMachine<string, number>;
  private readonly windowing: Windowing;

  constructor(trigger: Trigger, windowing: Partial<Windowing> = {}) {
    const windowFn = { kind: 'fixed', size: 10, offset: 0 } as const;
    this.windowing = { ...GLOBAL_WINDOWING, windowFn, trigger, ...windowing };
    this.machine = new GroupingMachine({
      windowing: this.windowing,
      keys: <X>() => new Map<unknown, X>(),
      buffer: () => {
        this.buffers++;
        return new Bag();
      },
      onLate: (_key, value) => this.late.push(value),
      onClosed: (_key, value) => this.closed.push(value),
    });
  }

  /** Adds values whose timestamps they are. */
  add(key: string, ...timestamps: number[]): string[] {
    return timestamps.flatMap((timestamp) => this.addIn(key, timestamp, [this.windowOf(timestamp)]));
  }

  addIn(key: string, timestamp: number, windows: readonly Window[]): string[] {
    const metadata = { timestamp, windows, pane: NO_FIRING };
    return (this.machine.add(key, timestamp, metadata, this.watermark, this.now) ?? []).map(line);
  }

  to(watermark: number, now = this.now): string[] {
    this.watermark = watermark;
    this.now = now;
    return [...this.machine.advance(watermark, now)].map(line);
  }

  get hold(): number {
    return this.machine.agenda().hold;
  }

  private windowOf(timestamp: number): Window {
    const { windowFn } = this.windowing;
    if (windowFn.kind === 'global') return GLOBAL_WINDOW;
    if (windowFn.kind === 'sessions') return new IntervalWindow(timestamp, timestamp + windowFn.gap);
    const start = Math.floor(timestamp / 10) * 10;
    return new IntervalWindow(start, start + 10);
  }
}

const count = (n: number): Trigger => ({ kind: 'after-count', count: n });
const repeat = (trigger: Trigger): Trigger => ({ kind: 'repeat', trigger });
const delay = (ms: number, period?: number): Trigger => ({
  kind: 'after-processing-time',
  delay: ms,
  ...(period === undefined ? {} : { align: { period, offset: 0 } }),
});
const atEnd: Trigger = { kind: 'after-watermark' };

describe('the default trigger', () => {
  test('fires once, when the watermark has passed the last moment of the window', () => {
    const bench = new Bench({ kind: 'default' });
    expect(bench.add('a', 1, 9)).toEqual([]);
    expect(bench.hold).toBe(9);
    expect(bench.to(9)).toEqual([]);
    expect(bench.to(10)).toEqual(['a [0,10) @9 on-time 0/0 first last: 1,9']);
    expect(bench.hold).toBe(MAX_TIMESTAMP);
  });

  test('fires windows in the order of their ends, keys in the order they came', () => {
    const bench = new Bench({ kind: 'default' });
    bench.add('b', 15, 5);
    bench.add('a', 6);
    expect(bench.to(MAX_TIMESTAMP).map((pane) => pane.slice(0, 9))).toEqual([
      'b [0,10) ',
      'a [0,10) ',
      'b [10,20)',
    ]);
  });

  test('fires a pane for each late element that is allowed, and hands out those that are not', () => {
    const bench = new Bench({ kind: 'default' }, { allowedLateness: 5 });
    bench.add('a', 1);
    expect(bench.to(12)).toEqual(['a [0,10) @9 on-time 0/0 first: 1']);
    expect(bench.add('a', 2)).toEqual(['a [0,10) @9 late 1/1: 2']);
    expect(bench.add('b', 3)).toEqual(['b [0,10) @9 late 0/0 first: 3']);
    expect(bench.to(14)).toEqual([]);
    expect(bench.add('a', 4)).toEqual(['a [0,10) @9 late 2/2: 4']);
    expect(bench.to(15)).toEqual([]);
    expect(bench.add('a', 5)).toEqual([]);
    expect(bench.late).toEqual([5]);
  });

  test('works before 1970, and for the global window when all has come', () => {
    const before = new Bench({ kind: 'default' });
    before.add('a', -1, -10);
    expect(before.to(0)).toEqual(['a [-10,0) @-1 on-time 0/0 first last: -10,-1']);
    const global = new Bench({ kind: 'default' }, { windowFn: { kind: 'global' } });
    global.add('a', -5, 5);
    expect(global.to(1e15)).toEqual([]);
    expect(global.to(MAX_TIMESTAMP)).toEqual([
      `a global @${GLOBAL_WINDOW.maxTimestamp} on-time 0/0 first last: -5,5`,
    ]);
  });

  test('puts an element of several windows into each, and drops it from those that have expired', () => {
    const bench = new Bench({ kind: 'default' });
    bench.to(12);
    bench.addIn('a', 8, [new IntervalWindow(5, 15), new IntervalWindow(0, 10)]);
    expect(bench.late).toEqual([8]);
    expect(bench.to(15)).toEqual(['a [5,15) @14 on-time 0/0 first last: 8']);
  });
});

describe('a trigger', () => {
  test('that counts fires with the element that makes it full, and then no more', () => {
    const bench = new Bench(count(2));
    expect(bench.add('a', 1, 2)).toEqual(['a [0,10) @9 early 0/-1 first last: 1,2']);
    expect(bench.add('a', 3)).toEqual([]);
    expect(bench.closed).toEqual([3]);
    expect(bench.to(10)).toEqual([]);
  });

  test('that repeats begins anew, and the end of the window fires what is left', () => {
    const bench = new Bench(repeat(count(2)));
    expect(bench.add('a', 1, 2, 3)).toEqual(['a [0,10) @9 early 0/-1 first: 1,2']);
    expect(bench.to(10)).toEqual(['a [0,10) @9 on-time 1/0 last: 3']);
  });

  test('that never fires leaves all to the expiry of the window', () => {
    const bench = new Bench({ kind: 'never' }, { allowedLateness: 5 });
    bench.add('a', 1);
    expect(bench.to(12)).toEqual([]);
    expect(bench.hold).toBe(9);
    bench.add('a', 2);
    expect(bench.to(15)).toEqual(['a [0,10) @9 on-time 0/0 first last: 1,2']);
  });

  test('that always fires makes a pane of each element', () => {
    const bench = new Bench({ kind: 'always' }, { onTime: 'if-non-empty' });
    expect(bench.add('a', 1, 2)).toEqual(['a [0,10) @9 early 0/-1 first: 1', 'a [0,10) @9 early 1/-1: 2']);
    expect(bench.to(10)).toEqual([]);
  });

  test('at the end of the window takes nothing after it, unless it has late firings', () => {
    const closed = new Bench(atEnd, { allowedLateness: 10 });
    closed.add('a', 1);
    expect(closed.to(10)).toEqual(['a [0,10) @9 on-time 0/0 first last: 1']);
    expect(closed.add('a', 2)).toEqual([]);
    expect(closed.closed).toEqual([2]);
    const open = new Bench({ kind: 'after-watermark', late: count(2) }, { allowedLateness: 10 });
    open.add('a', 1);
    expect(open.to(10)).toEqual(['a [0,10) @9 on-time 0/0 first: 1']);
    expect(open.add('a', 2, 3, 4)).toEqual(['a [0,10) @9 late 1/1: 2,3']);
    expect(open.to(20)).toEqual(['a [0,10) @9 late 2/2 last: 4']);
  });

  test('with early firings repeats them up to the end of the window', () => {
    const bench = new Bench({ kind: 'after-watermark', early: count(1) });
    expect(bench.add('a', 1, 2)).toHaveLength(2);
    expect(bench.to(10)).toEqual(['a [0,10) @9 on-time 2/0 last: ']);
  });

  test('by the clock fires so long after the first element of the pane', () => {
    const bench = new Bench(repeat(delay(5)));
    bench.to(MIN_TIMESTAMP, 100);
    bench.add('a', 1);
    bench.to(MIN_TIMESTAMP, 103);
    bench.add('a', 2);
    expect(bench.machine.agenda().nextProcessingTime).toBe(105);
    expect(bench.to(MIN_TIMESTAMP, 104)).toEqual([]);
    expect(bench.to(MIN_TIMESTAMP, 105)).toEqual(['a [0,10) @9 early 0/-1 first: 1,2']);
    expect(bench.machine.agenda().nextProcessingTime).toBe(Number.POSITIVE_INFINITY);
  });

  test('by the clock can be aligned', () => {
    const bench = new Bench(repeat(delay(5, 60)));
    bench.to(MIN_TIMESTAMP, 100);
    bench.add('a', 1);
    expect(bench.machine.agenda().nextProcessingTime).toBe(120);
  });

  test('of which the clock is only one part is woken once, and fires when the others are there', () => {
    const bench = new Bench({ kind: 'after-all', triggers: [delay(5), count(3)] });
    bench.add('a', 1, 2);
    expect(bench.to(MIN_TIMESTAMP, 5)).toEqual([]);
    expect(bench.machine.agenda().nextProcessingTime).toBe(Number.POSITIVE_INFINITY);
    expect(bench.add('a', 3)).toEqual(['a [0,10) @9 early 0/-1 first last: 1,2,3']);
  });

  test('of several fires with the first, with all, one after the other, or until one', () => {
    const any = new Bench({ kind: 'after-any', triggers: [count(2), delay(5)] });
    any.add('a', 1);
    expect(any.to(MIN_TIMESTAMP, 5)).toEqual(['a [0,10) @9 early 0/-1 first last: 1']);
    const each = new Bench({ kind: 'after-each', triggers: [count(1), count(2)] });
    expect(each.add('a', 1, 2, 3)).toEqual([
      'a [0,10) @9 early 0/-1 first: 1',
      'a [0,10) @9 early 1/-1 last: 2,3',
    ]);
    const until = new Bench({ kind: 'or-finally', trigger: repeat(count(2)), until: count(3) });
    expect(until.add('a', 1, 2, 3, 4)).toEqual([
      'a [0,10) @9 early 0/-1 first: 1,2',
      'a [0,10) @9 early 1/-1 last: 3',
    ]);
    expect(until.closed).toEqual([4]);
  });
});

describe('panes', () => {
  test('accumulate what came before when asked to', () => {
    const bench = new Bench(repeat(count(1)), { accumulation: 'accumulating' });
    expect(bench.add('a', 1, 2).at(-1)).toBe('a [0,10) @9 early 1/-1: 1,2');
    expect(bench.to(10)).toEqual(['a [0,10) @9 on-time 2/0 last: 1,2']);
  });

  test('that are empty fire at the end of the window or of its life only where asked for', () => {
    const panes = (windowing: Partial<Windowing>): string[] => {
      const bench = new Bench(repeat(count(1)), { allowedLateness: 5, ...windowing });
      bench.add('a', 1);
      return [...bench.to(10), ...bench.to(15)];
    };
    const onTime = 'a [0,10) @9 on-time 1/0';
    expect(panes({ onTime: 'if-non-empty' })).toEqual([]);
    expect(panes({ onTime: 'if-non-empty', closing: 'always' })).toHaveLength(1);
    const withEnd = { trigger: { kind: 'after-watermark', early: count(1), late: count(1) } } as const;
    expect(panes({ ...withEnd, onTime: 'always' })).toEqual([`${onTime}: `]);
    expect(panes({ ...withEnd, onTime: 'always', closing: 'always' })).toEqual([
      `${onTime}: `,
      'a [0,10) @9 late 2/1 last: ',
    ]);
  });

  test('carry the earliest or latest timestamp, and hold the watermark there', () => {
    for (const [timestampCombiner, at] of [
      ['earliest', 2],
      ['latest', 7],
    ] as const) {
      const bench = new Bench({ kind: 'default' }, { timestampCombiner });
      bench.add('a', 4, 2, 7);
      expect(bench.hold).toBe(at);
      expect(bench.to(10)).toEqual([`a [0,10) @${at} on-time 0/0 first last: 2,4,7`]);
    }
  });

  test('have no timestamp before the watermark for the sake of a late element', () => {
    const bench = new Bench({ kind: 'default' }, { timestampCombiner: 'earliest' });
    bench.to(5);
    bench.add('a', 3);
    expect(bench.hold).toBe(9);
    bench.add('a', 6);
    expect(bench.hold).toBe(6);
    expect(bench.to(10)).toEqual(['a [0,10) @6 on-time 0/0 first last: 3,6']);
  });

  test('are late, not on time, where nothing has held the watermark for them', () => {
    const windowing = { allowedLateness: 10, onTime: 'if-non-empty' } as const;
    const bench = new Bench({ kind: 'always' }, windowing);
    bench.add('a', 1);
    bench.to(12);
    expect(bench.add('a', 2)).toEqual(['a [0,10) @9 late 1/0: 2']);
  });

  test('that have yet to fire keep their hold when a late element joins them', () => {
    const bench = new Bench({ kind: 'never' }, { allowedLateness: 7 });
    bench.to(6);
    bench.add('a', 5);
    bench.to(10);
    bench.add('a', 9);
    expect(bench.hold).toBe(9);
    expect(bench.to(17)).toEqual(['a [0,10) @9 on-time 0/0 first last: 5,9']);
  });

  test('that close a window are late where only its expiry was held', () => {
    const windowing = { allowedLateness: 10, onTime: 'if-non-empty', closing: 'always' } as const;
    const bench = new Bench({ kind: 'after-watermark', early: count(1), late: count(1) }, windowing);
    bench.add('a', 1);
    expect(bench.to(12)).toEqual([]);
    expect(bench.to(20)).toEqual(['a [0,10) @9 late 1/0 last: ']);
  });
});

describe('a group that has nothing to say', () => {
  const idleFor = (bench: Bench): void => {
    for (let i = 0; i < 3; i++) bench.to(1);
  };

  test('is kept as a number, which holds event time and goes on where it was', () => {
    const bench = new Bench(repeat(count(1)), { windowFn: { kind: 'global' } });
    const end = GLOBAL_WINDOW.maxTimestamp;
    bench.add('a', 1, 2);
    bench.add('b', 3);
    idleFor(bench);
    expect(bench.machine.agenda().holder?.()).toMatch(/of idle keys \(2\)/);
    expect(bench.machine.agenda()).toMatchObject({ nextEventTime: end, hold: end });
    expect(bench.add('a', 4)).toEqual([`a global @${end} early 2/-1: 4`]);
    expect(bench.machine.agenda().holder?.()).toMatch(/key "a"/);
    expect(bench.to(MAX_TIMESTAMP).sort()).toEqual([
      `a global @${end} on-time 3/0 last: `,
      `b global @${end} on-time 1/0 last: `,
    ]);
    expect(bench.machine.agenda()).toMatchObject({ nextEventTime: MAX_TIMESTAMP, hold: MAX_TIMESTAMP });
  });

  test('has its pane on time still to come when its window ends and nothing fires', () => {
    const bench = new Bench(repeat(count(2)), { allowedLateness: 50 });
    bench.add('a', 1, 2);
    idleFor(bench);
    expect(bench.to(12)).toEqual([]);
    expect(bench.hold).toBe(9);
    expect(bench.add('a', 3, 4)).toEqual(['a [0,10) @9 on-time 1/0: 3,4']);
    expect(bench.add('a', 5, 6)).toEqual(['a [0,10) @9 late 2/1: 5,6']);
  });

  test('stays as it is while it has elements in every bundle', () => {
    const bench = new Bench(repeat(count(1)));
    for (let i = 0; i < 5; i++) {
      bench.add('a', i);
      bench.to(1);
    }
    expect(bench.buffers).toBe(1);
    idleFor(bench);
    bench.add('a', 6);
    expect(bench.buffers).toBe(2);
  });

  test('is not idle while its trigger counts or its values are to come again', () => {
    const counting = new Bench({ kind: 'or-finally', trigger: repeat(count(2)), until: count(5) });
    counting.add('a', 1, 2);
    const accumulating = new Bench(repeat(count(1)), { accumulation: 'accumulating' });
    accumulating.add('a', 1);
    for (const bench of [counting, accumulating]) {
      idleFor(bench);
      expect(bench.machine.agenda().holder?.()).toMatch(/key "a"/);
    }
    expect(counting.add('a', 3, 4, 5)).toEqual([
      'a [0,10) @9 early 1/-1: 3,4',
      'a [0,10) @9 early 2/-1 last: 5',
    ]);
    expect(accumulating.add('a', 2)).toEqual(['a [0,10) @9 early 1/-1: 1,2']);
  });

  test('stays closed until its window has expired, then is forgotten', () => {
    const bench = new Bench(count(1), { allowedLateness: 5 });
    bench.add('a', 1);
    idleFor(bench);
    expect(bench.machine.agenda()).toMatchObject({ nextEventTime: 14, hold: MAX_TIMESTAMP });
    expect(bench.add('a', 2)).toEqual([]);
    expect([bench.closed, bench.late]).toEqual([[2], []]);
    expect(bench.to(15)).toEqual([]);
    bench.add('a', 3);
    expect([bench.closed, bench.late]).toEqual([[2], [3]]);
    expect(bench.machine.agenda().nextEventTime).toBe(MAX_TIMESTAMP);
  });

  test('wakes alone when the caller stops in between at the end of its window', () => {
    const bench = new Bench(repeat(count(1)));
    for (const key of ['a', 'b', 'c']) bench.add(key, 1);
    idleFor(bench);
    const fired: string[] = [];
    for (const { key } of bench.machine.advance(10, 0)) {
      fired.push(key);
      break;
    }
    for (const { key } of bench.machine.advance(10, 0)) fired.push(key);
    expect(fired.sort()).toEqual(['a', 'b', 'c']);
  });
});

test('a merge function of one’s own is asked about all open windows of a key', () => {
  const asked: number[] = [];
  const fn: CustomWindowFn<unknown> = {
    name: 'far apart',
    assign: () => [],
    merge(windows) {
      asked.push(windows.length);
      return windows.length < 3 ? [] : [{ from: windows, into: new IntervalWindow(0, 100) }];
    },
  };
  const bench = new Bench({ kind: 'default' }, { windowFn: { kind: 'custom', fn } });
  for (const start of [0, 40, 80]) bench.addIn('a', start, [new IntervalWindow(start, start + 5)]);
  expect(asked).toEqual([2, 3]);
  expect(bench.to(MAX_TIMESTAMP)).toEqual(['a [0,100) @99 on-time 0/0 first last: 0,40,80']);
});

describe('sessions', () => {
  const sessions = { windowFn: { kind: 'sessions', gap: 5 } } as const;

  test('of one key that share a moment become one, those that only touch do not', () => {
    const bench = new Bench({ kind: 'default' }, sessions);
    bench.add('a', 0, 9, 5, 12);
    bench.add('b', 3);
    expect(bench.to(MAX_TIMESTAMP)).toEqual([
      'a [0,5) @4 on-time 0/0 first last: 0',
      'b [3,8) @7 on-time 0/0 first last: 3',
      'a [5,17) @16 on-time 0/0 first last: 5,9,12',
    ]);
  });

  test('move their end and their hold on with every element', () => {
    const bench = new Bench({ kind: 'default' }, sessions);
    bench.add('a', 0);
    expect(bench.hold).toBe(4);
    bench.add('a', 3);
    expect(bench.hold).toBe(7);
    expect(bench.to(6)).toEqual([]);
    expect(bench.machine.agenda().nextEventTime).toBe(7);
  });

  test('that an element joins count their elements together', () => {
    const bench = new Bench(repeat(count(3)), sessions);
    expect(bench.add('a', 0, 8)).toEqual([]);
    expect(bench.add('a', 4)).toEqual(['a [0,13) @12 early 0/-1 first: 0,4,8']);
  });

  test('are joined by a late element that is itself allowed, and what has fired stays fired', () => {
    const bench = new Bench({ kind: 'default' }, { ...sessions, allowedLateness: 20 });
    bench.add('a', 0, 8);
    expect(bench.to(6)).toEqual(['a [0,5) @4 on-time 0/0 first: 0']);
    expect(bench.add('a', 4)).toEqual([]);
    expect(bench.to(13).map((pane) => pane.slice(0, 11))).toEqual(['a [0,13) @1']);
  });

  test('that are still open lose nothing when they are joined with one that has closed', () => {
    const bench = new Bench(count(2), sessions);
    expect(bench.add('a', 0, 1)).toEqual(['a [0,6) @5 early 0/-1 first last: 0,1']);
    expect(bench.add('a', 9)).toEqual([]);
    expect(bench.add('a', 2)).toEqual([]);
    expect(bench.closed).toEqual([2]);
    expect(bench.add('a', 5)).toEqual(['a [0,14) @13 early 1/-1 last: 5,9']);
  });

  test('do not take an element whose own window has expired, though it would join an open one', () => {
    const bench = new Bench({ kind: 'default' }, sessions);
    bench.add('a', 8);
    bench.to(10);
    expect(bench.add('a', 4)).toEqual([]);
    expect(bench.late).toEqual([4]);
    expect(bench.to(MAX_TIMESTAMP)).toEqual(['a [8,13) @12 on-time 0/0 first last: 8']);
  });
});

test('what one pane has fired does not come again when the caller stops in between', () => {
  for (const trigger of [{ kind: 'default' }, repeat(atEnd)] as const) {
    const bench = new Bench(trigger);
    for (const key of ['a', 'b', 'c']) bench.add(key, 1);
    const fired: string[] = [];
    for (const { key } of bench.machine.advance(10, 0)) {
      fired.push(key);
      break;
    }
    for (const { key } of bench.machine.advance(10, 0)) fired.push(key);
    expect(fired).toEqual(['a', 'b', 'c']);
  }
});

test('the window that holds the watermark is named', () => {
  const bench = new Bench(repeat(count(2)));
  bench.add('a', 1);
  expect(bench.machine.agenda().holder?.()).toContain('key "a"');
});
