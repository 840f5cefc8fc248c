import type { EpochSink, SinkContext, SinkWriter } from '@hornbeam/sdk/construction';
import { BeamError } from '@hornbeam/sdk/model';
import type { KafkaConnectionOptions } from './client-options.js';
import type { KafkaClient, KafkaProducer, NewTopic, ProducedRecord } from './kafka-client.js';
import { headerEntries, type KafkaRecord, toBytes } from './kafka-record.js';
import { checkedPartition, defaultPartitioner, type Partitioner } from './partitioner.js';
import { connectKafka } from './platformatic/client.js';
import { PROGRESS_TOPIC, ProgressLog } from './progress.js';

/** Options of {@link kafkaSink}. */
export interface KafkaSinkOptions extends KafkaConnectionOptions {
  /** The topic of records that name none. */
  readonly topic: string;
  /** Makes the topic when it is not there, like this; without it a missing topic is an error. */
  readonly create?: Omit<NewTopic, 'name'> | undefined;
  /** As Kafka's own clients do it, without it. */
  readonly partitioner?: Partitioner | undefined;
  /** When Kafka aborts what a writer that died has begun, ms (default 60,000). */
  readonly transactionTimeout?: number | undefined;
  /** Where it is kept which epochs are written (default `__hornbeam_progress`); made when it is not there. */
  readonly progressTopic?: string | undefined;
  /** Where a runner hands over what a checkpoint holds, how many write side by side, each with a transactional id of its own (default 4). */
  readonly shards?: number | undefined;
  /** How Kafka is reached; for tests. */
  readonly connect?: ((options: KafkaConnectionOptions) => KafkaClient) | undefined;
}

/** Rows that are sent together. */
const CHUNK = 4096;
/** How often the claim of a new writer is tried against one that goes on writing. */
const MOST_CLAIMS = 5;
/** How often a topic that was there may not be, until it is taken for deleted: three seconds, as runners try again. */
const MOST_MISSED = 6;

/**
 * Writes rows to Kafka, each exactly once in runs that keep their state: the rows of an epoch and the record that says
 * so are one transaction. Readers must read committed records only (`isolation.level=read_committed`).
 *
 * In runs that keep nothing, rows are written by an idempotent producer, and come twice when a bundle is repeated.
 * @throws BeamError `E_BAD_ARGUMENT`
 */
export function kafkaSink(options: KafkaSinkOptions): EpochSink<KafkaRecord> {
  const { topic, connect = connectKafka } = options;
  if (typeof topic !== 'string' || topic === '') {
    throw new BeamError('E_BAD_ARGUMENT', 'A sink to Kafka needs a topic.', {
      help: "write topic: 'orders'",
    });
  }
  // Wrong addresses are said here, and not when the run has begun.
  const { address } = connect(options);
  return {
    name: 'writeToKafka',
    guarantee: 'transactional',
    target: `topic ${topic} at ${address}`,
    // Kafka keeps the order of records of a partition; one that names none goes by its key.
    keyOf: ({ partition, key }) => (partition === undefined ? toBytes(key, 'key') : `${partition}`),
    shards: options.shards,
    open: (context) => KafkaSinkWriter.open(options, context, connect(options)),
  };
}

/**
 * An open sink.
 *
 * Owns: a client, a producer, and in durable runs the progress of its owner.
 *
 * W1  Rows of an epoch and its progress are in one transaction.
 * W2  After a failure nobody knows what was written: the producer is opened anew, which ends what was under way, and
 *     the progress is read before anything is written again.
 * W3  A writer says who it is in the progress. One that finds another's name there, after it opened its producer anew,
 *     ends with `E_FENCED`: Kafka alone does not say whether a producer was shut out by another, or by its own delay.
 */
class KafkaSinkWriter implements SinkWriter<KafkaRecord> {
  private readonly options: KafkaSinkOptions;
  private readonly client: KafkaClient;
  private readonly context: SinkContext;
  private readonly progress: ProgressLog;
  private producer: KafkaProducer | undefined;
  private claim = '';
  private last: number | undefined;
  private isBroken = false;
  private readonly partitions = new Map<string, number>();
  /** Counts rows, so that those without a key go round the partitions, however many an epoch has. */
  private turn = 0;
  /** How often in a row a topic that was there was not. */
  private missed = 0;

  private constructor(options: KafkaSinkOptions, context: SinkContext, client: KafkaClient) {
    this.options = options;
    this.context = context;
    this.client = client;
    this.progress = new ProgressLog(client, context.owner, options.progressTopic ?? PROGRESS_TOPIC);
  }

  static async open(
    options: KafkaSinkOptions,
    context: SinkContext,
    client: KafkaClient,
  ): Promise<KafkaSinkWriter> {
    const writer = new KafkaSinkWriter(options, context, client);
    try {
      await writer.prepare();
    } catch (thrown) {
      await client.close();
      throw thrown;
    }
    return writer;
  }

  async lastCommitted(): Promise<number | undefined> {
    return this.last;
  }

  async commit(epoch: number, rows: Iterable<KafkaRecord>): Promise<void> {
    if (this.isBroken) await this.recover();
    if (this.last !== undefined && epoch <= this.last) return;
    try {
      await this.write(epoch, rows);
      this.missed = 0;
    } catch (thrown) {
      this.isBroken = true;
      if (isMissing(thrown) && this.missed++ < MOST_MISSED) {
        throw new BeamError('E_UNAVAILABLE', `A topic at ${this.client.address} is not there for now.`, {
          path: this.client.address,
          help: 'a broker that has just begun does not know its topics for a moment',
          cause: thrown,
        });
      }
      if (!this.context.isDurable || !isFenced(thrown)) throw thrown;
      // Throws when it was another run (W3); else it took too long, and can be done again.
      await this.recover();
      throw new BeamError('E_UNAVAILABLE', `Kafka at ${this.client.address} has ended a transaction.`, {
        path: this.client.address,
        help: 'raise transactionTimeout of the sink if this comes again',
        cause: thrown,
      });
    }
  }

  async close(): Promise<void> {
    await this.producer?.close();
    await this.client.close();
  }

  private async prepare(): Promise<void> {
    const { topic, create } = this.options;
    if (create !== undefined) await this.client.createTopic({ ...create, name: topic });
    // A topic that is missing is said before anything is written.
    await this.partitionsOf(topic);
    if (!this.context.isDurable) return this.reopen();
    for (let claims = 1; ; claims++) {
      await this.reopen();
      const found = await this.progress.read();
      this.last = found?.epoch;
      const producer = this.producer as KafkaProducer;
      this.claim = producer.identity;
      try {
        producer.begin();
        await producer.send([this.progress.record({ epoch: this.last, writer: this.claim })]);
        await producer.commit();
        return;
      } catch (thrown) {
        // Another writer opened its producer again in between; it gives way when it finds this claim.
        if (!isFenced(thrown) || claims === MOST_CLAIMS) throw thrown;
      }
    }
  }

  /** W2, W3. */
  private async recover(): Promise<void> {
    this.partitions.clear();
    await this.reopen();
    if (this.context.isDurable) {
      const found = await this.progress.read();
      if (found?.writer !== this.claim) {
        throw new BeamError(
          'E_FENCED',
          `Another run writes to ${this.options.topic} as ${this.context.owner}.`,
          {
            path: this.client.address,
            help: 'end one of the two; a run that was copied needs a job name of its own',
          },
        );
      }
      this.last = found.epoch;
    }
    this.isBroken = false;
  }

  private async reopen(): Promise<void> {
    const { transactionTimeout } = this.options;
    await this.producer?.close();
    this.producer = undefined;
    this.producer = await this.client.producer(
      this.context.isDurable ? { transactionalId: `hornbeam/${this.context.owner}`, transactionTimeout } : {},
    );
  }

  /** W1. */
  private async write(epoch: number, rows: Iterable<KafkaRecord>): Promise<void> {
    const { isDurable } = this.context;
    const producer = this.producer as KafkaProducer;
    let chunk: ProducedRecord[] = [];
    let row = 0;
    for (const record of rows) {
      if (row === 0 && isDurable) producer.begin();
      row++;
      chunk.push(await this.produced(record));
      if (chunk.length < CHUNK) continue;
      await producer.send(chunk);
      chunk = [];
    }
    // An epoch without rows leaves no mark: doing it again would do nothing again.
    if (row === 0) return;
    if (isDurable) chunk.push(this.progress.record({ epoch, writer: this.claim }));
    if (chunk.length > 0) await producer.send(chunk);
    if (!isDurable) return;
    await producer.commit();
    this.last = epoch;
  }

  private async produced(record: KafkaRecord): Promise<ProducedRecord> {
    const { topic = this.options.topic, timestamp } = record;
    const key = toBytes(record.key, 'key');
    const count = this.partitions.get(topic) ?? (await this.partitionsOf(topic));
    const { partitioner = defaultPartitioner } = this.options;
    return {
      topic,
      partition: checkedPartition(record.partition ?? partitioner(key, count, this.turn++), count, topic),
      key,
      value: toBytes(record.value, 'value'),
      headers: headerEntries(record.headers),
      timestamp,
    };
  }

  /** @throws BeamError `E_TOPIC` */
  private async partitionsOf(topic: string): Promise<number> {
    const described = await this.client.describeTopic(topic);
    if (described === undefined && topic === this.options.topic && this.options.create !== undefined) {
      // It was made, and another broker has not heard of it: the runner opens the sink again.
      throw new BeamError('E_UNAVAILABLE', `The topic ${topic} at ${this.client.address} is not there yet.`, {
        path: this.client.address,
        help: 'try again',
      });
    }
    if (described === undefined) {
      throw new BeamError('E_TOPIC', `There is no topic ${topic} at ${this.client.address}.`, {
        path: this.client.address,
        help: 'make the topic first, mend its name, or let the sink make it (create: { partitions: 3 })',
      });
    }
    this.partitions.set(topic, described.partitions.length);
    return described.partitions.length;
  }
}

const isFenced = (thrown: unknown): boolean => thrown instanceof BeamError && thrown.code === 'E_FENCED';
const isMissing = (thrown: unknown): boolean => thrown instanceof BeamError && thrown.code === 'E_TOPIC';
