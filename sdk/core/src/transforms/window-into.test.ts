import { describe, expect, it } from 'vitest';
import { type Collection, GLOBAL_WINDOWING, Graph, type Windowing } from '../construction/index.js';
import { IntervalWindow, LabelledWindow, windowKey } from '../model/window.js';
import { flatten } from './flatten.js';
import { impulse } from './impulse.js';
import * as triggers from './triggers.js';
import { afterCount, afterProcessingTime, afterWatermark, repeatedly } from './triggers.js';
import * as functions from './window-functions.js';
import { customWindows, fixed, sessions } from './window-functions.js';
import { type WindowOptions, windowInto } from './window-into.js';

const elements = (): Collection<any> => impulse(new Graph());
const windowingOf = (options?: WindowOptions): Windowing =>
  windowInto(elements(), fixed('1m'), options).windowing;
const badArgument = (message: RegExp) =>
  expect.objectContaining({ code: 'E_BAD_ARGUMENT', message: expect.stringMatching(message) });

describe('windowInto', () => {
  it('leaves all but the windows as it was', () => {
    expect(windowingOf()).toEqual({ ...GLOBAL_WINDOWING, windowFn: fixed('1m') });
  });

  it('takes over every option, and keeps it in a later step that does not say otherwise', () => {
    const trigger = repeatedly(afterCount(3));
    const first = windowInto(elements(), fixed('1m'), {
      trigger,
      panes: 'accumulating',
      allowedLateness: '2m',
      timestamps: 'latest',
      closing: 'always',
      onTime: 'if-non-empty',
    });
    const all = {
      trigger,
      accumulation: 'accumulating',
      allowedLateness: 120_000,
      timestampCombiner: 'latest',
      closing: 'always',
      onTime: 'if-non-empty',
    };
    expect(first.windowing).toEqual({ ...all, windowFn: fixed('1m') });
    expect(windowInto(first, sessions('5s')).windowing).toEqual({ ...all, windowFn: sessions('5s') });
  });

  it('lets elements be late for ever', () => {
    expect(windowingOf({ allowedLateness: Number.POSITIVE_INFINITY }).allowedLateness).toBe(Infinity);
    expect(windowingOf({ allowedLateness: 1e300 }).allowedLateness).toBe(Infinity);
  });

  it.each<[object, RegExp]>([
    [{ trigger: afterWatermark() }, /not what a pane holds/],
    [{ trigger: triggers.never, panes: 'discarding' }, /windowInto takes triggers, not/],
    [{ panes: 'all' }, /panes .* "all"/],
    [{ allowedLateness: -1 }, /lateness must be 0 or more, not -1/],
    [{ timestamps: 'first' }, /timestamps .* "first"/],
    [{ closing: 'never' }, /closing .* "never"/],
    [{ onTime: 'never' }, /onTime .* "never"/],
  ])('refuses %o', (options, message) => {
    expect(() => windowingOf(options as WindowOptions)).toThrow(badArgument(message));
  });

  it.each([
    ['nothing', undefined],
    ['a function that makes one', fixed],
    ['a text', 'fixed'],
    ['an object of another kind', { kind: 'toString' }],
  ])('takes window functions, not %s', (_what, windowFn) => {
    expect(() => windowInto(elements(), windowFn as never)).toThrow(
      badArgument(/windowInto takes a window function, not/),
    );
  });

  it('takes the default trigger without panes, since it has one pane in time', () => {
    expect(windowingOf({ trigger: triggers.defaultTrigger() } as WindowOptions).trigger.kind).toBe('default');
  });
});

describe('window functions', () => {
  it.each<[() => unknown, RegExp]>([
    [() => functions.fixed(0), /size .* above 0/],
    [() => functions.fixed(2 ** 60), /size .* below 2\^53 ms, not 1152921504606847000/],
    [() => functions.fixed('1m', { offset: Number.POSITIVE_INFINITY }), /offset/],
    [() => functions.sliding('1m', -1), /period .* above 0/],
    [() => functions.sessions('0s'), /gap .* above 0/],
    [() => functions.sessions(Number.POSITIVE_INFINITY), /gap/],
    [() => functions.calendarDays(0), /0 days/],
    [() => functions.calendarMonths(1, { start: '2024-05-31' }), /day 31/],
    [() => functions.calendarWeeks(1, { zone: 'Nowhere' }), /time zone "Nowhere"/],
    [() => functions.customWindows({} as never), /no function assign/],
  ])('refuse %s', (make, message) => {
    expect(make).toThrow(badArgument(message));
  });

  it('of a calendar count weeks from Mondays, in UTC unless told otherwise', () => {
    expect(functions.calendarWeeks()).toEqual({
      kind: 'calendar',
      unit: 'weeks',
      every: 1,
      zone: 'UTC',
      start: '1970-01-05',
    });
    expect(functions.calendarYears(2, { zone: 'Asia/Tokyo', start: '2001-04-01' })).toEqual({
      kind: 'calendar',
      unit: 'years',
      every: 2,
      zone: 'Asia/Tokyo',
      start: '2001-04-01',
    });
  });

  it('of one’s own are equal only to themselves', () => {
    const input = elements();
    const mine = () => customWindows({ name: 'mine', assign: () => [] });
    const one = mine();
    expect(flatten([windowInto(input, one), windowInto(input, one)]).windowing.windowFn).toBe(one);
    expect(() => flatten([windowInto(input, one), windowInto(input, mine())])).toThrow(
      badArgument(/different windows/),
    );
  });
});

describe('triggers', () => {
  it.each<[() => unknown, RegExp]>([
    [() => triggers.afterCount(0), /from 1 on, not 0/],
    [() => triggers.afterCount(1.5), /not 1.5/],
    [() => triggers.afterCount(2 ** 31), /not 2147483648/],
    [() => triggers.afterProcessingTime(-1), /delay .* not -1/],
    [() => triggers.afterProcessingTime(Number.POSITIVE_INFINITY), /delay/],
    [() => triggers.afterProcessingTime(0, { align: 0 }), /alignment .* not 0/],
    [() => triggers.afterProcessingTime(1e300), /delay .* not 1e\+300/],
    [() => triggers.afterAny(), /afterAny .* given none/],
    [() => triggers.afterEach(afterCount as never), /afterEach takes triggers/],
    [() => repeatedly(undefined as never), /repeatedly takes triggers, not undefined/],
    [() => triggers.orFinally(triggers.always(), 5 as never), /orFinally takes triggers, not 5/],
    [() => afterWatermark({ early: {} as never }), /afterWatermark takes triggers/],
  ])('refuse %s', (make, message) => {
    expect(make).toThrow(badArgument(message));
  });

  it('are plain values', () => {
    const built = triggers.orFinally(
      repeatedly(afterProcessingTime('5s', { align: '1m' })),
      triggers.afterEach(afterWatermark({ early: afterCount(2) }), triggers.never()),
    );
    expect(built).toEqual({
      kind: 'or-finally',
      trigger: {
        kind: 'repeat',
        trigger: { kind: 'after-processing-time', delay: 5000, align: { period: 60_000, offset: 0 } },
      },
      until: {
        kind: 'after-each',
        triggers: [{ kind: 'after-watermark', early: { kind: 'after-count', count: 2 } }, { kind: 'never' }],
      },
    });
  });
});

describe('labels', () => {
  it('tell windows of the same ends apart', () => {
    const keys = [
      new IntervalWindow(0, 1),
      new LabelledWindow(0, 1, ''),
      new LabelledWindow(0, 1, 'a'),
      new LabelledWindow(0, 1, 'b'),
    ].map(windowKey);
    expect(new Set(keys).size).toBe(4);
    expect(windowKey(new LabelledWindow(0, 1, 'a'))).toBe(keys[2]);
  });
});
