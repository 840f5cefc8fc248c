import type { ConsumedRecord, Isolation, KafkaClient, ProducedRecord } from '@hornbeam/kafka';
import { BeamError } from '@hornbeam/sdk/model';
import { describe, expect, test } from 'vitest';

/** A cluster under test. */
export interface KafkaUnderTest {
  readonly client: KafkaClient;
  /** Lets time pass on the cluster's clock, ms. */
  pass(millis: number): Promise<void>;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array | undefined): string | undefined =>
  content === undefined ? undefined : new TextDecoder().decode(content);

/** What every implementation of the port `KafkaClient` must do. @param given gives the cluster once it is up */
export function kafkaClientContract(name: string, given: () => KafkaUnderTest): void {
  let topics = 0;
  const fresh = async (partitions = 1): Promise<string> => {
    const topic = `contract-${topics++}`;
    expect(await given().client.createTopic({ name: topic, partitions })).toBe(true);
    return topic;
  };
  const record = (topic: string, value: string, partition = 0): ProducedRecord => ({
    topic,
    partition,
    value: bytes(value),
  });
  /** Reads until the end, as readers of this kind see it. */
  const all = async (
    topic: string,
    isolation: Isolation = 'read_committed',
    partition = 0,
  ): Promise<ConsumedRecord[]> => {
    const { client } = given();
    const read: ConsumedRecord[] = [];
    const end = (await client.offsets(topic, [partition], 'latest', isolation)).get(partition) ?? -1;
    for (let offset = 0; offset < end; ) {
      const options = { isolation, maxWait: 500, maxBytes: 1 << 20 };
      const [found] = await client.fetch([{ topic, partition, offset }], options);
      expect(found?.problem).not.toBe('offset');
      if (found === undefined || found.problem !== undefined) continue;
      read.push(...found.records);
      offset = found.nextOffset;
    }
    return read;
  };
  const values = async (topic: string, isolation?: Isolation, partition?: number) =>
    (await all(topic, isolation, partition)).map(({ value }) => text(value));
  const code = (wanted: string) => expect.objectContaining({ code: wanted });

  describe(name, () => {
    test('makes, describes and deletes topics', async () => {
      const { client } = given();
      const topic = await fresh(3);
      expect(await client.createTopic({ name: topic, partitions: 5 })).toBe(false);
      const described = await client.describeTopic(topic);
      expect(described?.partitions.map(({ partition }) => partition)).toEqual([0, 1, 2]);
      expect(await client.topics()).toContain(topic);
      await client.addPartitions(topic, 4);
      await expect.poll(async () => (await client.describeTopic(topic))?.partitions.length).toBe(4);
      await client.deleteTopic(topic);
      await expect.poll(() => client.describeTopic(topic)).toBeUndefined();
      await expect(client.deleteTopic(topic)).rejects.toEqual(code('E_TOPIC'));
    });

    test('a record comes back as it was written', async () => {
      const { client } = given();
      const topic = await fresh(2);
      const producer = await client.producer();
      await producer.send([
        {
          topic,
          partition: 1,
          key: bytes('k'),
          value: bytes('v'),
          timestamp: 1234,
          headers: [
            ['a', bytes('1')],
            ['a', bytes('2')],
          ],
        },
        { topic, partition: 1, key: bytes('gone') },
      ]);
      await producer.close();
      const [first, second, ...others] = await all(topic, 'read_committed', 1);
      expect(others).toEqual([]);
      expect(first).toMatchObject({ offset: 0, timestamp: 1234 });
      expect(text(first?.key)).toBe('k');
      expect(text(first?.value)).toBe('v');
      expect(first?.headers.map(([key, value]) => [key, text(value)])).toEqual([
        ['a', '1'],
        ['a', '2'],
      ]);
      expect(second?.value).toBeUndefined();
      expect(second?.headers).toEqual([]);
      expect(await all(topic, 'read_committed', 0)).toEqual([]);
    });

    test('sends that are not waited for are written in their order', async () => {
      const { client } = given();
      const topic = await fresh();
      const producer = await client.producer();
      const wanted = Array.from({ length: 50 }, (_, index) => `${index}`);
      await Promise.all(wanted.map((value) => producer.send([record(topic, value)])));
      await producer.close();
      expect(await values(topic)).toEqual(wanted);
    });

    test('what is more than one request is written whole', async () => {
      const { client } = given();
      const topic = await fresh(2);
      const producer = await client.producer();
      const value = new Uint8Array(10_000);
      const many = Array.from({ length: 300 }, (_, index) => ({ topic, partition: index % 2, value }));
      await producer.send(many);
      await producer.close();
      expect(await all(topic, 'read_committed', 0)).toHaveLength(150);
      expect(await all(topic, 'read_committed', 1)).toHaveLength(150);
    });

    test('offsets are found by their place and by time', async () => {
      const { client } = given();
      const topic = await fresh();
      const producer = await client.producer({ isIdempotent: false });
      await producer.send([100, 200, 300].map((timestamp) => ({ ...record(topic, 'x'), timestamp })));
      await producer.close();
      const at = async (where: Parameters<KafkaClient['offsets']>[2]) =>
        (await client.offsets(topic, [0], where)).get(0);
      expect(await at('earliest')).toBe(0);
      expect(await at('latest')).toBe(3);
      expect(await at({ time: 150 })).toBe(1);
      expect(await at({ time: 301 })).toBe(3);
      await client.deleteRecords({ topic, partition: 0 }, 2);
      expect(await at('earliest')).toBe(2);
    });

    test('says which offsets and topics are not there', async () => {
      const { client } = given();
      const topic = await fresh();
      const producer = await client.producer();
      await producer.send([record(topic, 'a'), record(topic, 'b')]);
      await client.deleteRecords({ topic, partition: 0 }, 1);
      const options = { isolation: 'read_committed', maxWait: 10, maxBytes: 1000 } as const;
      const [expired, beyond, missing, other] = await client.fetch(
        [
          { topic, partition: 0, offset: 0 },
          { topic: `${topic}-not`, partition: 0, offset: 9 },
          { topic: `${topic}-none`, partition: 0, offset: 0 },
          { topic, partition: 7, offset: 0 },
        ],
        options,
      );
      expect(expired?.problem).toBe('offset');
      expect(beyond?.problem).toBe('topic');
      expect(missing?.problem).toBe('topic');
      expect(other?.problem).toBe('topic');
      const [behind] = await client.fetch([{ topic, partition: 0, offset: 77 }], options);
      expect(behind?.problem).toBe('offset');
      await expect(client.offsets(`${topic}-none`, [0], 'latest')).rejects.toEqual(code('E_TOPIC'));
      await expect(producer.send([record(`${topic}-none`, 'x')])).rejects.toEqual(code('E_TOPIC'));
    });

    test('a topic that was made anew is not taken for the one before', async () => {
      const { client } = given();
      const topic = await fresh();
      const before = (await client.describeTopic(topic))?.id;
      await client.deleteTopic(topic);
      await expect.poll(() => client.createTopic({ name: topic, partitions: 1 })).toBe(true);
      await expect.poll(() => client.describeTopic(topic)).toBeDefined();
      const at = { topic, partition: 0, offset: 0 };
      const look = async (topicId: string | undefined) =>
        (
          await client.fetch([{ ...at, topicId }], { isolation: 'read_committed', maxWait: 10, maxBytes: 10 })
        )[0]?.problem;
      await expect.poll(async () => look((await client.describeTopic(topic))?.id)).toBeUndefined();
      expect(await look(before)).toBe('topic');
    });

    test('a transaction is seen when it is committed, and not before', async () => {
      const { client } = given();
      const topic = await fresh(2);
      const producer = await client.producer({ transactionalId: topic });
      producer.begin();
      await producer.send([record(topic, 'a'), record(topic, 'b', 1)]);
      expect(await values(topic)).toEqual([]);
      expect(await values(topic, 'read_uncommitted')).toEqual(['a']);
      await producer.commit();
      await expect.poll(() => values(topic)).toEqual(['a']);
      await expect.poll(() => values(topic, 'read_committed', 1)).toEqual(['b']);
      producer.begin();
      await producer.send([record(topic, 'c')]);
      await producer.commit();
      await producer.close();
      await expect.poll(() => values(topic)).toEqual(['a', 'c']);
    });

    test('an aborted transaction is never seen', async () => {
      const { client } = given();
      const topic = await fresh();
      const producer = await client.producer({ transactionalId: topic });
      producer.begin();
      await producer.send([record(topic, 'no')]);
      await producer.abort();
      producer.begin();
      await producer.send([record(topic, 'yes')]);
      await producer.commit();
      producer.begin();
      await producer.send([record(topic, 'no')]);
      await producer.abort();
      await producer.close();
      await expect.poll(() => values(topic)).toEqual(['yes']);
    });

    test('an empty transaction is one too', async () => {
      const producer = await given().client.producer({ transactionalId: `empty-${topics++}` });
      producer.begin();
      await producer.commit();
      producer.begin();
      await producer.abort();
      expect(() => {
        producer.begin();
        producer.begin();
      }).toThrow(BeamError);
      await producer.close();
    });

    test('a producer that is opened shuts out the one before, and ends its transaction', async () => {
      const { client } = given();
      const topic = await fresh();
      const first = await client.producer({ transactionalId: topic });
      first.begin();
      await first.send([record(topic, 'lost')]);
      const second = await client.producer({ transactionalId: topic });
      expect(second.identity).not.toBe(first.identity);
      await expect(first.commit()).rejects.toEqual(code('E_FENCED'));
      await expect(first.abort()).rejects.toEqual(code('E_FENCED'));
      second.begin();
      await second.send([record(topic, 'kept')]);
      await second.commit();
      await expect.poll(() => values(topic)).toEqual(['kept']);
      // An id that was used by a process that is gone is taken up again.
      const third = await client.producer({ transactionalId: topic });
      third.begin();
      await third.send([record(topic, 'too')]);
      await third.commit();
      await expect.poll(() => values(topic)).toEqual(['kept', 'too']);
    });

    test('a producer that was shut out cannot write any more', async () => {
      const { client } = given();
      const topic = await fresh();
      const first = await client.producer({ transactionalId: topic });
      const second = await client.producer({ transactionalId: topic });
      first.begin();
      await expect(first.send([record(topic, 'late')])).rejects.toEqual(code('E_FENCED'));
      await second.close();
      expect(await values(topic)).toEqual([]);
    });

    test('a transaction that is left open is aborted when its time is up', async () => {
      const { client, pass } = given();
      const topic = await fresh();
      const slow = await client.producer({ transactionalId: topic, transactionTimeout: 1000 });
      slow.begin();
      await slow.send([record(topic, 'slow')]);
      const plain = await client.producer();
      await plain.send([record(topic, 'behind')]);
      expect(await values(topic)).toEqual([]);
      await pass(3000);
      await expect.poll(() => values(topic)).toEqual(['behind']);
      await expect(slow.commit()).rejects.toBeInstanceOf(BeamError);
      await plain.close();
    });

    test('offsets of a group are committed by themselves, and with a transaction', async () => {
      const { client } = given();
      const topic = await fresh(2);
      const group = `group-${topic}`;
      const [zero, one] = [
        { topic, partition: 0 },
        { topic, partition: 1 },
      ] as const;
      expect(await client.groupOffsets(group, [zero, one])).toEqual([]);
      await client.commitGroupOffsets(group, [{ ...zero, offset: 5 }]);
      expect(await client.groupOffsets(group, [zero, one])).toEqual([{ ...zero, offset: 5 }]);
      const producer = await client.producer({ transactionalId: topic });
      producer.begin();
      await producer.sendOffsets(group, [{ ...one, offset: 7, metadata: 'mark' }]);
      await producer.abort();
      expect(await client.groupOffsets(group, [one])).toEqual([]);
      producer.begin();
      await producer.sendOffsets(group, [{ ...one, offset: 8, metadata: 'mark' }]);
      await producer.commit();
      await expect
        .poll(() => client.groupOffsets(group, [one]))
        .toEqual([{ ...one, offset: 8, metadata: 'mark' }]);
      await producer.close();
      expect(await client.describeGroup(group)).toMatchObject({ group, state: 'Empty', members: [] });
      expect((await client.describeGroup(`${group}-none`)).state).toBe('Dead');
    });

    test('one fetch reads from several partitions and goes on behind what is hidden', async () => {
      const { client } = given();
      const topic = await fresh(2);
      const producer = await client.producer({ transactionalId: topic });
      producer.begin();
      await producer.send([record(topic, 'a'), record(topic, 'b', 1)]);
      await producer.abort();
      await producer.close();
      await expect
        .poll(async () =>
          (
            await client.fetch(
              [0, 1].map((partition) => ({ topic, partition, offset: 0 })),
              { isolation: 'read_committed', maxWait: 100, maxBytes: 1000 },
            )
          ).map(({ partition, records, nextOffset }) => [partition, records.length, nextOffset]),
        )
        .toEqual([
          [0, 0, 2],
          [1, 0, 2],
        ]);
    });
  });
}
