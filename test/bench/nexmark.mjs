/**
 * The queries of Beam's Nexmark suite on the direct runner, over its very events: the results against plain loops,
 * then the events a second of each query, whether four times the events take four times as long, and queries 0 to 2
 * beside a hand-written loop.
 *
 *     node test/bench/nexmark.mjs [--query=N] [--events=N] [--rate=N] [--rounds=N] [--streaming] [--print]
 *
 * `--print` writes the results of one query as JSON, sorted, one a line, and nothing else. The last line is JSON
 * otherwise.
 */
import { parseArgs } from 'node:util';
import { DirectRunner } from '@hornbeam/direct';
import { pipeline, run } from '@hornbeam/sdk';
import { measure, rounded } from './measure.mjs';
import { events } from './nexmark/generator.mjs';
import { longestAuction } from './nexmark/longest-auction.mjs';
import { loops } from './nexmark/loops.mjs';
import { queries } from './nexmark/queries.mjs';
import { bothResults, sortedLines } from './nexmark/same-results.mjs';
import { flowing, given, recorded } from './nexmark/source.mjs';

const { values: flags } = parseArgs({
  options: {
    query: { type: 'string' },
    events: { type: 'string', default: '200000' },
    /** Events a second of event time. */
    rate: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    streaming: { type: 'boolean', default: false },
    print: { type: 'boolean', default: false },
  },
});

const count = wholeNumber('events');
const rounds = wholeNumber('rounds');
const gapMicros = 1_000_000 / wholeNumber('rate');
if (!Number.isInteger(gapMicros)) fail('--rate must divide a million');
const chosen = queries.filter(({ number }) => flags.query === undefined || flags.query === String(number));
if (chosen.length === 0) fail(`--query must be one of ${queries.map(({ number }) => number).join(', ')}`);
if (flags.print && chosen.length > 1) fail('--print needs --query');

const { streaming } = flags;
const settings = { longestAuction: longestAuction(gapMicros) };
const sourceOf = (n) => (streaming ? flowing : recorded)(n, { gapMicros });

/** Runs a query and hands every result to `emit`. */
const execute = ({ expand }, source, emit) =>
  run(
    pipeline((root) => {
      expand(root.read(source), settings).map(emit);
    }),
    { runner: new DirectRunner(), streaming },
  );

if (flags.print) await print(chosen[0]);
else await bench();

async function print(query) {
  const results = [];
  await execute(query, sourceOf(count), (result) => {
    results.push(result);
  });
  for (const line of sortedLines(results)) process.stdout.write(`${line}\n`);
}

async function bench() {
  for (const query of chosen) await checkResults(query);
  console.log(`${count} events, ${streaming ? 'streaming' : 'bounded'}`);
  console.log(row('query', 'events/s', 'results', 'x4 takes', 'loop', 'ratio', 'at hand ns', 'loop ns'));
  const ratios = {};
  const figures = { events: count };
  for (const query of chosen) await benchQuery(query, ratios, figures);
  console.log(JSON.stringify({ bench: streaming ? 'nexmark-streaming' : 'nexmark', ratios, figures }));
}

/** The same answer first: of few events, but over several windows. */
async function checkResults(query) {
  const slow = { gapMicros: 20_000 };
  const { actual, expected } = await bothResults(query, {
    runner: new DirectRunner(),
    count: 10_000,
    streaming,
    generator: slow,
    longestAuction: longestAuction(slow.gapMicros),
  });
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`query ${query.number} and the plain loops differ`);
  }
}

async function benchQuery(query, ratios, figures) {
  const name = `q${query.number}`;
  let results = 0;
  const counted = async (work) => {
    results = 0;
    await work(() => {
      results++;
    });
  };
  const quarter = Math.floor(count / 4);
  const contenders = {
    whole: () => counted((emit) => execute(query, sourceOf(count), emit)),
    quarter: () => counted((emit) => execute(query, sourceOf(quarter), emit)),
  };
  const loop = loops.get(query.number);
  if (loop !== undefined) {
    // Without what the generator takes, which is the same on both sides: nanoseconds an event, since what is left
    // of the loop is next to nothing.
    const atHand = [...events(quarter, { gapMicros })];
    contenders.loop = () => counted((emit) => loop(events(count, { gapMicros }), emit));
    contenders.atHand = () =>
      counted((emit) =>
        execute(
          query,
          given(() => atHand),
          emit,
        ),
      );
    contenders.loopAtHand = () => counted((emit) => loop(atHand, emit));
  }
  const times = await measure(contenders, rounds);
  // Once more, since each contender counts anew.
  await contenders.whole();

  const perSecond = (time) => rounded((count / time.min) * 1000);
  const nanos = (time) => rounded((time.min / quarter) * 1e6);
  figures[`${name}EventsPerSecond`] = perSecond(times.whole);
  figures[`${name}Results`] = results;
  ratios[`${name}-x4/${name}`] = rounded(times.whole.min / times.quarter.min);
  const cells = [perSecond(times.whole), results, ratios[`${name}-x4/${name}`]];
  if (loop !== undefined) {
    figures[`${name}LoopEventsPerSecond`] = perSecond(times.loop);
    ratios[`${name}/loop`] = rounded(times.whole.min / times.loop.min);
    figures[`${name}AtHandNanos`] = nanos(times.atHand);
    figures[`${name}LoopAtHandNanos`] = nanos(times.loopAtHand);
    cells.push(
      perSecond(times.loop),
      ratios[`${name}/loop`],
      figures[`${name}AtHandNanos`],
      figures[`${name}LoopAtHandNanos`],
    );
  }
  console.log(row(`${query.number} ${query.title}`, ...cells));
}

function row(title, ...cells) {
  return `${title.padEnd(28)}${cells.map((cell) => String(cell).padStart(14)).join('')}`;
}

function wholeNumber(flag) {
  const value = Number(flags[flag]);
  if (!Number.isSafeInteger(value) || value < 1) fail(`--${flag} must be a whole number above 0`);
  return value;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
