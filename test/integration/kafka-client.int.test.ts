import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectKafka, type KafkaClient } from '@hornbeam/kafka';
import { type KafkaService, startLocalKafka } from '@hornbeam/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kafkaClientContract } from '../contract/kafka-client.js';
import { whyNoKafka } from './kafka-tools.js';

// Only where Java, or what fetches Kafka, is missing; the reason is printed.
describe.skipIf(await whyNoKafka())('the client of a real Kafka', { timeout: 60_000 }, () => {
  let dir: string;
  let kafka: KafkaService;
  let client: KafkaClient;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
    kafka = await startLocalKafka({ dir, users: { ann: 'secret' } });
    client = connectKafka({ brokers: kafka.endpoints });
  }, 300_000);

  afterAll(async () => {
    await client?.close();
    await kafka?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  kafkaClientContract('over its wire', () => ({ client, pass: (millis) => sleep(millis) }));

  test('a name and a password are checked', async () => {
    const login = (password: string): KafkaClient =>
      connectKafka({
        brokers: kafka.saslEndpoints,
        patience: 5000,
        sasl: { mechanism: 'PLAIN', username: 'ann', password },
      });
    const right = login('secret');
    await right.createTopic({ name: 'by-ann', partitions: 1 });
    expect(await right.topics()).toContain('by-ann');
    await right.close();
    const wrong = login('wrong');
    await expect(wrong.topics()).rejects.toMatchObject({
      code: 'E_AUTH',
      help: expect.stringContaining('sasl'),
    });
    await wrong.close();
  });

  test('a broker that is not there is said to be unavailable once patience is over', async () => {
    const nobody = connectKafka({ brokers: 'localhost:1', patience: 200 });
    await expect(nobody.topics()).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
    await expect(nobody.producer({ transactionalId: 'x' })).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
    await nobody.close();
  });

  test('a record that is too large is refused by name', async () => {
    await client.createTopic({ name: 'large', partitions: 1 });
    const producer = await client.producer();
    await expect(
      producer.send([{ topic: 'large', partition: 0, value: new Uint8Array(2_000_000) }]),
    ).rejects.toMatchObject({ code: 'E_SINK' });
    await producer.close();
  });

  test('goes on when the broker was away for a while', async () => {
    await client.createTopic({ name: 'away', partitions: 1 });
    const producer = await client.producer({ transactionalId: 'away' });
    const send = async (value: string): Promise<void> => {
      producer.begin();
      await producer.send([{ topic: 'away', partition: 0, value: Buffer.from(value) }]);
      await producer.commit();
    };
    await send('before');
    await kafka.killBroker(1);
    const [read] = await client.fetch([{ topic: 'away', partition: 0, offset: 0 }], {
      ...{ isolation: 'read_committed', maxWait: 10, maxBytes: 1000 },
    });
    expect(read?.problem).toBe('away');
    const sent = send('after');
    await kafka.startBroker(1);
    await sent;
    expect((await client.offsets('away', [0], 'latest')).get(0)).toBeGreaterThan(2);
    await producer.close();
  });
});
