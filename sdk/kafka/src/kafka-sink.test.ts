import type { SinkContext, SinkWriter } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import { describe, expect, test } from 'vitest';
import type { KafkaRecord } from './kafka-record.js';
import { kafkaSink } from './kafka-sink.js';
import { PROGRESS_TOPIC } from './progress.js';
import { connectSimulated } from './testing/connect-simulated.js';
import { SimulatedBroker, type SimulatedFault, type SimulatedRequest } from './testing/simulated-broker.js';

const context = (owner = 'job/write', isDurable = true): SinkContext => ({
  owner,
  run: 'run',
  epochs: 'commits',
  isDurable,
  log: () => undefined,
  signal: new AbortController().signal,
});

interface World {
  readonly broker: SimulatedBroker;
  readonly open: (owner?: string, isDurable?: boolean) => Promise<SinkWriter<KafkaRecord>>;
  readonly values: () => string[];
  /** Every request that was made. */
  readonly requests: SimulatedRequest[];
  now: number;
}

/** A broker with one topic of two partitions. @param fault of the request with this number */
function world(fault: (index: number, request: SimulatedRequest) => SimulatedFault = () => undefined): World {
  const requests: SimulatedRequest[] = [];
  const made = { now: 1000 } as { now: number };
  const broker = new SimulatedBroker({
    now: () => made.now,
    fault: (request) => fault(requests.push(request) - 1, request),
  });
  broker.createTopic({ name: 'out', partitions: 2 });
  const sink = kafkaSink({ brokers: 'localhost:1', topic: 'out', connect: () => connectSimulated(broker) });
  return Object.assign(made, {
    broker,
    requests,
    open: (owner?: string, isDurable?: boolean) => sink.open(context(owner, isDurable)),
    values: () =>
      [0, 1].flatMap((partition) =>
        broker.records('out', partition).map(({ value }) => new TextDecoder().decode(value)),
      ),
  });
}

const rows = (...values: string[]): KafkaRecord[] => values.map((value) => ({ value }));
const EPOCHS = [rows('a', 'b'), rows('c'), rows(), rows('d', 'e', 'f')];

/** Writes all epochs as a runner does: again after what passes, and from where the target says after a crash. */
async function runAll({ open }: World, crashes: (attempt: number) => boolean = () => false): Promise<void> {
  let attempt = 0;
  let writer: SinkWriter<KafkaRecord> | undefined;
  let next = 1;
  while (next <= EPOCHS.length) {
    if (++attempt > 50) throw new Error('does not come to an end');
    try {
      if (writer === undefined) {
        writer = await open();
        next = ((await writer.lastCommitted()) ?? 0) + 1;
      }
      if (next > EPOCHS.length) break;
      await writer.commit(next, EPOCHS[next - 1] ?? []);
      next++;
    } catch (thrown) {
      if (!(thrown instanceof BeamError) || thrown.code !== 'E_UNAVAILABLE') throw thrown;
      if (crashes(attempt)) writer = undefined;
    }
  }
}

const wanted = EPOCHS.flat().map(({ value }) => value);

describe('the sink of Kafka', () => {
  test('writes each epoch once, however often it is committed', async () => {
    const here = world();
    const writer = await here.open();
    expect(await writer.lastCommitted()).toBeUndefined();
    await writer.commit(3, rows('a'));
    await writer.commit(3, rows('a'));
    await writer.commit(2, rows('older'));
    await writer.close();
    const next = await here.open();
    expect(await next.lastCommitted()).toBe(3);
    await next.commit(3, rows('a'));
    await next.commit(9, rows('b'));
    expect(here.values().sort()).toEqual(['a', 'b']);
  });

  test('readers see all of an epoch or nothing of it', async () => {
    let isCut = false;
    const here = world((_, { kind }) => (isCut && kind === 'commit' ? 'lost' : undefined));
    const writer = await here.open();
    await writer.commit(1, rows('a', 'b', 'c', 'd'));
    isCut = true;
    await expect(writer.commit(2, rows('e', 'f', 'g', 'h'))).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
    expect(here.values().sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  test.each(['lost', 'unanswered'] as const)(
    'nothing is lost or doubled whichever request is %s, with and without a crash behind it (W1, W2)',
    async (fault) => {
      const plain = world();
      await runAll(plain);
      const count = plain.requests.length;
      expect(count).toBeGreaterThan(15);
      for (let first = 0; first < count + 5; first++) {
        for (let second = first; second < count + 15; second++) {
          for (const crashes of [false, true]) {
            const here = world((index) => (index === first || index === second ? fault : undefined));
            await runAll(here, () => crashes);
            expect(here.values().sort(), `${first} ${second} ${crashes}`).toEqual(wanted);
          }
        }
      }
    },
  );

  test('a writer that was shut out by another run ends, and the other goes on (W3)', async () => {
    const here = world();
    const old = await here.open();
    await old.commit(1, rows('a'));
    const successor = await here.open();
    await expect(old.commit(2, rows('b'))).rejects.toMatchObject({
      code: 'E_FENCED',
      help: expect.stringContaining('job name'),
    });
    await expect(successor.commit(2, rows('b'))).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
    await successor.commit(2, rows('b'));
    expect(here.values().sort()).toEqual(['a', 'b']);
  });

  test('a writer that took too long for its own transaction goes on', async () => {
    let pause = 0;
    const here = world((_, { kind }) => {
      if (kind === 'commit') here.now += pause;
      pause = kind === 'commit' ? 0 : pause;
      return undefined;
    });
    const writer = await here.open();
    await writer.commit(1, rows('a'));
    pause = 70_000;
    await expect(writer.commit(2, rows('b'))).rejects.toMatchObject({
      code: 'E_UNAVAILABLE',
      help: expect.stringContaining('transactionTimeout'),
    });
    expect(here.values()).toEqual(['a']);
    await writer.commit(2, rows('b'));
    expect(here.values().sort()).toEqual(['a', 'b']);
  });

  test('each owner has its own progress', async () => {
    const here = world();
    for (const [owner, epoch] of [
      ['one', 5],
      ['two', 8],
    ] as const) {
      const writer = await here.open(owner);
      await writer.commit(epoch, rows(owner));
    }
    expect(await (await here.open('one')).lastCommitted()).toBe(5);
    expect(await (await here.open('two')).lastCommitted()).toBe(8);
    expect(await (await here.open('three')).lastCommitted()).toBeUndefined();
  });

  test('leaves no mark in a run that keeps nothing', async () => {
    const here = world();
    const writer = await here.open('job', false);
    await writer.commit(1, rows('a'));
    expect(await writer.lastCommitted()).toBeUndefined();
    await writer.close();
    expect(here.values()).toEqual(['a']);
    expect(here.broker.topics()).not.toContain(PROGRESS_TOPIC);
  });

  test('an epoch of many rows is one transaction', async () => {
    const here = world();
    const writer = await here.open();
    const many = Array.from({ length: 10_000 }, (_, index) => ({ key: `${index}`, value: `${index}` }));
    await writer.commit(1, many);
    expect(here.requests.filter(({ kind }) => kind === 'commit')).toHaveLength(2);
    expect(here.values()).toHaveLength(10_000);
  });

  test('puts records where they say, where the partitioner says, and with what they have', async () => {
    const here = world();
    here.broker.createTopic({ name: 'other', partitions: 1 });
    const writer = await here.open();
    await writer.commit(1, [
      { value: 'x', partition: 1, headers: { a: '1', b: undefined }, timestamp: 77 },
      { topic: 'other', key: 'k' },
    ]);
    const [found] = here.broker.records('out', 1);
    expect(found?.timestamp).toBe(77);
    expect(found?.headers.map(([name]) => name)).toEqual(['a', 'b']);
    expect(here.broker.records('other', 0)[0]?.value).toBeUndefined();
    await expect(writer.commit(2, [{ value: 'x', partition: 2 }])).rejects.toMatchObject({ code: 'E_SINK' });
  });

  test('rows without a key go round the partitions, also where an epoch has one row', async () => {
    const here = world();
    const writer = await here.open();
    for (let epoch = 1; epoch <= 6; epoch++) await writer.commit(epoch, rows(`${epoch}`));
    expect([0, 1].map((partition) => here.broker.records('out', partition).length)).toEqual([3, 3]);
  });

  test('a topic that was there is waited for, before it is taken for deleted', async () => {
    const here = world();
    const writer = await here.open();
    await writer.commit(1, rows('a'));
    here.broker.deleteTopic('out');
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(writer.commit(2, rows('b'))).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
    }
    here.broker.createTopic({ name: 'out', partitions: 2 });
    await writer.commit(2, rows('b'));
    expect(here.values()).toEqual(['b']);
    here.broker.deleteTopic('out');
    const codes: string[] = [];
    while (codes.at(-1) !== 'E_TOPIC' && codes.length < 20) {
      await writer.commit(3, rows('c')).catch(({ code }) => codes.push(code));
    }
    expect(codes).toHaveLength(7);
  });

  test('says that there is no topic before it writes, or makes it', async () => {
    const broker = new SimulatedBroker({ now: () => 0 });
    const options = { brokers: 'localhost:1', topic: 'new', connect: () => connectSimulated(broker) };
    await expect(kafkaSink(options).open(context())).rejects.toMatchObject({ code: 'E_TOPIC' });
    await kafkaSink({ ...options, create: { partitions: 3 } }).open(context());
    expect(broker.describeTopic('new')?.partitions).toHaveLength(3);
    expect(() => kafkaSink({ ...options, topic: '' })).toThrow(BeamError);
    expect(() => kafkaSink({ brokers: 'no port', topic: 't' })).toThrow(
      expect.objectContaining({ code: 'E_BAD_ARGUMENT' }),
    );
  });
});
