/**
 * What the results of a scenario are, as plainly as it can be said: each key and window is played through on its
 * own, event by event. Shares nothing with the runner and its engine.
 */
import { GLOBAL_WINDOW } from '@hornbeam/sdk/model';
import { programPlayed } from './program-reference.js';
import { type Event, type Item, isMerging, type Scenario, type Windows } from './scenario.js';
import { ruleOf } from './trigger-rules.js';

/** A result as a text, to be compared as a whole. `late`: an element that came for a window that was over or closed. */
export interface Expected {
  readonly results: readonly string[];
  readonly late: readonly string[];
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Later than every moment of a script, and than the end of the global window. */
const END_OF_TIME = 2e15;

/** The global window of a scenario. */
export const GLOBAL: Span = { start: -1e15, end: 1e15 };

/** The global window ends where time does: its last moment is written by name. */
export const momentText = (moment: number): string => (moment < GLOBAL.end - 1 ? String(moment) : 'end');

const DAY = 86_400_000;

/** Days of the calendar's last window before 1970-01-01 UTC and of its first one after. */
const AROUND_1970 = { days: [1, 1], weeks: [7, 7], months: [31, 31], years: [365, 365] } as const;

/** How a result is written. */
export const line = (
  key: string,
  values: string,
  at: string,
  span: Span,
  pane: readonly (string | number | boolean)[],
): string => `${key} ${values} at ${at} in ${span.start}..${span.end} pane ${pane.join(' ')}`;

export function spansOf({ time, value }: Item, windows: Windows): Span[] {
  switch (windows.kind) {
    case 'custom': {
      if (windows.gap !== undefined) return [{ start: time, end: time + windows.gap + 5 * (value % 3) }];
      if (value % 7 === 6) return [];
      const size = value % 2 === 0 ? windows.size : 2 * windows.size;
      const start = Math.floor(time / size) * size;
      return [{ start, end: start + size }];
    }
    case 'global':
      return [GLOBAL];
    case 'sessions':
      return [{ start: time, end: time + windows.gap }];
    case 'calendar': {
      // All moments of a script are near 1970-01-01, where one of these windows ends and the next begins.
      const [before, after] = AROUND_1970[windows.unit];
      const end = (time < 0 ? 0 : after) * DAY * windows.every;
      return [{ start: time < 0 ? -before * DAY * windows.every : 0, end }];
    }
    default: {
      const { size } = windows;
      const every = windows.kind === 'fixed' ? size : windows.period;
      const offset = windows.kind === 'fixed' ? windows.offset : 0;
      const found: Span[] = [];
      for (let start = -20 * (size + every) * every + offset; start <= time; start += every) {
        if (time < start + size) found.push({ start, end: start + size });
      }
      return found;
    }
  }
}

/** The sessions of one key: an element is late by its own window, and finds only sessions that have not ended. */
function sessionsOf(key: string, { source, windows, events }: Scenario, late: string[]) {
  const found: { span: Span; items: Item[] }[] = [];
  let watermark = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    if (event.kind === 'watermark' && source === 'script') watermark = event.to;
    if (event.kind !== 'add') continue;
    for (const item of event.items) {
      if (item.key !== key) continue;
      const own = spansOf(item, windows)[0]!;
      if (lastMoment(own) < watermark) {
        late.push(`${key} ${item.value}`);
        continue;
      }
      const session = { span: own, items: [item] };
      for (const [i, other] of [...found.entries()].reverse()) {
        const isMet = other.span.start < own.end && own.start < other.span.end;
        if (!isMet || lastMoment(other.span) < watermark) continue;
        session.span = {
          start: Math.min(session.span.start, other.span.start),
          end: Math.max(session.span.end, other.span.end),
        };
        session.items.push(...other.items);
        found.splice(i, 1);
      }
      found.push(session);
    }
  }
  return found;
}

const total = (items: readonly Item[]): number => items.reduce((sum, { value }) => sum + value, 0);

const sorted = (items: readonly Item[]): string =>
  items
    .map(({ value }) => value)
    .sort((a, b) => a - b)
    .join();

/** How the values of a pane are written; `side` is the sum of what the window has of all keys. */
const valuesText = (items: readonly Item[], { operation }: Scenario, side = 0): string => {
  if (operation === 'sum' || operation === 'twice' || operation === 'value') return String(total(items));
  if (operation === 'count') return String(items.length);
  if (operation === 'distinct') return '';
  if (operation === 'cogroup') {
    const half = (rest: number) => sorted(items.filter(({ value }) => value % 2 === rest));
    return `${half(0)}|${half(1)}`;
  }
  if (operation === 'side') return String(total(items) + items.length * side);
  return sorted(items);
};

/** The sum of what is in a window of the elements that are not late for it. */
function sideOf(span: Span, { source, windows, events }: Scenario): number {
  let watermark = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const event of events) {
    if (event.kind === 'watermark' && source === 'script') watermark = event.to;
    if (event.kind !== 'add' || lastMoment(span) < watermark) continue;
    sum += total(event.items.filter((item) => isIn(item, span, windows)));
  }
  return sum;
}

const isSame = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

const isIn = (item: Item, span: Span, windows: Windows): boolean =>
  spansOf(item, windows).some((other) => isSame(other, span));

const lastMoment = ({ end }: Span): number => end - 1;

/** All results of a scenario, each list sorted. */
export function expected(drawn: Scenario): Expected {
  const scenario = seenByGrouping(drawn);
  const items = scenario.events.flatMap((event) => (event.kind === 'add' ? event.items : []));
  const keys = [...new Set(items.map(({ key }) => key))];
  const late: string[] = [];
  const results = keys.flatMap((key) => {
    const own = items.filter((item) => item.key === key);
    const { windows } = scenario;
    if (isMerging(windows)) {
      return sessionsOf(key, scenario, late).map((session) =>
        line(
          key,
          valuesText(session.items, scenario),
          momentText(lastMoment(session.span)),
          session.span,
          ONLY,
        ),
      );
    }
    const spans = new Map<string, Span>();
    for (const item of own)
      for (const span of spansOf(item, windows)) spans.set(`${span.start} ${span.end}`, span);
    const play = scenario.program === undefined ? played : told;
    return [...spans.values()].flatMap((span) => play(key, span, scenario, late, drawn));
  });
  return { results: results.sort(), late: late.sort() };
}

/** What happens in front of the grouping, where that is not what happens in front of the pipeline. */
function seenByGrouping(scenario: Scenario): Scenario {
  if (scenario.operation === 'distinct') return ofValues(scenario);
  if (scenario.operation === 'side' && scenario.source === 'script')
    return { ...scenario, events: behindSide(scenario) };
  return scenario;
}

/**
 * An element waits until the sum of its window is there, which is when the window has ended. Event time behind it waits
 * with it, at its timestamp, but never goes back.
 */
function behindSide({ windows, events }: Scenario): Event[] {
  const seen: Event[] = [];
  let watermark = Number.NEGATIVE_INFINITY;
  let behind = Number.NEGATIVE_INFINITY;
  let waiting: Item[] = [];
  const release = (): void => {
    const isReady = (item: Item): boolean => lastMoment(spansOf(item, windows)[0]!) < watermark;
    for (const item of waiting.filter(isReady)) seen.push({ kind: 'add', items: [item] });
    waiting = waiting.filter((item) => !isReady(item));
  };
  const passTo = (to: number): void => {
    watermark = to;
    release();
    behind = Math.max(behind, Math.min(to, ...waiting.map(({ time }) => time)));
    seen.push({ kind: 'watermark', to: behind });
  };
  for (const event of events) {
    if (event.kind === 'watermark') passTo(event.to);
    else if (event.kind === 'clock') seen.push(event);
    else {
      waiting.push(...event.items);
      release();
    }
  }
  passTo(END_OF_TIME);
  return seen;
}

/** Different values are those of a key, of which nothing else is wanted. */
const ofValues = (scenario: Scenario): Scenario => ({
  ...scenario,
  events: scenario.events.map((event) =>
    event.kind !== 'add'
      ? event
      : { ...event, items: event.items.map((item) => ({ ...item, key: kindOf(item.value) })) },
  ),
});

/** What different values are told by. */
export const kindOf = (value: number): string => `kind ${value % 3}`;

/** A pane as it is compared: timing, number, number on time, whether it is the first and the last. */
type PaneText = readonly (string | number | boolean)[];

/**
 * What a timer emits carries no pane of its own. Behind a side input several elements go on at one moment, and event time
 * in steps or at once: whether the pane at the end of a window is its last is told by the schedule.
 */
export function paneShown(pane: PaneText, { operation, lateness }: Scenario): PaneText {
  if (operation === 'state' || operation === 'value' || operation === 'program') return ONLY;
  return operation === 'side' && lateness > 0 ? pane.slice(0, 4) : pane;
}

/** One key and window of a program. */
function told(key: string, span: Span, scenario: Scenario, late: string[]): string[] {
  const isGlobal = span === GLOBAL;
  const seen = {
    holds: (item: Item) => isIn(item, span, scenario.windows),
    last: isGlobal ? GLOBAL_WINDOW.maxTimestamp : lastMoment(span),
    isGlobal,
  };
  const made = programPlayed(key, seen, scenario, (value) => late.push(`${key} ${value}`));
  if (scenario.operation !== 'told')
    return made.map(({ value, at }) => line(key, value, momentText(at), span, ONLY));
  if (made.length === 0) return [];
  const all = made.map(({ value }) => value).sort();
  return [line(key, all.join(' & '), momentText(seen.last), span, ONLY)];
}

/** The pane of what is fired once. */
const ONLY = ['on-time', 0, 0, true, true] as const;

/** One key and window, event by event. */
function played(key: string, span: Span, scenario: Scenario, late: string[], drawn: Scenario): string[] {
  const { trigger, accumulating, lateness, onTime, closing, timestamps } = scenario;
  const lines: string[] = [];
  const end = lastMoment(span);
  const side = scenario.operation === 'side' ? sideOf(span, drawn) : 0;
  let watermark = Number.NEGATIVE_INFINITY;
  const all: Item[] = [];
  let fresh: Item[] = [];
  let moments: number[] = [];
  let panes = 0;
  let afterEnd = 0;
  let began = false;
  let isPunctual = false;
  let isClosed = false;
  let clock = 0;
  const rule = ruleOf(trigger);

  const hasEnded = (): boolean => end < watermark;
  const wants = (): boolean => rule.wants({ clock, hasEnded: hasEnded() });
  const fire = (isOver: boolean): void => {
    if (!isOver) rule.fired({ clock, hasEnded: hasEnded() });
    const isLast = isOver || rule.isOver();
    const timing = !hasEnded() ? 'early' : afterEnd === 0 && isPunctual ? 'on-time' : 'late';
    isClosed = isLast;
    const says =
      fresh.length > 0 || (timing === 'on-time' && onTime === 'always') || (isLast && closing === 'always');
    if (!says) return;
    const chosen = timestamps === 'earliest' ? Math.min(...moments) : Math.max(...moments);
    const at = timestamps === 'end-of-window' || moments.length === 0 ? end : Math.min(chosen, end);
    const pane = [timing, panes, timing === 'early' ? -1 : afterEnd, panes === 0, isLast];
    lines.push(
      line(
        key,
        valuesText(accumulating ? all : fresh, scenario, side),
        momentText(at),
        span,
        paneShown(pane, scenario),
      ),
    );
    panes++;
    if (timing !== 'early') afterEnd++;
    fresh = [];
    moments = [];
  };

  const script =
    scenario.source !== 'script' ? scenario.events.filter(({ kind }) => kind === 'add') : scenario.events;
  for (const event of [...script, { kind: 'watermark', to: END_OF_TIME } as const]) {
    if (event.kind === 'clock') {
      clock += event.by;
      if (began && !isClosed && end + lateness >= watermark && wants()) fire(false);
      continue;
    }
    if (event.kind === 'watermark') {
      const hadEnded = hasEnded();
      watermark = event.to;
      if (!began || isClosed) continue;
      if (end + lateness < watermark) fire(true);
      else if (hasEnded() && !hadEnded) {
        if (wants()) fire(false);
        if (fresh.length === 0 && !(onTime === 'always' && panes > 0 && afterEnd === 0)) isPunctual = false;
      }
      continue;
    }
    for (const item of event.items) {
      if (item.key !== key || !isIn(item, span, scenario.windows)) continue;
      if (end + lateness < watermark) {
        late.push(`${key} ${item.value}`);
        continue;
      }
      if (!began) {
        began = true;
        isPunctual = end >= watermark;
      }
      if (isClosed) {
        late.push(`${key} ${item.value}`);
        continue;
      }
      all.push(item);
      fresh.push(item);
      if (item.time >= watermark) moments.push(item.time);
      rule.see({ clock, hasEnded: hasEnded() });
      if (wants()) fire(false);
    }
  }
  return lines;
}
