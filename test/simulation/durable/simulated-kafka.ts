/** The sink of Kafka, on a broker in memory behind the simulated network. */
import { type KafkaRecord, kafkaSink } from '@hornbeam/kafka';
import { connectSimulated, SimulatedBroker, type SimulatedRequest } from '@hornbeam/kafka/testing';
import type { EpochSink } from '@hornbeam/sdk/construction';
import type { SimulatedNetwork } from './simulated-network.js';
import type { Connection, SimulatedTarget } from './simulated-target.js';

const PARTITIONS = 2;

/** See the head of this file. */
export class SimulatedKafka implements SimulatedTarget {
  private readonly broker = new SimulatedBroker({ now: () => 0 });
  private readonly network: SimulatedNetwork;

  constructor(network: SimulatedNetwork) {
    this.network = network;
  }

  connect(): Connection {
    const link = this.network.link();
    // A client asks its broker by `request`: here it goes over this process's link.
    const reached: SimulatedBroker = Object.create(this.broker, {
      request: {
        value: (request: SimulatedRequest, work: () => unknown) =>
          link.request(`${request.kind} ${request.name}`, () => {
            return work();
          }),
      },
    });
    return {
      cut: () => link.cut(),
      sink: (topic): EpochSink<string> => {
        const sink = kafkaSink({
          brokers: 'localhost:1',
          topic,
          create: { partitions: PARTITIONS },
          connect: () => connectSimulated(reached),
        });
        return {
          ...sink,
          open: async (context) => {
            const writer = await sink.open(context);
            return {
              lastCommitted: () => writer.lastCommitted(),
              commit: (epoch, rows) => writer.commit(epoch, records(rows)),
              close: () => writer.close(),
            };
          },
        };
      },
    };
  }

  rows(topic: string): readonly string[] {
    if (this.broker.describeTopic(topic) === undefined) return [];
    const decoder = new TextDecoder();
    return Array.from({ length: PARTITIONS }, (_, partition) =>
      this.broker.records(topic, partition).map(({ value }) => decoder.decode(value)),
    ).flat();
  }
}

function* records(rows: Iterable<string>): Iterable<KafkaRecord> {
  for (const row of rows) yield { key: row.slice(0, 3), value: row };
}
