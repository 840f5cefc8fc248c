/**
 * The port through which everything here reaches Kafka. It is implemented by the client library
 * (`platformatic/client.ts`) and by a broker that is simulated in memory (`testing/simulated-broker.ts`); one suite of
 * tests holds for both.
 *
 * Every method tries again by itself while that may help, for as long as the client's `patience`, and then throws
 * BeamError:
 *
 * | Code | When |
 * | --- | --- |
 * | `E_UNAVAILABLE` | no broker, leader or coordinator answered in time; trying again later may help |
 * | `E_FENCED` | another producer has been opened with the same transactional id |
 * | `E_TOPIC` | there is no such topic or partition |
 * | `E_AUTH` | wrong credentials, or no permission |
 * | `E_SINK` | a record that Kafka does not take |
 * | `E_SERVICE` | any other answer that says no |
 */

/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A moment of a partition: its first record, its end, or the first record at or after a time (ms since 1970). */
export type OffsetAt = 'earliest' | 'latest' | { readonly time: number };

/**
 * What readers see of transactions: `read_committed` only records whose transaction is committed, and none behind the
 * first that is still open; `read_uncommitted` all.
 */
export type Isolation = 'read_committed' | 'read_uncommitted';

/** A header of a record: names may come more than once. */
export type HeaderEntry = readonly [name: string, value: Uint8Array | undefined];

/** A record as it is read. */
export interface ConsumedRecord {
  readonly offset: number;
  /** Ms since 1970. */
  readonly timestamp: number;
  readonly key: Uint8Array | undefined;
  readonly value: Uint8Array | undefined;
  readonly headers: readonly HeaderEntry[];
}

/** A record as it is written. Without a value it is a tombstone: in a compacted topic it deletes its key. */
export interface ProducedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key?: Uint8Array | undefined;
  readonly value?: Uint8Array | undefined;
  readonly headers?: readonly HeaderEntry[] | undefined;
  /** Ms since 1970; the moment of sending without it. */
  readonly timestamp?: number | undefined;
}

/** Where a fetch begins to read. */
export interface FetchPosition extends TopicPartition {
  readonly offset: number;
  /** The topic must be this one, and not another that was made with its name after it was deleted. */
  readonly topicId?: string | undefined;
}

/** How much a fetch brings, and how long it waits for it. */
export interface FetchOptions {
  readonly isolation: Isolation;
  /** How long brokers wait for a first record where there is none, ms. */
  readonly maxWait: number;
  /** Bytes from each partition, more or less: a batch is never cut. */
  readonly maxBytes: number;
}

/** What a fetch found in one partition. */
export interface FetchedPartition extends FetchPosition {
  readonly records: readonly ConsumedRecord[];
  /** Where to go on: behind what was read, and behind what is hidden, such as aborted records. */
  readonly nextOffset: number;
  /** The first offset that is still there; undefined where it is not known. */
  readonly startOffset: number | undefined;
  /** The end for this reader: with `read_committed` where the first open transaction begins. */
  readonly endOffset: number | undefined;
  /** The end whoever reads, behind open transactions too; undefined where it is not known. */
  readonly highWatermark: number | undefined;
  /**
   * Why nothing was read. `offset`: it is not in the partition; `topic`: there is no such topic or partition; `away`:
   * its broker does not answer, which passes.
   */
  readonly problem?: 'offset' | 'topic' | 'away' | undefined;
}

/** A topic to be made. */
export interface NewTopic {
  readonly name: string;
  /** As the brokers are set up, without it. */
  readonly partitions?: number | undefined;
  readonly replicas?: number | undefined;
  /** Such as `{ 'cleanup.policy': 'compact' }`. */
  readonly config?: Readonly<Record<string, string>> | undefined;
}

/** What is known of a topic. */
export interface TopicDescription {
  readonly name: string;
  /** Tells a topic from another of the same name that was made after it was deleted. */
  readonly id: string;
  /** In the order of their numbers. */
  readonly partitions: readonly {
    readonly partition: number;
    /** Number of the broker; -1 while there is none. */
    readonly leader: number;
    readonly replicas: readonly number[];
    readonly inSync: readonly number[];
  }[];
}

/** How far a group has come in a partition. */
export interface GroupOffset extends TopicPartition {
  /** The next to be read. */
  readonly offset: number;
  /** Kept with it. */
  readonly metadata?: string | undefined;
}

/** What is known of a consumer group. */
export interface GroupDescription {
  readonly group: string;
  /** As Kafka calls it: `Empty`, `Stable`, `Dead` (there is none) ... */
  readonly state: string;
  readonly members: readonly { readonly id: string; readonly clientId: string; readonly host: string }[];
}

/** How a producer is opened. */
export interface ProducerOptions {
  /** With it the producer is transactional, and opening it shuts out every other of this id. */
  readonly transactionalId?: string | undefined;
  /** When Kafka aborts a transaction that is still open, ms (default 60,000). */
  readonly transactionTimeout?: number | undefined;
  /** False leaves it to chance whether a record that is sent again is there twice (default true). */
  readonly isIdempotent?: boolean | undefined;
}

/**
 * Writes records. Calls are carried out one after the other, in the order in which they were made. After a method threw,
 * what it was to do may or may not have happened, and the producer is of no more use: open another.
 */
export interface KafkaProducer {
  /** What opening it gave out: never twice the same for one transactional id. */
  readonly identity: string;
  /** Begins a transaction. @throws BeamError `E_INTERNAL` when one is open, or the producer is not transactional */
  begin(): void;
  /** Writes records; of one partition in this order. With a transactional id only inside of a transaction. */
  send(records: readonly ProducedRecord[]): Promise<void>;
  /** Makes offsets of a group part of the transaction. */
  sendOffsets(group: string, offsets: readonly GroupOffset[]): Promise<void>;
  /** Commits the transaction: its records can be read, all at once in each partition. */
  commit(): Promise<void>;
  abort(): Promise<void>;
  close(): Promise<void>;
}

/** See the head of this file. */
export interface KafkaClient {
  /** `host:port,...`, for messages. */
  readonly address: string;
  /** @returns false when there is a topic of this name already */
  createTopic(topic: NewTopic): Promise<boolean>;
  /** @throws BeamError `E_TOPIC` when there is none */
  deleteTopic(name: string): Promise<void>;
  /** Gives a topic more partitions. @param count how many it has then */
  addPartitions(name: string, count: number): Promise<void>;
  /** Names of all topics, without those of Kafka itself. */
  topics(): Promise<readonly string[]>;
  /** Undefined where there is no such topic. Always asked anew. */
  describeTopic(name: string): Promise<TopicDescription | undefined>;
  /** The number of the leading broker as far as it is known, -1 else. Asks nobody. */
  leaderOf(partition: TopicPartition): number;
  /** Offsets by partition; with a time behind the last record the end. */
  offsets(
    topic: string,
    partitions: readonly number[],
    at: OffsetAt,
    isolation?: Isolation,
  ): Promise<ReadonlyMap<number, number>>;
  /** Deletes the records before an offset. @param before -1: all */
  deleteRecords(partition: TopicPartition, before: number): Promise<void>;
  describeGroup(group: string): Promise<GroupDescription>;
  /** The offsets that a group has; partitions without one are left out. */
  groupOffsets(group: string, partitions: readonly TopicPartition[]): Promise<readonly GroupOffset[]>;
  commitGroupOffsets(group: string, offsets: readonly GroupOffset[]): Promise<void>;
  /**
   * Reads once from each position. Where a broker is away, that is said of its partitions (`problem`), soon.
   * @returns one for each position, in the same order
   * @throws BeamError `E_AUTH`, and `E_SERVICE` for records that cannot be read: damaged, or packed in a way that is not known
   */
  fetch(positions: readonly FetchPosition[], options: FetchOptions): Promise<readonly FetchedPartition[]>;
  producer(options?: ProducerOptions): Promise<KafkaProducer>;
  close(): Promise<void>;
}
