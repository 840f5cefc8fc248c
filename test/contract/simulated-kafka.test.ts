import { connectSimulated, SimulatedBroker, type SimulatedFault } from '@hornbeam/kafka/testing';
import { expect, test } from 'vitest';
import { kafkaClientContract } from './kafka-client.js';

let now = 1_000_000;
const broker = new SimulatedBroker({ now: () => now });
const client = connectSimulated(broker);

kafkaClientContract('a simulated Kafka', () => ({
  client,
  async pass(millis) {
    now += millis;
  },
}));

const record = { topic: 't', partition: 0, value: Buffer.from('a') };

/** A broker whose next requests meet these faults. */
async function faulty(faults: SimulatedFault[]) {
  const own = new SimulatedBroker({ now: () => now, fault: () => faults.shift() });
  const connected = connectSimulated(own);
  own.createTopic({ name: 't', partitions: 1 });
  const producer = await connected.producer({ transactionalId: 'w' });
  return { own, connected, producer };
}

test('a request that is lost changes nothing, one that is unanswered does (S1)', async () => {
  const lost = await faulty([undefined, 'lost']);
  lost.producer.begin();
  await expect(lost.producer.send([record])).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
  expect(lost.own.records('t', 0, 'read_uncommitted')).toEqual([]);
  const unanswered = await faulty([undefined, undefined, 'unanswered']);
  unanswered.producer.begin();
  await unanswered.producer.send([record]);
  await expect(unanswered.producer.commit()).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
  expect(unanswered.own.records('t', 0)).toHaveLength(1);
  // Nothing is sent any more after a failure.
  await expect(unanswered.producer.abort()).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
  expect(unanswered.own.records('t', 0)).toHaveLength(1);
});

test('nothing is answered while the broker is stopped, and nothing is lost by it', async () => {
  const { own, connected, producer } = await faulty([]);
  producer.begin();
  await producer.send([record]);
  await producer.commit();
  own.stop();
  await expect(connected.topics()).rejects.toMatchObject({ code: 'E_UNAVAILABLE' });
  const [read] = await connected.fetch([{ topic: 't', partition: 0, offset: 0 }], {
    ...{ isolation: 'read_committed', maxWait: 0, maxBytes: 100 },
  });
  expect(read?.problem).toBe('away');
  own.start();
  expect(own.records('t', 0)).toHaveLength(1);
});
