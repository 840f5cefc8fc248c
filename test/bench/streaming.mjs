/**
 * A stream at full speed: 6 million events, as many as a source of 10,000 a second makes in 10 minutes, each with
 * the time on the clock as its timestamp, through windows, sessions, state and timers. Shows the resident memory
 * over the run, and how old events are (p50 and p99) when each stage is done with them.
 *
 *     node --expose-gc test/bench/streaming.mjs [--events=N]
 */
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DirectRunner } from '@hornbeam/direct';
import {
  count,
  eventTimer,
  fixed,
  manualWatermark,
  OffsetRangeTracker,
  offsetRange,
  out,
  pipeline,
  sessions,
  sliding,
  splittable,
  start,
  sum,
  valueState,
} from '@hornbeam/sdk';
import { rounded } from './measure.mjs';

const { values } = parseArgs({ options: { events: { type: 'string', default: '6000000' } } });
const events = Number(values.events);
const USERS = 10_000;
const BREATH = 4096;

/** Events at full speed; the timestamp of each is the moment it was made. */
const source = splittable({
  name: 'generate',
  bounded: false,
  outputs: { main: out() },
  initial: () => offsetRange(0, events),
  tracker: (range) => new OffsetRangeTracker(range),
  watermark: manualWatermark(),
  async process(_, { tracker, watermark, emit, ready }) {
    for (let n = tracker.restriction.from; tracker.tryClaim(n); n++) {
      const now = Date.now();
      emit({ key: (n * 2_654_435_761) % USERS, value: n % 100 }, now);
      if (n % BREATH !== 0) continue;
      watermark.advance(now);
      await ready();
      await setImmediate();
    }
  },
});

let results = 0;
const seen = () => {
  results++;
  return null;
};

const stream = pipeline({ name: 'streaming' }, (p) => {
  const made = p.impulse().parDo(source);
  made.windowInto(fixed('1s')).combinePerKey({ total: sum, n: count }).map(seen).named('tumbling');
  made.values().windowInto(sliding('10s', '1s')).combineGlobally(sum).map(seen).named('sliding');
  made.windowInto(sessions('500ms')).countPerKey().map(seen).named('sessions');
  made
    .parDo({
      name: 'Quiet',
      uses: { total: valueState(), quiet: eventTimer() },
      process({ value }, { total, quiet, timestamp }) {
        total.write((total.read() ?? 0) + value);
        quiet.set(timestamp + 1000);
      },
      onTimer: {
        *quiet({ key, total }) {
          yield { key, total: total.read() };
          total.clear();
        },
      },
    })
    .map(seen)
    .named('quiet');
});

const started = performance.now();
const job = await start(stream, { runner: new DirectRunner() });
const memory = [];
const look = () => {
  globalThis.gc?.();
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  const made = job.snapshot().steps.find(({ name }) => name === 'generate')?.elementsOut ?? 0;
  memory.push({ seconds: Math.round((performance.now() - started) / 1000), megabytes, made });
};
const timer = setInterval(look, 2000);
const result = await job.done;
clearInterval(timer);
look();
const seconds = (performance.now() - started) / 1000;

console.log('seconds  events made  resident memory');
for (const { seconds: at, megabytes, made } of memory) {
  console.log(
    `${String(at).padStart(7)}  ${String(made).padStart(11)}  ${String(megabytes).padStart(12)} MB`,
  );
}
console.log('\nage of events when the stage of a step is done with them, ms');
const latencies = {};
for (const { name, time } of result.steps) {
  if (time?.latency === undefined) continue;
  const { p50, p99 } = time.latency;
  latencies[name] = { p50: rounded(p50), p99: rounded(p99) };
  console.log(
    `${name.padEnd(32)} p50 ${String(rounded(p50)).padStart(6)}  p99 ${String(rounded(p99)).padStart(6)}`,
  );
}
// The first quarter fills buffers and code caches.
const settled = memory.slice(Math.floor(memory.length / 4));
const half = Math.ceil(settled.length / 2);
const mean = (list) => list.reduce((total, { megabytes }) => total + megabytes, 0) / Math.max(1, list.length);
const growth = mean(settled.slice(half)) / mean(settled.slice(0, half));
console.log(
  JSON.stringify({
    bench: 'streaming',
    ratios: { 'memory late/early': rounded(growth) },
    figures: {
      events,
      seconds: rounded(seconds),
      eventsPerSecond: Math.round(events / seconds),
      results,
      mostMegabytes: Math.max(...memory.map(({ megabytes }) => megabytes)),
      latencies,
    },
  }),
);
