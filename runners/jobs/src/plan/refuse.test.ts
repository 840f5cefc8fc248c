import {
  afterCount,
  type CustomWindowFn,
  calendarDays,
  customWindows,
  fixed,
  IntervalWindow,
  LabelledWindow,
  OffsetRangeTracker,
  offsetRange,
  type Root,
  repeatedly,
  sessions,
  sum,
  valueState,
} from '@hornbeam/sdk';
import { periodicImpulse } from '@hornbeam/sdk/io';
import { testStream } from '@hornbeam/sdk/testing';
import { describe, expect, test } from 'vitest';
import { refusalOf, sentOf } from './portable-plan.fixture.js';
import { flinkProfile, plainProfile, prismProfile } from './profiles.js';

const labelled: CustomWindowFn<number> = {
  name: 'byLabel',
  assign: (n, timestamp) => [new LabelledWindow(timestamp, timestamp + 10, String(n))],
  sideInputWindow: (main) => main,
};
const growing: CustomWindowFn<number> = {
  name: 'growing',
  assign: (_, timestamp) => [new IntervalWindow(timestamp, timestamp + 10)],
  merge: () => [],
};

/** A step whose input never ends. */
const endless = (p: Root) =>
  p
    .create([1])
    .parDo({
      bounded: false,
      initial: () => offsetRange(0, 1),
      tracker: (range) => new OffsetRangeTracker(range),
      process: () => undefined,
    })
    .map(() => 1);

test('a refusal names the step, the line of the user, the runner and what to do', async () => {
  const refused = await refusalOf((p) => p.read(testStream<number>().advanceProcessingTime('1s')));
  expect(refused).toMatchObject({ code: 'E_UNSUPPORTED', help: expect.stringContaining('direct runner') });
  expect(refused.message).toContain('Flink');
  expect(refused.place.step).toBeTypeOf('string');
  expect(refused.place.callSite).toContain('refuse.test.ts');
});

test('the clock of a test stream is moved by runners that can', async () => {
  const build = (p: Root) => p.read(testStream<number>().advanceProcessingTime('1s')).named('Played');
  await sentOf(build, { profile: prismProfile });
  await sentOf((p) => p.read(testStream<number>().advanceWatermarkToInfinity()), { profile: flinkProfile });
  expect(await refusalOf(build, { profile: flinkProfile })).toMatchObject({
    message: expect.stringContaining('cannot move the clock'),
    help: expect.stringContaining('advanceProcessingTime'),
    place: { step: expect.stringMatching(/^Played/) },
  });
});

test('a step with state reads no side input without windows where its input has no end, on Flink', async () => {
  const build = (p: Root) => {
    const side = p.create([1]).asList();
    p.read(periodicImpulse({ every: '1s' }))
      .keyBy(() => 'k')
      .parDo({ name: 'Both', uses: { side, seen: valueState<number>() }, process: () => [] });
  };
  expect(await refusalOf(build)).toMatchObject({
    code: 'E_UNSUPPORTED',
    message: expect.stringContaining('side input "side" without windows'),
    place: { step: 'Both' },
  });
  await sentOf(build, { profile: plainProfile });
});

test('a runner with one test stream takes one', async () => {
  const profile = prismProfile;
  await sentOf((p) => p.read(testStream<number>()), { profile });
  const refused = await refusalOf((p) => [p.read(testStream<number>()), p.read(testStream<number>())], {
    profile,
  });
  expect(refused.message).toContain('one test stream');
});

describe('late elements', () => {
  const groups = (p: Root) =>
    p
      .create([1])
      .keyBy((n) => n)
      .windowInto(fixed('1m'));

  test('of a grouping are handed out by no runner of others', async () => {
    const refused = await refusalOf((p) =>
      groups(p)
        .groupByKey({ late: () => undefined })
        .named('Group'),
    );
    expect(refused).toMatchObject({
      place: { step: 'Group', callSite: expect.stringContaining('refuse.test.ts') },
    });
  });

  test('of a combine name the combine, not a part of it', async () => {
    const refused = await refusalOf((p) =>
      groups(p)
        .combinePerKey(sum, { late: () => undefined })
        .named('Sums'),
    );
    expect(refused).toMatchObject({
      place: { step: 'Sums', callSite: expect.stringContaining('refuse.test.ts') },
    });
  });

  test('of a step with state are handed out by no runner of others', async () => {
    const build = (late?: () => void) => (p: Root) =>
      groups(p)
        .parDo(
          {
            uses: { seen: valueState<number>() },
            process: ({ value }: { value: number }, { seen }) => {
              seen.write(value);
              return [value];
            },
          },
          { ...(late && { late }) },
        )
        .named('Seen');
    await sentOf(build());
    expect(await refusalOf(build(() => undefined))).toMatchObject({
      message: expect.stringContaining('too late for state'),
      place: { step: 'Seen', callSite: expect.stringContaining('refuse.test.ts') },
    });
  });
});

describe('windows of a function of the user’s own', () => {
  const numbers = (p: Root) => p.create([1]).windowInto(customWindows(labelled));

  test.each<[string, (p: Root) => unknown]>([
    [
      'groupings',
      (p) =>
        numbers(p)
          .groupBy((n) => n)
          .named('Refused'),
    ],
    [
      'combines',
      (p) =>
        numbers(p)
          .keyBy((n) => n)
          .combinePerKey(sum)
          .named('Refused'),
    ],
    ['reshuffles', (p) => numbers(p).reshuffle().named('Refused')],
    ['unions', (p) => numbers(p).flattenWith(numbers(p)).named('Refused')],
    [
      'side inputs',
      (p) =>
        numbers(p)
          .map((n, { all }) => [n, all], { all: numbers(p).asList() })
          .named('Refused'),
    ],
  ])('cannot be taken over by %s', async (_, build) => {
    const refused = await refusalOf(build);
    expect(refused.place.step).toMatch(/^Refused/);
    expect(refused.help).toContain('calendar');
  });

  test('may be used by steps in the same stage', async () => {
    await sentOf((p) =>
      numbers(p)
        .map((_, { window }) => window)
        .filter(() => true)
        .windowInto(fixed('1m')),
    );
  });

  test('that merge have another way out', async () => {
    const refused = await refusalOf((p) =>
      p
        .create([1])
        .windowInto(customWindows(growing))
        .groupBy((n) => n),
    );
    expect(refused.help).toContain('sessions');
  });
});

describe('side inputs', () => {
  const days = (p: Root) => p.create([1]).windowInto(calendarDays(1));
  const readingDays = (p: Root) =>
    days(p)
      .map((n, { all }) => [n, all], { all: days(p).asList() })
      .named('Reads');

  test('in calendar windows are found where nothing waits for them', async () => {
    await sentOf(readingDays);
    await sentOf(readingDays, { profile: prismProfile, streaming: true });
  });

  test('in calendar windows are refused where the runner looks for their window', async () => {
    const refused = await refusalOf(readingDays, { streaming: true });
    expect(refused).toMatchObject({ place: { step: 'Reads' }, message: expect.stringContaining('"all"') });
  });

  const readingEndless = (p: Root) => {
    const all = endless(p)
      .windowInto({ kind: 'global' }, { trigger: repeatedly(afterCount(1)), panes: 'discarding' })
      .asList();
    return p
      .create([1])
      .map((n, uses) => [n, uses.all], { all })
      .named('Reads');
  };

  test('that never end are refused where their triggers do not count', async () => {
    await sentOf(readingEndless, { profile: flinkProfile });
    for (const profile of [prismProfile, plainProfile]) {
      expect(await refusalOf(readingEndless, { profile })).toMatchObject({ place: { step: 'Reads' } });
    }
  });

  test('that never end and have no trigger are what the user asked for', async () => {
    await sentOf((p) => p.create([1]).map((n, { all }) => [n, all], { all: endless(p).asList() }), {
      profile: prismProfile,
    });
  });
});

test('sessions whose trigger counts need a runner that merges what it has counted', async () => {
  const build = (p: Root) =>
    p
      .create([1])
      .windowInto(sessions('1m'), { trigger: repeatedly(afterCount(2)), panes: 'discarding' })
      .groupBy((n) => n)
      .named('Group');
  await sentOf(build);
  expect((await refusalOf(build, { profile: prismProfile })).place.step).toMatch(/^Group/);
});
