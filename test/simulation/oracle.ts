/**
 * What the results of a scenario are, as plainly as it can be said: each key and window is played through on its
 * own, event by event. Shares nothing with the runner and its engine.
 */
import type { Trigger } from '@hornbeam/sdk/model';
import type { Item, Scenario, Windows } from './scenario.js';

/** A result as a text, to be compared as a whole. `late`: an element that came too late for a window. */
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

/** How a result is written. */
export const line = (
  key: string,
  values: string,
  at: string,
  span: Span,
  pane: readonly (string | number | boolean)[],
): string => `${key} ${values} at ${at} in ${span.start}..${span.end} pane ${pane.join(' ')}`;

export function spansOf(time: number, windows: Windows): Span[] {
  switch (windows.kind) {
    case 'global':
      return [GLOBAL];
    case 'sessions':
      return [{ start: time, end: time + windows.gap }];
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

const sessionsOf = (items: readonly Item[], gap: number): { span: Span; items: Item[] }[] => {
  const found: { span: Span; items: Item[] }[] = [];
  for (const item of [...items].sort((a, b) => a.time - b.time)) {
    const last = found.at(-1);
    if (last !== undefined && item.time < last.span.end) {
      last.items.push(item);
      last.span = { start: last.span.start, end: item.time + gap };
    } else found.push({ span: { start: item.time, end: item.time + gap }, items: [item] });
  }
  return found;
};

const total = (items: readonly Item[]): number => items.reduce((sum, { value }) => sum + value, 0);

/** How the values of a pane are written; `side` is the sum of what the window has of all keys. */
const valuesText = (items: readonly Item[], { operation }: Scenario, side = 0): string => {
  if (operation === 'sum') return String(total(items));
  if (operation === 'side') return String(total(items) + items.length * side);
  return items
    .map(({ value }) => value)
    .sort((a, b) => a - b)
    .join();
};

/** The sum of what is in a window of the elements that are not late for it. */
function sideOf(span: Span, { source, windows, events }: Scenario): number {
  let watermark = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const event of events) {
    if (event.kind === 'watermark' && source === 'script') watermark = event.to;
    if (event.kind !== 'add' || lastMoment(span) < watermark) continue;
    sum += total(
      event.items.filter(({ time }) => spansOf(time, windows).some(({ start }) => start === span.start)),
    );
  }
  return sum;
}

const lastMoment = ({ end }: Span): number => end - 1;

/** All results of a scenario, each list sorted. */
export function expected(scenario: Scenario): Expected {
  const items = scenario.events.flatMap((event) => (event.kind === 'add' ? event.items : []));
  const keys = [...new Set(items.map(({ key }) => key))];
  const late: string[] = [];
  const results = keys.flatMap((key) => {
    const own = items.filter((item) => item.key === key);
    const { windows } = scenario;
    if (windows.kind === 'sessions') {
      return sessionsOf(own, windows.gap).map((session) =>
        line(
          key,
          valuesText(session.items, scenario),
          momentText(lastMoment(session.span)),
          session.span,
          ONLY,
        ),
      );
    }
    const spans = new Map<number, Span>();
    for (const { time } of own) for (const span of spansOf(time, windows)) spans.set(span.start, span);
    return [...spans.values()].flatMap((span) => played(key, span, scenario, late));
  });
  return { results: results.sort(), late: late.sort() };
}

/** The pane of what is fired once. */
const ONLY = ['on-time', 0, 0, true, true] as const;

/** One key and window, event by event. */
function played(key: string, span: Span, scenario: Scenario, late: string[]): string[] {
  const { trigger, accumulating, lateness, onTime, closing, timestamps } = scenario;
  const lines: string[] = [];
  const end = lastMoment(span);
  const side = scenario.operation === 'side' ? sideOf(span, scenario) : 0;
  let watermark = Number.NEGATIVE_INFINITY;
  const all: Item[] = [];
  let fresh: Item[] = [];
  let moments: number[] = [];
  let panes = 0;
  let afterEnd = 0;
  let began = false;
  let isPunctual = false;
  let isClosed = false;
  /** Elements since the trigger last fired. */
  let counted = 0;
  /** The trigger has fired when the window had ended, be it without a pane. */
  let hasFiredAtEnd = false;

  const hasEnded = (): boolean => end < watermark;
  const fire = (isOver: boolean): void => {
    const isLast = isOver || finishes(trigger, hasEnded());
    const timing = !hasEnded() ? 'early' : afterEnd === 0 && isPunctual ? 'on-time' : 'late';
    counted = 0;
    hasFiredAtEnd ||= hasEnded();
    isClosed = isLast;
    const says =
      fresh.length > 0 || (timing === 'on-time' && onTime === 'always') || (isLast && closing === 'always');
    if (!says) return;
    const chosen = timestamps === 'earliest' ? Math.min(...moments) : Math.max(...moments);
    const at = timestamps === 'end-of-window' || moments.length === 0 ? end : Math.min(chosen, end);
    const pane = [timing, panes, timing === 'early' ? -1 : afterEnd, panes === 0, isLast];
    const shown = scenario.operation === 'state' ? ONLY : pane;
    lines.push(
      line(key, valuesText(accumulating ? all : fresh, scenario, side), momentText(at), span, shown),
    );
    panes++;
    if (timing !== 'early') afterEnd++;
    fresh = [];
    moments = [];
  };

  const script =
    scenario.source !== 'script' ? scenario.events.filter(({ kind }) => kind === 'add') : scenario.events;
  for (const event of [...script, { kind: 'watermark', to: END_OF_TIME } as const]) {
    if (event.kind === 'clock') continue;
    if (event.kind === 'watermark') {
      const hadEnded = hasEnded();
      watermark = event.to;
      if (!began || isClosed) continue;
      if (end + lateness < watermark) fire(true);
      else if (hasEnded() && !hadEnded) {
        if (due(trigger, counted, true, hasFiredAtEnd)) fire(false);
        if (fresh.length === 0 && !(onTime === 'always' && panes > 0 && afterEnd === 0)) isPunctual = false;
      }
      continue;
    }
    for (const item of event.items) {
      if (item.key !== key || !spansOf(item.time, scenario.windows).some(({ start }) => start === span.start))
        continue;
      if (end + lateness < watermark) {
        late.push(`${key} ${item.value}`);
        continue;
      }
      if (!began) {
        began = true;
        isPunctual = end >= watermark;
      }
      if (isClosed) continue;
      all.push(item);
      fresh.push(item);
      if (item.time >= watermark) moments.push(item.time);
      counted++;
      if (due(trigger, counted, hasEnded(), hasFiredAtEnd)) fire(false);
    }
  }
  return lines;
}

function due(trigger: Trigger, counted: number, hasEnded: boolean, hasFiredAtEnd: boolean): boolean {
  switch (trigger.kind) {
    case 'default':
      return hasEnded;
    case 'after-count':
      return counted >= trigger.count;
    case 'repeat':
      return due(trigger.trigger, counted, hasEnded, hasFiredAtEnd);
    case 'after-watermark': {
      if (hasEnded && !hasFiredAtEnd) return true;
      const part = hasEnded ? trigger.late : trigger.early;
      return part !== undefined && due(part, counted, hasEnded, hasFiredAtEnd);
    }
    default:
      return false;
  }
}

function finishes(trigger: Trigger, hasEnded: boolean): boolean {
  if (trigger.kind === 'after-count') return true;
  return trigger.kind === 'after-watermark' && hasEnded && trigger.late === undefined;
}
