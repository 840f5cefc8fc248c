import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectRunner } from '@hornbeam/direct';
import {
  bytesFormat,
  connectKafka,
  type DeadLetter,
  deadLetterTopic,
  jsonFormat,
  type KafkaClient,
  type KafkaMessage,
  type ReadFromKafkaOptions,
  readFromKafka,
  stringFormat,
  writeToKafka,
} from '@hornbeam/kafka';
import { type Job, type LogRecord, type PCollection, pipeline, type Root, run, start } from '@hornbeam/sdk';
import { type KafkaService, startLocalKafka } from '@hornbeam/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoKafka } from './kafka-tools.js';

// Only where Java, or what fetches Kafka, is missing; the reason is printed.
describe.skipIf(await whyNoKafka())('pipelines and a real Kafka', { timeout: 60_000 }, () => {
  let dir: string;
  let kafka: KafkaService;
  let client: KafkaClient;
  let brokers: string;
  let topics = 0;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
    kafka = await startLocalKafka({ dir, users: { ann: 'secret' } });
    brokers = kafka.endpoints.join(',');
    client = connectKafka({ brokers });
  }, 300_000);

  afterAll(async () => {
    await client?.close();
    await kafka?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  const fresh = async (partitions = 2): Promise<string> => {
    const topic = `topic-${topics++}`;
    await client.createTopic({ name: topic, partitions });
    return topic;
  };
  const produce = async (topic: string, values: readonly string[], partitions = 2): Promise<void> => {
    const producer = await client.producer();
    await producer.send(
      values.map((value, index) => ({
        topic,
        partition: index % partitions,
        key: Buffer.from(`k${index % 3}`),
        value: Buffer.from(value),
        timestamp: 1000 + index,
      })),
    );
    await producer.close();
  };
  const runHere = (build: (root: Root) => unknown) => run(pipeline(build), { runner: new DirectRunner() });
  const numbers = (count: number, from = 0): string[] =>
    Array.from({ length: count }, (_, index) => `${from + index}`);

  /** Reads what is there, as text. */
  async function readAll(
    options: Partial<ReadFromKafkaOptions<string, string>> & {
      topics: ReadFromKafkaOptions<string, string>['topics'];
    },
  ): Promise<KafkaMessage<string, string>[]> {
    const seen: KafkaMessage<string, string>[] = [];
    await runHere((p) =>
      p
        .read(
          readFromKafka<string, string>({
            ...{ brokers, key: stringFormat(), value: stringFormat(), until: 'latest' },
            ...options,
          }),
        )
        .map((message) => {
          seen.push(message);
        }),
    );
    return seen;
  }
  const valuesOf = async (options: Parameters<typeof readAll>[0]): Promise<(string | undefined)[]> =>
    (await readAll(options)).map(({ value }) => value).sort((a, b) => Number(a) - Number(b));

  /** Starts a pipeline that goes on. */
  async function streaming(
    options: Partial<ReadFromKafkaOptions<Uint8Array, string>> & {
      topics: ReadFromKafkaOptions<Uint8Array, string>['topics'];
    },
  ) {
    const seen: string[] = [];
    const logged: LogRecord[] = [];
    const job: Job = await start(
      pipeline((p) => {
        p.read(
          readFromKafka<Uint8Array, string>({
            brokers,
            value: stringFormat(),
            ...options,
            elements: 'values',
          }),
        )
          .reshuffle() // only what is committed comes behind it
          .map((value) => {
            seen.push(value);
          });
      }),
      { runner: new DirectRunner(), streaming: true, log: (record) => logged.push(record) },
    );
    job.done.catch(() => undefined);
    return { seen, logged, job };
  }
  const sorted = (values: readonly string[]): string[] => [...values].sort((a, b) => Number(a) - Number(b));

  test('what is there is read once, with all that records have', async () => {
    const topic = await fresh();
    await produce(topic, numbers(1000));
    const read = await readAll({ topics: topic });
    expect(sorted(read.map(({ value }) => value ?? ''))).toEqual(numbers(1000));
    const first = read.find(({ value }) => value === '7');
    expect(first).toMatchObject({ topic, partition: 1, offset: 3, key: 'k1', timestamp: 1007, headers: [] });
  });

  test('reading begins and ends where it is told to', async () => {
    const topic = await fresh(1);
    await produce(topic, numbers(10), 1);
    expect(await valuesOf({ topics: topic, from: { time: 1004 }, until: { time: new Date(1007) } })).toEqual(
      numbers(3, 4),
    );
    const until = { offsets: { [topic]: { 0: 4 } } };
    expect(await valuesOf({ topics: [topic], from: { offsets: { [topic]: { 0: 2 } } }, until })).toEqual(
      numbers(2, 2),
    );
    expect(await valuesOf({ topics: new RegExp(`^${topic}$`), from: 'latest' })).toEqual([]);
  });

  test('a run without state begins where its group was, and Kafka is told how far it came', async () => {
    const topic = await fresh(1);
    await produce(topic, numbers(5), 1);
    expect(await valuesOf({ topics: topic, group: topic })).toEqual(numbers(5));
    await expect
      .poll(() => client.groupOffsets(topic, [{ topic, partition: 0 }]))
      .toMatchObject([{ offset: 5 }]);
    await produce(topic, numbers(3, 5), 1);
    expect(await valuesOf({ topics: topic, group: topic })).toEqual(numbers(3, 5));
  });

  test('only committed records are read, unless all are wanted', async () => {
    const topic = await fresh(1);
    const producer = await client.producer({ transactionalId: topic });
    const send = (value: string) => producer.send([{ topic, partition: 0, value: Buffer.from(value) }]);
    producer.begin();
    await send('1');
    await producer.commit();
    producer.begin();
    await send('2');
    await producer.abort();
    producer.begin();
    await send('3');
    await producer.commit();
    await producer.close();
    expect(await valuesOf({ topics: topic })).toEqual(['1', '3']);
    expect(await valuesOf({ topics: topic, isolation: 'read_uncommitted' })).toEqual(['1', '2', '3']);
  });

  test('an endless source takes what comes, and partitions and topics that come', async () => {
    const topic = await fresh(1);
    await produce(topic, numbers(3), 1);
    const { seen, job } = await streaming({ topics: new RegExp(`^${topic}`), discoverEvery: '200ms' });
    await expect.poll(() => sorted(seen)).toEqual(numbers(3));
    await produce(topic, numbers(2, 3), 1);
    await expect.poll(() => sorted(seen)).toEqual(numbers(5));
    await client.addPartitions(topic, 2);
    await expect.poll(async () => (await client.describeTopic(topic))?.partitions.length).toBe(2);
    const producer = await client.producer();
    await producer.send([{ topic, partition: 1, value: Buffer.from('5') }]);
    await client.createTopic({ name: `${topic}-more`, partitions: 1 });
    await producer.send([{ topic: `${topic}-more`, partition: 0, value: Buffer.from('6') }]);
    await expect.poll(() => sorted(seen)).toEqual(numbers(7));
    await job.stop();
    await producer.close();
  });

  test('elements are written with key, headers and time, and read back', async () => {
    const [from, to] = [await fresh(), await fresh(3)];
    await produce(from, numbers(300));
    await runHere((p) =>
      p.read(readFromKafka({ brokers, topics: from, until: 'latest', value: jsonFormat<number>() })).write(
        writeToKafka({
          ...{ brokers, topic: to, valueFormat: jsonFormat() },
          key: ({ value }) => `user ${(value ?? 0) % 10}`,
          value: ({ value }) => ({ doubled: 2 * (value ?? 0) }),
          headers: ({ partition }) => ({ partition: `${partition}` }),
          timestamp: 'event',
        }),
      ),
    );
    const read = await readAll({ topics: to });
    expect(read).toHaveLength(300);
    const found = read.find(({ value }) => value === '{"doubled":84}');
    expect(found).toMatchObject({ key: 'user 2', timestamp: 1042 });
    expect(found?.headers.map(([name, value]) => [name, Buffer.from(value ?? []).toString()])).toEqual([
      ['partition', '0'],
    ]);
    // The same key comes to the same partition.
    const places = new Map<string, Set<number>>();
    for (const { key = '', partition } of read) {
      places.set(key, (places.get(key) ?? new Set()).add(partition));
    }
    expect([...places.values()].map((all) => all.size)).toEqual(Array(10).fill(1));
  });

  test('a record that cannot be decoded ends the run by name, is skipped, or is a dead letter', async () => {
    const topic = await fresh(1);
    await produce(topic, ['1', '{', '3'], 1);
    const source = { brokers, topics: topic, until: 'latest', value: jsonFormat<number>() } as const;
    await expect(runHere((p) => p.read(readFromKafka(source)))).rejects.toMatchObject({
      code: 'E_BAD_RECORD',
      place: { path: expect.stringContaining(`topic ${topic}, partition 0, offset 1`) },
    });
    const seen: (number | undefined)[] = [];
    const collect = (read: PCollection<KafkaMessage<Uint8Array, number>>) =>
      read.map(({ value }) => {
        seen.push(value);
      });
    const { metrics } = await runHere((p) => collect(p.read(readFromKafka({ ...source, onError: 'skip' }))));
    expect(seen.splice(0)).toEqual([1, 3]);
    expect(metrics.find(({ name }) => name === 'skippedRecords')?.value).toMatchObject({ value: 1 });
    const letters: DeadLetter[] = [];
    const dead = await fresh(1);
    await runHere((p) =>
      collect(
        p.read(
          readFromKafka({
            ...source,
            onError: (failures) => {
              failures.map((letter) => {
                letters.push(letter);
              });
              deadLetterTopic({ brokers, topic: dead })(failures);
            },
          }),
        ),
      ),
    );
    expect(seen).toEqual([1, 3]);
    expect(letters).toMatchObject([
      { topic, partition: 0, offset: 1, error: expect.stringContaining('JSON') },
    ]);
    const [letter] = await readAll({ topics: dead });
    expect(letter?.value).toBe('{');
    expect(letter?.headers.map(([name]) => name)).toEqual([
      ...['dead-letter-topic', 'dead-letter-partition', 'dead-letter-offset', 'dead-letter-error'],
    ]);
  });

  test('a topic that is missing, and one that is deleted while it is read, are named', async () => {
    await expect(readAll({ topics: 'none' })).rejects.toMatchObject({
      code: 'E_TOPIC',
      message: expect.stringContaining('no topic none'),
    });
    const missing = runHere((p) => p.create(['x']).write(writeToKafka({ brokers, topic: 'none' })));
    await expect(missing).rejects.toMatchObject({ code: 'E_TOPIC', help: expect.stringContaining('create') });
    const topic = await fresh(1);
    await produce(topic, numbers(3), 1);
    const { seen, job } = await streaming({ topics: topic });
    await expect.poll(() => seen).toHaveLength(3);
    await client.deleteTopic(topic);
    // Made anew it is another topic, and not read in the place of the first.
    await expect.poll(() => client.createTopic({ name: topic, partitions: 1 })).toBe(true);
    await expect(job.done).rejects.toMatchObject({
      code: 'E_TOPIC',
      message: expect.stringContaining(`${topic}, partition 0, is not there any more`),
    });
  });

  test('offsets that are gone end the run, unless it was said where to go on', async () => {
    const topic = await fresh(1);
    await produce(topic, numbers(10), 1);
    await client.deleteRecords({ topic, partition: 0 }, 6);
    const from = { offsets: { [topic]: { 0: 2 } } };
    await expect(readAll({ topics: topic, from })).rejects.toMatchObject({
      code: 'E_TOPIC',
      message: expect.stringContaining('does not have the offset 2 any more: it has those from 6 to 9'),
      help: expect.stringContaining('onMissingOffsets'),
    });
    expect(await valuesOf({ topics: topic, from, onMissingOffsets: 'earliest' })).toEqual(numbers(4, 6));
    expect(await valuesOf({ topics: topic, from, onMissingOffsets: 'latest' })).toEqual([]);
  });

  test('credentials that are wrong are named, for reading and for writing', async () => {
    const topic = await fresh(1);
    const login = (password: string) => ({
      brokers: kafka.saslEndpoints,
      sasl: { mechanism: 'PLAIN', username: 'ann', password } as const,
    });
    await expect(readAll({ topics: topic, ...login('wrong') })).rejects.toMatchObject({ code: 'E_AUTH' });
    const write = (password: string) =>
      runHere((p) => p.create(['1']).write(writeToKafka({ topic, ...login(password) })));
    await expect(write('wrong')).rejects.toMatchObject({ code: 'E_AUTH' });
    await write('secret');
    expect(await valuesOf({ topics: topic, ...login('secret') })).toEqual(['1']);
  });

  test('a broker that is lost is waited for, with a warning, and nothing is lost or read twice', async () => {
    const topic = await fresh(2);
    await produce(topic, numbers(100));
    const { seen, logged, job } = await streaming({
      topics: topic,
      value: stringFormat(),
      key: bytesFormat(),
    });
    await expect.poll(() => seen.length).toBe(100);
    await kafka.killBroker(1);
    await expect
      .poll(() => logged.map(({ message }) => message), { timeout: 20_000 })
      .toContainEqual(
        expect.stringMatching(/does not answer for partition \d of topic .*; it is tried again/),
      );
    await kafka.startBroker(1);
    await produce(topic, numbers(100, 100));
    await expect.poll(() => sorted(seen), { timeout: 30_000 }).toEqual(numbers(200));
    await job.stop();
  });
});
