import { describe, expect, it } from 'vitest';
import type { CombineFn, TimestampCombiner } from '../../construction/index.js';
import { GenericCoder } from '../../model/coders/generic.js';
import { type Metadata, ROOT_METADATA } from '../../model/metadata.js';
import { NO_FIRING } from '../../model/pane.js';
import { IntervalWindow } from '../../model/window.js';
import { Bundle } from '../bundle.js';
import { MetricCells } from '../metric-cells.js';
import { receiver } from '../receiver.js';
import { precombineOperator } from './combine.js';

const list: CombineFn<unknown, unknown[], unknown[]> = {
  create: () => [],
  add: (values, value) => {
    values.push(value);
    return values;
  },
  merge: (values, others) => values.concat(others),
  extract: (values) => values,
};

const count: CombineFn<unknown, number, number> = {
  create: () => 0,
  add: (n) => n + 1,
  merge: (a, b) => a + b,
  extract: (n) => n,
};

/** What a precombine has sent on: key, accumulator, and what its accumulator looked like at that moment. */
interface Sent {
  readonly key: unknown;
  readonly value: any;
  readonly size: number;
  readonly metadata: Metadata;
}

const notAsked = (): never => {
  throw new Error('a combine has neither state nor timers');
};

function bench(combineFn: CombineFn<any, any, any>, timestampCombiner: TimestampCombiner = 'end-of-window') {
  const bundle = new Bundle({
    sideInput: () => [],
    sideInputVersion: () => 0,
    isBundleFull: () => false,
    state: notAsked,
    timers: notAsked,
    sink: () => receiver(() => undefined),
    metrics: new MetricCells(),
    log: () => undefined,
    now: () => 0,
    signal: new AbortController().signal,
    wait: async () => undefined,
    newName: () => 'name',
    combineBytes: 32 * 1024 * 1024,
    breathe: () => undefined,
  });
  const stats = { elementsIn: 0, elementsOut: 0, failures: 0 };
  const sent: Sent[] = [];
  const operator = precombineOperator({
    site: { transformId: 't', step: 'Combine', callSite: undefined, index: 0, bundle, stats },
    combineFn,
    keyCoder: new GenericCoder(),
    timestampCombiner,
    main: receiver(({ key, value }) => {
      const size = Array.isArray(value) ? value.length : 1;
      sent.push({ key, value, size, metadata: bundle.cursor.metadata });
    }),
  });
  const add = (key: unknown, value: unknown, metadata: Metadata = ROOT_METADATA): void => {
    bundle.cursor.metadata = metadata;
    operator.input.pushPair(key, value);
    expect(bundle.cursor.metadata).toBe(metadata); // C2
  };
  return { add, sent, stats, finish: () => operator.finishBundle!(), abort: () => operator.abortBundle!() };
}

describe('precombine', () => {
  it('sends one accumulator of each key at the end of the bundle, and begins the next with none', () => {
    const { add, sent, stats, finish } = bench(count);
    for (const key of ['a', 'b', 'a']) add(key, 1);
    expect(sent).toEqual([]);
    finish();
    expect(sent).toMatchObject([
      { key: 'a', value: 2 },
      { key: 'b', value: 1 },
    ]);
    finish();
    expect(sent).toHaveLength(2);
    expect(stats).toMatchObject({ elementsIn: 3, elementsOut: 2 });
  });

  it('sends all accumulators on when it has too many (L1)', () => {
    const { add, sent, finish } = bench(count);
    for (let i = 0; i < 450_000; i++) add(i, 1);
    expect(sent).toHaveLength(400_000);
    finish();
    expect(sent).toHaveLength(450_000);
  });

  it('sends all accumulators on when they have become too large, one hot key included (L1)', () => {
    for (const keys of [1, 50]) {
      const { add, sent, finish } = bench(list);
      const text = 'x'.repeat(1000);
      for (let i = 0; i < 150_000; i++) add(i % keys, text);
      finish();
      expect(sent.reduce((total, { size }) => total + size, 0)).toBe(150_000);
      expect(sent.length).toBeGreaterThan(keys);
      expect(Math.max(...sent.map(({ size }) => size)) * keys).toBeLessThan(70_000);
    }
  });

  it('sends an accumulator once and never touches it again (L2)', () => {
    const { add, sent, finish } = bench(list);
    const text = 'x'.repeat(10_000);
    for (let i = 0; i < 20_000; i++) add('k', text);
    finish();
    expect(new Set(sent.map(({ value }) => value)).size).toBe(sent.length);
    for (const { value, size } of sent) expect(value).toHaveLength(size);
  });

  it('forgets what it holds when the bundle fails', () => {
    const { add, sent, finish, abort } = bench(count);
    add('a', 1);
    abort();
    finish();
    expect(sent).toEqual([]);
  });

  it.each([
    ['end-of-window', [9, 9, 19]],
    ['earliest', [2, 1, 11]],
    ['latest', [5, 1, 11]],
  ] as const)('keeps windows apart and gives each key its timestamp: %s', (combiner, timestamps) => {
    const { add, sent, finish } = bench(count, combiner);
    const windows = [new IntervalWindow(0, 10), new IntervalWindow(10, 20)];
    const at = (timestamp: number, ...of: IntervalWindow[]): Metadata => ({
      timestamp,
      windows: of,
      pane: NO_FIRING,
    });
    add('a', 1, at(5, windows[0]!));
    add('b', 1, at(1, windows[0]!));
    add('a', 1, at(2, windows[0]!));
    add('b', 1, at(11, windows[1]!));
    finish();
    expect(sent.map(({ key, metadata }) => [key, metadata.windows, metadata.timestamp])).toEqual([
      ['a', [windows[0]], timestamps[0]],
      ['b', [windows[0]], timestamps[1]],
      ['b', [windows[1]], timestamps[2]],
    ]);
  });

  it('adds an element of several windows to each', () => {
    const { add, sent, finish } = bench(count);
    const windows = [0, 5].map((start) => new IntervalWindow(start, start + 10));
    for (let i = 0; i < 3; i++) add('k', 1, { timestamp: 7, windows, pane: NO_FIRING });
    finish();
    expect(sent.map(({ value, metadata }) => [value, metadata.windows[0]!.start])).toEqual([
      [3, 0],
      [3, 5],
    ]);
  });

  it('names step and element of a combiner that throws', () => {
    const { add } = bench({
      ...count,
      add: () => {
        throw new RangeError('no');
      },
    });
    expect(() => add('k', 5)).toThrowError(
      expect.objectContaining({
        code: 'E_USER',
        place: { step: 'Combine', callSite: undefined, element: '{"key":"k","value":5}' },
      }),
    );
  });
});
