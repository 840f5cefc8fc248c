/** The sink of Kafka, on a broker in memory behind the simulated network. */
import { type KafkaRecord, kafkaSink } from '@hornbeam/kafka';
import { connectSimulated, SimulatedBroker, type SimulatedRequest } from '@hornbeam/kafka/testing';
import type { EpochSink } from '@hornbeam/sdk/construction';
import type { SimulatedNetwork } from './simulated-network.js';
import type { Connection, SimulatedTarget } from './simulated-target.js';

const PARTITIONS = 2;

/** What goes wrong on purpose, see mutants.ts. */
export interface KafkaFlaws {
  /** A producer that was replaced may go on, and what it began is not ended. */
  readonly noFence?: boolean;
  /** Nobody notes which epochs were written. */
  readonly noProgress?: boolean;
  /** Readers see what was never committed. */
  readonly readsOpen?: boolean;
  /** Sources are given what was aborted. */
  readonly givesAborted?: boolean;
}

/** See the head of this file. */
export class SimulatedKafka implements SimulatedTarget {
  readonly broker = new SimulatedBroker({ now: () => 0 });
  private readonly network: SimulatedNetwork;
  private readonly flaws: KafkaFlaws;

  constructor(network: SimulatedNetwork, flaws: KafkaFlaws = {}) {
    this.network = network;
    this.flaws = flaws;
    if (flaws.noFence) plantNoFence(this.broker);
    if (flaws.noProgress) plantNoProgress(this.broker);
    if (flaws.givesAborted) plantGivesAborted(this.broker);
  }

  connect(): Connection {
    const link = this.network.link();
    // A client asks its broker by `request`: here it goes over this process's link.
    const reached: SimulatedBroker = Object.create(this.broker, {
      request: {
        value: (request: SimulatedRequest, work: () => unknown) =>
          link.request(`${request.kind} ${request.name}`, work),
      },
    });
    return {
      cut: () => link.cut(),
      kafka: () => connectSimulated(reached),
      sink: (topic): EpochSink<string> => {
        const sink = kafkaSink({
          brokers: 'localhost:1',
          topic,
          create: { partitions: PARTITIONS },
          connect: () => connectSimulated(reached),
        });
        return {
          name: sink.name,
          guarantee: sink.guarantee,
          target: sink.target,
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
      this.broker
        .records(topic, partition, this.flaws.readsOpen ? 'read_uncommitted' : 'read_committed')
        .map(({ value }) => decoder.decode(value)),
    ).flat();
  }
}

function* records(rows: Iterable<string>): Iterable<KafkaRecord> {
  for (const row of rows) yield { key: row.slice(0, 3), value: row };
}

function plantNoFence(broker: SimulatedBroker): void {
  const opened = new Map<string | undefined, ReturnType<SimulatedBroker['openProducer']>>();
  const open = broker.openProducer.bind(broker);
  broker.openProducer = (id, timeout) => {
    const producer = opened.get(id) ?? open(id, timeout);
    if (id !== undefined) opened.set(id, producer);
    return producer;
  };
}

function plantNoProgress(broker: SimulatedBroker): void {
  const send = broker.send.bind(broker);
  broker.send = (producer, at, records, sequence) => {
    if (!at.topic.startsWith('__')) send(producer, at, records, sequence);
  };
}

function plantGivesAborted(broker: SimulatedBroker): void {
  const fetch = broker.fetch.bind(broker);
  broker.fetch = (position, _isolation, mostBytes) => fetch(position, 'read_uncommitted', mostBytes);
}
