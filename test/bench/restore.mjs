/**
 * How soon a run that was killed goes on: a pipeline keeps a value of 1,000 characters for each of a million keys (1 GB of
 * state), its process is killed, another goes on. Shows the ms from the start of that process, Node and imports included, to
 * the first *new* row at the target, which must have seen the state of its key; and the memory it takes then.
 *
 *     node test/bench/restore.mjs [--keys=1000000] [--size=1000] [--rounds=3]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DirectRunner } from '@hornbeam/direct';
import {
  manualWatermark,
  OffsetRangeTracker,
  offsetRange,
  out,
  pipeline,
  run,
  splittable,
  valueState,
} from '@hornbeam/sdk';
import { epochSink } from '@hornbeam/sdk/io';
import { openLocalStore } from '@hornbeam/store/local';
import { rounded } from './measure.mjs';

const { values: flags } = parseArgs({
  options: {
    keys: { type: 'string', default: '1000000' },
    size: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    /** In a process of its own. */
    state: { type: 'string' },
    resume: { type: 'boolean', default: false },
  },
});
const keys = Number(flags.keys);
const size = Number(flags.size);

/** The first pass over the keys fills the state; what comes behind it are the new elements. */
const numbers = splittable({
  name: 'numbers',
  bounded: false,
  outputs: { main: out() },
  initial: () => offsetRange(0, Number.MAX_SAFE_INTEGER),
  tracker: (range) => new OffsetRangeTracker(range),
  watermark: manualWatermark(),
  async process(_, { tracker, emit, ready, interrupt }) {
    for (let n = tracker.restriction.from; tracker.tryClaim(n); n++) {
      emit(n, n);
      if (n >= keys) await sleep(10, undefined, { signal: interrupt }).catch(() => undefined);
      if (n % 1024 !== 0) continue;
      await ready();
      await setImmediate();
    }
  },
});

const base = Array.from({ length: 64 }, (_, n) => String.fromCharCode(48 + n)).join('');
const contentOf = (key) => `${key}:${base.repeat(Math.ceil(size / 64))}`.slice(0, size);

/** Tells the parent of every new row, and what the process takes then. */
const target = {
  name: 'target',
  guarantee: 'transactional',
  target: 'the process that measures',
  open: async () => {
    let last = flags.resume ? undefined : 0;
    return {
      // A target of this bench forgets: what it is sent again is told again, and looked at by number.
      lastCommitted: async () => (last = Number(process.env.LAST ?? 0) || undefined),
      commit: async (epoch, rows) => {
        last = epoch;
        const all = [...rows];
        const millis = performance.now();
        process.stdout.write(
          `${JSON.stringify({ epoch, rows: all, millis, rss: process.memoryUsage().rss })}\n`,
        );
      },
      close: async () => undefined,
    };
  },
};

async function work() {
  await run(
    pipeline({ name: 'restore' }, (p) => {
      p.impulse()
        .parDo(numbers)
        .keyBy((n) => `key-${n % keys}`)
        .parDo({
          name: 'Keep',
          uses: { content: valueState() },
          process({ key, value: n }, { content }) {
            const known = content.read();
            content.write(contentOf(key));
            if (n < keys) return n === keys - 1 ? [{ n, isKnown: false }] : [];
            return [{ n, isKnown: known === contentOf(key) }];
          },
        })
        .write(epochSink(target));
    }),
    {
      runner: new DirectRunner({
        durable: { open: () => openLocalStore(flags.state), resume: flags.resume },
      }),
      streaming: true,
    },
  );
}

const own = fileURLToPath(import.meta.url);

/** Runs until a new row has come, then kills. @returns the last epoch that was told, and the first new row */
async function life(state, resume, after, last) {
  const child = spawn(
    process.execPath,
    [
      '--initial-heap-size=128',
      own,
      ...process.argv.slice(2),
      `--state=${state}`,
      ...(resume ? ['--resume'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, LAST: String(last) } },
  );
  let told = last;
  for await (const line of createInterface({ input: child.stdout })) {
    const { epoch, rows, millis, rss } = JSON.parse(line);
    told = epoch;
    const fresh = rows.filter(({ n }) => n > after);
    if (fresh.length === 0) continue;
    if (resume && !fresh.every(({ isKnown }) => isKnown)) throw new Error('the state was not there');
    child.kill('SIGKILL');
    await once(child, 'exit');
    return { last: told, n: fresh.at(-1).n, millis, rss };
  }
  throw new Error('the run has ended');
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'hornbeam-bench-restore-'));
  try {
    const state = join(folder, 'state');
    let { n, last } = await life(state, false, keys - 2, 0);
    const lives = [];
    for (let round = 0; round < Number(flags.rounds); round++) {
      const next = await life(state, true, n, last);
      ({ n, last } = next);
      lives.push(next);
      console.error(
        `first new row after ${Math.round(next.millis)} ms, ${Math.round(next.rss / 2 ** 20)} MB`,
      );
    }
    const millis = lives.map((each) => each.millis).sort((a, b) => a - b);
    console.log(
      JSON.stringify({
        bench: 'restore',
        ratios: {},
        figures: {
          keys,
          stateBytes: keys * size,
          firstNewRowMillis: {
            least: rounded(millis[0]),
            median: rounded(millis[millis.length >> 1]),
            most: rounded(millis.at(-1)),
          },
          residentMegabytes: Math.round(Math.max(...lives.map(({ rss }) => rss)) / 2 ** 20),
        },
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (flags.state === undefined) await main();
else await work();
