/**
 * What keeping a run costs: queries of the Nexmark suite as streams at full speed, without durability and with an epoch
 * synced to disk every 100 ms, in turn, each in a process of its own, the best of the rounds; and how long an epoch takes.
 *
 *     node test/bench/durable.mjs [--events=4000000] [--rounds=5] [--epoch=100]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DirectRunner } from '@hornbeam/direct';
import { pipeline, run } from '@hornbeam/sdk';
import { openLocalStore } from '@hornbeam/store/local';
import { rounded } from './measure.mjs';
import { longestAuction } from './nexmark/longest-auction.mjs';
import { queries } from './nexmark/queries.mjs';
import { flowing } from './nexmark/source.mjs';

const { values: flags } = parseArgs({
  options: {
    events: { type: 'string', default: '4000000' },
    rounds: { type: 'string', default: '5' },
    epoch: { type: 'string', default: '100' },
    /** In a process of its own: the query, and whether it is kept. */
    query: { type: 'string' },
    kept: { type: 'boolean', default: false },
  },
});

/**
 * A function of each event, a join by state, averages of auctions, sliding windows, a join of windows, sessions; and which part of
 * the events each takes, so that all run for some seconds: what is done once weighs little then.
 */
const CHOSEN = new Map([
  [1, 1],
  [3, 1],
  [4, 0.1],
  [5, 0.7],
  [8, 1],
  [11, 0.4],
]);
const GAP_MICROS = 100;
const eventsOf = (query) => Math.round(Number(flags.events) * CHOSEN.get(query.number));
const own = fileURLToPath(import.meta.url);

/** Runs a query once; the first tenth warms up. */
async function one(query) {
  const events = eventsOf(query);
  const settings = { longestAuction: longestAuction(GAP_MICROS) };
  const folder = mkdtempSync(join(tmpdir(), 'hornbeam-bench-durable-'));
  let results = 0;
  const commits = [];
  const open = async () => {
    const store = await openLocalStore(join(folder, 'state'));
    const commit = store.commit.bind(store);
    store.commit = async (...args) => {
      const began = performance.now();
      await commit(...args);
      commits.push(performance.now() - began);
    };
    return store;
  };
  const execute = (count, isKept) =>
    run(
      pipeline({ name: 'durable' }, (root) => {
        query.expand(root.read(flowing(count, { gapMicros: GAP_MICROS })), settings).map(() => {
          results++;
          return null;
        });
      }),
      {
        runner: new DirectRunner(isKept ? { durable: { open, epochMillis: Number(flags.epoch) } } : {}),
        streaming: true,
      },
    );
  await execute(events / 10, false);
  results = 0;
  const cpu = process.cpuUsage();
  const started = performance.now();
  await execute(events, flags.kept);
  const millis = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  rmSync(folder, { recursive: true });
  commits.sort((a, b) => a - b);
  return {
    ...{ millis, cpu: (user + system) / 1000, results, epochs: commits.length },
    ...{ commitP50: commits[Math.floor(commits.length / 2)] ?? 0, commitMost: commits.at(-1) ?? 0 },
  };
}

function child(number, isKept) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      '--initial-heap-size=128',
      own,
      ...process.argv.slice(2),
      `--query=${number}`,
      ...(isKept ? ['--kept'] : []),
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

async function main() {
  const ratios = {};
  const figures = {};
  console.log(
    'query                            plain events/s   kept events/s   cost   epochs  commit p50 ms',
  );
  const sums = { plain: 0, kept: 0 };
  for (const query of queries.filter(({ number }) => CHOSEN.has(number))) {
    const { number, title } = query;
    const events = eventsOf(query);
    const runs = { plain: [], kept: [] };
    for (let round = 0; round < Number(flags.rounds); round++) {
      // A B, B A, …: a machine whose speed drifts favours nobody.
      const order = round % 2 === 0 ? ['plain', 'kept'] : ['kept', 'plain'];
      for (const name of order) runs[name].push(child(number, name === 'kept'));
    }
    // Other work on the machine only ever adds.
    const of = (name, figure) => Math.min(...runs[name].map((run) => run[figure]));
    if (of('plain', 'results') !== of('kept', 'results')) throw new Error(`query ${number}: other results`);
    sums.plain += of('plain', 'millis');
    sums.kept += of('kept', 'millis');
    const perSecond = (name) => Math.round((events / of(name, 'millis')) * 1000);
    ratios[`q${number} throughput: kept/plain`] = rounded(of('plain', 'millis') / of('kept', 'millis'));
    figures[`q${number}`] = {
      events,
      ...{ plain: perSecond('plain'), kept: perSecond('kept') },
      ...{ plainCpuMillis: Math.round(of('plain', 'cpu')), keptCpuMillis: Math.round(of('kept', 'cpu')) },
      ...{ epochs: of('kept', 'epochs'), commitP50: rounded(of('kept', 'commitP50')) },
      ...{ commitMost: rounded(of('kept', 'commitMost')) },
    };
    const cost = 1 - of('plain', 'millis') / of('kept', 'millis');
    console.log(
      `${`${number} ${title}`.padEnd(33)}${String(perSecond('plain')).padStart(14)}${String(perSecond('kept')).padStart(16)}` +
        `${`${(cost * 100).toFixed(1)} %`.padStart(9)}${String(of('kept', 'epochs')).padStart(7)}` +
        `${of('kept', 'commitP50').toFixed(1).padStart(14)}`,
    );
  }
  ratios['throughput of all: kept/plain'] = rounded(sums.plain / sums.kept);
  console.log(JSON.stringify({ bench: 'durable', ratios, figures }));
}

if (flags.query === undefined) await main();
else console.log(JSON.stringify(await one(queries.find(({ number }) => String(number) === flags.query))));
