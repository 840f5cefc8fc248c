import { type ProcessBundleDescriptor, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph, type PCollection, pipeline } from '../../api/index.js';
import {
  counter,
  manualWatermark,
  monotonicWatermark,
  type OffsetRange,
  OffsetRangeTracker,
  offsetRange,
  out,
  type SplittableDoFn,
} from '../../construction/index.js';
import { type Metadata, ROOT_METADATA } from '../../model/metadata.js';
import { type Instant, MIN_TIMESTAMP } from '../../model/timestamp.js';
import { resume, splittable, splittableParDo } from '../../transforms/index.js';
import { toPlan } from '../../translate/to-proto.js';
import { BundleProcessor, type Feed } from '../bundle-processor.js';
import { MetricCells } from '../metric-cells.js';
import type { Cursor } from '../receiver.js';
import type { Residual, WorkerServices } from '../services.js';

type Step = SplittableDoFn<string, any, any, any, any, any, any, any>;

interface Sent {
  readonly value: unknown;
  readonly timestamp: Instant;
}

/** A processor of parts of a splittable step, one behind the other, with what leaves the last. */
async function processorOf(step: Step, parts: readonly string[], services: Partial<WorkerServices> = {}) {
  const graph = await buildGraph(
    pipeline((p) => {
      const input: PCollection<string> = p.impulse().map(() => '');
      splittableParDo(input.node, { ...step, name: 'Step' });
    }),
  );
  const plan = toPlan(graph);
  const { transforms, ...components } = plan.pipeline.components!;
  const whole = transforms.Step!;
  const port = (urn: string) => ({ urn, payload: new Uint8Array() });
  const chain = Object.fromEntries(
    parts.map((urn, i) => [
      `part${i}`,
      PTransform.create({
        ...whole,
        spec: { urn, payload: whole.spec!.payload },
        inputs: { input: `c${i}` },
        outputs: i === parts.length - 1 ? whole.outputs : { main: `c${i + 1}` },
      }),
    ]),
  );
  const descriptor: ProcessBundleDescriptor = {
    id: 'stage',
    ...components,
    transforms: {
      source: PTransform.create({ spec: port(urns.ports.source), outputs: { out: 'c0' } }),
      ...chain,
      ...Object.fromEntries(
        Object.entries(whole.outputs).map(([tag, id]) => [
          tag,
          PTransform.create({ spec: port(urns.ports.sink), inputs: { in: id } }),
        ]),
      ),
    },
  };
  const sent: Record<string, Sent[]> = {};
  const controller = new AbortController();
  const notAsked = (): never => {
    throw new Error('no step here has state, timers or side inputs');
  };
  const metrics = new MetricCells();
  const processor = new BundleProcessor(descriptor, plan, {
    sideInput: notAsked,
    sideInputVersion: () => 0,
    isBundleFull: () => false,
    state: notAsked,
    timers: notAsked,
    sink: (tag: string, cursor: Cursor) => {
      const list: Sent[] = [];
      sent[tag] = list;
      const push = (value: unknown): void => {
        list.push({ value, timestamp: cursor.metadata.timestamp });
      };
      return { push, pushPair: (key, value) => push({ key, value }) };
    },
    metrics,
    log: () => undefined,
    now: () => 0,
    signal: controller.signal,
    wait: async () => undefined,
    newName: () => 'name',
    combineBytes: 0,
    breathe: () => undefined,
    ...services,
  });
  const work = (
    elements: readonly { element: unknown; metadata: Metadata }[],
  ): { feeds: Map<string, Feed> } => ({
    feeds: new Map([
      [
        'source',
        {
          async run(input, cursor, pace) {
            for (const { element, metadata } of elements) {
              cursor.metadata = metadata;
              input.push(element);
              if (pace.raised) await pace.ready();
              pace.check();
            }
          },
        },
      ],
    ]),
  });
  return {
    processor,
    metrics,
    sent,
    values: () => (sent.main ?? []).map(({ value }) => value),
    abort: (reason: unknown) => controller.abort(reason),
    process: (...elements: unknown[]) =>
      processor.process(work(elements.map((element) => ({ element, metadata: ROOT_METADATA })))),
    takeUp: (residuals: readonly Residual[]) => processor.process(work(residuals)),
    at: (timestamp: Instant, element: unknown) =>
      processor.process(work([{ element, metadata: { ...ROOT_METADATA, timestamp } }])),
  };
}

/** Pushes restrictions without a pause, as a feed may that looks only now and then. */
const feedAtOnce = (elements: readonly unknown[]): { feeds: Map<string, Feed> } => ({
  feeds: new Map([
    [
      'source',
      {
        run(input, cursor) {
          for (const element of elements) {
            cursor.metadata = ROOT_METADATA;
            input.push(element);
          }
        },
      },
    ],
  ]),
});

const {
  pairWithRestriction: PAIR,
  splitAndSizeRestrictions: SIZE,
  processSizedElementsAndRestrictions: PROCESS,
  truncateSizedRestriction: TRUNCATE,
} = urns.transforms;

const restricted = (element: string, restriction: OffsetRange, state: unknown = null) => ({
  key: element,
  value: { key: restriction, value: state },
});
const sizedOf = (element: string, restriction: OffsetRange, state: unknown = null) => ({
  key: restricted(element, restriction, state),
  value: 1,
});

/** The characters of a text. */
const letters = splittable({
  bounded: true,
  outputs: { main: out<string>() },
  initial: (text: string) => offsetRange(0, text.length),
  tracker: (range) => new OffsetRangeTracker(range),
  process(text, { tracker, emit }) {
    for (let i = tracker.restriction.from; tracker.tryClaim(i); i++) emit(text[i]!);
  },
});

/** A step whose every claim but the first waits until the test lets it go on. */
function gated(text = 'abcdef') {
  const gates: (() => void)[] = [];
  const step = splittable({
    bounded: true,
    outputs: { main: out<string>() },
    initial: () => offsetRange(0, text.length),
    tracker: (range) => new OffsetRangeTracker(range),
    async process(_text: string, { tracker, emit }) {
      for (let i = tracker.restriction.from; tracker.tryClaim(i); i++) {
        emit(text[i]!);
        await new Promise<void>((resolve) => gates.push(resolve));
      }
    },
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    step,
    async next(count = 1) {
      for (let i = 0; i < count; i++) {
        await settle();
        gates.shift()?.();
      }
      await settle();
    },
  };
}

describe('pairing and splitting', () => {
  test('give each element its restriction and the state of its watermark', async () => {
    const step = { ...letters, watermark: manualWatermark() };
    const { process, values } = await processorOf(step, [PAIR]);
    await process('abc', '');
    expect(values()).toEqual([
      restricted('abc', { from: 0, to: 3 }, MIN_TIMESTAMP),
      restricted('', { from: 0, to: 0 }, MIN_TIMESTAMP),
    ]);
  });

  test('wait for a restriction and its parts that come later', async () => {
    const step = {
      ...letters,
      initial: async (text: string) => offsetRange(0, text.length),
      split: async (_text: string, { from, to }: OffsetRange) => [
        { from, to: 1 },
        { from: 1, to },
      ],
      size: (_text: string, { from, to }: OffsetRange) => to - from,
    };
    const { process, values } = await processorOf(step, [PAIR, SIZE]);
    await process('abc');
    expect(values()).toEqual([
      { key: restricted('abc', { from: 0, to: 1 }), value: 1 },
      { key: restricted('abc', { from: 1, to: 3 }), value: 2 },
    ]);
  });

  test('make one part of the size 1 where the step says nothing', async () => {
    const { process, values } = await processorOf(letters, [SIZE]);
    await process(restricted('ab', { from: 0, to: 2 }));
    expect(values()).toEqual([sizedOf('ab', { from: 0, to: 2 })]);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuse the size %d', async (size) => {
    const { process } = await processorOf({ ...letters, size: () => size }, [SIZE]);
    await expect(process(restricted('ab', { from: 0, to: 2 }))).rejects.toMatchObject({
      code: 'E_SPLITTABLE',
      message: expect.stringContaining(`the size ${size}`),
      place: { step: 'Step' },
    });
  });

  test('blame the step for what its functions throw', async () => {
    const initial = (): OffsetRange => {
      throw new RangeError('no such text');
    };
    const { process } = await processorOf({ ...letters, initial }, [PAIR]);
    await expect(process('ab')).rejects.toMatchObject({ code: 'E_USER', place: { step: 'Step' } });
  });
});

describe('truncating', () => {
  const unbounded = { ...letters, bounded: false, initial: () => offsetRange(0) };

  test('keeps restrictions that end and drops those that do not', async () => {
    const { process, values } = await processorOf(unbounded, [TRUNCATE]);
    const ends = sizedOf('a', { from: 0, to: 3 });
    await process(ends, sizedOf('b', offsetRange(0)));
    expect(values()).toEqual([ends]);
  });

  test('does what the step says', async () => {
    const truncate = (text: string, { from }: OffsetRange) =>
      text === 'a' ? { from, to: from + 1 } : undefined;
    const { process, values } = await processorOf({ ...unbounded, truncate }, [TRUNCATE]);
    await process(sizedOf('a', offsetRange(4), 17), sizedOf('b', { from: 0, to: 3 }));
    expect(values()).toEqual([sizedOf('a', { from: 4, to: 5 }, 17)]);
  });
});

describe('processing', () => {
  test('runs from element to outputs through all parts', async () => {
    const { process, values } = await processorOf(letters, [PAIR, SIZE, PROCESS]);
    const { residuals } = await process('abc', '', 'de');
    expect(values()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(residuals).toEqual([]);
  });

  test('gives back what the callback wants to resume, with its delay, watermark and state', async () => {
    const step = splittable({
      bounded: false,
      outputs: { main: out<number>() },
      initial: () => offsetRange(0, 5),
      tracker: (range) => new OffsetRangeTracker(range),
      watermark: monotonicWatermark(),
      process(_text: string, { tracker, emit }) {
        for (let i = 0; i < 2; i++) {
          const at = tracker.progress().completed + tracker.restriction.from;
          if (!tracker.tryClaim(at)) return;
          emit(at, 100 + at);
        }
        return resume('2s');
      },
    });
    const { process, takeUp, sent } = await processorOf(step, [PROCESS]);
    const first = await process(sizedOf('x', { from: 0, to: 5 }, MIN_TIMESTAMP));
    expect(first.residuals).toEqual([
      {
        transformId: 'part0',
        element: sizedOf('x', { from: 2, to: 5 }, 101),
        metadata: ROOT_METADATA,
        watermark: 101,
        delay: 2000,
      },
    ]);
    const second = await takeUp(first.residuals);
    const third = await takeUp(second.residuals);
    expect(third.residuals).toEqual([]);
    expect(sent.main).toEqual([0, 1, 2, 3, 4].map((n) => ({ value: n, timestamp: 100 + n })));
  });

  test('ends well when it would resume but nothing is left', async () => {
    const step = {
      ...letters,
      process(text: string, ctx: any) {
        letters.process(text, ctx);
        return resume();
      },
    };
    const { process, values } = await processorOf(step, [PROCESS]);
    expect((await process(sizedOf('ab', { from: 0, to: 2 }))).residuals).toEqual([]);
    expect(values()).toEqual(['a', 'b']);
  });

  test.each([
    ['of a step that has none', undefined, null],
    ['that was never moved', manualWatermark(), MIN_TIMESTAMP],
  ])('keeps the watermark %s at its element', async (_which, watermark, state) => {
    const { step, next } = gated();
    const { processor, at } = await processorOf({ ...step, watermark }, [PROCESS]);
    const done = at(70, sizedOf('', { from: 0, to: 6 }, state));
    await next();
    processor.split(0);
    await next();
    expect((await done).residuals).toMatchObject([{ watermark: 70, metadata: { timestamp: 70 } }]);
  });

  test('goes on between claims until the bundle is full, and claims at least once', async () => {
    const text = 'x'.repeat(1000);
    const { process, takeUp, values } = await processorOf(letters, [PROCESS], { isBundleFull: () => true });
    let { residuals } = await process(sizedOf(text, { from: 0, to: 1000 }));
    let bundles = 1;
    for (let made = 0; residuals.length > 0; bundles++) {
      expect(values().length).toBeGreaterThan(made);
      made = values().length;
      expect(residuals).toHaveLength(1);
      ({ residuals } = await takeUp(residuals));
    }
    expect(values()).toHaveLength(1000);
    expect(bundles).toBeGreaterThan(10);
  });

  test('gives back what a full bundle did not come to, but begins one (S3)', async () => {
    const { process, takeUp, values } = await processorOf(letters, [PROCESS], { isBundleFull: () => true });
    const second = sizedOf('c', { from: 0, to: 1 });
    const { residuals } = await process(sizedOf('ab', { from: 0, to: 2 }), second);
    expect(values()).toEqual(['a', 'b']);
    expect(residuals).toMatchObject([{ element: second, delay: 0 }]);
    await takeUp(residuals);
    expect(values()).toEqual(['a', 'b', 'c']);
  });

  test('has one restriction in hand at a time, in the order they come (S2)', async () => {
    const { step, next } = gated('ab');
    const { process, values } = await processorOf(step, [PROCESS]);
    const done = process(sizedOf('', { from: 0, to: 2 }), sizedOf('', { from: 1, to: 2 }));
    await next();
    expect(values()).toEqual(['a', 'b']);
    await next(2);
    await done;
    expect(values()).toEqual(['a', 'b', 'b']);
  });

  test('hands the callback its declarations, its setup and tagged outputs', async () => {
    const lives: string[] = [];
    const step = splittable({
      bounded: true,
      uses: { seen: counter(), mark: '!' },
      outputs: { main: out<string>(), odd: out<string>() },
      initial: () => offsetRange(0, 2),
      tracker: (range) => new OffsetRangeTracker(range),
      setup: () => {
        lives.push('setup');
        return { prefix: '>' };
      },
      teardown: ({ prefix }) => void lives.push(`teardown ${prefix}`),
      process(text: string, { tracker, emit, out: { odd }, seen, mark, setup, timestamp }) {
        for (let i = 0; tracker.tryClaim(i); i++) {
          seen.inc();
          (i % 2 === 0 ? emit : odd)(setup.prefix + text[i] + mark, timestamp + i);
        }
      },
    });
    const { at, sent, processor, metrics } = await processorOf(step, [PROCESS]);
    await at(5, sizedOf('ab', { from: 0, to: 2 }));
    await at(6, sizedOf('cd', { from: 0, to: 1 }));
    await processor.teardown();
    expect(sent).toEqual({
      main: [
        { value: '>a!', timestamp: 5 },
        { value: '>c!', timestamp: 6 },
      ],
      odd: [{ value: '>b!', timestamp: 6 }],
    });
    expect(metrics.results()).toMatchObject([{ step: 'Step', name: 'seen', value: { value: 3 } }]);
    expect(lives).toEqual(['setup', 'teardown >']);
  });

  test('calls back after the commit only', async () => {
    const acknowledged: string[] = [];
    const step = {
      ...letters,
      usesAfterCommit: true,
      process(text: string, ctx: any) {
        letters.process(text, ctx);
        ctx.afterCommit(() => acknowledged.push(text));
      },
    };
    const { process } = await processorOf(step, [PROCESS]);
    const { afterCommit } = await process(sizedOf('ab', { from: 0, to: 2 }));
    expect(acknowledged).toEqual([]);
    for (const callback of afterCommit) await callback();
    expect(acknowledged).toEqual(['ab']);
  });

  test('calls nobody back who has not said so beforehand', async () => {
    const { process } = await processorOf(
      { ...letters, process: (_text, { afterCommit }) => afterCommit(() => undefined) },
      [PROCESS],
    );
    await expect(process(sizedOf('ab', { from: 0, to: 2 }))).rejects.toMatchObject({
      code: 'E_UNDECLARED',
      help: expect.stringContaining('usesAfterCommit: true'),
    });
  });
});

describe('what a splittable callback does wrong', () => {
  const failing = (process: Step['process']): Step => ({ ...letters, process });
  const cases: [string, Step, object][] = [
    [
      'throwing',
      failing(() => {
        throw new Error('the file is gone');
      }),
      {
        code: 'E_USER',
        message: 'the file is gone',
        place: { step: 'Step', element: '"ab", restriction {"from":0,"to":2}' },
      },
    ],
    [
      'rejecting',
      failing(() => Promise.reject(new Error('no answer'))),
      { code: 'E_USER', message: 'no answer' },
    ],
    [
      'returning too early',
      failing((_text, { tracker }) => void tracker.tryClaim(0)),
      { code: 'E_SPLITTABLE', message: expect.stringContaining('from 1 up to 2'), place: { step: 'Step' } },
    ],
    [
      'claiming twice',
      failing((_text, { tracker }) => {
        tracker.tryClaim(1);
        tracker.tryClaim(1);
      }),
      { code: 'E_SPLITTABLE', place: { step: 'Step' } },
    ],
    [
      'emitting before its element, even where it catches the error',
      failing((text, ctx) => {
        letters.process(text, ctx);
        try {
          ctx.emit('late', 99);
        } catch {
          // an error of the bundle all the same
        }
      }),
      {
        code: 'E_TIMESTAMP',
        message: expect.stringMatching(/1970-01-01T00:00:00.099Z .* 1970-01-01T00:00:00.100Z/),
      },
    ],
    ['emitting at no moment', failing((_text, ctx) => ctx.emit('x', Number.NaN)), { code: 'E_BAD_ARGUMENT' }],
  ];

  test.each(cases)('%s is an error that names the step', async (_what, step, error) => {
    const { at } = await processorOf(step, [PROCESS]);
    await expect(at(100, sizedOf('ab', { from: 0, to: 2 }))).rejects.toMatchObject(error);
  });

  test('emitting or claiming after it has returned is refused (R4)', async () => {
    let later: (() => void)[] = [];
    const step = failing((text, ctx) => {
      letters.process(text, ctx);
      later = [() => ctx.emit('late'), () => void ctx.tracker.tryClaim(7)];
    });
    const { process, values } = await processorOf(step, [PROCESS]);
    await process(sizedOf('ab', { from: 0, to: 2 }));
    for (const deed of later) expect(deed).toThrow('after it had returned');
    expect(values()).toEqual(['a', 'b']);
  });
});

describe('a split while the callback is at work', () => {
  test('ends it at the next claim and gives back the rest', async () => {
    const { step, next } = gated();
    const { processor, process, takeUp, values } = await processorOf(step, [PROCESS]);
    const done = process(sizedOf('', { from: 0, to: 6 }));
    await next();
    expect(values()).toEqual(['a', 'b']);
    expect(processor.split(0)).toBe(true);
    expect(processor.split(0)).toBe(false);
    await next();
    const { residuals } = await done;
    expect(residuals).toMatchObject([{ element: sizedOf('', { from: 2, to: 6 }), delay: 0 }]);
    const rest = takeUp(residuals);
    await next(4);
    expect((await rest).residuals).toEqual([]);
    expect(values()).toEqual([...'abcdef']);
  });

  test('keeps the asked fraction of what is left', async () => {
    const { step, next } = gated();
    const { processor, process, values } = await processorOf(step, [PROCESS]);
    const done = process(sizedOf('', { from: 0, to: 6 }));
    await next();
    expect(processor.split(0.5)).toBe(true);
    await next(3);
    expect((await done).residuals).toMatchObject([{ element: sizedOf('', { from: 4, to: 6 }) }]);
    expect(values()).toEqual([...'abcd']);
  });

  test('cuts the one in hand in two, and what it gives back is not among the residuals', async () => {
    const { step, next } = gated();
    const { processor, process, values } = await processorOf(step, [PROCESS]);
    expect(processor.inHand()).toBeUndefined();
    const done = process(sizedOf('', { from: 0, to: 6 }));
    await next();
    expect(processor.inHand()).toBeCloseTo(4 / 6);
    expect(processor.cut(0.5)).toMatchObject({
      primary: { transformId: 'part0', element: sizedOf('', { from: 0, to: 4 }) },
      residual: { transformId: 'part0', element: sizedOf('', { from: 4, to: 6 }), delay: 0 },
    });
    await next(3);
    expect((await done).residuals).toEqual([]);
    expect(values()).toEqual([...'abcd']);
    expect(processor.cut(0.5)).toBeUndefined();
  });

  test('keeps the asked fraction of what waits, too', async () => {
    const { step, next } = gated();
    const { processor, process, values } = await processorOf(step, [PROCESS]);
    const four = [0, 1, 2, 3].map((from) => sizedOf('', { from, to: from + 1 }));
    const done = processor.process(feedAtOnce(four));
    await next(0);
    // The first is claimed in full, so that three are left: half of them, rounded up, stay.
    expect(processor.split(0.5)).toBe(true);
    await next(3);
    expect((await done).residuals.map(({ element }) => element)).toEqual(four.slice(3));
    expect(values()).toEqual([...'abc']);
    expect((await process()).residuals).toEqual([]);
  });

  test('gives back restrictions that have not begun as they came (S4)', async () => {
    const { step, next } = gated();
    const { processor, process, values } = await processorOf(step, [PROCESS]);
    const [first, second, third] = [0, 3, 5].map((from) => sizedOf('', { from, to: from + 1 }));
    const done = process(first, second, third);
    await next(0);
    processor.split(0);
    await next();
    expect((await done).residuals.map(({ element }) => element)).toEqual([second, third]);
    expect(values()).toEqual(['a']);
  });

  test('lets a call that has claimed nothing come to its first claim (R3)', async () => {
    let connected!: () => void;
    const step = {
      ...letters,
      async process(text: string, ctx: any) {
        await new Promise<void>((resolve) => {
          connected = resolve;
        });
        letters.process(text, ctx);
      },
    };
    const { processor, process, values } = await processorOf(step, [PROCESS]);
    const done = process(sizedOf('abc', { from: 0, to: 3 }));
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(processor.split(0)).toBe(true);
    connected();
    expect((await done).residuals).toMatchObject([{ element: sizedOf('abc', { from: 1, to: 3 }) }]);
    expect(values()).toEqual(['a']);
  });

  test('interrupts a callback that waits, whose delay counts', async () => {
    const step = splittable({
      bounded: false,
      outputs: { main: out<string>() },
      initial: () => offsetRange(0, 3),
      tracker: (range) => new OffsetRangeTracker(range),
      async process(text: string, { tracker, emit, interrupt }) {
        if (!tracker.tryClaim(tracker.restriction.from)) return;
        emit(text);
        await new Promise((resolve) => interrupt.addEventListener('abort', resolve));
        return resume('7s');
      },
    });
    const { processor, process } = await processorOf(step, [PROCESS]);
    const done = process(sizedOf('x', { from: 0, to: 3 }));
    await new Promise<void>((resolve) => setImmediate(resolve));
    processor.split(0);
    const { residuals } = await done;
    expect(residuals).toMatchObject([{ element: sizedOf('x', { from: 1, to: 3 }), delay: 7000 }]);
  });

  test('does nothing while no bundle is under way', async () => {
    const { processor, process } = await processorOf(letters, [PROCESS]);
    expect(processor.split(0)).toBe(false);
    await process(sizedOf('a', { from: 0, to: 1 }));
    expect(processor.split(0)).toBe(false);
    expect((await process(sizedOf('b', { from: 0, to: 1 }))).residuals).toEqual([]);
  });

  test('loses and doubles nothing, whenever and however it comes (R1, S1)', async () => {
    const splits = fc.array(fc.record({ after: fc.nat(3), fraction: fc.constantFrom(0, 0.3, 0.5, 0.9) }), {
      maxLength: 12,
    });
    const lengths = fc.array(fc.nat(6), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(lengths, splits, async (ends, moments) => {
        const { step, next } = gated();
        const { processor, process, takeUp, values } = await processorOf(step, [PROCESS]);
        let bundle = process(...ends.map((to) => sizedOf('', { from: 0, to })));
        let planned = [...moments];
        for (let rounds = 0; ; rounds++) {
          expect(rounds).toBeLessThan(200);
          let isDone = false;
          const outcome = bundle.finally(() => {
            isDone = true;
          });
          while (!isDone) {
            const [split, ...others] = planned;
            await next(split?.after ?? 1);
            if (split !== undefined) processor.split(split.fraction);
            planned = others;
            await next();
          }
          const { residuals } = await outcome;
          if (residuals.length === 0) break;
          bundle = takeUp(residuals);
        }
        const wanted = ends.flatMap((to) => [...'abcdef'.slice(0, to)]).sort();
        expect([...values()].sort()).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });
});

describe('progress', () => {
  test('tells what is done and left, and how far event time is, between bundles too', async () => {
    const { step, next } = gated();
    const { processor, at, takeUp } = await processorOf({ ...step, watermark: monotonicWatermark() }, [
      PROCESS,
    ]);
    expect(processor.progress()).toBeUndefined();
    const done = at(30, sizedOf('', { from: 0, to: 6 }, MIN_TIMESTAMP));
    await next();
    expect(processor.progress()).toEqual({ completed: 2, remaining: 4, watermark: 30 });
    processor.split(0);
    await next();
    const { residuals } = await done;
    expect(processor.progress()).toEqual({ completed: 2, remaining: 4, watermark: 30 });
    const rest = takeUp(residuals);
    await next(4);
    await rest;
    expect(processor.progress()).toEqual({ completed: 6, remaining: 0, watermark: 30 });
  });
});

test('a callback that waits is interrupted when the run is cancelled', async () => {
  let reason: unknown;
  const step = {
    ...letters,
    async process(_text: string, { interrupt }: any) {
      await new Promise<void>((resolve) =>
        interrupt.addEventListener('abort', () => {
          reason = 'interrupted';
          resolve();
        }),
      );
    },
  };
  const { process, abort } = await processorOf(step, [PROCESS]);
  const done = process(sizedOf('a', { from: 0, to: 1 }));
  await new Promise<void>((resolve) => setImmediate(resolve));
  abort(new Error('enough'));
  await expect(done).rejects.toMatchObject({ code: 'E_CANCELLED' });
  expect(reason).toBe('interrupted');
});

describe('a restriction that rests in its bundle', () => {
  /** A step that takes one letter a call, in a bundle whose pauses end when the test says so. */
  async function resting({ pauses = true } = {}) {
    const ends: (() => void)[] = [];
    const delays: number[] = [];
    const step = splittable({
      bounded: true,
      outputs: { main: out<string>() },
      initial: () => offsetRange(0, 3),
      tracker: (range) => new OffsetRangeTracker(range),
      process(text: string, { tracker, emit }) {
        const { from } = tracker.restriction;
        if (!tracker.tryClaim(from)) return;
        emit(text[from]!);
        return resume(20);
      },
    });
    const made = await processorOf(step, [PROCESS], {
      pause(millis) {
        delays.push(millis);
        return pauses ? new Promise<void>((resolve) => ends.push(resolve)) : undefined;
      },
    });
    const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
    const bundle = { isOver: false };
    const running = made.process(sizedOf('abc', { from: 0, to: 3 })).finally(() => {
      bundle.isOver = true;
    });
    running.catch(() => undefined);
    await settle();
    return {
      ...{ ...made, delays, bundle, running },
      async wake() {
        ends.shift()!();
        await settle();
      },
    };
  }

  test('goes on there after its pause, and the bundle waits for it', async () => {
    const { wake, values, bundle, running, delays } = await resting();
    expect([values(), bundle.isOver]).toEqual([['a'], false]);
    await wake();
    expect([values(), bundle.isOver]).toEqual([['a', 'b'], false]);
    await wake();
    expect((await running).residuals).toEqual([]);
    expect(values()).toEqual(['a', 'b', 'c']);
    expect(delays).toEqual([20, 20]);
  });

  test('is given back with its delay where the runner is to have it', async () => {
    const { running, values } = await resting({ pauses: false });
    expect((await running).residuals).toMatchObject([
      { element: sizedOf('abc', { from: 1, to: 3 }), delay: 20 },
    ]);
    expect(values()).toEqual(['a']);
  });

  test('is given back at once when the runner asks for everything, and does not wake (S4)', async () => {
    const { processor, running, values, wake } = await resting();
    expect(processor.split(0)).toBe(true);
    expect((await running).residuals).toMatchObject([
      { element: sizedOf('abc', { from: 1, to: 3 }), delay: 0 },
    ]);
    await wake();
    expect(values()).toEqual(['a']);
    expect(processor.split(0)).toBe(false);
  });

  test('is dropped with a run that is cancelled, and does not wake', async () => {
    const { abort, running, values, wake } = await resting();
    abort(new Error('enough'));
    await expect(running).rejects.toMatchObject({ code: 'E_CANCELLED' });
    await wake();
    expect(values()).toEqual(['a']);
  });
});
