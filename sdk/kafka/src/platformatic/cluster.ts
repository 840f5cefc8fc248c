import { setTimeout as sleep } from 'node:timers/promises';
import { BeamError } from '@hornbeam/sdk/model';
import { type API, Connection, findCoordinatorV4, metadataV12, type SASLOptions } from '@platformatic/kafka';
import type { KafkaConnectionOptions } from '../client-options.js';
import type { TopicDescription, TopicPartition } from '../kafka-client.js';
import { errorOf, isCoordinatorMoved, isLeaderMoved, mayPass, troubleOf } from './trouble.js';

type MetadataResponse = Awaited<ReturnType<typeof metadataV12.api.async>>;

/** A broker that answers for something. */
export interface Node {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

/** Whom a request is for: each has a connection of its own, since a broker answers those of one in order. */
export type Lane = 'control' | 'fetch' | `producer-${number}`;

/** The first pause before another attempt, ms; each is twice the one before. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 1000;
const PATIENCE = 30_000;
/** Longer than any fetch waits, ms. */
const REQUEST_LIMIT = 15_000;
const CONNECT_LIMIT = 5000;

/**
 * The brokers of one cluster: connections to them, who leads which partition, who coordinates what.
 *
 * Owns every connection.
 *
 * C1  A connection on which a request failed without an answer is closed and not used again.
 * C2  What is known of leaders and coordinators is forgotten when a broker says that it is no longer so.
 */
export class Cluster {
  /** The brokers as they were given. */
  readonly address: string;
  readonly patience: number;
  private readonly bootstrap: readonly Node[];
  private readonly options: KafkaConnectionOptions;
  private readonly connections = new Map<string, Promise<Connection>>();
  private nodes = new Map<number, Node>();
  private controller: number | undefined;
  private readonly known = new Map<string, TopicDescription>();
  private readonly coordinators = new Map<string, Node>();
  private readonly ending = new AbortController();

  constructor(options: KafkaConnectionOptions) {
    this.options = options;
    this.bootstrap = bootstrapNodes(options.brokers);
    this.address = this.bootstrap.map(({ host, port }) => `${host}:${port}`).join(',');
    this.patience = options.patience ?? PATIENCE;
  }

  async close(): Promise<void> {
    this.ending.abort();
    const all = [...this.connections.values()];
    this.connections.clear();
    await Promise.allSettled(all.map(async (each) => (await each).close()));
  }

  /** Closes the connections of one lane. */
  async closeLane(lane: Lane): Promise<void> {
    for (const [key, connection] of this.connections) {
      if (!key.startsWith(`${lane}@`)) continue;
      this.connections.delete(key);
      await connection.then((open) => open.close()).catch(() => undefined);
    }
  }

  /** One request to one broker. @throws what the library throws */
  async ask<A extends unknown[], R>(node: Node, lane: Lane, api: API<A, R>, ...args: A): Promise<R> {
    const connection = await this.connection(node, lane);
    try {
      return await api.async(connection, ...args);
    } catch (thrown) {
      const { kind } = troubleOf(thrown);
      if (kind === 'network' || kind === 'other') this.drop(node, lane, connection);
      throw thrown;
    }
  }

  /** One request to any broker. */
  async askAny<A extends unknown[], R>(api: API<A, R>, ...args: A): Promise<R> {
    let failure: unknown;
    // Those that were given come first: the others may be known by names that hold only elsewhere.
    for (const node of [...this.bootstrap, ...this.nodes.values()]) {
      try {
        return await this.ask(node, 'control', api, ...args);
      } catch (thrown) {
        failure = thrown;
        if (troubleOf(thrown).kind === 'answer') break;
      }
    }
    throw failure;
  }

  /**
   * Carries something out, again and again while that may help.
   * @param what in words, for the error: `write to topic a`
   * @throws BeamError see `kafka-client.ts`
   */
  async patiently<R>(
    what: string,
    attempt: () => Promise<R>,
    isWorthIt?: (id: string | undefined) => boolean,
  ): Promise<R> {
    const until = performance.now() + this.patience;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        return await attempt();
      } catch (thrown) {
        const isTime = !this.ending.signal.aborted && performance.now() + pause <= until;
        if (thrown instanceof BeamError) {
          const passes =
            thrown.code === 'E_UNAVAILABLE' || (thrown.code === 'E_TOPIC' && isWorthIt?.(UNKNOWN_TOPIC));
          if (!passes || !isTime) throw thrown;
        } else {
          const trouble = troubleOf(thrown);
          const passes = mayPass(trouble) && (isWorthIt?.(trouble.id) ?? true);
          if (!passes || !isTime) throw errorOf(trouble, what, this.address);
        }
      }
      await sleep(pause, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
  }

  /** The controller: topics are made and deleted by it. */
  async controllerNode(): Promise<Node> {
    if (this.controller === undefined) await this.refresh([]);
    const found = this.nodes.get(this.controller ?? -1) ?? this.nodes.values().next().value;
    return found ?? (this.bootstrap[0] as Node);
  }

  /** Everything is asked for anew the next time. */
  forget(): void {
    this.controller = undefined;
    this.known.clear();
    this.coordinators.clear();
  }

  /** The broker that leads a partition. @throws what the library throws, or BeamError `E_TOPIC` */
  async leader({ topic, partition }: TopicPartition): Promise<Node & { topicId: string }> {
    const description = this.known.get(topic) ?? (await this.describe(topic));
    if (description === undefined) throw noTopic(topic, this.address);
    const found = description.partitions[partition];
    if (found === undefined) {
      this.known.delete(topic);
      throw noTopic(`${topic}, partition ${partition}`, this.address);
    }
    const node = this.nodes.get(found.leader);
    if (node === undefined) {
      this.known.delete(topic);
      throw new BeamError('E_UNAVAILABLE', `Partition ${partition} of topic ${topic} has no leader now.`, {
        path: this.address,
        help: 'check that the brokers are up',
      });
    }
    return { ...node, topicId: description.id };
  }

  /** The number of the leader as far as it is known. */
  knownLeader({ topic, partition }: TopicPartition): number {
    return this.known.get(topic)?.partitions[partition]?.leader ?? -1;
  }

  forgetTopic(topic: string): void {
    this.known.delete(topic);
  }

  /** Asks for a topic; undefined where there is none. */
  async describe(topic: string): Promise<TopicDescription | undefined> {
    await this.refresh([topic]);
    return this.known.get(topic);
  }

  /** Names of all topics. */
  async names(): Promise<readonly string[]> {
    const { topics } = await this.metadata(null);
    return topics.flatMap(({ name, isInternal }) => (!name || isInternal ? [] : [name])).sort();
  }

  /** The broker that looks after a group or a transactional id. */
  async coordinator(kind: 'group' | 'transaction', name: string): Promise<Node> {
    const key = `${kind} ${name}`;
    const known = this.coordinators.get(key);
    if (known !== undefined) return known;
    const { coordinators } = await this.askAny(findCoordinatorV4.api, kind === 'group' ? 0 : 1, [name]);
    const [found] = coordinators;
    if (found === undefined) {
      throw new BeamError('E_UNAVAILABLE', `Kafka at ${this.address} names no coordinator of ${name}.`, {
        path: this.address,
        help: 'check that the brokers are up',
      });
    }
    const node = { id: found.nodeId, host: found.host, port: found.port };
    this.coordinators.set(key, node);
    return node;
  }

  /** A request to a coordinator, again when it has moved. */
  async askCoordinator<A extends unknown[], R>(
    what: string,
    lane: Lane,
    [kind, name]: ['group' | 'transaction', string],
    api: API<A, R>,
    ...args: A
  ): Promise<R> {
    return this.patiently(what, async () => {
      try {
        return await this.ask(await this.coordinator(kind, name), lane, api, ...args);
      } catch (thrown) {
        if (isCoordinatorMoved(troubleOf(thrown))) this.coordinators.delete(`${kind} ${name}`);
        throw thrown;
      }
    });
  }

  /** A request to the leader of a partition, again when it has moved. */
  async askLeader<R>(
    what: string,
    at: TopicPartition,
    ask: (leader: Node & { topicId: string }) => Promise<R>,
  ): Promise<R> {
    return this.patiently(
      what,
      async () => {
        try {
          return await ask(await this.leader(at));
        } catch (thrown) {
          if (isLeaderMoved(troubleOf(thrown))) this.known.delete(at.topic);
          throw thrown;
        }
      },
      someTimes(),
    );
  }

  private async refresh(topics: readonly string[]): Promise<void> {
    const { topics: found } = await this.metadata([...topics]);
    for (const topic of topics) this.known.delete(topic);
    for (const { name, errorCode, topicId, partitions } of found) {
      if (name && errorCode === TOPIC_AUTHORIZATION_FAILED) {
        throw new BeamError('E_AUTH', `Kafka at ${this.address} does not let us see topic ${name}.`, {
          path: this.address,
          help: 'let this user DESCRIBE the topic (kafka-acls), or come as another (sasl)',
        });
      }
      if (!name || errorCode !== 0) continue;
      this.known.set(name, {
        name,
        id: topicId,
        partitions: partitions
          .map(({ partitionIndex, leaderId, replicaNodes, isrNodes }) => ({
            partition: partitionIndex,
            leader: leaderId,
            replicas: replicaNodes,
            inSync: isrNodes,
          }))
          .sort((a, b) => a.partition - b.partition),
      });
    }
  }

  private async metadata(topics: string[] | null): Promise<MetadataResponse> {
    const found = await this.metadataAnswer(topics);
    this.nodes = new Map(found.brokers.map(({ nodeId: id, host, port }) => [id, { id, host, port }]));
    this.controller = found.controllerId;
    return found;
  }

  /** The library throws when there is something wrong with one topic; the answer is in the error. */
  private async metadataAnswer(topics: string[] | null): Promise<MetadataResponse> {
    try {
      // Topics are never made by being asked for.
      return await this.askAny(metadataV12.api, topics, false, false);
    } catch (thrown) {
      const trouble = troubleOf(thrown);
      const answer = (thrown as { response?: MetadataResponse }).response;
      if (answer !== undefined && trouble.kind === 'answer') return answer;
      throw thrown;
    }
  }

  private connection(node: Node, lane: Lane): Promise<Connection> {
    if (this.ending.signal.aborted) {
      return Promise.reject(
        new BeamError('E_INTERNAL', 'This client of Kafka is closed.', { help: 'open another one' }),
      );
    }
    const key = keyOf(node, lane);
    const known = this.connections.get(key);
    if (known !== undefined) return known;
    const opened = this.open(node, key);
    this.connections.set(key, opened);
    opened.catch(() => {
      if (this.connections.get(key) === opened) this.connections.delete(key);
    });
    return opened;
  }

  private async open({ host, port }: Node, key: string): Promise<Connection> {
    const { clientId = 'hornbeam', tls, sasl } = this.options;
    const connection = new Connection(clientId, {
      connectTimeout: CONNECT_LIMIT,
      requestTimeout: REQUEST_LIMIT,
      ...(tls ? { tls: tls === true ? {} : tls, tlsServerName: true } : {}),
      ...(sasl === undefined ? {} : { sasl: sasl as SASLOptions }),
    });
    // Whoever waits for an answer is told; an error without a listener would end the process.
    connection.on('error', () => undefined);
    connection.once('close', () => this.connections.delete(key));
    await connection.connect(host, port);
    return connection;
  }

  /** C1. */
  private drop(node: Node, lane: Lane, connection: Connection): void {
    this.connections.delete(keyOf(node, lane));
    connection.close(() => undefined);
  }
}

const TOPIC_AUTHORIZATION_FAILED = 29;
const UNKNOWN_TOPIC = 'UNKNOWN_TOPIC_OR_PARTITION';

/** A topic that was just made is not known everywhere at once; one that is not there stays away: five attempts. */
export function someTimes(): (id: string | undefined) => boolean {
  let unknown = 0;
  return (id) => id !== UNKNOWN_TOPIC || ++unknown < 5;
}

const keyOf = ({ host, port }: Node, lane: Lane): string => `${lane}@${host}:${port}`;

/** There is no such topic. */
export const noTopic = (topic: string, address: string): BeamError =>
  new BeamError('E_TOPIC', `There is no topic ${topic} at ${address}.`, {
    path: address,
    help: 'make the topic first, or mend its name; topics are not made by themselves',
  });

/** @throws BeamError `E_BAD_ARGUMENT` */
function bootstrapNodes(brokers: string | readonly string[]): readonly Node[] {
  const texts = (typeof brokers === 'string' ? brokers.split(',') : brokers)
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const nodes = texts.map((text, index) => {
    const [, host, port] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(text) ?? [];
    if (host !== undefined && Number(port) <= 65_535) return { id: -1 - index, host, port: Number(port) };
    throw new BeamError('E_BAD_ARGUMENT', `"${text}" is no address of a Kafka broker.`, {
      help: "write host:port, such as brokers: 'localhost:9092'",
    });
  });
  if (nodes.length > 0) return nodes;
  throw new BeamError('E_BAD_ARGUMENT', 'No Kafka broker is named.', {
    help: "write the address of one at least: brokers: 'localhost:9092'",
  });
}
