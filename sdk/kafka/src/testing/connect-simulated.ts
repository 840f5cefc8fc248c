import { BeamError } from '@hornbeam/sdk/model';
import type {
  FetchedPartition,
  FetchOptions,
  FetchPosition,
  GroupDescription,
  GroupOffset,
  Isolation,
  KafkaClient,
  KafkaProducer,
  NewTopic,
  OffsetAt,
  ProducedRecord,
  ProducerOptions,
  TopicDescription,
  TopicPartition,
} from '../kafka-client.js';
import type { SimulatedBroker, SimulatedProducer, SimulatedRequest } from './simulated-broker.js';

/**
 * A client of a {@link SimulatedBroker}. A request that fails is not tried again: a test sees every fault.
 */
export const connectSimulated = (broker: SimulatedBroker): KafkaClient => new SimulatedClient(broker);

const TRANSACTION_TIMEOUT = 60_000;

class SimulatedClient implements KafkaClient {
  readonly address = 'simulated';
  private readonly broker: SimulatedBroker;

  constructor(broker: SimulatedBroker) {
    this.broker = broker;
  }

  createTopic(topic: NewTopic): Promise<boolean> {
    return this.ask('createTopic', topic.name, () => this.broker.createTopic(topic));
  }

  deleteTopic(name: string): Promise<void> {
    return this.ask('deleteTopic', name, () => this.broker.deleteTopic(name));
  }

  addPartitions(name: string, count: number): Promise<void> {
    return this.ask('addPartitions', name, () => this.broker.addPartitions(name, count));
  }

  topics(): Promise<readonly string[]> {
    return this.ask('topics', '', () => this.broker.topics());
  }

  describeTopic(name: string): Promise<TopicDescription | undefined> {
    return this.ask('describeTopic', name, () => this.broker.describeTopic(name));
  }

  leaderOf(): number {
    return 1;
  }

  offsets(
    topic: string,
    partitions: readonly number[],
    at: OffsetAt,
    isolation: Isolation = 'read_uncommitted',
  ): Promise<ReadonlyMap<number, number>> {
    return this.ask('offsets', topic, () => this.broker.offsets(topic, partitions, at, isolation));
  }

  deleteRecords(partition: TopicPartition, before: number): Promise<void> {
    return this.ask('deleteRecords', partition.topic, () => this.broker.deleteRecords(partition, before));
  }

  describeGroup(group: string): Promise<GroupDescription> {
    return this.ask('describeGroup', group, () => ({
      group,
      state: this.broker.hasGroup(group) ? 'Empty' : 'Dead',
      members: [],
    }));
  }

  groupOffsets(group: string, partitions: readonly TopicPartition[]): Promise<readonly GroupOffset[]> {
    return this.ask('groupOffsets', group, () => this.broker.groupOffsets(group, partitions));
  }

  commitGroupOffsets(group: string, offsets: readonly GroupOffset[]): Promise<void> {
    return this.ask('commitGroupOffsets', group, () => this.broker.commitGroupOffsets(group, offsets));
  }

  async fetch(
    positions: readonly FetchPosition[],
    { isolation, maxBytes, maxWait }: FetchOptions,
  ): Promise<readonly FetchedPartition[]> {
    const name = [...new Set(positions.map(({ topic }) => topic))].join(',');
    try {
      const ask = (): Promise<FetchedPartition[]> =>
        this.ask('fetch', name, () =>
          positions.map((position) => this.broker.fetch(position, isolation, maxBytes)),
        );
      const found = await ask();
      if (found.some(({ records, problem }) => records.length > 0 || problem !== undefined)) return found;
      await this.broker.wait(maxWait);
      return found;
    } catch (thrown) {
      if (!(thrown instanceof BeamError) || thrown.code !== 'E_UNAVAILABLE') throw thrown;
      return positions.map((position) => ({
        ...position,
        ...{ records: [], nextOffset: position.offset, startOffset: undefined, endOffset: undefined },
        highWatermark: undefined,
        problem: 'away' as const,
      }));
    }
  }

  async producer(options: ProducerOptions = {}): Promise<KafkaProducer> {
    const { transactionalId, transactionTimeout = TRANSACTION_TIMEOUT, isIdempotent = true } = options;
    const given = await this.ask('openProducer', transactionalId ?? '', () =>
      this.broker.openProducer(transactionalId, transactionTimeout),
    );
    return new SimulatedClientProducer(this.broker, given, isIdempotent);
  }

  async close(): Promise<void> {}

  private ask<R>(kind: SimulatedRequest['kind'], name: string, work: () => R): Promise<R> {
    return this.broker.request({ kind, name }, work);
  }
}

/** Sends one request after the other; nothing more after one that failed. */
class SimulatedClientProducer implements KafkaProducer {
  readonly identity: string;
  private readonly broker: SimulatedBroker;
  private readonly given: SimulatedProducer;
  private readonly isIdempotent: boolean;
  private readonly sequences = new Map<string, number>();
  private isOpen = false;
  private hasWritten = false;
  private last: Promise<unknown> = Promise.resolve();
  private failure: unknown;

  constructor(broker: SimulatedBroker, given: SimulatedProducer, isIdempotent: boolean) {
    this.broker = broker;
    this.given = given;
    this.isIdempotent = isIdempotent || given.transactionalId !== undefined;
    this.identity = `${given.id}/${given.epoch}`;
  }

  begin(): void {
    if (this.given.transactionalId === undefined || this.isOpen) {
      throw new BeamError('E_INTERNAL', 'A transaction cannot begin here.', {
        help: 'open the producer with a transactional id, and end the transaction before',
      });
    }
    this.isOpen = true;
    this.hasWritten = false;
  }

  send(records: readonly ProducedRecord[]): Promise<void> {
    return this.inOrder(async () => {
      if (this.given.transactionalId !== undefined && !this.isOpen) throw noTransaction();
      const batches = new Map<string, ProducedRecord[]>();
      for (const record of records) {
        const key = `${record.topic}:${record.partition}`;
        const batch = batches.get(key);
        if (batch === undefined) batches.set(key, [record]);
        else batch.push(record);
      }
      for (const [key, batch] of batches) {
        const [first] = batch as [ProducedRecord];
        const sequence = this.sequences.get(key) ?? 0;
        this.hasWritten = true;
        await this.broker.request({ kind: 'send', name: first.topic }, () =>
          this.broker.send(this.given, first, batch, this.isIdempotent ? sequence : undefined),
        );
        this.sequences.set(key, sequence + batch.length);
      }
    });
  }

  sendOffsets(group: string, offsets: readonly GroupOffset[]): Promise<void> {
    return this.inOrder(async () => {
      if (!this.isOpen) throw noTransaction();
      this.hasWritten = true;
      await this.broker.request({ kind: 'sendOffsets', name: group }, () =>
        this.broker.sendOffsets(this.given, group, offsets),
      );
    });
  }

  commit(): Promise<void> {
    return this.end('commit', 'committed');
  }

  abort(): Promise<void> {
    return this.end('abort', 'aborted');
  }

  async close(): Promise<void> {
    await this.last.catch(() => undefined);
  }

  private end(kind: 'commit' | 'abort', how: 'committed' | 'aborted'): Promise<void> {
    return this.inOrder(async () => {
      if (!this.isOpen) throw noTransaction();
      if (this.hasWritten) {
        await this.broker.request({ kind, name: this.given.transactionalId ?? '' }, () =>
          this.broker.endTransaction(this.given, how),
        );
      }
      this.isOpen = false;
    });
  }

  private inOrder<R>(work: () => Promise<R>): Promise<R> {
    const next = this.last
      .catch(() => undefined)
      .then(async () => {
        if (this.failure !== undefined) throw this.failure;
        try {
          return await work();
        } catch (thrown) {
          this.failure = thrown;
          throw thrown;
        }
      });
    this.last = next;
    return next;
  }
}

const noTransaction = (): BeamError =>
  new BeamError('E_INTERNAL', 'There is no transaction to write to.', { help: 'call begin() first' });
