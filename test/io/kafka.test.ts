import { DirectRunner } from '@hornbeam/direct';
import {
  type KafkaClient,
  kafkaSink,
  type ReadFromKafkaOptions,
  readFromKafka,
  stringFormat,
  writeToKafka,
} from '@hornbeam/kafka';
import { connectSimulated, SimulatedBroker, type SimulatedFault } from '@hornbeam/kafka/testing';
import { type Instant, type Job, type LogRecord, pipeline, type Source, start } from '@hornbeam/sdk';
import { FakeClock } from '@hornbeam/sdk/testing';
import { describe, expect, test } from 'vitest';
import { read, runHere } from './run-here.js';

const brokers = 'localhost:1';
const START = 1_000_000;

/** A broker in memory with one topic, and how to write to it. */
function simulated(partitions = 1) {
  const clock = new FakeClock(START);
  const faults: { next: SimulatedFault } = { next: undefined };
  const broker = new SimulatedBroker({
    now: () => clock.now(),
    wait: (millis) => new Promise((done) => void clock.wake(clock.now() + millis, done)),
    fault: ({ kind }) => (kind === 'fetch' ? faults.next : undefined),
  });
  broker.createTopic({ name: 'in', partitions });
  const connect = (): KafkaClient => connectSimulated(broker);
  const put = (value: string, timestamp: number, partition = 0): void =>
    broker.send(
      { transactionalId: undefined, id: 0, epoch: 0 },
      { topic: 'in', partition },
      [{ topic: 'in', partition, value: Buffer.from(value), timestamp }],
      undefined,
    );
  const source = (options: Partial<ReadFromKafkaOptions<Uint8Array, string>> = {}): Source<string> =>
    readFromKafka<Uint8Array, string>({
      ...{ brokers, topics: 'in', value: stringFormat(), connect, clock },
      ...options,
      elements: 'values',
    });
  return { clock, broker, connect, put, source, faults };
}

/** Starts an endless read on the same clock. */
async function streamed(source: Source<string>, clock: FakeClock) {
  const seen: string[] = [];
  const logged: LogRecord[] = [];
  const job: Job = await start(
    pipeline((p) => {
      p.read(source)
        .map((value) => {
          seen.push(value);
          return value;
        })
        .reshuffle()
        .map(() => undefined)
        .named('See');
    }),
    { runner: new DirectRunner({ clock }), streaming: true, log: (record) => logged.push(record) },
  );
  job.done.catch(() => undefined);
  /** Moves the clock in small steps, and lets everything happen that can happen then. */
  const pass = async (millis: number): Promise<void> => {
    for (let left = millis; left > 0; left -= 50) {
      clock.advance(Math.min(50, left));
      for (let turn = 0; turn < 20; turn++) await clock.turn();
    }
  };
  const watermark = (): Instant | undefined =>
    job.snapshot().steps.find(({ name }) => name === 'See')?.time?.inputWatermark;
  return { seen, logged, job, pass, watermark };
}

describe('reading from Kafka', () => {
  test('event time is that of the partition that is furthest behind, less the tolerance', async () => {
    const { clock, put, source } = simulated(2);
    put('a', START - 5000, 0);
    put('b', START - 3000, 1);
    const { seen, pass, watermark, job } = await streamed(source({ outOfOrder: '100ms' }), clock);
    await pass(500);
    expect(seen.sort()).toEqual(['a', 'b']);
    expect(watermark()).toBe(START - 5100);
    put('c', START - 1000, 0);
    await pass(500);
    expect(watermark()).toBe(START - 3100);
    await job.stop();
  });

  test('a partition with nothing new does not hold event time back for ever', async () => {
    const { clock, put, source } = simulated(2);
    put('a', START, 0);
    const { pass, watermark, job } = await streamed(source({ idleAfter: '2s' }), clock);
    await pass(1000);
    expect(watermark()).toBeLessThan(0);
    await pass(3000);
    expect(watermark()).toBeGreaterThan(START);
    expect(watermark()).toBeLessThanOrEqual(clock.now() - 2000);
    await job.stop();
  });

  test('a transaction that stays open holds event time back: its records are there, but hidden', async () => {
    const { clock, broker, put, source } = simulated(2);
    put('a', START, 0);
    const writer = broker.openProducer('slow', 600_000);
    const late = { topic: 'in', partition: 1, value: Buffer.from('late'), timestamp: START };
    broker.send(writer, late, [late], undefined);
    const { seen, pass, watermark, job } = await streamed(source({ idleAfter: '2s' }), clock);
    await pass(10_000);
    expect(watermark()).toBeLessThan(0);
    broker.endTransaction(writer, 'committed');
    await pass(500);
    expect(seen.sort()).toEqual(['a', 'late']);
    await pass(5000);
    expect(watermark()).toBeGreaterThan(START);
    await job.stop();
  });

  test('with a timestamp of its own it waits for every partition, unless it is told how long', async () => {
    const { clock, put, source } = simulated(2);
    put('7000', START, 0);
    const { pass, watermark, job } = await streamed(
      source({ timestamp: ({ value }) => Number(value) }),
      clock,
    );
    await pass(30_000);
    expect(watermark()).toBeLessThan(0);
    put('9000', START, 1);
    await pass(1000);
    expect(watermark()).toBe(7000);
    await job.stop();
  });

  test('a broker that is away holds event time back, however long nothing comes', async () => {
    const { clock, put, source, faults } = simulated(1);
    put('a', START, 0);
    const { seen, pass, watermark, job, logged } = await streamed(source({ idleAfter: '1s' }), clock);
    await pass(500);
    faults.next = 'lost';
    await pass(20_000);
    expect(watermark()).toBeLessThanOrEqual(START);
    expect(logged.map(({ message }) => message)).toEqual([
      'Kafka at simulated does not answer for partition 0 of topic in; it is tried again',
    ]);
    put('b', START + 500, 0);
    faults.next = undefined;
    await pass(5000);
    expect(seen).toEqual(['a', 'b']);
    expect(logged.map(({ message }) => message).slice(1)).toEqual(['partition 0 of topic in is read again']);
    await job.stop();
  });

  test('what is in a partition that comes later is not late', async () => {
    const { clock, broker, put, source } = simulated(1);
    put('a', START, 0);
    const { seen, pass, watermark, job } = await streamed(source({ discoverEvery: '2s' }), clock);
    await pass(2000);
    put('b', clock.now(), 0);
    await pass(300);
    // The next look may find records as old as the last look.
    expect(watermark()).toBeLessThanOrEqual(clock.now() - 2000);
    broker.addPartitions('in', 2);
    put('c', START + 2500, 1);
    await pass(2500);
    expect(seen).toEqual(['a', 'b', 'c']);
    await job.stop();
  });

  test('a bounded read ends also where the end is hidden', async () => {
    const { broker, connect, put, source } = simulated(1);
    put('a', START, 0);
    broker.createTopic({ name: 'in', partitions: 1 });
    const producer = await connect().producer({ transactionalId: 'w' });
    producer.begin();
    await producer.send([{ topic: 'in', partition: 0, value: Buffer.from('no') }]);
    await producer.abort();
    const bounded = (options: Partial<ReadFromKafkaOptions<Uint8Array, string>>) =>
      source({ until: 'latest', clock: undefined, ...options });
    expect(await read(bounded({}))).toEqual(['a']);
    expect(await read(bounded({ isolation: 'read_uncommitted' }))).toEqual(['a', 'no']);
    expect(await read(bounded({ until: { offsets: { in: { 0: 0 } } } }))).toEqual([]);
  });

  test.each([
    [{ topics: [] }, 'no topic'],
    [{ topics: '' }, 'no topic'],
    [{ discoverEvery: 0 }, 'looked for every 0'],
    [{ outOfOrder: -1 }, 'outOfOrder is negative'],
    [{ idleAfter: -1 }, 'idleAfter is negative'],
  ])('refuses %j', (options, words) => {
    expect(() => simulated().source(options)).toThrow(
      expect.objectContaining({ code: 'E_BAD_ARGUMENT', message: expect.stringContaining(words) }),
    );
  });
});

describe('writing to Kafka', () => {
  const values = (broker: SimulatedBroker): string[] =>
    broker.records('in', 0).map(({ value }) => Buffer.from(value ?? []).toString());

  test('text and bytes go as they are; what is neither needs a format', async () => {
    const { broker, connect } = simulated();
    await runHere((p) =>
      p
        .create(['a', Buffer.from('b')])
        .write(writeToKafka<string | Uint8Array>({ brokers, topic: 'in', connect })),
    );
    expect(values(broker).sort()).toEqual(['a', 'b']);
    const written = runHere((p) => p.create([1]).write(writeToKafka({ brokers, topic: 'in', connect })));
    await expect(written).rejects.toMatchObject({ code: 'E_SINK', help: expect.stringContaining('option') });
  });

  test('a target that is away for a while is tried again', async () => {
    const { broker, connect } = simulated();
    let opened = 0;
    const flaky = (): KafkaClient => {
      // The first is asked for its address alone.
      if (++opened === 2) broker.stop();
      if (opened === 4) broker.start();
      return connect();
    };
    await runHere((p) => p.create(['a']).write(writeToKafka({ brokers, topic: 'in', connect: flaky })));
    expect(opened).toBe(4);
    expect(values(broker)).toEqual(['a']);
  });

  test('says what it is and promises', () => {
    const sink = kafkaSink({ brokers, topic: 'in', connect: simulated().connect });
    expect(sink).toMatchObject({ guarantee: 'transactional', target: 'topic in at simulated' });
  });
});
