import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calendar } from './calendar.js';
import type { CalendarWindowFn } from './windowing.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const unit = fc.constantFrom('days' as const, 'weeks' as const, 'months' as const, 'years' as const);
const zone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo', // midnight was skipped on some days
  'America/St_Johns', // clocks went back from 00:01 to 23:01
  'Asia/Kathmandu',
  'Australia/Lord_Howe', // half an hour
  'Pacific/Apia', // 2011-12-30 was left out
);
const start = fc.constantFrom('1970-01-01', '1970-01-05', '2000-02-28', '2015-10-13', '1899-12-06');
const windowFn: fc.Arbitrary<CalendarWindowFn> = fc.record({
  kind: fc.constant('calendar' as const),
  unit,
  every: fc.integer({ min: 1, max: 7 }),
  zone,
  start,
});
const from = Date.UTC(1960, 0, 1);
/** Moments at which clocks of the zones above changed, at or near midnight most of them. */
const change = fc.constantFrom(
  ...['2018-02-18T02:00Z', '2017-10-15T03:00Z', '2011-12-30T10:00Z', '2006-10-29T02:31Z'],
  ...['2006-04-02T03:31Z', '2024-03-31T01:00Z', '1985-12-31T18:30Z', '2024-04-06T15:00Z'],
);
const moment = fc.oneof(
  fc.integer({ min: from, max: Date.UTC(2037, 11, 31) }),
  fc.tuple(change, fc.integer({ min: -2 * DAY, max: 2 * DAY })).map(([at, by]) => Date.parse(at) + by),
);

const windowOf = (fn: Partial<CalendarWindowFn>, at: string | number) => {
  const whole = {
    kind: 'calendar',
    unit: 'days',
    every: 1,
    zone: 'UTC',
    start: '1970-01-01',
    ...fn,
  } as const;
  const { start: first, end } = new Calendar(whole).windowOf(typeof at === 'number' ? at : Date.parse(at));
  return [new Date(first).toISOString(), new Date(end).toISOString()];
};

/** The local date of a moment, as the platform writes it. */
function localDates(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return (at) => format.format(at);
}

/**
 * The first moment with a local date of at least this one, by going through the minutes. Hours are jumped over only
 * three before a date that is there: clocks may go back a minute after it began.
 */
function firstMoment(date: string, dateOf: (at: number) => string): number {
  let at = Date.parse(date) - 26 * HOUR;
  while (dateOf(at + 3 * HOUR) < date) at += HOUR;
  while (dateOf(at) < date) at += MINUTE;
  return at;
}

const text = (day: Date): string => day.toISOString().slice(0, 10);

/** The dates that windows begin on, forwards or backwards from the first, one after the other. */
function* beginnings({ unit, every, start }: CalendarWindowFn, direction: 1 | -1): Generator<string> {
  const day = new Date(start);
  for (;;) {
    yield text(day);
    const step = every * direction;
    if (unit === 'days') day.setUTCDate(day.getUTCDate() + step);
    else if (unit === 'weeks') day.setUTCDate(day.getUTCDate() + 7 * step);
    else if (unit === 'months') day.setUTCMonth(day.getUTCMonth() + step);
    else day.setUTCFullYear(day.getUTCFullYear() + step);
  }
}

/** The window of a moment, by going through all dates that windows begin on. */
function slowly(fn: CalendarWindowFn, at: number): [number, number] {
  const dateOf = localDates(fn.zone);
  // Days around the moment are looked at closely; further away the date alone tells.
  const near = text(new Date(at - 3 * DAY));
  const beginsBefore = (date: string): boolean =>
    date < near || (date <= text(new Date(at + 3 * DAY)) && firstMoment(date, dateOf) <= at);
  let begin = fn.start;
  let end = fn.start;
  if (beginsBefore(fn.start)) {
    for (const date of beginnings(fn, 1)) {
      end = date;
      if (!beginsBefore(date)) break;
      begin = date;
    }
  } else {
    for (const date of beginnings(fn, -1)) {
      begin = date;
      if (beginsBefore(date)) break;
      end = date;
    }
  }
  return [firstMoment(begin, dateOf), firstMoment(end, dateOf)];
}

describe('windows of a calendar', () => {
  it('are those that a walk through all dates finds', () => {
    fc.assert(
      fc.property(windowFn, moment, (fn, at) => {
        const { start: first, end } = new Calendar(fn).windowOf(at);
        expect([first, end]).toEqual(slowly(fn, at));
      }),
      { numRuns: 300 },
    );
  });

  it('tile time: each holds its moments, and begins where the one before ends', () => {
    fc.assert(
      fc.property(windowFn, fc.array(moment, { minLength: 1 }), (fn, moments) => {
        const calendar = new Calendar(fn);
        for (const at of moments) {
          const window = calendar.windowOf(at);
          expect(window.start).toBeLessThanOrEqual(at);
          expect(window.end).toBeGreaterThan(at);
          expect(calendar.windowOf(window.end - 1)).toEqual(window);
          expect(calendar.windowOf(window.start)).toEqual(window);
          expect(calendar.windowOf(window.end).start).toBe(window.end);
          expect(calendar.windowOf(window.start - 1).end).toBe(window.start);
        }
      }),
    );
  });

  it('have days of 23 and of 25 hours where clocks change', () => {
    const berlin = { zone: 'Europe/Berlin' };
    expect(windowOf(berlin, '2024-03-31T12:00:00Z')).toEqual([
      '2024-03-30T23:00:00.000Z',
      '2024-03-31T22:00:00.000Z',
    ]);
    expect(windowOf(berlin, '2024-10-27T12:00:00Z')).toEqual([
      '2024-10-26T22:00:00.000Z',
      '2024-10-27T23:00:00.000Z',
    ]);
  });

  it('begin at 01:00 where midnight was skipped', () => {
    expect(windowOf({ zone: 'America/Sao_Paulo' }, '2017-10-15T12:00:00Z')[0]).toBe(
      '2017-10-15T03:00:00.000Z',
    );
  });

  it('begin once where midnight came twice', () => {
    const back = { zone: 'America/Sao_Paulo' };
    expect(windowOf(back, '2018-02-18T02:30:00Z')).toEqual([
      '2018-02-17T02:00:00.000Z',
      '2018-02-18T03:00:00.000Z',
    ]);
    // Clocks showed the new date for a minute before they went back.
    expect(windowOf({ zone: 'America/St_Johns' }, '2006-10-29T02:45:00Z')[0]).toBe(
      '2006-10-29T02:30:00.000Z',
    );
  });

  it('have no moment on a day that was left out', () => {
    const apia = { zone: 'Pacific/Apia' };
    expect(windowOf(apia, '2011-12-30T09:59:59.999Z')[1]).toBe('2011-12-30T10:00:00.000Z');
    expect(windowOf(apia, '2011-12-30T10:00:00Z')[1]).toBe('2011-12-31T10:00:00.000Z');
  });

  it('are as long as months and years are', () => {
    expect(windowOf({ unit: 'months' }, '2024-02-29T23:00:00Z')).toEqual([
      '2024-02-01T00:00:00.000Z',
      '2024-03-01T00:00:00.000Z',
    ]);
    expect(windowOf({ unit: 'years', start: '2020-07-01' }, '2024-06-30T23:00:00Z')).toEqual([
      '2023-07-01T00:00:00.000Z',
      '2024-07-01T00:00:00.000Z',
    ]);
  });

  it('have no end before year 1, nor where numbers of days are large', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8.5e15, max: 8.5e15 }), unit, (at, of) => {
        const [first, end] = windowOf({ unit: of }, at);
        expect(Date.parse(first!)).toBeLessThanOrEqual(at);
        expect(Date.parse(end!)).toBeGreaterThan(at);
        if (of === 'months') expect(new Date(first!).getUTCMonth()).toBe(new Date(at).getUTCMonth());
        if (of === 'years') expect(new Date(first!).getUTCFullYear()).toBe(new Date(at).getUTCFullYear());
      }),
    );
  });

  it('are one before and one after all that a calendar knows', () => {
    const calendar = new Calendar({
      kind: 'calendar',
      unit: 'days',
      every: 1,
      zone: 'UTC',
      start: '1970-01-01',
    });
    const { start: last, end } = calendar.windowOf(9e15);
    expect(calendar.windowOf(8.6e15)).toEqual({ start: last, end });
    expect(calendar.windowOf(8.6e15 - 1).end).toBe(last);
    expect(calendar.windowOf(-9e15).end).toBe(calendar.windowOf(-8.6e15).start);
  });

  it('are the same object for neighbours, also in turns', () => {
    const calendar = new Calendar({
      kind: 'calendar',
      unit: 'days',
      every: 1,
      zone: 'Europe/Berlin',
      start: '1970-01-01',
    });
    const monday = calendar.windowOf(Date.UTC(2024, 0, 1, 12));
    expect(calendar.windowOf(Date.UTC(2024, 0, 1, 13))).toBe(monday);
    calendar.windowOf(Date.UTC(2024, 0, 9));
    expect(calendar.windowOf(Date.UTC(2024, 0, 1, 13))).toBe(monday);
  });

  it.each([
    [{ zone: 'Middle/Earth' }, /no time zone "Middle\/Earth"/],
    [{ start: '2023-02-29' }, /no date "2023-02-29"/],
    [{ start: 'yesterday' }, /no date/],
    [{ every: 0 }, /0 days long/],
    [{ every: 1.5 }, /1.5 days long/],
    [{ unit: 'months', start: '2024-01-31' }, /Not every month has a day 31/],
  ] as const)('are refused for %o', (wrong, message) => {
    expect(() => windowOf(wrong, 0)).toThrow(
      expect.objectContaining({ code: 'E_BAD_ARGUMENT', message: expect.stringMatching(message) }),
    );
  });
});
