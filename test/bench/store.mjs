/**
 * The store of durable runs on a real disk, beside classic-level (LevelDB) in the same run:
 *
 *   commits    epochs of 1,000 small changes (16-byte keys, 100-byte values), each synced: commits and MB a second, processor
 *              time a change; ours, ours over LevelDB, and LevelDB alone with one batch an epoch
 *   memory     what a key takes beside the heap and on it
 *   restore    1 GB of state of a process that was killed: from the start of a new process to the store open and 1,000 values
 *              read, of few large and of many small values. The pages of the files are in the memory of the system.
 *
 *     node test/bench/store.mjs [--epochs=300] [--rounds=3] [--bytes=1000000000]
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openLevelStore } from '@hornbeam/store/level';
import { openLocalStore } from '@hornbeam/store/local';
import { rounded } from './measure.mjs';

const { values: flags } = parseArgs({
  options: {
    epochs: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '3' },
    bytes: { type: 'string', default: '1000000000' },
    role: { type: 'string' },
    kind: { type: 'string' },
    folder: { type: 'string' },
    keys: { type: 'string' },
    size: { type: 'string' },
  },
});

const CHANGES = 1000;
const KEYS = 200_000;
const VALUE = 100;
const KEY = 16;

/** The peer is an optional peer of the store's package, and resolved from there. */
const { ClassicLevel } = createRequire(new URL('../../runners/store/package.json', import.meta.url))(
  'classic-level',
);

/** LevelDB without anything of ours. */
async function openClassic(folder) {
  const database = new ClassicLevel(folder, { keyEncoding: 'view', valueEncoding: 'view' });
  await database.open();
  return {
    begin: () => {
      const operations = [];
      return { operations, put: (_, key, value) => void operations.push({ type: 'put', key, value }) };
    },
    commit: ({ operations }) => database.batch(operations, { sync: true }),
    get: (_, key) => database.getSync(key),
    close: () => database.close(),
  };
}

const opens = { local: openLocalStore, level: openLevelStore, classic: openClassic };

/** Keys that look drawn by lot and are the same for the same number. */
function keyOf(number, into = Buffer.alloc(KEY)) {
  into.writeUInt32BE(Math.imul(number, 0x9e3779b1) >>> 0, 0);
  into.writeUInt32BE(Math.imul(number ^ 0x5bd1e995, 0x85ebca6b) >>> 0, 4);
  into.writeUInt32BE(number, 8);
  into.writeUInt32BE(Math.imul(number, 0xc2b2ae35) >>> 0, 12);
  return into;
}

const folderOf = () => mkdtempSync(join(tmpdir(), 'hornbeam-bench-store-'));

async function commits(kind, epochs) {
  const folder = folderOf();
  const store = await opens[kind](folder);
  const noise = randomBytes(1 << 20);
  let draw = 1;
  const latencies = [];
  const cpu = process.cpuUsage();
  const started = performance.now();
  for (let epoch = 0; epoch < epochs; epoch++) {
    const began = performance.now();
    const changes = store.begin();
    for (let i = 0; i < CHANGES; i++) {
      draw = (Math.imul(draw, 1_664_525) + 1_013_904_223) >>> 0;
      const at = draw % (noise.length - VALUE);
      // LevelDB keeps what it is handed until it is written; ours copies it.
      changes.put('state', keyOf(draw % KEYS), noise.subarray(at, at + VALUE));
    }
    await store.commit(changes, epoch);
    latencies.push(performance.now() - began);
  }
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await store.close();
  rmSync(folder, { recursive: true });
  latencies.sort((a, b) => a - b);
  return {
    commitsPerSecond: epochs / seconds,
    megabytesPerSecond: (epochs * CHANGES * (KEY + VALUE)) / seconds / 1e6,
    microsecondsOfProcessorPerChange: (user + system) / (epochs * CHANGES),
    p50: latencies[Math.floor(latencies.length / 2)],
    p99: latencies[Math.floor(latencies.length * 0.99)],
  };
}

/** Fills a store and ends as a process that is killed. */
async function fill() {
  const { kind, folder } = flags;
  const [keys, size] = [Number(flags.keys), Number(flags.size)];
  const store = await opens[kind](folder);
  const noise = randomBytes(1 << 20);
  const perEpoch = Math.ceil(8_000_000 / size);
  for (let next = 0; next < keys; ) {
    const changes = store.begin();
    for (let i = 0; i < perEpoch && next < keys; i++, next++) {
      const at = (next * 7919) % (noise.length - size);
      changes.put('state', keyOf(next), noise.subarray(at, at + size));
    }
    await store.commit(changes, next);
  }
  if (flags.role === 'fill') process.kill(process.pid, 'SIGKILL');
  return store;
}

/** Opens what was left and reads: all times are ms since the process began. */
async function restore() {
  const { kind, folder } = flags;
  const imported = performance.now();
  const store = await opens[kind](folder);
  const opened = performance.now();
  let draw = 7;
  let bytes = 0;
  for (let i = 0; i < 1000; i++) {
    draw = (Math.imul(draw, 1_664_525) + 1_013_904_223) >>> 0;
    bytes += store.get('state', keyOf(draw % Number(flags.keys))).length;
  }
  const read = performance.now();
  if (bytes !== 1000 * Number(flags.size)) throw new Error(`read ${bytes} bytes`);
  const { rss } = process.memoryUsage();
  await store.close();
  return { imported, opened, read, rssMegabytes: rss / 1e6 };
}

async function memory() {
  globalThis.gc();
  const before = process.memoryUsage();
  const store = await fill();
  globalThis.gc();
  const after = process.memoryUsage();
  const perKey = (name) => (after[name] - before[name]) / Number(flags.keys);
  const { liveBytes, diskBytes } = store.stats();
  await store.close();
  return { besideHeap: perKey('arrayBuffers'), onHeap: perKey('heapUsed'), liveBytes, diskBytes };
}

const own = fileURLToPath(import.meta.url);

/** Runs a role in a process of its own. @returns what it printed */
function child(role, options) {
  const args = Object.entries({ role, ...options }).map(([name, value]) => `--${name}=${value}`);
  const { stdout, stderr, status, signal } = spawnSync(
    process.execPath,
    ['--expose-gc', '--max-old-space-size=4096', own, ...args],
    { encoding: 'utf8' },
  );
  if (role === 'fill' ? signal !== 'SIGKILL' : status !== 0) throw new Error(`${role}: ${stderr}`);
  return stdout === '' ? undefined : JSON.parse(stdout);
}

const roundedAll = (object) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, rounded(value)]));

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** The median of every figure over the rounds. */
const medians = (runs) =>
  Object.fromEntries(
    Object.keys(runs[0]).map((name) => [name, rounded(median(runs.map((run) => run[name])))]),
  );

async function main() {
  const [epochs, rounds, bytes] = [Number(flags.epochs), Number(flags.rounds), Number(flags.bytes)];
  const runs = { local: [], level: [], classic: [] };
  for (let round = -1; round < rounds; round++) {
    for (const kind of Object.keys(runs)) {
      const run = await commits(kind, round < 0 ? Math.ceil(epochs / 4) : epochs);
      if (round >= 0) runs[kind].push(run);
    }
  }
  const committed = Object.fromEntries(Object.entries(runs).map(([kind, list]) => [kind, medians(list)]));
  for (const [kind, figures] of Object.entries(committed)) {
    console.error(
      `${kind.padEnd(8)} ${figures.commitsPerSecond} commits/s  ${figures.megabytesPerSecond} MB/s  ` +
        `${figures.microsecondsOfProcessorPerChange} us of processor a change  p50 ${figures.p50} ms  p99 ${figures.p99} ms`,
    );
  }

  const perKey = roundedAll(
    child('memory', { kind: 'local', folder: folderOf(), keys: 1_000_000, size: VALUE }),
  );
  console.error(
    `a key takes ${perKey.besideHeap} bytes beside the heap, ${perKey.onHeap} on it (${KEY} of them its own)`,
  );

  const restored = {};
  for (const size of [1000, 128]) {
    for (const kind of ['local', 'classic']) {
      const keys = Math.round(bytes / (size + KEY));
      const folder = folderOf();
      child('fill', { kind, folder, keys, size });
      const list = [];
      // Each is of a process that was killed only the first time; the median is of those that were ended too.
      const first = roundedAll(child('restore', { kind, folder, keys, size }));
      for (let round = 0; round < rounds; round++) list.push(child('restore', { kind, folder, keys, size }));
      rmSync(folder, { recursive: true });
      restored[`${kind} ${size}`] = { keys, afterKill: first, afterEnd: medians(list) };
      console.error(
        `${kind.padEnd(8)} ${keys} values of ${size} bytes: after a kill ${first.read} ms to the first reads ` +
          `(${rounded(first.opened - first.imported)} ms to open), ${first.rssMegabytes} MB of memory`,
      );
    }
  }
  const ratio = (name) => rounded(committed.local[name] / committed.classic[name]);
  console.log(
    JSON.stringify({
      bench: 'store',
      ratios: {
        'commits per second: ours/classic-level': ratio('commitsPerSecond'),
        'processor per change: ours/classic-level': ratio('microsecondsOfProcessorPerChange'),
        'restore of 1 GB, large values: ours/classic-level': rounded(
          restored['local 1000'].afterKill.read / restored['classic 1000'].afterKill.read,
        ),
        'restore of 1 GB, small values: ours/classic-level': rounded(
          restored['local 128'].afterKill.read / restored['classic 128'].afterKill.read,
        ),
      },
      figures: { committed, bytesPerKey: perKey, restored },
    }),
  );
}

const roles = { fill, restore, memory };
if (flags.role === undefined) await main();
else process.stdout.write(JSON.stringify(await roles[flags.role]()));
