/**
 * A kept run between a Kafka of three brokers and Postgres, while the run, the brokers and Postgres are killed, frozen, and
 * cut off: counts what is lost, doubled, out of order or wrong in the end. Needs the build (`npx tsc -b .ci`) and Java;
 * Kafka and Postgres are fetched.
 *
 *     node test/integration/kill-storm.mjs --records=300000 --faults=40 [--seed=1]
 *     node test/integration/kill-storm.mjs --records=20000 --faults=6 --broken=ack-first     a planted bug: must fail
 *
 * `--only=run` (`broker`, `link`, `Postgres`) has one kind of fault alone; `--patience=15` gives up when nothing has come for 15 s.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { connectKafka, defaultPartitioner } from '@hornbeam/kafka';
import { freePort, startLocalKafka, startLocalPostgres } from '@hornbeam/services';
import pg from 'pg';
import { KeptUp } from './kill-storm/kept-up.mjs';
import { Link } from './kill-storm/link.mjs';
import { balanceId, compare, expected, recordsOf, reordered, secondId } from './kill-storm/oracle.mjs';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '300000' },
    faults: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    broken: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    patience: { type: 'string', default: '60' },
    keep: { type: 'boolean', default: false },
  },
});
const records = Number(values.records);
const faults = Number(values.faults);
/** From one fault to the next, ms. */
const PAUSE = 3500;
/** The storm is over when so long nothing new has come, ms. */
const PATIENCE = Number(values.patience) * 1000;
const PARTITIONS = 4;
const ACCOUNTS = 200;
const BROKERS = 3;

const root = fileURLToPath(new URL('../../', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'hornbeam-storm-'));
const startedAt = performance.now();
const say = (text) =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${text}`);

/** Numbers that look random, the same for the same seed (mulberry32). */
function chanceOf(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return (end) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  };
}
const below = chanceOf(Number(values.seed));

/** What goes wrong, the most telling first: few faults have these, in any order. */
const KINDS = [
  ...['run killed', 'Postgres killed', 'broker killed', 'run killed', 'link cut', 'broker frozen'],
  ...['run killed', 'Postgres frozen', 'link cut to Postgres'],
].filter((kind) => kind.startsWith(values.only));
if (KINDS.length === 0)
  throw new Error(`--only=${values.only} is no kind of fault: run, broker, link or Postgres`);
const plan = Array.from({ length: faults }, (_, i) => KINDS[i % KINDS.length]);
for (let i = plan.length - 1; i > 0; i--) {
  const j = below(i + 1);
  [plan[i], plan[j]] = [plan[j], plan[i]];
}

const links = [];
for (let i = 0; i < BROKERS; i++) links.push(await Link.open(await freePort()));
const ports = links.map(({ port }) => port);
const tableLink = await Link.open(0);
let kafka;
let postgres;
let client;
let runner;
try {
  kafka = await startLocalKafka({
    ...{ dir: join(dir, 'kafka'), brokers: BROKERS, advertisedPorts: ports, heap: 400, report: say },
  });
  links.forEach((link, i) => {
    link.target = kafka.ports[i];
  });
  postgres = await startLocalPostgres({
    dir: join(dir, 'postgres'),
    advertisedPort: tableLink.port,
    report: say,
  });
  tableLink.target = postgres.port;
  client = connectKafka({ brokers: kafka.endpoints, patience: 120_000 });
  for (const name of ['payments', 'balances', 'seconds']) {
    // The times of the records are past ones: Kafka would delete them as old.
    await client.createTopic({ name, partitions: PARTITIONS, config: { 'retention.ms': '-1' } });
  }
  say(`Postgres is up, and Kafka with ${BROKERS} brokers`);
  mkdirSync(join(dir, 'scratch'));
  runner = new KeptUp(
    [
      join(root, 'test/integration/kill-storm/pipeline.ts'),
      `--brokers=${kafka.endpoints.join(',')}`,
      `--postgres=${postgres.url}`,
      ...[`--broken=${values.broken}`, `--scratch=${join(dir, 'scratch')}`],
      ...[`--state-dir=${join(dir, 'state')}`, '--resume', '--quiet'],
    ],
    { cwd: root, log: join(dir, 'run.log'), say },
  );
  const produced = produce();
  const counts = {};
  for (let i = 0; i < faults; i++) {
    await sleep(PAUSE);
    await fault(plan[i], counts);
  }
  await produced;
  say(
    `all ${records} payments are there, after ${Object.entries(counts)
      .sort()
      .map(([what, n]) => `${what} ${n}`)
      .join(', ')}`,
  );
  await settled();
  await runner.end();
  process.exitCode = (await verdict()) ? 0 : 1;
} finally {
  await runner?.end();
  await client?.close();
  for (const link of [...links, tableLink]) link.close();
  await postgres?.stop();
  await kafka?.stop();
  if (values.keep) say(`kept: ${dir}`);
  else rmSync(dir, { recursive: true, force: true });
}

/** Writes all payments, as evenly as the storm lasts, and behind them what moves event time on. */
async function produce() {
  const producer = await client.producer();
  const chunk = 500;
  const each = (faults * PAUSE * chunk) / records;
  const begun = Date.now();
  const base = 1_700_000_000_000;
  const encoder = new TextEncoder();
  const record = (account, amount, partition, timestamp) => ({
    ...{ topic: 'payments', partition, timestamp, key: encoder.encode(account) },
    value: encoder.encode(JSON.stringify({ account, amount })),
  });
  const partitionOf = (account) => defaultPartitioner(encoder.encode(account), PARTITIONS, 0);
  for (let first = 0; first < records; first += chunk) {
    const wait = begun + (first / chunk) * each - Date.now();
    if (wait > 0) await sleep(wait);
    const part = [];
    for (let i = first; i < Math.min(first + chunk, records); i++) {
      const account = `account-${below(ACCOUNTS)}`;
      part.push(record(account, 1 + below(1000), partitionOf(account), base + i));
    }
    await producer.send(part);
  }
  await producer.send(
    Array.from({ length: PARTITIONS }, (_, partition) =>
      record('end', 0, partition, base + records + 86_400_000),
    ),
  );
  await producer.close();
}

/** One thing goes wrong, and is mended after a while. */
async function fault(kind, counts) {
  const broker = below(BROKERS);
  counts[kind] = (counts[kind] ?? 0) + 1;
  say(/^broker|^link cut$/.test(kind) ? `${kind}: ${broker + 1}` : kind);
  if (kind === 'run killed') runner.kill();
  else if (kind === 'Postgres killed') {
    await postgres.kill();
    await sleep(500 + below(1500));
    await postgres.startAgain();
  } else if (kind === 'Postgres frozen') {
    const pids = processesOf(postgres.process.identity.pid);
    for (const pid of pids) signal(pid, 'SIGSTOP');
    await sleep(500 + below(3000));
    for (const pid of pids) signal(pid, 'SIGCONT');
  } else if (kind === 'link cut to Postgres') {
    tableLink.cut();
    await sleep(500 + below(3000));
    tableLink.mend();
  } else if (kind === 'broker killed') {
    await kafka.killBroker(broker + 1);
    await sleep(500 + below(1500));
    await kafka.startBroker(broker + 1);
  } else if (kind === 'broker frozen') {
    const { pid } = kafka.processes[broker].identity;
    process.kill(pid, 'SIGSTOP');
    await sleep(500 + below(3000));
    process.kill(pid, 'SIGCONT');
  } else {
    links[broker].cut();
    await sleep(500 + below(3000));
    links[broker].mend();
  }
}

/** A process and its children. */
function processesOf(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return [pid, ...children.split(' ').filter(Boolean).map(Number)];
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

/** Waits until everything has come out, or nothing more does. */
async function settled() {
  let before = -1;
  let since = Date.now();
  for (;;) {
    const [balances, seconds] = [await committed('balances'), await committed('seconds')];
    const ledger = (await rowsOfLedger('count(*)::int AS count'))[0].count;
    const all = balances + seconds + ledger;
    if (all > before) since = Date.now();
    before = all;
    const isQuiet = Date.now() - since > 5000;
    if ((balances >= records && ledger >= records && isQuiet) || Date.now() - since > PATIENCE) return;
    await sleep(500);
  }
}

/** Offsets of a topic up to which all is committed; marks of transactions count too. */
async function committed(topic) {
  const numbers = Array.from({ length: PARTITIONS }, (_, partition) => partition);
  const ends = await client.offsets(topic, numbers, 'latest', 'read_committed');
  return [...ends.values()].reduce((sum, end) => sum + end, 0);
}

/** Columns of the ledger in Postgres, in the order in which rows came. */
async function rowsOfLedger(columns, more = '') {
  const client = new pg.Client(postgres.url);
  await client.connect();
  const { rows } = await client.query(`SELECT ${columns} FROM ledger ${more}`);
  await client.end();
  return rows;
}

async function verdict() {
  const meant = expected(await recordsOf(client, 'payments'));
  const balances = await recordsOf(client, 'balances');
  const one = compare(balances, meant.balances, balanceId);
  const two = compare(await recordsOf(client, 'seconds'), meant.seconds, secondId);
  const ledger = (
    await rowsOfLedger(`concat_ws(' ', account, partition, "offset", n, total) AS text`, 'ORDER BY id')
  ).map(({ text }) => ({ value: Buffer.from(text) }));
  const three = compare([ledger], meant.balances, balanceId);
  const disorder = reordered(balances);
  const disorderInLedger = reordered([ledger]);
  for (const [name, { examples, ...figures }] of [
    ['balances', { ...one, reordered: disorder }],
    ['seconds', two],
    ['ledger', { ...three, reordered: disorderInLedger }],
  ]) {
    say(
      `${name}: ${Object.entries(figures)
        .map(([what, n]) => `${what} ${n}`)
        .join(', ')}`,
    );
    for (const example of examples) say(`  ${example}`);
  }
  const wrong =
    disorder +
    disorderInLedger +
    [one, two, three].reduce(
      (sum, { lost, duplicated, wrong, unknown }) => sum + lost + duplicated + wrong + unknown,
      0,
    );
  const isRight = wrong === 0 && one.rows >= records && three.rows >= records;
  say(`${runner.starts} processes of the run, ${runner.failures} of which ended by themselves`);
  say(isRight ? 'exactly once' : 'NOT exactly once');
  if (runner.failures > 0) say('NOT kept up: a run whose servers are away is to wait, not to end');
  return isRight && runner.failures === 0;
}
