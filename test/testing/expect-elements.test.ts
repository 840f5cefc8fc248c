import { DirectRunner } from '@hornbeam/direct';
import {
  afterCount,
  afterWatermark,
  BeamError,
  fixed,
  GLOBAL_WINDOW,
  globalWindow,
  IntervalWindow,
  type PaneTiming,
} from '@hornbeam/sdk';
import { at, expectElements, type ObservedElement, observe, testStream } from '@hornbeam/sdk/testing';
import { describe, expect, test } from 'vitest';

const MINUTE = 60_000;

/** An element of the minute it is in. */
function element<T>(
  value: T,
  timestamp: number,
  timing: PaneTiming = 'on-time',
  index = 0,
): ObservedElement<T> {
  const start = Math.floor(timestamp / MINUTE) * MINUTE;
  return {
    value,
    timestamp,
    window: new IntervalWindow(start, start + MINUTE),
    pane: {
      timing,
      index,
      onTimeIndex: timing === 'early' ? -1 : 0,
      isFirst: index === 0,
      isLast: timing === 'late',
    },
  };
}

const observed = [
  element('a', 1000, 'early', 0),
  element('b', 59_999, 'on-time', 1),
  element('c', 59_999, 'late', 2),
  element('d', MINUTE, 'on-time', 0),
];

/** What an expectation says when it is not met. */
function complaint(expectation: () => void): BeamError {
  try {
    expectation();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(BeamError);
    expect(thrown).toMatchObject({ code: 'E_EXPECTATION' });
    return thrown as BeamError;
  }
  return expect.fail('the expectation was met');
}

describe('expectElements', () => {
  test('compares in any order, by value, and as often as they come', () => {
    const rows = [{ x: 1, y: [1n, new Date(0)] }, { x: 1, y: [1n, new Date(0)] }, undefined].map((value, i) =>
      element<unknown>(value, i),
    );
    expectElements(rows).toEqual([undefined, { y: [1n, new Date(0)], x: 1 }, { x: 1, y: [1n, new Date(0)] }]);
    const { message } = complaint(() =>
      expectElements(rows).toEqual([undefined, { x: 1, y: [1n, new Date(0)] }]),
    );
    expect(message).toMatch(/^The elements differ: unexpected \[\{.*\}\]\n/);
    expect(complaint(() => expectElements([element(1, 0)]).toEqual(['1' as never])).message).toContain(
      'missing ["1"]; unexpected [1]',
    );
  });

  test('tells apart what no coder can: functions by what they show', () => {
    const double = (n: number) => n * 2;
    expectElements([element(double, 0)]).toEqual([double]);
  });

  test('compares the order where it is asked to', () => {
    const elements = [element(1, 0), element(2, 0)];
    expectElements(elements).toEqualInOrder([1, 2]);
    expect(complaint(() => expectElements(elements).toEqualInOrder([2, 1])).message).toMatch(
      /^The elements came in another order: \[1, 2\], not \[2, 1\]\n/,
    );
    expect(complaint(() => expectElements(elements).toEqualInOrder([1])).message).toContain('unexpected [2]');
  });

  test('narrows to a window, a timing, a pane, the last pane', () => {
    const all = expectElements(observed);
    all.inWindow(0, MINUTE).toEqual(['a', 'b', 'c']);
    all.inWindow(new Date(0), { epochMilliseconds: MINUTE }).early().toEqual(['a']);
    all.onTime().toEqual(['b', 'd']);
    all.late().toEqual(['c']);
    all.inPane(0).toEqual(['a', 'd']);
    all.inLastPane().toEqual(['c']);
    all.inWindow(0, MINUTE + 1).toBeEmpty();
    all.inGlobalWindow().toBeEmpty();
    expectElements([{ ...observed[0]!, window: GLOBAL_WINDOW }])
      .inGlobalWindow()
      .toEqual(['a']);
  });

  test('says what is missing and what is unexpected, where, and all that is there', () => {
    const { message, help } = complaint(() =>
      expectElements(observed).inWindow(0, MINUTE).onTime().toEqual(['b', 'x']),
    );
    expect(message).toBe(
      'The elements in the window 1970-01-01T00:00:00.000Z to 1970-01-01T00:01:00.000Z in on-time panes ' +
        'differ: missing ["x"]\n' +
        '  "b" (1970-01-01T00:00:00.000Z to 1970-01-01T00:01:00.000Z, on-time pane 1, at 1970-01-01T00:00:59.999Z)',
    );
    expect(help).toMatch(/windows and panes/);
  });

  test('lists everything that came when nothing is where it was looked for', () => {
    const { message } = complaint(() => expectElements(observed).inGlobalWindow().toEqual(['a']));
    expect(message).toMatch(
      /^The elements in the global window differ: missing \["a"\]\nElsewhere there are:\n/,
    );
    expect(message).toContain('"d" (1970-01-01T00:01:00.000Z to');
  });

  test('complains of what is there where nothing is expected', () => {
    expect(complaint(() => expectElements([element('a', 0)]).toBeEmpty()).message).toMatch(
      /^The elements differ: unexpected \["a"\]/,
    );
  });
});

describe('observe', () => {
  const runner = new DirectRunner();
  const stream = testStream<number>()
    .add(at(1, 1), at(2, 2))
    .advanceWatermarkTo(MINUTE)
    .add(at(4, 4))
    .advanceWatermarkToInfinity();

  test('gives elements with timestamp, window and pane, in the order they came', async () => {
    const { output, result } = await observe(
      (p) =>
        p
          .read(stream)
          .windowInto(fixed('1m'), {
            trigger: afterWatermark({ late: afterCount(1) }),
            panes: 'accumulating',
            allowedLateness: '1m',
          })
          .count(),
      { runner },
    );
    expectElements(output).inWindow(0, MINUTE).toEqualInOrder([2, 3]);
    expectElements(output).late().toEqual([3]);
    expect(output[0]).toMatchObject({ timestamp: MINUTE - 1, pane: { timing: 'on-time', isFirst: true } });
    expect(result.state).toBe('DONE');
  });

  test('gives several PCollections by their names', async () => {
    const { output } = await observe(
      (p) => {
        const numbers = p.read(stream);
        return { odd: numbers.filter((n) => n % 2 === 1), texts: numbers.map((n) => `n${n}`) };
      },
      { runner },
    );
    expectElements(output.odd).toEqual([1]);
    expectElements(output.texts).inGlobalWindow().toEqual(['n1', 'n2', 'n4']);
    expect(Object.keys(output)).toEqual(['odd', 'texts']);
  });

  test('gives nothing of a PCollection that is empty', async () => {
    const { output } = await observe((p) => ({ none: p.read(stream).filter(() => false) }), { runner });
    expectElements(output.none).toBeEmpty();
  });

  test('gives an element of several windows once for each', async () => {
    const { output } = await observe(
      (p) =>
        p
          .create(['a'])
          .withTimestamps(() => 0)
          .windowInto(fixed(10))
          .windowInto(globalWindow()),
      { runner },
    );
    expectElements(output).inGlobalWindow().toEqual(['a']);
    const sliding = await observe(
      (p) =>
        p
          .create(['a'])
          .withTimestamps(() => 7)
          .windowInto({ kind: 'sliding', size: 10, period: 5, offset: 0 }),
      { runner },
    );
    expectElements(sliding.output).inWindow(0, 10).toEqual(['a']);
    expectElements(sliding.output).inWindow(5, 15).toEqual(['a']);
    expectElements(sliding.output).toEqual(['a', 'a']);
  });

  test('fails as the run does', async () => {
    const failing = observe(
      (p) =>
        p.read(stream).map((n) => {
          throw new Error(`not ${n}`);
        }),
      { runner },
    );
    await expect(failing).rejects.toMatchObject({ code: 'E_USER', message: 'not 1' });
  });
});
