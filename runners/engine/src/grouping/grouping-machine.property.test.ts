import {
  GLOBAL_WINDOWING,
  IntervalWindow,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  NO_FIRING,
  type Trigger,
  type Window,
  type Windowing,
} from '@hornbeam/sdk/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Firing } from './firing.js';
import type { GroupBuffer } from './group-buffer.js';
import { GroupingMachine } from './grouping-machine.js';

type Pane = Firing<string, number>;

/** An element at `at` after the watermark, or both times moved on. */
type Step =
  | { readonly kind: 'add'; readonly key: string; readonly at: number }
  | { readonly kind: 'move'; readonly event: number; readonly clock: number };

interface Element {
  readonly id: number;
  readonly key: string;
  readonly timestamp: number;
  /** The watermark when it came. */
  readonly watermark: number;
}

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

/** Says that it holds something also when it does not, so that no group is idle. */
class RestlessBag extends Bag {
  override get isEmpty(): boolean {
    return false;
  }
}

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      key: fc.constantFrom('a', 'b'),
      at: fc.integer({ min: -12, max: 12 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      event: fc.integer({ min: 0, max: 12 }),
      clock: fc.integer({ min: 0, max: 8 }),
    }),
  },
);
const anyScript = fc.array(anyStep, { maxLength: 25 });

const { anyTrigger } = fc.letrec<{ anyTrigger: Trigger }>((tie) => ({
  anyTrigger: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Trigger>(
      { kind: 'default' },
      { kind: 'always' },
      { kind: 'never' },
      { kind: 'after-watermark' },
    ),
    fc.record({ kind: fc.constant('after-count' as const), count: fc.integer({ min: 1, max: 3 }) }),
    fc.record({
      kind: fc.constant('after-processing-time' as const),
      delay: fc.integer({ min: 0, max: 6 }),
    }),
    fc.record({ kind: fc.constant('repeat' as const), trigger: tie('anyTrigger') }),
    fc.record({
      kind: fc.constant('after-watermark' as const),
      early: tie('anyTrigger'),
      late: tie('anyTrigger'),
    }),
    fc.record({
      kind: fc.constant('or-finally' as const),
      trigger: tie('anyTrigger'),
      until: tie('anyTrigger'),
    }),
    fc.record({
      kind: fc.constantFrom('after-all' as const, 'after-any' as const, 'after-each' as const),
      triggers: fc.array(tie('anyTrigger'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

const FIXED = { kind: 'fixed', size: 10, offset: 0 } as const;
const SESSIONS = { kind: 'sessions', gap: 5 } as const;

const anyWindowing: fc.Arbitrary<Windowing> = fc.record({
  windowFn: fc.constantFrom(FIXED, SESSIONS),
  trigger: anyTrigger,
  accumulation: fc.constantFrom('discarding' as const, 'accumulating' as const),
  timestampCombiner: fc.constantFrom('end-of-window' as const, 'earliest' as const, 'latest' as const),
  allowedLateness: fc.constantFrom(0, 7, 20),
  closing: fc.constantFrom('if-non-empty' as const, 'always' as const),
  onTime: fc.constantFrom('if-non-empty' as const, 'always' as const),
});

const windowOf = ({ windowFn }: Windowing, timestamp: number): Window => {
  if (windowFn.kind === 'sessions') return new IntervalWindow(timestamp, timestamp + windowFn.gap);
  const start = Math.floor(timestamp / 10) * 10;
  return new IntervalWindow(start, start + 10);
};

/** Runs a script to the end of time. `onPanes` sees what comes, with the hold and watermark from before it. */
function run(
  windowing: Windowing,
  script: readonly Step[],
  onPane: (pane: Pane, hold: number) => void = () => {},
  buffer: () => Bag = () => new Bag(),
): {
  readonly panes: Pane[];
  readonly dropped: number[];
  readonly elements: Element[];
  readonly agendas: number[][];
} {
  const panes: Pane[] = [];
  const dropped: number[] = [];
  const elements: Element[] = [];
  const agendas: number[][] = [];
  const drop = (_key: string, id: number): void => void dropped.push(id);
  const machine = new GroupingMachine<string, number>({
    windowing,
    keys: <X>() => new Map<unknown, X>(),
    buffer,
    onLate: drop,
    onClosed: drop,
  });
  let watermark = MIN_TIMESTAMP;
  let now = 0;
  const take = (fired: Iterable<Pane>, hold: number): void => {
    for (const pane of fired) {
      onPane(pane, hold);
      panes.push(pane);
      // A firing for each element and time that moved, for every group: more is a machine that does not end.
      expect(panes.length).toBeLessThan(5_000);
    }
  };
  for (const step of script) {
    const hold = Math.min(machine.agenda().hold, watermark);
    if (step.kind === 'add') {
      const timestamp = (watermark === MIN_TIMESTAMP ? 0 : watermark) + step.at;
      const id = elements.length;
      elements.push({ id, key: step.key, timestamp, watermark });
      const metadata = { timestamp, windows: [windowOf(windowing, timestamp)], pane: NO_FIRING };
      take(machine.add(step.key, id, metadata, watermark, now) ?? [], hold);
    } else {
      watermark = (watermark === MIN_TIMESTAMP ? -20 : watermark) + step.event;
      now += step.clock;
      take(machine.advance(watermark, now), hold);
    }
    const { nextEventTime, nextProcessingTime, hold: next } = machine.agenda();
    agendas.push([nextEventTime, nextProcessingTime, next]);
  }
  const hold = Math.min(machine.agenda().hold, watermark);
  take(machine.advance(MAX_TIMESTAMP, now), hold);
  expect(machine.agenda()).toMatchObject({ nextEventTime: MAX_TIMESTAMP, hold: MAX_TIMESTAMP });
  return { panes, dropped, elements, agendas };
}

const byNumber = (a: number, b: number): number => a - b;

test('whatever the trigger, every element is in a pane or handed out as dropped, once where panes discard', () => {
  fc.assert(
    fc.property(anyWindowing, anyScript, (windowing, script) => {
      const { panes, dropped, elements } = run(windowing, script);
      const values = panes.flatMap((pane) => [...pane.values]);
      const seen = windowing.accumulation === 'discarding' ? values : [...new Set(values)];
      expect([...seen, ...dropped].sort(byNumber)).toEqual(elements.map(({ id }) => id));
    }),
    { numRuns: 1_000 },
  );
});

test('whatever the trigger, panes of a fixed window are numbered without a gap and none follows the last', () => {
  fc.assert(
    fc.property(anyWindowing, anyScript, (made, script) => {
      const groups = new Map<string, Pane[]>();
      for (const pane of run({ ...made, windowFn: FIXED }, script).panes) {
        const name = `${pane.key} ${pane.metadata.windows[0]!.start}`;
        groups.set(name, [...(groups.get(name) ?? []), pane]);
      }
      for (const panes of groups.values()) {
        const places = panes.map(({ metadata }) => metadata.pane);
        expect(places.map(({ index }) => index)).toEqual(panes.map((_, i) => i));
        expect(places.map(({ isFirst }) => isFirst)).toEqual(panes.map((_, i) => i === 0));
        expect(places.slice(0, -1).some(({ isLast }) => isLast)).toBe(false);
        const order = places.map(({ timing }) => ['early', 'on-time', 'late'].indexOf(timing));
        expect(order).toEqual([...order].sort(byNumber));
        expect(order.filter((each) => each === 1).length).toBeLessThanOrEqual(1);
        const counted = places.filter(({ timing }) => timing !== 'early');
        expect(counted.map(({ onTimeIndex }) => onTimeIndex)).toEqual(counted.map((_, i) => i));
      }
    }),
    { numRuns: 1_000 },
  );
});

test('whatever the trigger, a pane that is not late lies in its window and not before the hold', () => {
  fc.assert(
    fc.property(anyWindowing, anyScript, (windowing, script) => {
      run(windowing, script, ({ metadata: { timestamp, windows, pane } }, hold) => {
        expect(timestamp).toBeLessThanOrEqual(windows[0]!.maxTimestamp);
        if (pane.timing !== 'late') expect(timestamp).toBeGreaterThanOrEqual(hold);
      });
    }),
    { numRuns: 1_000 },
  );
});

test('whether idle groups are kept small or not makes no difference to panes, drops and what is waited for', () => {
  const oneWindow = anyWindowing.chain((made) =>
    fc
      .constantFrom(made.trigger, { kind: 'repeat' as const, trigger: made.trigger })
      .map((trigger): Windowing => ({ ...made, windowFn: FIXED, accumulation: 'discarding', trigger })),
  );
  // Watermarks that move little leave windows open for long enough to be idle in.
  const slow = fc
    .array(anyStep, { minLength: 15, maxLength: 50 })
    .map((script) =>
      script.map((step) => (step.kind === 'move' ? { ...step, event: step.event % 3 } : step)),
    );
  const describePane = ({ key, values, metadata }: Pane): string =>
    JSON.stringify([key, [...values].sort(byNumber), metadata]);
  fc.assert(
    fc.property(oneWindow, slow, (windowing, script) => {
      const small = run(windowing, script);
      const large = run(windowing, script, undefined, () => new RestlessBag());
      expect(small.panes.map(describePane).sort()).toEqual(large.panes.map(describePane).sort());
      expect(small.dropped).toEqual(large.dropped);
      expect(small.agendas).toEqual(large.agendas);
    }),
    { numRuns: 2_000 },
  );
});

test('the default trigger without lateness gives what grouping the elements that were in time gives', () => {
  fc.assert(
    fc.property(fc.constantFrom(FIXED, SESSIONS), anyScript, (windowFn, script) => {
      const windowing: Windowing = { ...GLOBAL_WINDOWING, windowFn };
      const { panes, dropped, elements } = run(windowing, script);
      const isInTime = ({ timestamp, watermark }: Element): boolean =>
        windowOf(windowing, timestamp).maxTimestamp >= watermark;
      expect(dropped).toEqual(elements.filter((element) => !isInTime(element)).map(({ id }) => id));
      const found = panes.map(({ key, values, metadata }) => {
        const { start, end } = metadata.windows[0]!;
        return `${key} ${start} ${end} ${[...values].sort(byNumber)}`;
      });
      expect(found.sort()).toEqual(regroup(elements.filter(isInTime), windowing).sort());
    }),
    { numRuns: 1_000 },
  );
});

/** The plain rule: an element joins the groups of its key that share a moment with it and have not fired yet. */
function regroup(elements: readonly Element[], windowing: Windowing): string[] {
  let groups: { key: string; start: number; end: number; ids: number[] }[] = [];
  for (const { id, key, timestamp, watermark } of elements) {
    const { start, end } = windowOf(windowing, timestamp);
    const joined = groups.filter(
      (group) => group.key === key && group.end - 1 >= watermark && group.start < end && start < group.end,
    );
    groups = groups.filter((group) => !joined.includes(group));
    groups.push({
      key,
      start: Math.min(start, ...joined.map((group) => group.start)),
      end: Math.max(end, ...joined.map((group) => group.end)),
      ids: [id, ...joined.flatMap(({ ids }) => ids)],
    });
  }
  return groups.map(({ key, start, end, ids }) => `${key} ${start} ${end} ${ids.sort(byNumber)}`);
}
