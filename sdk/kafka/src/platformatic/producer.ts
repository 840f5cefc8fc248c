import { BeamError } from '@hornbeam/sdk/model';
import {
  addOffsetsToTxnV3,
  addPartitionsToTxnV3,
  endTxnV3,
  initProducerIdV4,
  type MessageRecord,
  NumericMap,
  produceV9,
  txnOffsetCommitV3,
} from '@platformatic/kafka';
import type { GroupOffset, KafkaProducer, ProducedRecord, ProducerOptions } from '../kafka-client.js';
import { type Cluster, type Lane, type Node, someTimes } from './cluster.js';
import { topicsOf } from './topics-of.js';
import { isLeaderMoved, troubleOf } from './trouble.js';

/** Bytes of one request, more or less: a topic takes batches up to 1 MB unless it says otherwise. */
const MOST_BYTES = 900_000;
/** What a record costs beside its key, value and headers, about. */
const RECORD_COST = 24;
/** How long brokers wait for each other's copies, ms. */
const ACKS_LIMIT = 10_000;
const TRANSACTION_TIMEOUT = 60_000;

type ProduceResponse = Exclude<Awaited<ReturnType<typeof produceV9.api.async>>, boolean>;

interface Chunk {
  /** Records by `topic:partition`. */
  readonly batches: Map<string, ProducedRecord[]>;
  bytes: number;
}

/**
 * A producer made of Kafka's own requests: the library's would send the numbers 0 and 0 for a transactional id that was
 * used before (and be fenced), make its time limit of requests that of transactions too, and let several requests be
 * under way, whose repetitions would come in another order.
 *
 * Owns: the numbers Kafka gave it, the sequence of each partition, and a connection to each broker.
 *
 * P1  One request to each partition is under way; calls wait for those before them.
 * P2  A request that is sent again has the same sequence numbers, so that it is written once.
 * P3  After a failure nothing is sent any more.
 */
export class PlatformaticProducer implements KafkaProducer {
  readonly identity: string;
  private readonly cluster: Cluster;
  private readonly lane: Lane;
  private readonly transactionalId: string | undefined;
  private readonly id: bigint;
  private readonly epoch: number;
  private readonly sequences = new Map<string, number>();
  /** Partitions and groups that Kafka knows to be in the transaction; undefined while there is none. */
  private enlisted: Set<string> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private failure: unknown;

  private constructor(
    cluster: Cluster,
    lane: Lane,
    options: ProducerOptions,
    { id, epoch }: { id: bigint; epoch: number },
  ) {
    this.cluster = cluster;
    this.lane = lane;
    this.transactionalId = options.transactionalId;
    this.id = id;
    this.epoch = epoch;
    this.identity = `${id}/${epoch}`;
  }

  static async open(cluster: Cluster, lane: Lane, options: ProducerOptions): Promise<PlatformaticProducer> {
    const { transactionalId, transactionTimeout = TRANSACTION_TIMEOUT, isIdempotent = true } = options;
    if (!isIdempotent && transactionalId === undefined) {
      return new PlatformaticProducer(cluster, lane, options, { id: -1n, epoch: -1 });
    }
    // -1 and -1 ask for the next epoch of the id, which ends what an earlier producer has left open.
    const args = [transactionalId ?? null, transactionTimeout, -1n, -1] as const;
    const given =
      transactionalId === undefined
        ? await cluster.patiently('give a producer its number', () =>
            cluster.askAny(initProducerIdV4.api, ...args),
          )
        : await cluster.askCoordinator(
            `open the producer ${transactionalId}`,
            lane,
            ['transaction', transactionalId],
            initProducerIdV4.api,
            ...args,
          );
    return new PlatformaticProducer(cluster, lane, options, {
      id: given.producerId,
      epoch: given.producerEpoch,
    });
  }

  begin(): void {
    if (this.transactionalId === undefined || this.enlisted !== undefined) {
      throw new BeamError('E_INTERNAL', 'A transaction cannot begin here.', {
        help: 'open the producer with a transactional id, and end the transaction before',
      });
    }
    this.enlisted = new Set();
  }

  send(records: readonly ProducedRecord[]): Promise<void> {
    return this.inOrder(async () => {
      if (this.transactionalId !== undefined && this.enlisted === undefined) throw noTransaction();
      for (const chunk of chunks(records)) await this.write(chunk);
    });
  }

  sendOffsets(group: string, offsets: readonly GroupOffset[]): Promise<void> {
    return this.inOrder(async () => {
      const { transactionalId: id, enlisted, lane } = this;
      if (id === undefined || enlisted === undefined) throw noTransaction();
      if (!enlisted.has(`group ${group}`)) {
        await this.coordinated(`add the group ${group} to a transaction`, addOffsetsToTxnV3.api, group);
        enlisted.add(`group ${group}`);
      }
      const topics = topicsOf(offsets).map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition, offset, metadata }) => ({
          partitionIndex: partition,
          committedOffset: BigInt(offset),
          committedLeaderEpoch: -1,
          committedMetadata: metadata ?? null,
        })),
      }));
      await this.cluster.askCoordinator(
        `write the offsets of the group ${group}`,
        lane,
        ['group', group],
        txnOffsetCommitV3.api,
        id,
        group,
        this.id,
        this.epoch,
        -1,
        '',
        null,
        topics,
      );
    });
  }

  commit(): Promise<void> {
    return this.end(true);
  }

  abort(): Promise<void> {
    return this.end(false);
  }

  async close(): Promise<void> {
    await this.last.catch(() => undefined);
    await this.cluster.closeLane(this.lane);
  }

  private end(commits: boolean): Promise<void> {
    return this.inOrder(async () => {
      const { enlisted } = this;
      if (enlisted === undefined) throw noTransaction();
      // Kafka knows nothing of a transaction to which nothing was written.
      if (enlisted.size > 0) {
        await this.coordinated(`${commits ? 'commit' : 'abort'} a transaction`, endTxnV3.api, commits);
      }
      this.enlisted = undefined;
    });
  }

  /** A request of this producer to the coordinator of its transactions. */
  private coordinated<A, R>(
    what: string,
    api: Parameters<typeof this.cluster.askCoordinator<[string, bigint, number, A], R>>[3],
    last: A,
  ): Promise<R> {
    const id = this.transactionalId as string;
    return this.cluster.askCoordinator(
      what,
      this.lane,
      ['transaction', id],
      api,
      id,
      this.id,
      this.epoch,
      last,
    );
  }

  /** P1, P3. */
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

  private async write({ batches }: Chunk): Promise<void> {
    await this.enlist([...batches.values()].map(([first]) => first as ProducedRecord));
    let left = batches;
    const topics = [...new Set([...batches.values()].map(([first]) => (first as ProducedRecord).topic))];
    await this.cluster.patiently(
      `write to topic ${topics.join(', ')}`,
      async () => {
        left = await this.attempt(left);
      },
      someTimes(),
    );
  }

  private async enlist(partitions: readonly ProducedRecord[]): Promise<void> {
    const { enlisted, transactionalId } = this;
    if (enlisted === undefined || transactionalId === undefined) return;
    const fresh = partitions.filter(({ topic, partition }) => !enlisted.has(`${topic}:${partition}`));
    if (fresh.length === 0) return;
    await this.cluster.askCoordinator(
      `add topic ${[...new Set(fresh.map(({ topic }) => topic))].join(', ')} to a transaction`,
      this.lane,
      ['transaction', transactionalId],
      addPartitionsToTxnV3.api,
      [
        {
          transactionalId,
          producerId: this.id,
          producerEpoch: this.epoch,
          verifyOnly: false,
          topics: topicsOf(fresh).map(([name, all]) => ({
            name,
            partitions: all.map(({ partition }) => partition),
          })),
        },
      ],
    );
    for (const { topic, partition } of fresh) enlisted.add(`${topic}:${partition}`);
  }

  /** Sends batches to their leaders, all at once. @returns none @throws the first failure; what is written is taken out */
  private async attempt(batches: Map<string, ProducedRecord[]>): Promise<Map<string, ProducedRecord[]>> {
    const leaders = new Map<number, { node: Node; keys: string[] }>();
    for (const [key, [first]] of batches) {
      const node = await this.cluster.leader(first as ProducedRecord);
      const found = leaders.get(node.id);
      if (found === undefined) leaders.set(node.id, { node, keys: [key] });
      else found.keys.push(key);
    }
    const failures: unknown[] = [];
    await Promise.all(
      [...leaders.values()].map(async ({ node, keys }) => {
        try {
          await this.produce(node, new Map(keys.map((key) => [key, batches.get(key) as ProducedRecord[]])));
          for (const key of keys) this.written(batches, key);
        } catch (thrown) {
          // Of several partitions some may have been written; the answer is in the error.
          for (const key of writtenOf(thrown)) this.written(batches, key);
          failures.push(thrown);
        }
      }),
    );
    if (failures.length === 0 || batches.size === 0) return batches;
    const [failure] = failures;
    if (isLeaderMoved(troubleOf(failure))) {
      for (const [first] of batches.values()) this.cluster.forgetTopic((first as ProducedRecord).topic);
    }
    throw failure;
  }

  private written(batches: Map<string, ProducedRecord[]>, key: string): void {
    const records = batches.get(key);
    if (records === undefined) return;
    batches.delete(key);
    // Numbers of 31 bits that begin again at 0.
    this.sequences.set(key, ((this.sequences.get(key) ?? 0) + records.length) % 2 ** 31);
  }

  private async produce(node: Node, batches: ReadonlyMap<string, readonly ProducedRecord[]>): Promise<void> {
    const now = BigInt(Date.now());
    const messages: MessageRecord[] = [];
    for (const records of batches.values()) {
      for (const record of records) messages.push(messageOf(record, now));
    }
    const isNumbered = this.id >= 0n;
    await this.cluster.ask(
      node,
      this.lane,
      produceV9.api,
      -1,
      ACKS_LIMIT,
      messages,
      isNumbered
        ? {
            producerId: this.id,
            producerEpoch: this.epoch,
            sequences: new NumericMap(this.sequences),
            transactionalId: this.transactionalId ?? null,
          }
        : { producerId: -1n, producerEpoch: -1, firstSequence: -1 },
    );
  }
}

/** The partitions that were written although the request failed: `topic:partition`. */
function writtenOf(thrown: unknown): string[] {
  const answer = (thrown as { response?: ProduceResponse }).response;
  return (answer?.responses ?? []).flatMap(({ name, partitionResponses }) =>
    partitionResponses
      .filter(({ errorCode }) => errorCode === 0 || errorCode === DUPLICATE_SEQUENCE)
      .map(({ index }) => `${name}:${index}`),
  );
}

/** P2: it was written by the request before, whose answer got lost. */
const DUPLICATE_SEQUENCE = 46;

function messageOf(record: ProducedRecord, now: bigint): MessageRecord {
  const { topic, partition, key, value, headers, timestamp } = record;
  const message: MessageRecord = {
    topic,
    partition,
    // A record without a value is a tombstone; the library's type knows none, its writer does.
    value: (value === undefined ? null : bufferOf(value)) as Buffer,
    timestamp: timestamp === undefined ? now : BigInt(Math.trunc(timestamp)),
  };
  if (key !== undefined) message.key = bufferOf(key);
  if (headers !== undefined && headers.length > 0) {
    // Keys of this map are compared by identity: a name may come twice.
    message.headers = new Map(
      headers.map(([name, content]) => [
        Buffer.from(name),
        (content === undefined ? null : bufferOf(content)) as Buffer,
      ]),
    );
  }
  return message;
}

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Records as requests, none larger than a broker takes. */
function* chunks(records: readonly ProducedRecord[]): Iterable<Chunk> {
  let chunk: Chunk = { batches: new Map(), bytes: 0 };
  for (const record of records) {
    const bytes = sizeOf(record);
    if (chunk.bytes > 0 && chunk.bytes + bytes > MOST_BYTES) {
      yield chunk;
      chunk = { batches: new Map(), bytes: 0 };
    }
    chunk.bytes += bytes;
    const key = `${record.topic}:${record.partition}`;
    const batch = chunk.batches.get(key);
    if (batch === undefined) chunk.batches.set(key, [record]);
    else batch.push(record);
  }
  if (chunk.bytes > 0) yield chunk;
}

function sizeOf({ key, value, headers }: ProducedRecord): number {
  let size = RECORD_COST + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, content] of headers ?? []) size += 8 + name.length + (content?.length ?? 0);
  return size;
}

const noTransaction = (): BeamError =>
  new BeamError('E_INTERNAL', 'There is no transaction to write to.', {
    help: 'call begin() first',
  });
