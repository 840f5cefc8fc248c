/**
 * Windows as long as days, weeks, months or years are in a time zone.
 *
 * A window begins where a local date begins: at the first moment whose local date is that date or a later one. So
 * windows tile time whatever clocks do: a day of a change has 23 or 25 hours, one that begins at 01:00 because
 * midnight was skipped begins there, and one that a country left out has no moment at all.
 */
import { BeamError } from './errors.js';
import { GLOBAL_WINDOW_MAX_TIMESTAMP, type Instant } from './timestamp.js';
import { IntervalWindow } from './window.js';
import type { CalendarWindowFn } from './windowing.js';

const DAY = 86_400_000;

/** Beyond this many ms around 1970 (years -270,555 to 274,494) there is no calendar: one window on either side. */
const LIMIT = 8.6e15;

/** No zone is, or was, as far from UTC as this. */
const FAR = 16 * 3_600_000;

/** How many days' windows are remembered: some 90 years in any order, in a few MB. To make a window anew takes 20 µs. */
const REMEMBERED_DAYS = 32_768;

/** Finds the window of a moment. Remembers the windows it has made: most moments are in the last one. */
export class Calendar {
  private readonly offset: (at: Instant) => number;
  private readonly firstOf: (index: number) => number;
  private readonly indexOf: (day: number) => number;
  /** Windows by the days in UTC of which they were asked. */
  private readonly byDay = new Map<number, IntervalWindow[]>();
  private last = new IntervalWindow(0, 0);

  /** @throws BeamError `E_BAD_ARGUMENT` for a zone, a start or a length that does not exist */
  constructor({ unit, every, zone, start }: CalendarWindowFn) {
    if (!Number.isInteger(every) || every < 1 || every > 1_000_000) {
      throw new BeamError('E_BAD_ARGUMENT', `A window cannot be ${every} ${unit} long.`, {
        help: 'count whole units, from 1 on',
      });
    }
    this.offset = offsetsOf(zone);
    const first = parseDate(start);
    if (unit === 'days' || unit === 'weeks') {
      const length = unit === 'days' ? every : 7 * every;
      this.indexOf = (day) => Math.floor((day - first) / length);
      this.firstOf = (index) => first + index * length;
      return;
    }
    const { months: firstMonth, day: firstDay } = dateOf(first);
    if (firstDay > 28) {
      throw new BeamError('E_BAD_ARGUMENT', `Not every month has a day ${firstDay} to begin on: ${start}.`, {
        help: 'let the windows start on a day up to the 28th',
      });
    }
    const length = unit === 'months' ? every : 12 * every;
    this.indexOf = (at) => {
      const { months, day } = dateOf(at);
      return Math.floor((months - (day < firstDay ? 1 : 0) - firstMonth) / length);
    };
    this.firstOf = (index) => dayOf(firstMonth + index * length, firstDay);
  }

  /** The window that holds a moment. */
  windowOf(at: Instant): IntervalWindow {
    if (at >= this.last.start && at < this.last.end) return this.last;
    const day = Math.floor(at / DAY);
    const windows = this.byDay.get(day);
    let found = windows?.find(({ start, end }) => at >= start && at < end);
    if (found === undefined) {
      found = this.make(at);
      if (windows !== undefined) {
        windows.push(found);
      } else {
        if (this.byDay.size >= REMEMBERED_DAYS) this.byDay.clear();
        this.byDay.set(day, [found]);
      }
    }
    this.last = found;
    return found;
  }

  private make(at: Instant): IntervalWindow {
    if (at < -LIMIT) return new IntervalWindow(Number.NEGATIVE_INFINITY, -LIMIT);
    if (at >= LIMIT) return new IntervalWindow(LIMIT, GLOBAL_WINDOW_MAX_TIMESTAMP);
    let index = this.indexOf(Math.floor((at + this.offset(at)) / DAY));
    // A clock that goes back over midnight makes the local date go back: the date began when it began first.
    let start = this.beginning(index);
    let end = this.beginning(index + 1);
    while (at < start) {
      end = start;
      start = this.beginning(--index);
    }
    while (at >= end) {
      start = end;
      end = this.beginning(++index + 1);
    }
    return new IntervalWindow(Math.max(start, -LIMIT), Math.min(end, LIMIT));
  }

  /** The first moment of a window. */
  private beginning(index: number): Instant {
    const midnight = this.firstOf(index) * DAY;
    let before = midnight - FAR;
    let after = midnight + FAR;
    const offset = this.offset(before);
    if (offset === this.offset(after)) return midnight - offset;
    // A change is near: the moment of it is found by halves.
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.offset(middle) === offset) before = middle;
      else after = middle;
    }
    return midnight - offset < after ? midnight - offset : Math.max(after, midnight - this.offset(after));
  }
}

/** How far a zone is ahead of UTC at a moment, ms. */
function offsetsOf(zone: string): (at: Instant) => number {
  if (zone === 'UTC') return () => 0;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (thrown) {
    throw new BeamError('E_BAD_ARGUMENT', `There is no time zone "${String(zone)}".`, {
      cause: thrown,
      help: "write a name of the IANA data base, such as 'Europe/Berlin' or 'UTC'",
    });
  }
  return (at) => {
    const second = Math.floor(Math.min(Math.max(at, -LIMIT), LIMIT) / 1000) * 1000;
    let era = '';
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(second)) {
      if (type === 'era') era = value;
      else parts[type] = Number(value);
    }
    const year = era.startsWith('B') ? 1 - parts.year! : parts.year!;
    const day = dayOf(year * 12 + parts.month! - 1, parts.day!);
    return day * DAY + ((parts.hour! * 60 + parts.minute!) * 60 + parts.second!) * 1000 - second;
  };
}

/** The number of days from 1970-01-01 to a `YYYY-MM-DD`. */
function parseDate(text: string): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match !== null) {
    const months = Number(match[1]) * 12 + Number(match[2]) - 1;
    const day = dayOf(months, Number(match[3]));
    const found = dateOf(day);
    if (found.months === months && found.day === Number(match[3])) return day;
  }
  throw new BeamError('E_BAD_ARGUMENT', `There is no date "${String(text)}" for windows to start on.`, {
    help: "write a date such as '2024-02-29'",
  });
}

/** Days of 400 years, after which the calendar repeats. */
const ERA_DAYS = 146_097;
/** The days from 1 March of the year 0 to 1970-01-01. */
const EPOCH = 719_468;

/**
 * The number of days from 1970-01-01 to a date of the Gregorian calendar. Years are counted from 1 March, so that
 * the leap day is the last of its year and a month begins at (153 m + 2) / 5.
 * @param months since January of the year 0
 */
function dayOf(months: number, day: number): number {
  const fromMarch = months - 2;
  const year = Math.floor(fromMarch / 12);
  const month = fromMarch - year * 12;
  const leaps = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * 365 + leaps + Math.floor((153 * month + 2) / 5) + day - 1 - EPOCH;
}

/** The date of a number of days since 1970-01-01: the way back of {@link dayOf}. */
function dateOf(days: number): { months: number; day: number } {
  const fromMarch = days + EPOCH;
  const era = Math.floor(fromMarch / ERA_DAYS);
  const rest = fromMarch - era * ERA_DAYS;
  const year = Math.floor(
    (rest - Math.floor(rest / 1460) + Math.floor(rest / 36_524) - Math.floor(rest / 146_096)) / 365,
  );
  const inYear = rest - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * inYear + 2) / 153);
  return { months: (era * 400 + year) * 12 + month + 2, day: inYear - Math.floor((153 * month + 2) / 5) + 1 };
}
