/** The window functions, as users write them. All of them throw BeamError `E_BAD_ARGUMENT`. */
import type { CalendarWindowFn, CustomWindowFn, WindowFn } from '../construction/index.js';
import { Calendar } from '../model/calendar.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import { preview } from '../model/preview.js';

/** One window for all of time. */
export const globalWindow = (): WindowFn => ({ kind: 'global' });

/** Windows of one size, side by side (tumbling): `fixed('5m')`. `offset` moves their borders away from 1970-01-01. */
export function fixed(size: Duration, options: { readonly offset?: Duration } = {}): WindowFn {
  return { kind: 'fixed', size: positive(size, 'size'), offset: finite(options.offset) };
}

/** Windows of one size that begin every `every`: an element is in several of them when they overlap. */
export function sliding(
  size: Duration,
  every: Duration,
  options: { readonly offset?: Duration } = {},
): WindowFn {
  return {
    kind: 'sliding',
    size: positive(size, 'size'),
    period: positive(every, 'period'),
    offset: finite(options.offset),
  };
}

/** Windows of activity: elements of one key that are less than `gap` apart are in one window. */
export const sessions = (gap: Duration): WindowFn => ({ kind: 'sessions', gap: positive(gap, 'gap') });

/** Where calendar windows are counted, and from when. */
export interface CalendarOptions {
  /** IANA name of the time zone whose midnights are meant: `Europe/Berlin`. Default `UTC`. */
  readonly zone?: string;
  /** A date on which a window begins, `YYYY-MM-DD`; others are counted from it. */
  readonly start?: string;
}

/**
 * Windows of `every` days, from midnight to midnight in the time zone: where clocks change, a day has 23 or 25
 * hours. Counted from 1970-01-01 unless `start` says otherwise.
 */
export const calendarDays = (every = 1, options: CalendarOptions = {}): WindowFn =>
  calendar('days', every, '1970-01-01', options);

/** Windows of `every` weeks that begin on Mondays, or on the weekday of `start`. */
export const calendarWeeks = (every = 1, options: CalendarOptions = {}): WindowFn =>
  calendar('weeks', every, '1970-01-05', options);

/** Windows of `every` months that begin on the 1st, or on the day of `start`, which is not after the 28th. */
export const calendarMonths = (every = 1, options: CalendarOptions = {}): WindowFn =>
  calendar('months', every, '1970-01-01', options);

/** Windows of `every` years that begin on 1 January, or on the day of `start`, which is not after the 28th. */
export const calendarYears = (every = 1, options: CalendarOptions = {}): WindowFn =>
  calendar('years', every, '1970-01-01', options);

const kinds: Readonly<Record<WindowFn['kind'], true>> = {
  global: true,
  fixed: true,
  sliding: true,
  sessions: true,
  calendar: true,
  custom: true,
};

/** Something that was passed as a window function, if it is one. @param to the method, for messages */
export function checkedWindowFn(windowFn: WindowFn, to: string): WindowFn {
  const kind: unknown = (windowFn as Partial<WindowFn> | undefined | null)?.kind;
  if (typeof kind === 'string' && Object.hasOwn(kinds, kind)) return windowFn;
  throw new BeamError('E_BAD_ARGUMENT', `${to} takes a window function, not ${preview(windowFn)}.`, {
    help: "call one of them: fixed('5m'), sliding('10m', '1m'), sessions('30m'), customWindows({ … })",
  });
}

/** Windows of a function of your own; with `merge` they grow together. */
export function customWindows<T>(fn: CustomWindowFn<T>): WindowFn {
  if (typeof fn?.assign !== 'function') {
    throw new BeamError('E_BAD_ARGUMENT', 'customWindows was given no function assign.', {
      help: 'write customWindows({ name, assign(element, timestamp) { return [new IntervalWindow(from, to)]; } })',
    });
  }
  return { kind: 'custom', fn };
}

function calendar(
  unit: CalendarWindowFn['unit'],
  every: number,
  defaultStart: string,
  { zone = 'UTC', start = defaultStart }: CalendarOptions,
): WindowFn {
  const windowFn: CalendarWindowFn = { kind: 'calendar', unit, every, zone, start };
  new Calendar(windowFn); // checks it
  return windowFn;
}

function positive(duration: Duration, what: string): number {
  const millis = toMillis(duration);
  if (millis > 0 && Number.isSafeInteger(millis)) return millis;
  const given = String(duration);
  throw new BeamError(
    'E_BAD_ARGUMENT',
    `The ${what} of a window must be above 0 and below 2^53 ms, not ${given}.`,
    { help: "write a duration such as '10m'; for all of time there is globalWindow()" },
  );
}

function finite(offset: Duration = 0): number {
  const millis = toMillis(offset);
  if (Number.isSafeInteger(millis)) return millis;
  throw new BeamError('E_BAD_ARGUMENT', `The offset of a window cannot be ${String(offset)}.`, {
    help: "write a duration such as '15m'",
  });
}
