import {
  combiningState,
  eventTimer,
  fixed,
  flatten,
  GrowableOffsetRangeTracker,
  manualWatermark,
  offsetRange,
  out,
  type PCollection,
  pipeline,
  resume,
  splittable,
  start,
  sum,
} from '@hornbeam/sdk';
import { fromIterable } from '@hornbeam/sdk/io';
import { type Coder, GenericCoder, KvCoder } from '@hornbeam/sdk/model';
import { at, FakeClock, testStream } from '@hornbeam/sdk/testing';
import { describe, expect, test } from 'vitest';
import { DirectRunner, type DirectRunnerSettings } from './direct-runner.js';

/** Numbers that are their own moments; event time follows each of them. */
const numbers = [1, 12, 25]
  .reduce((events, n) => events.add(at(n, n)).advanceWatermarkTo(n), testStream<number>())
  .advanceWatermarkToInfinity();

/** Runs a pipeline over 1, 12 and 25 that must fail: its error, and what had come out by then. */
async function failure(
  build: (numbers: PCollection<number>) => PCollection<unknown>,
  settings: DirectRunnerSettings = {},
) {
  const seen: unknown[] = [];
  const job = await start(
    pipeline((p) => {
      build(p.read(numbers))
        .reshuffle() // only what is committed comes behind it
        .map((value) => void seen.push(value));
    }),
    { runner: new DirectRunner(settings) },
  );
  const error = await job.done.then(
    () => expect.fail('the run succeeded'),
    (thrown: unknown) => thrown,
  );
  expect(job.state).toBe('FAILED');
  return { error, seen };
}

/** A class of which equal values may be written as different bytes. */
class Tag {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

describe('an output before its allowed timestamp', () => {
  test('fails the run, names step and element, and takes back nothing that was committed', async () => {
    const { error, seen } = await failure((input) =>
      input.parDo({
        name: 'Back',
        allowedSkew: 5,
        outputs: { main: out<string>() },
        process: (n: number, { emit }) => emit(`${n}`, n === 25 ? n - 6 : n - 5),
      }),
    );
    expect(error).toMatchObject({
      code: 'E_TIMESTAMP',
      message: expect.stringMatching(/00\.019Z is earlier than .* 1970-01-01T00:00:00\.025Z.* 5 ms/),
      place: { step: 'Back', element: '25' },
      help: expect.stringContaining('allowedSkew'),
    });
    expect(seen).toEqual(['1', '12']);
  });

  test('fails the run from a timer too', async () => {
    const { error } = await failure((input) =>
      input
        .keyBy(() => 'k')
        .parDo({
          name: 'Ring',
          uses: { alarm: eventTimer() },
          outputs: { main: out<string>() },
          process: ({ value }, { alarm }) => alarm.set(value + 3),
          onTimer: { alarm: ({ emit, timestamp }) => emit('early', timestamp - 1) },
        }),
    );
    expect(error).toMatchObject({ code: 'E_TIMESTAMP', place: { step: 'Ring' } });
  });
});

test.each([
  ['2024-01-01', '"2024-01-01"'],
  [new Date(Number.NaN), 'Invalid Date'],
  [undefined, 'undefined'],
  [Number.NaN, 'NaN'],
])('a timestamp that is no moment is shown as it was given: %s', async (moment, shown) => {
  const { error } = await failure((input) => input.withTimestamps(() => moment as never));
  expect(error).toMatchObject({
    code: 'E_BAD_ARGUMENT',
    message: `The callback of withTimestamps returned ${shown}, which is no moment.`,
    place: { element: '1' },
  });
});

describe('a timer past the end of its window', () => {
  const ringing =
    (moment: (end: number) => number, allowedLateness: number) => (input: PCollection<number>) =>
      input
        .windowInto(fixed(10), { allowedLateness })
        .keyBy(() => 'k')
        .parDo({
          name: 'Ring',
          uses: { alarm: eventTimer() },
          process({ value }, { alarm, window }): string[] {
            if (value === 12) alarm.set(moment(window.end));
            return [`${value}`];
          },
          onTimer: { alarm: () => [] },
        });

  test('fails the run, names timer, key and window, and takes back nothing that was committed', async () => {
    const { error, seen } = await failure(ringing((end) => end, 0));
    expect(error).toMatchObject({
      code: 'E_TIMER',
      message: expect.stringMatching(/timer "alarm" of key "k" in the window .*00\.010Z to .*00\.020Z/),
      place: { step: 'Ring' },
    });
    expect(seen).toEqual(['1']);
  });

  test('may be within the allowed lateness, and no later', async () => {
    const { error } = await failure(ringing((end) => end + 8, 8));
    expect(error).toMatchObject({
      code: 'E_TIMER',
      message: expect.stringMatching(/its allowed lateness of 8 ms, .*00\.027Z\.$/),
    });
    const job = await start(
      pipeline((p) => void ringing((end) => end + 7, 8)(p.read(numbers))),
      { runner: new DirectRunner() },
    );
    expect((await job.done).state).toBe('DONE');
  });
});

describe('a key that cannot be told from another', () => {
  const texts = new GenericCoder();
  const careless: Coder<Tag> = {
    urn: 'hornbeam:coder:careless:v1',
    components: [],
    deterministic: false,
    opaque: true,
    encode: ({ text }, writer) => texts.encode(text, writer),
    encodeOuter: ({ text }, writer) => texts.encodeOuter(text, writer),
    decode: (reader) => new Tag(String(texts.decode(reader))),
    decodeOuter: (reader) => new Tag(String(texts.decodeOuter(reader))),
    estimateSize: ({ text }) => texts.estimateSize(text),
  };

  test('is refused when the pipeline is built, by groupings and by steps with state', async () => {
    const uses: ((pairs: PCollection<{ key: Tag; value: number }>) => unknown)[] = [
      (pairs) => pairs.groupByKey(),
      (pairs) => pairs.combinePerKey(sum),
      (pairs) => pairs.parDo({ uses: { total: combiningState(sum) }, process: () => [] }),
    ];
    for (const use of uses) {
      const build = pipeline((p) => {
        const pairs = p.read(numbers).map((value) => ({ key: new Tag('a'), value }));
        use(pairs.withCoder(new KvCoder(careless, new GenericCoder() as Coder<number>)));
      });
      await expect(start(build, { runner: new DirectRunner() })).rejects.toMatchObject({
        code: 'E_NOT_DETERMINISTIC',
        message: expect.stringContaining('careless'),
      });
    }
  });

  test('is refused when it comes, if only then it is seen: an object of a class', async () => {
    for (const settings of [{}, { encodeEveryBundle: true }]) {
      const { error, seen } = await failure(
        (input) =>
          input
            .windowInto(fixed(10))
            .keyBy((n) => (n === 25 ? new Tag('a') : 'text'))
            .countPerKey()
            .map(({ value }) => value),
        settings,
      );
      expect(error).toMatchObject({ code: 'E_NO_CODER', message: expect.stringContaining('Tag') });
      expect(seen).toEqual([1]);
    }
  });
});

describe('what a step does not declare', () => {
  test.each(['process', 'onTimer', 'onWindowExpiration'])(
    'fails the run when %s asks for it',
    async (part) => {
      const ask = (where: string, ctx: object): [] => {
        if (where === part) (ctx as { totals: { read(): number } }).totals.read();
        return [];
      };
      const { error } = await failure((input) =>
        input
          .windowInto(fixed(10))
          .keyBy(() => 'k')
          .parDo({
            name: 'Typo',
            uses: { total: combiningState(sum), alarm: eventTimer() },
            process(_, ctx): string[] {
              ctx.alarm.set(ctx.window.maxTimestamp);
              return ask('process', ctx);
            },
            onTimer: { alarm: (ctx) => ask('onTimer', ctx) },
            onWindowExpiration: (ctx) => ask('onWindowExpiration', ctx),
          }),
      );
      expect(error).toMatchObject({
        code: 'E_UNDECLARED',
        message: expect.stringContaining('"totals"'),
        help: expect.stringContaining('total'),
        place: { step: 'Typo' },
      });
    },
  );
});

describe('a source that throws', () => {
  test('fails the run, and windows that are open do not come half full', async () => {
    const seen: string[] = [];
    const job = await start(
      pipeline((p) => {
        const broken = fromIterable(
          async function* () {
            yield* [1, 5, 12];
            await new Promise((resolve) => setImmediate(resolve));
            throw new Error('the line is dead');
          },
          { unbounded: true, timestamp: (n) => n },
        );
        p.read(broken)
          .named('Line')
          .windowInto(fixed(10))
          .keyBy(() => 'k')
          .groupByKey()
          .map(({ value }) => void seen.push([...value].join()));
      }),
      { runner: new DirectRunner({ limits: { bundleElements: 1 } }) },
    );
    await expect(job.done).rejects.toMatchObject({
      code: 'E_USER',
      message: 'the line is dead',
      place: { step: expect.stringContaining('Line') },
    });
    expect(job.state).toBe('FAILED');
    expect(seen).not.toContain('12');
  });

  test('fails the run though others go on for ever', async () => {
    const job = await start(
      pipeline((p) => {
        const endless = fromIterable(
          async function* ({ signal }) {
            for (let n = 0; !signal.aborted; n++) {
              yield n;
              await new Promise((resolve) => setImmediate(resolve));
            }
          },
          { unbounded: true },
        );
        const broken = fromIterable(
          (): Iterable<number> => {
            throw new RangeError('no such topic');
          },
          { unbounded: true },
        );
        flatten([p.read(endless), p.read(broken)]).map((n) => n);
      }),
      { runner: new DirectRunner() },
    );
    await expect(job.done).rejects.toMatchObject({ code: 'E_USER', message: 'no such topic' });
  });
});

describe('a source whose watermark stands still', () => {
  /** Emits a number a second, and never says how far event time has come. */
  const silent = splittable({
    name: 'Silent',
    bounded: false,
    outputs: { main: out<number>() },
    initial: (_impulse: Uint8Array) => offsetRange(0),
    tracker: (range) => new GrowableOffsetRangeTracker(range),
    watermark: manualWatermark(),
    process(_impulse, { tracker, emit }) {
      const { from } = tracker.restriction;
      if (tracker.tryClaim(from)) emit(from, from * 1000);
      return resume('1s');
    },
  });

  async function started() {
    const clock = new FakeClock();
    const seen: string[] = [];
    const job = await start(
      pipeline((p) => {
        p.impulse()
          .parDo(silent)
          .windowInto(fixed('2s'))
          .keyBy(() => 'k')
          .groupByKey()
          .map(({ value }) => void seen.push([...value].join()))
          .named('Report');
      }),
      { runner: new DirectRunner({ clock }) },
    );
    for (let second = 0; second < 4; second++) {
      for (let turn = 0; turn < 20; turn++) await clock.turn();
      clock.advance(1000);
    }
    for (let turn = 0; turn < 20; turn++) await clock.turn();
    return { job, seen };
  }

  test('is named as what holds the steps behind it, which wait', async () => {
    const { job, seen } = await started();
    const report = job.snapshot().steps.find(({ name }) => name === 'Report');
    expect(report?.time?.heldBack).toEqual({
      step: 'Silent',
      at: Number.NEGATIVE_INFINITY,
      reason: expect.stringMatching(/\w+ \w+/),
    });
    expect(seen).toEqual([]);
    await job.cancel();
  });

  test('loses nothing: when the run is drained all that came comes out', async () => {
    const { job, seen } = await started();
    await job.drain();
    expect(seen).toEqual(['0,1', '2,3', '4']);
    expect(job.state).toBe('DRAINED');
  });
});
