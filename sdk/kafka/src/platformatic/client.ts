import { BeamError } from '@hornbeam/sdk/model';
import {
  createPartitionsV3,
  createTopicsV7,
  deleteRecordsV2,
  deleteTopicsV6,
  describeGroupsV5,
  fetchV13,
  listOffsetsV7,
  offsetCommitV8,
  offsetFetchV8,
} from '@platformatic/kafka';
import type { KafkaConnectionOptions } from '../client-options.js';
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
  ProducerOptions,
  TopicDescription,
  TopicPartition,
} from '../kafka-client.js';
import { Cluster, type Node, noTopic } from './cluster.js';
import { PlatformaticProducer } from './producer.js';
import { readBatches } from './read-batches.js';
import { topicsOf } from './topics-of.js';
import { errorOf, isLeaderMoved, troubleOf, unknownPacking } from './trouble.js';

type FetchResponse = Awaited<ReturnType<typeof fetchV13.api.async>>;

/** How long brokers take for the work of an administrator, ms. */
const ADMIN_LIMIT = 10_000;
/** Bytes of one answer to a fetch. */
const FETCH_LIMIT = 16 * 1024 * 1024;
const OFFSET_OUT_OF_RANGE = 1;
const NO_SUCH_TOPIC = [3, 100];
const TOPIC_AUTHORIZATION_FAILED = 29;
/** CORRUPT_MESSAGE, UNSUPPORTED_COMPRESSION_TYPE. */
const UNREADABLE = [2, 76];

/** Opens a client of a Kafka cluster. Nothing is sent before it is asked for something. */
export const connectKafka = (options: KafkaConnectionOptions): KafkaClient => new PlatformaticClient(options);

/** Kafka over the requests of @platformatic/kafka. Needs brokers of Kafka 3.1 or newer. */
class PlatformaticClient implements KafkaClient {
  private readonly cluster: Cluster;
  private producers = 0;

  constructor(options: KafkaConnectionOptions) {
    this.cluster = new Cluster(options);
  }

  get address(): string {
    return this.cluster.address;
  }

  async createTopic({ name, partitions = -1, replicas = -1, config = {} }: NewTopic): Promise<boolean> {
    const topic = {
      name,
      numPartitions: partitions,
      replicationFactor: replicas,
      assignments: [],
      configs: Object.entries(config).map(([key, value]) => ({ name: key, value })),
    };
    const isNew = await this.byController(`make the topic ${name}`, async (node) => {
      try {
        await this.cluster.ask(node, 'control', createTopicsV7.api, [topic], ADMIN_LIMIT, false);
        return true;
      } catch (thrown) {
        if (troubleOf(thrown).id === 'TOPIC_ALREADY_EXISTS') return false;
        throw thrown;
      }
    });
    // Brokers hear of a topic a moment after the controller has made it.
    await this.cluster.patiently(`find the topic ${name}`, async () => {
      if ((await this.cluster.describe(name)) !== undefined) return;
      throw new BeamError('E_UNAVAILABLE', `The topic ${name} at ${this.address} is not there yet.`, {
        path: this.address,
        help: 'try again',
      });
    });
    return isNew;
  }

  async deleteTopic(name: string): Promise<void> {
    await this.byController(`delete the topic ${name}`, async (node) => {
      try {
        await this.cluster.ask(node, 'control', deleteTopicsV6.api, [{ name }], ADMIN_LIMIT);
      } catch (thrown) {
        // It does not come by waiting.
        if (troubleOf(thrown).id === 'UNKNOWN_TOPIC_OR_PARTITION') throw noTopic(name, this.address);
        throw thrown;
      }
    });
    this.cluster.forgetTopic(name);
  }

  async addPartitions(name: string, count: number): Promise<void> {
    await this.byController(`give the topic ${name} more partitions`, (node) =>
      this.cluster.ask(node, 'control', createPartitionsV3.api, [{ name, count }], ADMIN_LIMIT, false),
    );
    this.cluster.forgetTopic(name);
  }

  topics(): Promise<readonly string[]> {
    return this.cluster.patiently('list its topics', () => this.cluster.names());
  }

  describeTopic(name: string): Promise<TopicDescription | undefined> {
    return this.cluster.patiently(`describe the topic ${name}`, () => this.cluster.describe(name));
  }

  leaderOf(partition: TopicPartition): number {
    return this.cluster.knownLeader(partition);
  }

  async offsets(
    topic: string,
    partitions: readonly number[],
    at: OffsetAt,
    isolation: Isolation = 'read_uncommitted',
  ): Promise<ReadonlyMap<number, number>> {
    const timestamp = at === 'earliest' ? -2n : at === 'latest' ? -1n : BigInt(Math.trunc(at.time));
    const found = await Promise.all(
      partitions.map(async (partition) => {
        const offset = await this.cluster.askLeader(
          `list the offsets of topic ${topic}`,
          { topic, partition },
          async (node) => {
            const asked = {
              name: topic,
              partitions: [{ partitionIndex: partition, currentLeaderEpoch: -1, timestamp }],
            };
            const { topics } = await this.cluster.ask(
              node,
              'control',
              listOffsetsV7.api,
              -1,
              levelOf(isolation),
              [asked],
            );
            return Number(topics[0]?.partitions[0]?.offset ?? -1n);
          },
        );
        return [partition, offset] as const;
      }),
    );
    const missing = found.filter(([, offset]) => offset < 0).map(([partition]) => partition);
    if (missing.length === 0) return new Map(found);
    // No record is so late.
    const ends = await this.offsets(topic, missing, 'latest', isolation);
    return new Map(found.map(([partition, offset]) => [partition, ends.get(partition) ?? offset]));
  }

  async deleteRecords({ topic, partition }: TopicPartition, before: number): Promise<void> {
    const asked = { name: topic, partitions: [{ partitionIndex: partition, offset: BigInt(before) }] };
    await this.cluster.askLeader(`delete records of topic ${topic}`, { topic, partition }, (node) =>
      this.cluster.ask(node, 'control', deleteRecordsV2.api, [asked], ADMIN_LIMIT),
    );
  }

  async describeGroup(group: string): Promise<GroupDescription> {
    const what = `describe the group ${group}`;
    const { groups } = await this.cluster.askCoordinator(
      what,
      'control',
      ['group', group],
      describeGroupsV5.api,
      [group],
      false,
    );
    const [found] = groups;
    return {
      group,
      state: found?.groupState || 'Dead',
      members: (found?.members ?? []).map(({ memberId: id, clientId, clientHost: host }) => ({
        id,
        clientId,
        host,
      })),
    };
  }

  async groupOffsets(group: string, partitions: readonly TopicPartition[]): Promise<readonly GroupOffset[]> {
    const topics = topicsOf(partitions).map(([name, all]) => ({
      name,
      partitionIndexes: all.map(({ partition }) => partition),
    }));
    const asked = [{ groupId: group, memberId: null, memberEpoch: -1, topics }];
    const what = `read the offsets of the group ${group}`;
    // Stable: offsets of an open transaction are waited for.
    const { groups } = await this.cluster.askCoordinator(
      what,
      'control',
      ['group', group],
      offsetFetchV8.api,
      asked,
      true,
    );
    return (groups[0]?.topics ?? []).flatMap(({ name, partitions: all }) =>
      all.flatMap(({ partitionIndex, committedOffset, metadata }) =>
        committedOffset < 0n
          ? []
          : [
              {
                topic: name,
                partition: partitionIndex,
                offset: Number(committedOffset),
                metadata: metadata || undefined,
              },
            ],
      ),
    );
  }

  async commitGroupOffsets(group: string, offsets: readonly GroupOffset[]): Promise<void> {
    const topics = topicsOf(offsets).map(([name, all]) => ({
      name,
      partitions: all.map(({ partition, offset, metadata }) => ({
        partitionIndex: partition,
        committedOffset: BigInt(offset),
        committedLeaderEpoch: -1,
        committedMetadata: metadata ?? null,
      })),
    }));
    const what = `commit offsets of the group ${group}`;
    await this.cluster.askCoordinator(
      what,
      'control',
      ['group', group],
      offsetCommitV8.api,
      group,
      -1,
      '',
      null,
      topics,
    );
  }

  async fetch(
    positions: readonly FetchPosition[],
    options: FetchOptions,
  ): Promise<readonly FetchedPartition[]> {
    const found = new Map<FetchPosition, FetchedPartition>();
    const leaders = new Map<number, { node: Node; asked: (FetchPosition & { topicId: string })[] }>();
    const originals = new Map<string, FetchPosition>();
    for (const position of positions) {
      try {
        const { topicId, ...node } = await this.cluster.leader(position);
        if (position.topicId !== undefined && position.topicId !== topicId) {
          found.set(position, empty(position, 'topic'));
          continue;
        }
        originals.set(`${topicId}:${position.partition}`, position);
        const group = leaders.get(node.id) ?? { node, asked: [] };
        group.asked.push({ ...position, topicId });
        leaders.set(node.id, group);
      } catch (thrown) {
        found.set(position, this.nothing(position, thrown));
      }
    }
    await Promise.all(
      [...leaders.values()].map(async ({ node, asked }) => {
        try {
          const answer = await this.fetchFrom(node, asked, options);
          for (const { topicId, partitions } of answer.responses) {
            for (const each of partitions) {
              const position = originals.get(`${topicId}:${each.partitionIndex}`);
              if (position !== undefined) found.set(position, fetched(this.address, position, each));
            }
          }
          const hasMoved = [...found.values()].filter(
            ({ problem }) => problem === 'away' || problem === 'topic',
          );
          for (const { topic } of hasMoved) this.cluster.forgetTopic(topic);
        } catch (thrown) {
          for (const { topicId, partition, topic } of asked) {
            this.cluster.forgetTopic(topic);
            const position = originals.get(`${topicId}:${partition}`) as FetchPosition;
            found.set(position, this.nothing(position, thrown));
          }
        }
      }),
    );
    return positions.map((position) => found.get(position) ?? empty(position, 'away'));
  }

  async producer(options: ProducerOptions = {}): Promise<KafkaProducer> {
    return PlatformaticProducer.open(this.cluster, `producer-${this.producers++}`, options);
  }

  close(): Promise<void> {
    return this.cluster.close();
  }

  private async fetchFrom(
    node: Node,
    asked: readonly (FetchPosition & { topicId: string })[],
    { isolation, maxWait, maxBytes }: FetchOptions,
  ): Promise<FetchResponse> {
    const topics = new Map<string, { topicId: string; partitions: object[] }>();
    for (const { topicId, partition, offset } of asked) {
      const topic = topics.get(topicId) ?? { topicId, partitions: [] };
      topics.set(topicId, topic);
      topic.partitions.push({
        partition,
        currentLeaderEpoch: -1,
        fetchOffset: BigInt(offset),
        lastFetchedEpoch: -1,
        partitionMaxBytes: maxBytes,
      });
    }
    const list = [...topics.values()] as Parameters<typeof fetchV13.createRequest>[6];
    const level = levelOf(isolation);
    try {
      return await this.cluster.ask(
        node,
        'fetch',
        fetchV13.api,
        maxWait,
        1,
        FETCH_LIMIT,
        level,
        0,
        -1,
        list,
        [],
        '',
      );
    } catch (thrown) {
      // Where one partition has an error, the others are in the answer still.
      const answer = (thrown as { response?: FetchResponse }).response;
      if (answer?.errorCode === 0) return answer;
      throw thrown;
    }
  }

  /** @throws BeamError as `KafkaClient.fetch` */
  private nothing(position: FetchPosition, thrown: unknown): FetchedPartition {
    if (thrown instanceof BeamError) {
      if (thrown.code === 'E_TOPIC') return empty(position, 'topic');
      if (thrown.code === 'E_UNAVAILABLE') return empty(position, 'away');
      throw thrown;
    }
    const packed = unknownPacking(thrown);
    if (packed !== undefined) throw unreadable(position, packed, this.address);
    const trouble = troubleOf(thrown);
    if (trouble.kind === 'auth') throw errorOf(trouble, `read topic ${position.topic}`, this.address);
    return empty(position, 'away');
  }

  private byController<R>(what: string, ask: (node: Node) => Promise<R>): Promise<R> {
    return this.cluster.patiently(what, async () => {
      try {
        return await ask(await this.cluster.controllerNode());
      } catch (thrown) {
        if (!(thrown instanceof BeamError) && isLeaderMoved(troubleOf(thrown))) this.cluster.forget();
        throw thrown;
      }
    });
  }
}

const levelOf = (isolation: Isolation): number => (isolation === 'read_committed' ? 1 : 0);

const empty = (position: FetchPosition, problem: FetchedPartition['problem']): FetchedPartition => ({
  ...position,
  records: [],
  nextOffset: position.offset,
  startOffset: undefined,
  endOffset: undefined,
  highWatermark: undefined,
  problem,
});

const unreadable = ({ topic, partition, offset }: FetchPosition, why: string, address: string): BeamError =>
  new BeamError(
    'E_SERVICE',
    `The records of topic ${topic}, partition ${partition}, from offset ${offset} on cannot be read: ${why}.`,
    {
      path: address,
      help: 'records packed with zstd need Node 22.15 or newer; damaged ones can be left out by starting behind them (start), or by deleting them (kafka-delete-records)',
    },
  );

/** @throws BeamError as `KafkaClient.fetch` */
function fetched(
  address: string,
  position: FetchPosition,
  answer: FetchResponse['responses'][number]['partitions'][number],
): FetchedPartition {
  const { topic } = position;
  const { errorCode, logStartOffset, lastStableOffset, highWatermark } = answer;
  if (errorCode === TOPIC_AUTHORIZATION_FAILED) {
    throw new BeamError('E_AUTH', `Kafka at ${address} does not let us read topic ${topic}.`, {
      path: address,
      help: 'let this user READ the topic (kafka-acls), or read as another (sasl)',
    });
  }
  if (UNREADABLE.includes(errorCode)) {
    throw unreadable(position, `its broker says so (error ${errorCode})`, address);
  }
  if (errorCode !== 0) {
    const problem =
      errorCode === OFFSET_OUT_OF_RANGE ? 'offset' : NO_SUCH_TOPIC.includes(errorCode) ? 'topic' : 'away';
    return empty(position, problem);
  }
  const { records, nextOffset } = readBatches(
    answer.records ?? [],
    position.offset,
    answer.abortedTransactions ?? [],
  );
  const end = lastStableOffset >= 0n ? lastStableOffset : highWatermark;
  return {
    ...position,
    ...{ records, nextOffset, startOffset: Number(logStartOffset) },
    ...{ endOffset: Number(end), highWatermark: Number(highWatermark) },
  };
}
