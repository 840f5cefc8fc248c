import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BASE_TIME, type Event, EventGenerator, events, timeOf } from './generator.mjs';
import { JavaRandom } from './java-random.mjs';

interface Golden {
  /** SHA-256 of the events as JSON, each followed by a line feed, made with `java.util.Random`. */
  readonly streams: readonly {
    readonly firstId: number;
    readonly gapMicros: number;
    readonly groupSize: number;
    readonly count: number;
    readonly sha256: string;
  }[];
  /** Of the first stream. */
  readonly events: readonly { readonly number: number; readonly event: Partial<Event> }[];
}

const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as Golden;

test('single events are those that Java makes', () => {
  const generator = new EventGenerator();
  for (const { number, event } of golden.events) {
    expect(JSON.parse(JSON.stringify(generator.event(number))), `event ${number}`).toEqual(event);
  }
});

test.each(golden.streams)(
  'all events from id $firstId in groups of $groupSize are those that Java makes',
  ({ count, sha256, ...settings }) => {
    const hash = createHash('sha256');
    for (const event of events(count, settings)) hash.update(`${JSON.stringify(event)}\n`);
    expect(hash.digest('hex')).toBe(sha256);
  },
);

test('an event does not depend on those made before it', () => {
  const generator = new EventGenerator({ groupSize: 7 });
  const forward = Array.from({ length: 100 }, (_, n) => generator.event(n));
  for (let n = 99; n >= 0; n--) expect(generator.event(n)).toEqual(forward[n]);
});

test('of fifty events one is a person, three are auctions and the others bids', () => {
  const kinds = { person: 0, auction: 0, bid: 0 };
  for (const { person, auction } of events(5000)) {
    if (person !== undefined) kinds.person++;
    else if (auction !== undefined) kinds.auction++;
    else kinds.bid++;
  }
  expect(kinds).toEqual({ person: 100, auction: 300, bid: 4600 });
});

test('events of a group come out of order, none before the watermark, and none is lost', () => {
  const settings = { gapMicros: 1000, groupSize: 10 };
  const generator = new EventGenerator(settings);
  const times: number[] = [];
  let [n, swaps] = [0, 0];
  for (const event of events(1000, settings)) {
    const time = timeOf(event);
    expect(time).toBe(generator.time(n));
    expect(time).toBeGreaterThanOrEqual(generator.watermark(n));
    if (time < (times.at(-1) ?? 0)) swaps++;
    times.push(time);
    n++;
  }
  expect(swaps).toBeGreaterThan(100);
  expect(times.sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => BASE_TIME + i));
});

test.each([
  {
    seed: 42,
    drawn: [-1170105035, 3, 10, 0.047939305137387644, -248792245],
    // Half of what is drawn for this bound has to be drawn again.
    wide: [595021505, 196118093, 969067502, 791955276, 819572292, 592164476, 995688456, 326327863],
  },
  {
    seed: 2 ** 48 - 1,
    drawn: [1155099827, 5, 0, 0.5480346480322552, -1714570420],
    wide: [894294477, 857465478, 121412731, 665220512, 121954317, 149520196, 176890342, 754206257],
  },
])('random numbers from seed $seed are those of java.util.Random', ({ seed, drawn, wide }) => {
  const random = new JavaRandom(seed);
  const some = [
    random.nextInt32(),
    random.nextInt(10),
    random.nextInt(16),
    random.nextDouble(),
    random.nextInt32(),
  ];
  expect(some).toEqual(drawn);
  expect(wide.map(() => random.nextInt(2 ** 30 + 1))).toEqual(wide);
});
