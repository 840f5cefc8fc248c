/**
 * Kafka, one real broker on this machine: producing and consuming by pipelines beside the raw client (@platformatic/kafka)
 * in turn, and Kafka to Kafka exactly once: a kept run, its state on disk, an epoch every 100 ms, a transaction each.
 * Records have a key of 8 bytes and a value of 100; medians of rounds, the first warms up. The broker runs on the same
 * processors.
 *
 *     node test/bench/kafka.mjs [--records=200000] [--rounds=5]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DirectRunner } from '@hornbeam/direct';
import { connectKafka, jsonFormat, readFromKafka, stringFormat, writeToKafka } from '@hornbeam/kafka';
import { pipeline, run } from '@hornbeam/sdk';
import { fromIterable } from '@hornbeam/sdk/io';
import { startLocalKafka } from '@hornbeam/services';
import { openLocalStore } from '@hornbeam/store/local';
import { rounded } from './measure.mjs';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
  },
});
const records = Number(values.records);
const PARTITIONS = 4;
const BATCH = 1000;

/** The peer is a package of the connector, and resolved from there. */
const raw = createRequire(new URL('../../sdk/kafka/package.json', import.meta.url))('@platformatic/kafka');

const dir = mkdtempSync(join(tmpdir(), 'hornbeam-bench-kafka-'));
const kafka = await startLocalKafka({ dir: join(dir, 'kafka'), report: console.error, heap: 1024 });
const brokers = kafka.endpoints.join(',');
const client = connectKafka({ brokers });

let topics = 0;
async function freshTopic() {
  const name = `bench-${topics++}`;
  await client.createTopic({ name, partitions: PARTITIONS });
  return name;
}

const keyOf = (n) => `k${String(n % 9973).padStart(7, '0')}`;
/** 100 bytes of JSON. */
const textOf = (n) =>
  JSON.stringify({
    id: String(n).padStart(10, '0'),
    user: keyOf(n),
    amount: n % 1000,
    note: 'x'.repeat(33),
  }).padEnd(100);
const made = Array.from({ length: records }, (_, n) => ({ key: keyOf(n), value: textOf(n) }));

async function produceOurs() {
  const topic = await freshTopic();
  const started = performance.now();
  await run(
    pipeline({ name: 'produce' }, (p) => {
      p.read(fromIterable(() => made)).write(
        writeToKafka({ brokers, topic, key: ({ key }) => key, value: ({ value }) => value }),
      );
    }),
    { runner: new DirectRunner() },
  );
  return { millis: performance.now() - started, topic };
}

async function produceRaw() {
  const topic = await freshTopic();
  const started = performance.now();
  const producer = new raw.Producer({
    ...{ clientId: 'bench', bootstrapBrokers: [brokers], idempotent: true },
    serializers: raw.stringSerializers,
  });
  for (let at = 0; at < records; at += BATCH) {
    await producer.send({
      messages: made.slice(at, at + BATCH).map(({ key, value }) => ({ topic, key, value })),
      acks: raw.ProduceAcks.ALL,
    });
  }
  await producer.close();
  return { millis: performance.now() - started };
}

async function consumeOurs(topic) {
  const started = performance.now();
  let seen = 0;
  await run(
    pipeline({ name: 'consume' }, (p) => {
      p.read(
        readFromKafka({
          ...{ brokers, topics: topic, until: 'latest', key: stringFormat(), value: stringFormat() },
        }),
      ).map(() => {
        seen++;
      });
    }),
    { runner: new DirectRunner() },
  );
  check(seen);
  return { millis: performance.now() - started };
}

async function consumeRaw(topic) {
  const started = performance.now();
  const consumer = new raw.Consumer({
    ...{ groupId: `bench-${topics++}`, clientId: 'bench', bootstrapBrokers: [brokers] },
    deserializers: raw.stringDeserializers,
  });
  const stream = await consumer.consume({
    ...{ topics: [topic], mode: 'earliest', autocommit: false, maxWaitTime: 100, maxBytes: 1_048_576 },
  });
  let seen = 0;
  for await (const _ of stream) if (++seen === records) break;
  await stream.close();
  await consumer.close(true);
  check(seen);
  return { millis: performance.now() - started };
}

async function exactlyOnce(topic, isKept) {
  const out = await freshTopic();
  const state = join(dir, `state-${topics++}`);
  const started = performance.now();
  const cpu = process.cpuUsage();
  const durable = { open: () => openLocalStore(state), epochMillis: 100 };
  await run(
    pipeline({ name: `exactly-once-${topics++}` }, (p) => {
      p.read(
        readFromKafka({
          ...{ brokers, topics: topic, until: 'latest', key: stringFormat(), value: jsonFormat() },
        }),
      )
        .filter(({ value }) => value.amount >= 0)
        .map(({ key, value }) => ({ key, value: { ...value, amount: value.amount * 2 } }))
        .write(
          writeToKafka({
            ...{
              brokers,
              topic: out,
              key: ({ key }) => key,
              value: ({ value }) => value,
              valueFormat: jsonFormat(),
            },
          }),
        );
    }),
    { runner: new DirectRunner(isKept ? { durable } : {}), streaming: true },
  );
  const millis = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  rmSync(state, { recursive: true, force: true });
  const ends = await client.offsets(out, [0, 1, 2, 3], 'latest', 'read_committed');
  const written = [...ends.values()].reduce((sum, end) => sum + end, 0);
  if (written < records) throw new Error(`${written} of ${records} records were written`);
  return { millis, cpu: (user + system) / 1000 };
}

function check(seen) {
  if (seen !== records) throw new Error(`${seen} of ${records} records were read`);
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

try {
  const { topic } = await produceOurs();
  const contenders = {
    produceOurs,
    produceRaw,
    consumeOurs: () => consumeOurs(topic),
    consumeRaw: () => consumeRaw(topic),
    plain: () => exactlyOnce(topic, false),
    exactlyOnce: () => exactlyOnce(topic, true),
  };
  const times = {};
  for (let round = -1; round < Number(values.rounds); round++) {
    for (const [name, run] of Object.entries(contenders)) {
      if (!name.startsWith(values.only)) continue;
      const { millis } = await run();
      if (round >= 0) times[name] = [...(times[name] ?? []), millis];
      console.error(`${name.padEnd(12)} ${Math.round((records / millis) * 1000)} records/s`);
    }
  }
  const rates = Object.fromEntries(
    Object.entries(times).map(([name, list]) => [name, Math.round((records / median(list)) * 1000)]),
  );
  console.log(
    JSON.stringify({
      bench: 'kafka',
      ratios: {
        'produce: ours/raw client': rounded(rates.produceOurs / rates.produceRaw),
        'consume: ours/raw client': rounded(rates.consumeOurs / rates.consumeRaw),
        'Kafka to Kafka: exactly once/without state': rounded(rates.exactlyOnce / rates.plain),
      },
      figures: { records, recordsPerSecond: rates },
    }),
  );
} finally {
  await client.close();
  await kafka.stop();
  rmSync(dir, { recursive: true, force: true });
}
