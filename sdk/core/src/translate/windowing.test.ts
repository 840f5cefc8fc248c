import {
  FixedWindowsPayload,
  MergeStatus,
  OutputTime,
  type Trigger as TriggerProto,
  WindowingStrategy,
} from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CustomWindowFn,
  GLOBAL_WINDOWING,
  Graph,
  isMerging,
  type Trigger,
  type WindowFn,
  type Windowing,
} from '../construction/index.js';
import { ByteReader } from '../model/coders/byte-reader.js';
import { ByteWriter } from '../model/coders/byte-writer.js';
import { StringUtf8Coder } from '../model/coders/string-utf8.js';
import { IntervalWindow, LabelledWindow } from '../model/window.js';
import { groupByKey } from '../transforms/group-by-key.js';
import { impulse } from '../transforms/impulse.js';
import { keyBy } from '../transforms/par-do.js';
import { windowInto } from '../transforms/window-into.js';
import { fromPlan } from './from-proto.js';
import type { Plan } from './plan.js';
import { toPlan } from './to-proto.js';
import { triggerFromProto } from './triggers.js';
import {
  windowCoderOf,
  windowFnFromSpec,
  windowFnSpec,
  windowingFromProto,
  windowingProto,
} from './windowing.js';

const length = fc.integer({ min: 1, max: 1e15 });
const offset = fc.integer({ min: -1e15, max: 1e15 });

const windowFn: fc.Arbitrary<WindowFn> = fc.oneof(
  fc.constant({ kind: 'global' as const }),
  fc.record({ kind: fc.constant('fixed' as const), size: length, offset }),
  fc.record({ kind: fc.constant('sliding' as const), size: length, period: length, offset }),
  fc.record({ kind: fc.constant('sessions' as const), gap: length }),
  fc.record({
    kind: fc.constant('calendar' as const),
    unit: fc.constantFrom('days' as const, 'weeks' as const, 'months' as const, 'years' as const),
    every: fc.integer({ min: 1, max: 99 }),
    zone: fc.constantFrom('UTC', 'Europe/Berlin'),
    start: fc.constantFrom('1970-01-01', '2001-02-03'),
  }),
);

const { trigger } = fc.letrec<{ trigger: Trigger }>((tie) => ({
  trigger: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: fc.constantFrom('default' as const, 'always' as const, 'never' as const) }),
    fc.record({ kind: fc.constant('after-count' as const), count: fc.integer({ min: 1, max: 0x7fff_ffff }) }),
    fc.record(
      {
        kind: fc.constant('after-processing-time' as const),
        delay: fc.integer({ min: 0, max: 1e15 }),
        align: fc.record({ period: length, offset }),
      },
      { requiredKeys: ['kind', 'delay'] },
    ),
    fc.record(
      { kind: fc.constant('after-watermark' as const), early: tie('trigger'), late: tie('trigger') },
      { requiredKeys: ['kind'] },
    ),
    fc.record({ kind: fc.constant('repeat' as const), trigger: tie('trigger') }),
    fc.record({ kind: fc.constant('or-finally' as const), trigger: tie('trigger'), until: tie('trigger') }),
    fc.record({
      kind: fc.constantFrom('after-all' as const, 'after-any' as const, 'after-each' as const),
      triggers: fc.array(tie('trigger'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

const windowing: fc.Arbitrary<Windowing> = fc
  .record({
    windowFn,
    trigger,
    accumulation: fc.constantFrom('accumulating' as const, 'discarding' as const),
    timestampCombiner: fc.constantFrom('end-of-window' as const, 'earliest' as const, 'latest' as const),
    allowedLateness: fc.oneof(
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      fc.constant(Number.POSITIVE_INFINITY),
    ),
    closing: fc.constantFrom('always' as const, 'if-non-empty' as const),
    onTime: fc.constantFrom('always' as const, 'if-non-empty' as const),
    isMerged: fc.boolean(),
  })
  .map(({ isMerged, ...made }) => (isMerged && isMerging(made.windowFn) ? { ...made, merged: true } : made));

const noCode = (): string => {
  throw new Error('asked for the name of a window function that is code');
};
const place = { windowCoderId: 'w', environmentId: 'e', nameOf: noCode };

test('every windowing comes back from its plan, to the millisecond and before 1970', () => {
  fc.assert(
    fc.property(windowing, (given) => {
      const proto = windowingProto(given, place);
      const received = WindowingStrategy.decode(WindowingStrategy.encode(proto).finish());
      expect(windowingFromProto(received)).toEqual(given);
    }),
    { numRuns: 500 },
  );
});

test('seconds and nanoseconds of an offset never have opposite signs', () => {
  fc.assert(
    fc.property(offset, (ms) => {
      const { payload } = windowFnSpec({ kind: 'fixed', size: 1, offset: ms }, noCode);
      const { seconds, nanos } = FixedWindowsPayload.decode(payload).offset!;
      expect(Math.sign(Number(seconds)) * Math.sign(nanos)).toBeGreaterThanOrEqual(0);
      expect(Number(seconds) * 1000 + nanos / 1e6).toBe(ms);
    }),
  );
});

test('no enum is left open', () => {
  fc.assert(
    fc.property(windowing, (given) => {
      const proto = windowingProto(given, place);
      const { mergeStatus, accumulationMode, outputTime, closingBehavior, onTimeBehavior } = proto;
      expect([mergeStatus, accumulationMode, outputTime, closingBehavior, onTimeBehavior]).not.toContain(0);
      expect(Object.keys(proto.trigger!)).toHaveLength(1);
    }),
  );
  expect(windowingProto(GLOBAL_WINDOWING, place).outputTime).toBe(OutputTime.END_OF_WINDOW);
});

describe('windows that grow together', () => {
  const sessions = { kind: 'sessions', gap: 1000 } as const;

  test('have yet to do so before a grouping, have done so behind it, and have to again in new sessions', () => {
    const graph = new Graph();
    const grouped = groupByKey(keyBy(windowInto(impulse(graph), sessions), () => 'k'));
    windowInto(grouped, sessions);
    const { windowingStrategies, pcollections } = toPlan(graph).pipeline.components!;
    const status = Object.values(pcollections).map(
      ({ windowingStrategyId }) => windowingStrategies[windowingStrategyId]!.mergeStatus,
    );
    expect(status).toEqual([
      MergeStatus.NON_MERGING,
      MergeStatus.NEEDS_MERGE,
      MergeStatus.NEEDS_MERGE,
      MergeStatus.ALREADY_MERGED,
      MergeStatus.NEEDS_MERGE,
    ]);
  });
});

describe('a trigger of another SDK', () => {
  const read = (proto: TriggerProto): Trigger => triggerFromProto(proto);

  test('that waits for the clocks of all workers fires at once', () => {
    expect(read({ afterSynchronizedProcessingTime: {} })).toEqual({
      kind: 'after-processing-time',
      delay: 0,
    });
  });

  test('may delay several times, and not at all', () => {
    const delays = [{ delay: { delayMillis: 3n } }, { delay: { delayMillis: 4n } }];
    expect(read({ afterProcessingTime: { timestampTransforms: delays } })).toEqual({
      kind: 'after-processing-time',
      delay: 7,
    });
    expect(read({ afterProcessingTime: { timestampTransforms: [] } })).toEqual({
      kind: 'after-processing-time',
      delay: 0,
    });
  });

  test('that delays what it has aligned is refused', () => {
    const timestampTransforms = [{ alignTo: { period: 3n, offset: 0n } }, { delay: { delayMillis: 4n } }];
    expect(() => read({ afterProcessingTime: { timestampTransforms } })).toThrow(
      expect.objectContaining({ code: 'E_UNSUPPORTED' }),
    );
  });

  test.each<TriggerProto>([
    { elementCount: { elementCount: 0 } },
    { afterProcessingTime: { timestampTransforms: [{ alignTo: { period: 0n, offset: 0n } }] } },
  ])('with numbers that say nothing is refused: %o', (proto) => {
    expect(() => read(proto)).toThrow(expect.objectContaining({ code: 'E_BAD_PLAN' }));
  });

  test.each([{}, { repeat: {} }, { afterAll: { subtriggers: [] } }])(
    'that is empty is refused: %o',
    (proto) => {
      expect(() => read(proto)).toThrow(expect.objectContaining({ code: 'E_BAD_PLAN' }));
    },
  );
});

describe('windows of the user’s own', () => {
  const named = (name: string): CustomWindowFn<unknown> => ({
    name,
    assign: (_, timestamp) => [new IntervalWindow(timestamp, timestamp + 1)],
  });
  const planWith = (...fns: CustomWindowFn<unknown>[]): Plan => {
    const graph = new Graph();
    const once = impulse(graph);
    for (const fn of fns) windowInto(windowInto(once, { kind: 'custom', fn }), { kind: 'custom', fn });
    return toPlan(graph);
  };
  const customs = ({ pipeline }: Plan): WindowingStrategy[] =>
    Object.values(pipeline.components!.windowingStrategies).filter(
      ({ windowFn: spec }) => spec?.urn === urns.hornbeam.customWindows,
    );

  test('are found by the step that assigns them, each by its own, though all have one name', () => {
    const fns = [named('mine'), named('mine')];
    const plan = planWith(...fns);
    const strategies = customs(plan);
    expect(strategies).toHaveLength(2);
    const found = strategies.map((proto) => windowingFromProto(proto, plan.steps).windowFn);
    expect(found.map((each) => each.kind === 'custom' && each.fn)).toEqual(fns);
    expect(found[0]).not.toBe(found[1]);
  });

  test('make the same plan again when its graph is rebuilt', () => {
    const plan = planWith(named('mine'));
    expect(toPlan(fromPlan(plan.pipeline, plan.steps)).pipeline).toEqual(plan.pipeline);
  });

  test('are missed by name in a build that lacks them', () => {
    const [proto] = customs(planWith(named('mine')));
    expect(() => windowingFromProto(proto, new Map())).toThrow(
      expect.objectContaining({ code: 'E_GRAPH_DIFFERS' }),
    );
    const other = new Graph();
    windowInto(impulse(other), { kind: 'global' });
    expect(() => windowingFromProto(proto, toPlan(other).steps)).toThrow(
      expect.objectContaining({ code: 'E_GRAPH_DIFFERS' }),
    );
  });

  test('keep their label in bytes, and their last moment stands before them for runners', () => {
    const coder = windowCoderOf({ kind: 'custom', fn: named('mine') });
    expect(coder.urn).toBe(urns.coders.customWindow);
    for (const window of [new LabelledWindow(-5, 10, 'Köln'), new IntervalWindow(-5, 10)]) {
      const writer = new ByteWriter();
      coder.encode(window, writer);
      expect(coder.decode(new ByteReader(writer.finish()))).toStrictEqual(window);
    }
  });

  test('may bring a coder along', () => {
    const coder = new StringUtf8Coder();
    expect(windowCoderOf({ kind: 'custom', fn: { ...named('mine'), coder } }).components).toEqual([coder]);
  });
});

test('the coder is that of the windows', () => {
  expect(windowCoderOf({ kind: 'global' }).urn).toBe(urns.coders.globalWindow);
  expect(windowCoderOf({ kind: 'fixed', size: 1, offset: 0 }).urn).toBe(urns.coders.intervalWindow);
  expect(windowCoderOf({ kind: 'sessions', gap: 1 }).urn).toBe(urns.coders.intervalWindow);
});

test('what is not known is refused by name', () => {
  expect(() => windowFnFromSpec({ urn: 'acme:windows:v1', payload: new Uint8Array() })).toThrow(
    expect.objectContaining({ code: 'E_UNSUPPORTED', message: expect.stringContaining('acme:windows:v1') }),
  );
  const retracting = { ...windowingProto(GLOBAL_WINDOWING, place), accumulationMode: 3 as const };
  expect(() => windowingFromProto(retracting)).toThrow(
    expect.objectContaining({
      code: 'E_UNSUPPORTED',
      message: expect.stringContaining('accumulation mode 3'),
    }),
  );
});

test.each([urns.windowFns.fixed, urns.windowFns.sliding, urns.windowFns.session])(
  'windows of no length and payloads of another kind are refused: %s',
  (urn) => {
    for (const payload of [new Uint8Array(), Uint8Array.of(255, 255, 3)]) {
      expect(() => windowFnFromSpec({ urn, payload })).toThrow(
        expect.objectContaining({ code: 'E_BAD_PLAN' }),
      );
    }
  },
);

test.each(['', '[]', '{"unit":"moons"}', 'null'])(
  'calendar windows that say nothing are refused: %s',
  (text) => {
    const payload = new TextEncoder().encode(text);
    expect(() => windowFnFromSpec({ urn: urns.hornbeam.calendarWindows, payload })).toThrow(
      expect.objectContaining({ code: 'E_BAD_PLAN' }),
    );
  },
);
