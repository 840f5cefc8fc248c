/**
 * A target that stands still for ten minutes while a source goes on at full speed: shows the resident memory meanwhile,
 * and how long it takes afterwards until the target has everything. The run keeps its state, with an outbox of 64 MB.
 *
 *     node --expose-gc test/bench/stalled-sink.mjs [--stall=600]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DirectRunner } from '@hornbeam/direct';
import {
  manualWatermark,
  OffsetRangeTracker,
  offsetRange,
  out,
  pipeline,
  splittable,
  start,
} from '@hornbeam/sdk';
import { epochSink } from '@hornbeam/sdk/io';
import { BeamError } from '@hornbeam/sdk/model';
import { openLocalStore } from '@hornbeam/store/local';
import { rounded } from './measure.mjs';

const { values } = parseArgs({ options: { stall: { type: 'string', default: '600' } } });
const stall = Number(values.stall);
const OUTBOX = 64 * 1024 * 1024;
/** Seconds before it stands still, and after it goes on. */
const BEFORE = 5;
const AFTER = 20;

let made = 0;
const numbers = splittable({
  name: 'numbers',
  bounded: false,
  outputs: { main: out() },
  initial: () => offsetRange(0, Number.MAX_SAFE_INTEGER),
  tracker: (range) => new OffsetRangeTracker(range),
  watermark: manualWatermark(),
  async process(_, { tracker, watermark, emit, ready }) {
    for (let n = tracker.restriction.from; tracker.tryClaim(n); n++) {
      emit(n, n);
      made = n + 1;
      if (n % 1024 !== 0) continue;
      watermark.advance(n);
      await ready();
      await setImmediate();
    }
  },
});

let isStalled = false;
let written = 0;
let isInOrder = true;
const target = {
  name: 'target',
  guarantee: 'transactional',
  target: 'a target that stands still',
  open: async () => ({
    lastCommitted: async () => undefined,
    commit: async (_, rows) => {
      if (isStalled) throw new BeamError('E_UNAVAILABLE', 'The target stands still.');
      for (const { n } of rows) {
        if (n !== written) isInOrder = false;
        written++;
      }
    },
    close: async () => undefined,
  }),
};

const folder = mkdtempSync(join(tmpdir(), 'hornbeam-bench-stall-'));
const text = 'x'.repeat(90);
const job = await start(
  pipeline({ name: 'stalled' }, (p) => {
    p.impulse()
      .parDo(numbers)
      .map((n) => ({ n, text }))
      .write(epochSink(target));
  }),
  {
    runner: new DirectRunner({
      durable: { open: () => openLocalStore(join(folder, 'state')), outboxBytes: OUTBOX },
    }),
    streaming: true,
  },
);

const memory = [];
const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;
const look = () => {
  globalThis.gc?.();
  memory.push({ at: seconds(), megabytes: process.memoryUsage().rss / 2 ** 20, made, isStalled });
};
const timer = setInterval(look, 1000);
await sleep(BEFORE * 1000);
isStalled = true;
await sleep(stall * 1000);
const atEnd = { made, written };
isStalled = false;
const resumed = seconds();
while (written < atEnd.made) await sleep(10);
const caughtUp = seconds() - resumed;
await sleep(AFTER * 1000);
clearInterval(timer);
await job.stop();
await job.done;
rmSync(folder, { recursive: true });
if (!isInOrder || written < made)
  throw new Error(`${written} of ${made} rows were written, in order: ${isInOrder}`);

const during = memory.filter((each) => each.isStalled);
const quarter = Math.ceil(during.length / 4);
const mean = (list) => list.reduce((sum, { megabytes }) => sum + megabytes, 0) / Math.max(1, list.length);
for (const { at, megabytes, made, isStalled } of memory.filter(
  (_, i) => i % Math.ceil(memory.length / 20) === 0,
)) {
  console.log(
    `${at.toFixed(0).padStart(5)} s ${isStalled ? 'stalled' : '       '} ${String(made).padStart(10)} made ${megabytes.toFixed(0).padStart(5)} MB`,
  );
}
console.log(
  JSON.stringify({
    bench: 'stalled-sink',
    ratios: {
      'memory, last quarter of the stall/second': rounded(
        mean(during.slice(-quarter)) / mean(during.slice(quarter, 2 * quarter)),
      ),
    },
    figures: {
      stallSeconds: stall,
      rowsThatWaited: atEnd.made - atEnd.written,
      mostMegabytes: Math.round(Math.max(...memory.map(({ megabytes }) => megabytes))),
      catchUpSeconds: rounded(caughtUp),
      rows: written,
    },
  }),
);
