import { type ProcessBundleDescriptor, PTransform } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph, type PCollection, pipeline } from '../../api/index.js';
import {
  bagState,
  combiningState,
  eventTimer,
  out,
  processingTimer,
  valueState,
  WINDOW_EXPIRATION,
} from '../../construction/index.js';
import { BeamError } from '../../model/errors.js';
import type { KV } from '../../model/kv.js';
import { NO_FIRING } from '../../model/pane.js';
import { GLOBAL_WINDOW, IntervalWindow, type Window } from '../../model/window.js';
import { sum } from '../../transforms/combiners/index.js';
import { fixed } from '../../transforms/index.js';
import { toPlan } from '../../translate/to-proto.js';
import { BundleProcessor, type BundleWork } from '../bundle-processor.js';
import { MetricCells } from '../metric-cells.js';
import { receiver } from '../receiver.js';
import type { KeyedState, TimerFiring, TimerKey, TimerSetting, TimerSink } from '../services.js';
import { StateTable } from '../state/state-table.js';

type Input = KV<string, number>;
type Pairs = PCollection<Input>;

/** One bundle: elements at their timestamps, then timers. */
interface Work {
  readonly elements?: readonly (readonly [key: string, value: number, at?: number])[];
  readonly timers?: readonly (Partial<TimerFiring> & TimerKey)[];
}

/** A processor of the one step `Step` that `build` adds behind pairs; `sent` has what leaves it, with timestamps. */
async function processorOf<T>(
  build: (input: Pairs) => PCollection<T>,
  { windows = [GLOBAL_WINDOW], now = 0 }: { windows?: readonly Window[]; now?: number } = {},
) {
  let input: Pairs | undefined;
  const graph = await buildGraph(
    pipeline((p) => {
      input = p
        .create([0])
        .named('Source')
        .map((value) => ({ key: '', value }))
        .named('Pairs');
      if (windows[0] !== GLOBAL_WINDOW) input = input.windowInto(fixed(10));
      build(input).named('Step');
    }),
  );
  const plan = toPlan(graph);
  const { transforms, ...components } = plan.pipeline.components!;
  const port = (urn: string) => ({ urn, payload: new Uint8Array() });
  const step = transforms.Step!;
  const descriptor: ProcessBundleDescriptor = {
    id: 'stage',
    ...components,
    transforms: {
      Step: step,
      source: PTransform.create({ spec: port(urns.ports.source), outputs: { out: step.inputs.input! } }),
      sink: PTransform.create({ spec: port(urns.ports.sink), inputs: { in: step.outputs.main! } }),
    },
  };
  const sent: T[] = [];
  const times: number[] = [];
  const set: TimerSetting[] = [];
  const cleared: TimerKey[] = [];
  const { node } = input!;
  const state = StateTable.ofStep('Step', plan, {
    keyCoder: node.coder.components[0]!,
    now: () => now,
  });
  const timers: TimerSink = {
    set: (timer) => void set.push(timer),
    clear: (timer) => void cleared.push(timer),
  };
  const services = {
    sideInput: () => [],
    sideInputVersion: () => 0,
    state: (): KeyedState => state,
    timers: () => timers,
    sink: (_id: string, cursor: { metadata: { timestamp: number } }) =>
      receiver((value) => {
        sent.push(value);
        times.push(cursor.metadata.timestamp);
      }),
    metrics: new MetricCells(),
    log: () => undefined,
    now: () => now,
    signal: new AbortController().signal,
    wait: async () => undefined,
    newName: () => 'name',
    combineBytes: 32 * 1024 * 1024,
    breathe: () => undefined,
    isBundleFull: () => false,
  };
  const processor = new BundleProcessor(descriptor, plan, services);
  const run = async ({ elements = [], timers: firing = [] }: Work): Promise<void> => {
    const work: BundleWork = {
      feeds: new Map([
        [
          'source',
          {
            run: async (stage, cursor, pace) => {
              for (const [key, value, timestamp = 0] of elements) {
                cursor.metadata = { timestamp, windows, pane: NO_FIRING };
                stage.push({ key, value });
                if (pace.raised) await pace.ready();
                pace.check();
              }
            },
          },
        ],
      ]),
      timers: new Map([
        [
          'Step',
          {
            run: (fire) => {
              for (const timer of firing) {
                fire({ fireAt: 0, outputTimestamp: timer.fireAt ?? 0, pane: NO_FIRING, ...timer });
              }
            },
          },
        ],
      ]),
    };
    await processor.process(work);
  };
  return { run, sent, times, set, cleared, state, processor };
}

const timer = (family: string, key: string, facts: Partial<TimerFiring> = {}) => ({
  family,
  key,
  tag: '',
  window: GLOBAL_WINDOW,
  ...facts,
});

describe('state in callbacks', () => {
  it('belongs to the key, and lasts from bundle to bundle', async () => {
    const { run, sent } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { total: combiningState(sum) },
        process({ key, value }, { total }) {
          total.add(value);
          return [`${key}${total.read()}`];
        },
      }),
    );
    await run({
      elements: [
        ['a', 1],
        ['b', 10],
        ['a', 2],
      ],
    });
    await run({
      elements: [
        ['a', 3],
        ['b', 1],
      ],
    });
    expect(sent).toEqual(['a1', 'b10', 'a3', 'a6', 'b11']);
  });

  it('belongs to the window: an element of two windows is seen in each', async () => {
    const windows = [new IntervalWindow(0, 10), new IntervalWindow(5, 15)];
    const { run, sent } = await processorOf(
      (pairs) =>
        pairs.parDo({
          uses: { seen: bagState<number>() },
          process({ value }, { seen, window }) {
            seen.add(value);
            return [`${window.start}: ${[...seen.read()].join()}`];
          },
        }),
      { windows },
    );
    await run({
      elements: [
        ['a', 1],
        ['a', 2],
      ],
    });
    expect(sent).toEqual(['0: 1', '5: 1', '0: 1,2', '5: 1,2']);
  });

  it('is what generators see when they run, one element after another', async () => {
    const { run, sent } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { last: valueState<number>() },
        *process({ value }, { last }) {
          yield last.read() ?? -1;
          last.write(value);
          yield value;
        },
      }),
    );
    await run({
      elements: [
        ['a', 1],
        ['a', 2],
        ['b', 3],
      ],
    });
    expect(sent).toEqual([-1, 1, 1, 2, -1, 3]);
  });

  it('of a name that is not declared is an error that names the step and what there is', async () => {
    const { run } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { total: combiningState(sum), quiet: eventTimer() },
        onError: 'skip',
        process(_, ctx: any) {
          return [ctx.totl.read()];
        },
        onTimer: { quiet() {} },
      }),
    );
    const failure = await run({ elements: [['a', 1]] }).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({
      code: 'E_UNDECLARED',
      message: 'The callback asks for "totl", which its step does not declare.',
      help: expect.stringContaining('total, quiet'),
      place: { step: 'Step' },
    });
  });

  it('does not stop tools from looking at a context', async () => {
    const { run, sent } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { last: valueState<number>() },
        async process(_, ctx: any) {
          const same = await Promise.resolve(ctx);
          return [
            same === ctx && `${typeof ctx.toString} ${'other' in ctx} ${ctx[Symbol.iterator]} ${ctx.toJSON}`,
          ];
        },
      }),
    );
    await run({ elements: [['a', 1]] });
    expect(sent).toEqual(['function false undefined undefined']);
  });
});

describe('timers in callbacks', () => {
  const quiet = (pairs: Pairs) =>
    pairs.parDo({
      uses: { total: combiningState(sum), quiet: eventTimer(), flush: processingTimer() },
      process({ value }, { total, quiet, flush }) {
        total.add(value);
        quiet.set(value, { tag: `t${value}` });
        flush.set(flush.now() + 5);
        quiet.clear('old');
      },
      onTimer: {
        *quiet({ key, total, fireAt, tag, timestamp, window }) {
          yield `${key} ${total.read()} ${fireAt} ${tag} ${timestamp} ${window === GLOBAL_WINDOW}`;
        },
        flush({ total, quiet, timestamp }) {
          total.clear();
          quiet.set(timestamp + 1);
          return ['flushed'];
        },
      },
    });

  it('are set and cleared for the key and window in hand', async () => {
    const { run, set, cleared } = await processorOf(quiet, { now: 1000 });
    await run({ elements: [['a', 20, 3]] });
    expect(set).toEqual([
      { ...timer('quiet', 'a', { tag: 't20', fireAt: 20, outputTimestamp: 20 }), domain: 'event' },
      { ...timer('flush', 'a', { fireAt: 1005, outputTimestamp: 3 }), domain: 'processing' },
    ]);
    expect(cleared).toEqual([timer('quiet', 'a', { tag: 'old' })]);
  });

  it('run their callback after the elements, with key, tag and moment; its outputs carry the output timestamp', async () => {
    const { run, sent, times } = await processorOf(quiet);
    await run({
      elements: [
        ['a', 5],
        ['b', 7],
      ],
      timers: [
        timer('quiet', 'a', { fireAt: 9, tag: 'x' }),
        timer('flush', 'b', { fireAt: 2, outputTimestamp: 1 }),
      ],
    });
    expect(sent).toEqual(['a 5 9 x 9 true', 'flushed']);
    expect(times).toEqual([9, 1]);
  });

  it('hold event time at the element in hand rather than before it, unless told otherwise', async () => {
    const { run, set } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { past: eventTimer(), told: eventTimer() },
        process(_, { past, told, timestamp }) {
          past.set(timestamp - 100);
          told.set(timestamp + 100, { output: timestamp + 7 });
        },
        onTimer: { past() {}, told() {} },
      }),
    );
    await run({ elements: [['a', 1, 50]] });
    expect(set.map(({ fireAt, outputTimestamp }) => [fireAt, outputTimestamp])).toEqual([
      [-50, 50],
      [150, 57],
    ]);
  });

  const refused: readonly [what: string, at: number, output: number | undefined, message: RegExp][] = [
    [
      'past the end of its window',
      10,
      undefined,
      /timer "end" of key "a" in the window .* past the end of its window \(its allowed lateness is 0\)/,
    ],
    ['at no moment', Number.NaN, undefined, /no moment/],
    ['with an output before the element', 9, 2, /before that of the element/],
    ['with an output past the window', 9, 10, /output timestamp .* past the end of its window/],
    ['with an output at no moment', 9, Number.NaN, /no moment/],
  ];
  it.each(refused)('are refused %s', async (_, at, output, message) => {
    const { run } = await processorOf(
      (pairs) =>
        pairs.parDo({
          uses: { end: eventTimer() },
          process: (_, { end }) => end.set(at, { output }),
          onTimer: { end() {} },
        }),
      { windows: [new IntervalWindow(0, 10)] },
    );
    await expect(run({ elements: [['a', 1, 3]] })).rejects.toMatchObject({
      code: 'E_TIMER',
      message: expect.stringMatching(message),
      place: { step: 'Step' },
    });
  });

  it('may be set up to the last moment of their window', async () => {
    const { run, set } = await processorOf(
      (pairs) =>
        pairs.parDo({
          uses: { end: eventTimer() },
          process: (_, { end, window }) => end.set(window.maxTimestamp),
          onTimer: { end() {} },
        }),
      { windows: [new IntervalWindow(0, 10)] },
    );
    await run({ elements: [['a', 1, 3]] });
    expect(set).toMatchObject([{ fireAt: 9, outputTimestamp: 9 }]);
  });

  it('whose callback throws end the run whatever onError says, and the error names it', async () => {
    const { run } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { quiet: eventTimer() },
        onError: 'skip',
        process() {},
        onTimer: {
          quiet() {
            throw new Error('no more');
          },
        },
      }),
    );
    await expect(run({ timers: [timer('quiet', 'a')] })).rejects.toMatchObject({
      code: 'E_USER',
      message: 'no more',
      place: { step: 'Step', element: '(in onTimer.quiet of key "a")' },
    });
  });

  it('cannot be set when the bundle has ended', async () => {
    let late: (() => void) | undefined;
    const { run } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { quiet: eventTimer() },
        process(_, { quiet }) {
          late = () => quiet.set(1);
        },
        onTimer: { quiet() {} },
      }),
    );
    await run({ elements: [['a', 1]] });
    expect(late).toThrow(/set a timer after its bundle had ended/);
  });
});

describe('a window that expires', () => {
  it('gives each key a last look at its state, and takes no timers', async () => {
    const { run, sent } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { total: combiningState(sum), quiet: eventTimer() },
        process({ value }, { total }): string[] {
          total.add(value);
          return [];
        },
        onTimer: { quiet() {} },
        onWindowExpiration({ key, total, quiet }) {
          if (key === 'bad') quiet.set(5);
          return [`${key} ${total.read()}`];
        },
      }),
    );
    await run({
      elements: [
        ['a', 1],
        ['b', 5],
      ],
      timers: ['a', 'b'].map((key) => timer(WINDOW_EXPIRATION, key)),
    });
    expect(sent).toEqual(['a 1', 'b 5']);
    await expect(run({ timers: [timer(WINDOW_EXPIRATION, 'bad')] })).rejects.toMatchObject({
      code: 'E_TIMER',
      place: { element: '(in onWindowExpiration of key "bad")' },
    });
  });
});

describe('asynchronous callbacks with state', () => {
  /** Settles promises by hand, in any order. */
  const gates = () => {
    const open: (() => void)[] = [];
    return {
      open,
      gate: () =>
        new Promise<void>((resolve) => {
          open.push(resolve);
        }),
    };
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('handle one key after another in order, and different keys at once', async () => {
    const { open, gate } = gates();
    const begun: string[] = [];
    const { run, sent } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { total: combiningState(sum), quiet: eventTimer() },
        concurrency: 4,
        async process({ key, value }, { total }) {
          begun.push(`${key}${value}`);
          const before = total.read();
          await gate();
          expect(total.read()).toBe(before);
          total.add(value);
          return [`${key} ${total.read()}`];
        },
        onTimer: {
          async quiet({ key, total }) {
            begun.push(`timer ${key}`);
            return [`${key} has ${total.read()}`];
          },
        },
      }),
    );
    const running = run({
      elements: [
        ['a', 1],
        ['a', 2],
        ['b', 10],
        ['a', 3],
        ['c', 100],
      ],
      timers: [timer('quiet', 'a'), timer('quiet', 'c')],
    });
    await turn();
    expect(begun).toEqual(['a1', 'b10', 'c100']);
    open[2]!();
    open[0]!();
    await turn();
    expect(begun).toEqual(['a1', 'b10', 'c100', 'a2']);
    for (let i = 0; i < 5; i++) {
      for (const settle of open) settle();
      await turn();
    }
    await running;
    expect(begun.slice(3)).toEqual(['a2', 'a3', 'timer a', 'timer c']);
    expect(sent).toEqual(['c 100', 'a 1', 'b 10', 'a 3', 'a 6', 'a has 6', 'c has 100']);
  });

  it('keep the order of the input when asked to, whatever the keys', async () => {
    const { open, gate } = gates();
    const { run, sent } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { total: combiningState(sum) },
        ordered: true,
        async process({ key, value }, { total }) {
          if (value % 2) await gate();
          total.add(value);
          return [`${key} ${total.read()}`];
        },
      }),
    );
    const running = run({
      elements: [
        ['a', 1],
        ['a', 2],
        ['b', 4],
        ['a', 5],
        ['b', 7],
      ],
    });
    for (let i = 0; i < 6; i++) {
      await turn();
      for (const settle of open.reverse()) settle();
    }
    await running;
    expect(sent).toEqual(['a 1', 'a 3', 'b 4', 'a 8', 'b 11']);
  });

  it('never have two elements of a key, or more than may be, in work; none is lost, whatever settles first', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('sync', 'async', 'rest')), {
          maxLength: 30,
        }),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.infiniteStream(fc.nat(1000)),
        async (script, concurrency, ordered, chance) => {
          const { open, gate } = gates();
          const inWork = new Set<string>();
          const begun: number[] = [];
          const { run, sent } = await processorOf((pairs) =>
            pairs.parDo({
              uses: { total: combiningState(sum) },
              concurrency,
              ordered,
              process({ key, value: index }, { total }): any {
                expect(inWork).not.toContain(key);
                begun.push(index);
                const [, kind] = script[index]!;
                if (kind === 'sync') return [index];
                inWork.add(key);
                expect(inWork.size).toBeLessThanOrEqual(concurrency);
                const work = async (): Promise<number[]> => {
                  await gate();
                  total.add(1);
                  inWork.delete(key);
                  return [index];
                };
                if (kind === 'async') return work();
                return (async function* () {
                  yield* await work();
                })();
              },
            }),
          );
          let isOver = false;
          const running = run({ elements: script.map(([key], index) => [key, index] as const) }).then(() => {
            isOver = true;
          });
          while (!isOver) {
            await turn();
            const [settle] = open.splice(chance.next().value % Math.max(open.length, 1), 1);
            settle?.();
          }
          await running;
          const all = script.map((_, index) => index);
          expect(ordered ? sent : [...sent].sort((a, b) => Number(a) - Number(b))).toEqual(all);
          for (const key of ['a', 'b', 'c', 'd']) {
            const mine = all.filter((index) => script[index]![0] === key);
            expect(begun.filter((index) => mine.includes(index))).toEqual(mine);
          }
        },
      ),
      { numRuns: 60 },
    ));

  it('wait for cells that come from far away', async () => {
    const { run, sent, state } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { total: combiningState(sum) },
        process({ key, value }, { total }) {
          total.add(value);
          return [`${key} ${total.read()}`];
        },
      }),
    );
    const near = state.cells.bind(state);
    (state as KeyedState).cells = async (key, window) => {
      await turn();
      return near(key, window);
    };
    await run({
      elements: [
        ['a', 1],
        ['a', 2],
        ['b', 4],
      ],
    });
    expect(sent).toEqual(['a 1', 'b 4', 'a 3']);
  });

  it('fail the run with the step and the element', async () => {
    const { run } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { total: combiningState(sum) },
        async process({ value }, { total }) {
          await turn();
          if (value === 2) throw new Error('two');
          total.add(value);
        },
      }),
    );
    const failure = await run({
      elements: [
        ['a', 1],
        ['a', 2],
        ['a', 3],
      ],
    }).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(BeamError);
    expect(failure).toMatchObject({
      message: 'two',
      place: { step: 'Step', element: expect.stringContaining('2') },
    });
  });

  it('leave no output of an element that is skipped, and go on with its key', async () => {
    const { run, sent } = await processorOf((pairs) =>
      pairs.parDo({
        uses: { total: combiningState(sum) },
        onError: 'skip',
        outputs: { main: out<string>() },
        async process({ value }, { total, emit }) {
          emit(`before ${value}`);
          await turn();
          if (value === 2) throw new Error('two');
          total.add(value);
          emit(`total ${total.read()}`);
        },
      }),
    );
    await run({
      elements: [
        ['a', 1],
        ['a', 2],
        ['a', 3],
      ],
    });
    expect(sent).toEqual(['before 1', 'total 1', 'before 3', 'total 4']);
  });
});
