import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaSink } from '@hornbeam/kafka';
import { connectSimulated, SimulatedBroker } from '@hornbeam/kafka/testing';
import { writeText } from '@hornbeam/sdk/io';
import { epochSinkContract } from './epoch-sink-contract.js';
import { sinkOf } from './sink-of.js';

epochSinkContract(
  'files that roll',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hornbeam-sink-'));
    return {
      sink: await sinkOf((p) => {
        p.create(['']).write(writeText(join(folder, 'out'), { rolling: { bytes: 1000 } }));
      }),
      row: (text) => text,
      rows: async () =>
        readdirSync(folder)
          .filter((name) => !name.startsWith('.'))
          .sort()
          .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1)),
      close: async () => rmSync(folder, { recursive: true }),
    };
  },
  { isOwned: true },
);

epochSinkContract('Kafka, simulated', async () => {
  const broker = new SimulatedBroker({ now: () => 1000, fault: () => undefined });
  broker.createTopic({ name: 'out', partitions: 1 });
  return {
    sink: kafkaSink({ brokers: 'localhost:1', topic: 'out', connect: () => connectSimulated(broker) }),
    row: (value) => ({ value }),
    rows: async () => broker.records('out', 0).map(({ value }) => new TextDecoder().decode(value)),
    close: async () => undefined,
  };
});
