/** The pipeline of a scenario, and its results as text. */
import {
  bagState,
  type CombineFn,
  calendarDays,
  calendarMonths,
  calendarWeeks,
  calendarYears,
  coGroup,
  count,
  customWindows,
  eventTimer,
  fixed,
  GLOBAL_WINDOW,
  globalWindow,
  IntervalWindow,
  type KV,
  manualWatermark,
  OffsetRangeTracker,
  offsetRange,
  out,
  type PCollection,
  type Root,
  resume,
  sessions,
  sliding,
  splittable,
  sum,
  valueState,
  type Window,
} from '@hornbeam/sdk';
import { type ObservedElement, testStream } from '@hornbeam/sdk/testing';
import type { Chance } from './chance.js';
import { programStep } from './keyed-program.js';
import { GLOBAL, kindOf, line, momentText, paneShown } from './oracle.js';
import type { Item, Scenario, Windows } from './scenario.js';
import type { Settling } from './settling.js';

const calendars = { days: calendarDays, weeks: calendarWeeks, months: calendarMonths, years: calendarYears };

function windowFnOf(windows: Windows) {
  switch (windows.kind) {
    case 'global':
      return globalWindow();
    case 'fixed':
      return fixed(windows.size, { offset: windows.offset });
    case 'sliding':
      return sliding(windows.size, windows.period);
    case 'sessions':
      return sessions(windows.gap);
    case 'custom':
      return windows.gap === undefined ? ownWindows(windows.size) : growingWindows(windows.gap);
    case 'calendar':
      return calendars[windows.unit](windows.every, { start: '1970-01-01' });
  }
}

const ownWindows = (size: number) =>
  customWindows<Item>({
    name: 'by value',
    assign({ value }, timestamp) {
      if (value % 7 === 6) return [];
      const own = value % 2 === 0 ? size : 2 * size;
      const start = Math.floor(timestamp / own) * own;
      return [new IntervalWindow(start, start + own)];
    },
  });

/** The last of those that overlap says how they grow: pairs are merged until none overlap. */
const growingWindows = (gap: number) =>
  customWindows<Item>({
    name: 'growing',
    assign: ({ value }, timestamp) => [new IntervalWindow(timestamp, timestamp + gap + 5 * (value % 3))],
    merge(windows) {
      let groups = windows.map((window): Window[] => [window]);
      const spanOf = (group: readonly Window[]): IntervalWindow =>
        new IntervalWindow(
          Math.min(...group.map(({ start }) => start)),
          Math.max(...group.map(({ end }) => end)),
        );
      const meet = (a: IntervalWindow, b: IntervalWindow): boolean => a.start < b.end && b.start < a.end;
      for (let isDone = false; !isDone; ) {
        isDone = true;
        for (const group of groups) {
          const other = groups.find((each) => each !== group && meet(spanOf(each), spanOf(group)));
          if (other === undefined) continue;
          groups = [...groups.filter((each) => each !== group && each !== other), [...group, ...other]];
          isDone = false;
          break;
        }
      }
      return groups.filter(({ length }) => length > 1).map((from) => ({ from, into: spanOf(from) }));
    },
  });

/** An endless source of items in the order of time, which hands back what is left when it likes. */
function sourceOfItems(items: readonly Item[], chance: Chance, emitted: Item[]) {
  return splittable({
    name: 'items',
    bounded: false,
    outputs: { main: out<Item>() },
    initial: () => offsetRange(0, items.length),
    tracker: (range) => new OffsetRangeTracker(range),
    watermark: manualWatermark(),
    async process(_: Uint8Array, { tracker, watermark, emit, ready }) {
      for (let n = tracker.restriction.from; ; n++) {
        if (chance.below(4) === 0) return resume(0);
        if (!tracker.tryClaim(n)) return undefined;
        const item = items[n]!;
        watermark.advance(item.time);
        emitted.push(item);
        emit(item, item.time);
        if (chance.below(3) === 0) await ready();
      }
    },
  });
}

function sourceOf(p: Root, { source, events }: Scenario, chance: Chance, emitted: Item[]): PCollection<Item> {
  const items = events.flatMap((event) => (event.kind === 'add' ? event.items : []));
  if (source === 'splittable') {
    const inOrder = [...items].sort((a, b) => a.time - b.time);
    return p.impulse().parDo(sourceOfItems(inOrder, chance, emitted));
  }
  if (source === 'bounded') {
    return p.create<Item>(items).withTimestamps(({ time }) => time);
  }
  let stream = testStream<Item>();
  for (const event of events) {
    if (event.kind === 'add')
      stream = stream.add(...event.items.map((value) => ({ value, timestamp: value.time })));
    else if (event.kind === 'watermark') stream = stream.advanceWatermarkTo(event.to);
    else stream = stream.advanceProcessingTime(event.by);
  }
  return p.read(stream);
}

/** Elements as they are, of callbacks and bundles that settle when it is their turn. */
const settled = <T>(input: PCollection<T>, chance: Chance, settling: Settling): PCollection<T> =>
  input.parDo({
    outputs: { main: out<T>() },
    // Which pane of a count an element is in is told by the order of elements.
    concurrency: 1 + chance.below(4),
    ordered: true,
    async process(value: T, { emit }) {
      for (let turns = chance.below(3); turns > 0; turns--) await settling.turn();
      emit(value);
    },
    async finishBundle() {
      for (let turns = chance.below(3); turns > 0; turns--) await settling.turn();
    },
  }) as PCollection<T>;

/** The pipeline of a scenario: its results as key and text, and what came too late. */
export function build(
  p: Root,
  scenario: Scenario,
  chance: Chance,
  settling: Settling,
  emitted: Item[],
): Record<string, PCollection<any>> {
  const { trigger, accumulating, lateness, onTime, closing, timestamps, operation, isSlow } = scenario;
  const slowly = <T>(input: PCollection<T>): PCollection<T> =>
    isSlow ? settled(input, chance, settling) : input;
  const pairs = slowly(sourceOf(p, scenario, chance, emitted))
    .windowInto(windowFnOf(scenario.windows), {
      trigger,
      panes: accumulating ? 'accumulating' : 'discarding',
      allowedLateness: lateness,
      onTime,
      closing,
      timestamps,
    })
    .map(({ key, value }) => ({ key, value }));
  if (operation === 'state') {
    const results = pairs.parDo({
      uses: { seen: bagState<number>(), end: eventTimer() },
      process({ value }: KV<string, number>, { seen, end, window }) {
        seen.add(value);
        end.set(window.maxTimestamp);
      },
      onTimer: {
        *end({ key, seen }) {
          yield { key: key as string, value: sortedText(seen.read()) };
        },
      },
    });
    return { results: slowly(results as PCollection<KV<string, string>>) };
  }
  if (operation === 'value') {
    const results = pairs.parDo({
      uses: { sum: valueState<number>(), end: eventTimer() },
      process({ value }: KV<string, number>, { sum, end, window }) {
        sum.write((sum.read() ?? 0) + value);
        end.set(window.maxTimestamp);
      },
      onTimer: {
        *end({ key, sum }) {
          yield { key: key as string, value: String(sum.read()) };
        },
      },
    });
    return { results: slowly(results as PCollection<KV<string, string>>) };
  }
  if (scenario.program !== undefined) {
    const late: PCollection<string>[] = [];
    const results = pairs.parDo(programStep(scenario.program, lateness), {
      late: (lost) => late.push(lost.map(({ key, value }) => `${key} ${value}`)),
    }) as PCollection<KV<string, string>>;
    const shown = operation === 'program' ? results : joined(slowly(results));
    return { results: slowly(shown), late: late[0]! };
  }
  if (operation === 'distinct') {
    const results = pairs
      .map(({ value }) => kindOf(value))
      .distinct()
      .map((key) => ({ key, value: '' }));
    return { results: slowly(results) };
  }
  if (operation === 'cogroup') {
    const [even, odd] = halves(pairs);
    const results = coGroup({ even: slowly(even), odd }).map(({ key, value }) => ({
      key,
      value: `${sortedText(value.even)}|${sortedText(value.odd)}`,
    }));
    return { results: slowly(results) };
  }
  if (operation === 'side') {
    // In one pane a window, so that the schedule does not say which of them an element sees.
    const all = pairs
      .windowInto(windowFnOf(scenario.windows), {
        trigger: { kind: 'default' },
        panes: 'discarding',
        allowedLateness: 0,
      })
      .values()
      .combineGlobally(sum, { emptyDefault: false })
      .asSingleton(0);
    const results = pairs
      .map(({ key, value }, { all }) => ({ key, value: value + all }), { all })
      .combinePerKey(sum)
      .map(({ key, value }) => ({ key, value: String(value) }));
    return { results: slowly(results) };
  }
  let late: PCollection<string> | undefined;
  const noteLate = (lost: PCollection<KV<string, number>>): void => {
    late = lost.map(({ key, value }) => `${key} ${value}`);
  };
  const [even, odd] = halves(pairs);
  const input = operation === 'flatten' ? slowly(even).flattenWith(odd) : pairs;
  if (operation === 'twice') {
    const results = slowly(pairs.combinePerKey(sum, { late: noteLate }))
      .combinePerKey(sum)
      .map(({ key, value }) => ({ key, value: String(value) }));
    return { results: slowly(results), late: late! };
  }
  const results: PCollection<KV<string, string>> =
    operation === 'sum' || operation === 'count'
      ? input
          .combinePerKey<string, number, any, number, never>(operation === 'sum' ? totals : counts, {
            late: noteLate,
          })
          .map(({ key, value }) => ({ key, value: String(value) }))
      : input.groupByKey({ late: noteLate }).map(({ key, value }) => ({ key, value: sortedText(value) }));
  return { results: slowly(results), late: late! };
}

/** Of one type, so that a scenario may choose. */
const totals: CombineFn<number, any, number> = sum;
const counts: CombineFn<number, any, number> = count;

const halves = (pairs: PCollection<KV<string, number>>) =>
  [pairs.filter(({ value }) => value % 2 === 0), pairs.filter(({ value }) => value % 2 === 1)] as const;

const joined = (told: PCollection<KV<string, string>>): PCollection<KV<string, string>> =>
  told.groupByKey().map(({ key, value }) => ({ key, value: [...value].sort().join(' & ') }));

const sortedText = (values: Iterable<number>): string => [...values].sort((a, b) => a - b).join();

/** A result as the reference writes it. */
export function written(
  { value, timestamp, window, pane }: ObservedElement<KV<string, string>>,
  scenario: Scenario,
): string {
  const span = window === GLOBAL_WINDOW ? GLOBAL : { start: window.start, end: window.end };
  const at = momentText(
    window === GLOBAL_WINDOW && timestamp === window.maxTimestamp ? GLOBAL.end : timestamp,
  );
  const { timing, index, onTimeIndex, isFirst, isLast } = pane;
  const shown = paneShown([timing, index, onTimeIndex, isFirst, isLast], scenario);
  return line(value.key, value.value, at, span, shown);
}

/** What is there that must not be, and what is missing. */
export function compare(seen: readonly string[], meant: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of seen) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const text of meant) counts.set(text, (counts.get(text) ?? 0) - 1);
  return [...counts].flatMap(([text, n]) =>
    n === 0 ? [] : [`${n > 0 ? 'unexpected' : 'missing'} (${Math.abs(n)}): ${text}`],
  );
}
