// Runs one pipeline whose data is much larger than the heap this process was given, and prints what came of it:
// `node --max-old-space-size=64 memory-scenarios.mjs <scenario>`. Runs on the build, as users do.
import { DirectRunner } from '@hornbeam/direct';
import { count, pipeline, run, toList } from '@hornbeam/sdk';
import { fromIterable } from '@hornbeam/sdk/io';

const MIB = 1024 * 1024;
const memoryBudget = 8 * MIB;
const runner = () => new DirectRunner({ memoryBudget });

/** A text of its own of about `size` characters: no two share memory. */
const textOf = (n, size) => String(n).padStart(size, 'abcdefgh');

/** About `bytes` of texts of `size` characters, made one by one. */
function* texts(bytes, size) {
  for (let i = 0; i * size < bytes; i++) yield { i, text: textOf(i, size) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Each builds a pipeline and notes what it sees. */
const scenarios = {
  /** Two groups, each of more than four times the budget, walked through twice. */
  groups: (p, see) =>
    p
      .read(fromIterable(() => texts(80 * MIB, 1000)))
      .keyBy(({ i }) => i % 2)
      .groupByKey()
      .map(({ value }) => {
        for (let pass = 0; pass < 2; pass++) {
          let bytes = 0;
          for (const { text } of value) bytes += text.length;
          see('bytes', bytes);
        }
      }),
  /** Many small groups, grouped again behind. */
  regroup: (p, see) =>
    p
      .read(fromIterable(() => texts(80 * MIB, 1000)))
      .keyBy(({ i }) => `key ${i % 20_000}`)
      .groupByKey()
      .flatMap(({ value }) => value)
      .keyBy(({ i }) => i % 500)
      .groupByKey()
      .map(({ value }) => see('elements', [...value].length)),
  /** A queue of ten times the budget, before a step that is slower than its source. */
  queue: (p, see) =>
    p
      .read(fromIterable(() => texts(80 * MIB, 500)))
      .reshuffle()
      .map(async ({ i }) => {
        if (i % 64 === 0) await turn();
        see('elements', 1);
      }),
  /** A queue of small elements, each with a timestamp of its own. */
  timestamps: (p, see) =>
    p
      .read(fromIterable(() => texts(12 * MIB, 8)))
      .withTimestamps(({ i }) => i)
      .reshuffle()
      .map((_, { timestamp }) => see('timestamps', timestamp)),
  /** A source that is much faster than the asynchronous step behind it. */
  pressure: (p, see) =>
    p.read(fromIterable(() => texts(400 * MIB, 4000))).map(
      async ({ text }) => {
        await turn();
        see('bytes', text.length);
      },
      { concurrency: 8 },
    ),
  /** Lists of all keys together are much larger than the heap, each alone is not. */
  lists: (p, see) =>
    p
      .read(fromIterable(() => texts(100 * MIB, 1000)))
      .keyBy(({ i }) => i % 1000)
      .combinePerKey(toList())
      .map(({ value }) => see('elements', value.length)),
  /** A side input larger than memory, read lazily. */
  side: (p, see) =>
    p.create([1, 2]).map(
      (_, { all }) => {
        let bytes = 0;
        for (const { text } of all) bytes += text.length;
        see('bytes', bytes);
      },
      { all: p.read(fromIterable(() => texts(80 * MIB, 1000))).asIterable() },
    ),
  /** More keys than fit, counted. */
  keys: (p, see) =>
    p
      .read(fromIterable(() => texts(30 * MIB, 100)))
      .keyBy(({ text }) => text)
      .combinePerKey(count)
      .map(({ value }) => see('elements', value)),
};

const seen = {};
const see = (name, amount) => {
  seen[name] = (seen[name] ?? 0) + amount;
};
const [name] = process.argv.slice(2);
const result = await run(
  pipeline((p) => {
    scenarios[name](p, see);
  }),
  { runner: runner() },
);
console.log(JSON.stringify({ ...seen, spilledBytes: result.spilledBytes }));
