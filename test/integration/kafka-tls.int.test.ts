import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { connectKafka, type KafkaConnectionOptions } from '@hornbeam/kafka';
import { type KafkaService, startLocalKafka } from '@hornbeam/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathOf } from '../tidy/repository.js';
import { whyNoKafka } from './kafka-tools.js';

const cert = readFileSync(pathOf('test/integration/certificates/localhost.pem'));
const key = readFileSync(pathOf('test/integration/certificates/localhost.key'));

// Kafka comes from Maven Central and runs on Java: without either there is none.
describe.skipIf((await whyNoKafka()) !== undefined)('Kafka behind TLS', { timeout: 60_000 }, () => {
  let dir: string;
  let front: Server;
  let kafka: KafkaService;
  let brokers: string;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'hornbeam-test-'));
    // What comes out of the encrypted connection goes to the broker, which clients are told to be here.
    front = createServer({ cert, key }, (near) => {
      const far = connect({ port: kafka.ports[0] as number, host: 'localhost' });
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
        from.pipe(to);
      }
    });
    front.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => front.listen(0, 'localhost', resolve));
    const { port } = front.address() as AddressInfo;
    kafka = await startLocalKafka({ dir, advertisedPorts: [port] });
    brokers = `localhost:${port}`;
  }, 300_000);

  afterAll(async () => {
    front?.close();
    await kafka?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  /** Makes a topic, writes a record and reads it. */
  async function roundTrip(options: Partial<KafkaConnectionOptions>): Promise<string | undefined> {
    const client = connectKafka({ brokers, patience: 3000, ...options });
    try {
      await client.createTopic({ name: 'secret', partitions: 1 });
      const producer = await client.producer();
      await producer.send([{ topic: 'secret', partition: 0, value: Buffer.from('hush') }]);
      await producer.close();
      const [fetched] = await client.fetch([{ topic: 'secret', partition: 0, offset: 0 }], {
        ...{ isolation: 'read_committed', maxWait: 1000, maxBytes: 1000 },
      });
      return new TextDecoder().decode(fetched?.records[0]?.value);
    } finally {
      await client.close();
    }
  }

  test('records are written and read', async () => {
    expect(await roundTrip({ tls: { ca: cert } })).toBe('hush');
  });

  test('a certificate that nobody vouches for is named', async () => {
    await expect(roundTrip({ tls: true })).rejects.toMatchObject({
      code: expect.stringMatching(/^E_(AUTH|UNAVAILABLE)$/),
      message: expect.stringMatching(/certificate/),
    });
  });

  test('a client that does not encrypt is told that it gets no answer', async () => {
    await expect(roundTrip({})).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
  });
});
