import { BeamError } from '@hornbeam/sdk/model';
import type {
  ConsumedRecord,
  FetchedPartition,
  FetchPosition,
  GroupOffset,
  Isolation,
  NewTopic,
  OffsetAt,
  ProducedRecord,
  TopicDescription,
  TopicPartition,
} from '../kafka-client.js';
import { SimulatedLog, type SimulatedTransaction } from './simulated-log.js';

/** What is asked of the broker, in words: for faults. */
export interface SimulatedRequest {
  readonly kind:
    | 'createTopic'
    | 'deleteTopic'
    | 'addPartitions'
    | 'topics'
    | 'describeTopic'
    | 'offsets'
    | 'deleteRecords'
    | 'describeGroup'
    | 'groupOffsets'
    | 'commitGroupOffsets'
    | 'fetch'
    | 'openProducer'
    | 'send'
    | 'sendOffsets'
    | 'commit'
    | 'abort';
  /** Topic, group or transactional id. */
  readonly name: string;
}

/**
 * What happens to a request on its way: `lost` before it took effect, `unanswered` after it did. Both are
 * `E_UNAVAILABLE` for the client.
 */
export type SimulatedFault = 'lost' | 'unanswered' | undefined;

/** What the broker gets from outside; it has no clock and no chance of its own. */
export interface SimulatedBrokerPorts {
  /** The broker's clock, ms since 1970. */
  readonly now: () => number;
  /** Waits, as long as it takes to reach the broker; at once without it. */
  readonly travel?: (request: SimulatedRequest) => Promise<void>;
  /** Waits so many ms, as a broker does with a fetch that finds nothing; not at all without it. */
  readonly wait?: (millis: number) => Promise<void>;
  /** Asked for each request; none without it. */
  readonly fault?: (request: SimulatedRequest) => SimulatedFault;
}

interface Topic {
  readonly name: string;
  readonly id: string;
  readonly logs: SimulatedLog[];
  readonly config: Readonly<Record<string, string>>;
}

/** What the coordinator knows of a transactional id. */
interface Writer {
  epoch: number;
  readonly id: number;
  timeout: number;
  open: OpenTransaction | undefined;
}

interface OpenTransaction extends SimulatedTransaction {
  readonly begun: number;
  readonly logs: Set<SimulatedLog>;
  readonly offsets: { readonly group: string; readonly offset: GroupOffset }[];
}

/** Who sends, as the broker knows it. */
export interface SimulatedProducer {
  readonly transactionalId: string | undefined;
  readonly id: number;
  readonly epoch: number;
}

/**
 * A Kafka cluster in memory, for tests and simulations: topics, transactions, fencing, groups. It behaves as far as a
 * client can see like one real broker that loses nothing; what goes wrong is told by `fault`. Clients of it come from
 * `connectSimulated`.
 *
 * Owns: all topics, transactions and offsets of groups.
 *
 * S1  A request that is `lost` changes nothing; one that is `unanswered` changes what it is to change, once.
 * S2  Of two producers with one transactional id only the one that was opened last may write.
 * S3  A transaction older than its time limit is aborted before anything else is done.
 */
export class SimulatedBroker {
  private readonly ports: SimulatedBrokerPorts;
  private readonly byName = new Map<string, Topic>();
  private readonly writers = new Map<string, Writer>();
  private readonly groups = new Map<string, Map<string, GroupOffset>>();
  private made = 0;
  private isUp = true;

  constructor(ports: SimulatedBrokerPorts) {
    this.ports = ports;
  }

  /** No request is answered any more; nothing is lost. */
  stop(): void {
    this.isUp = false;
  }

  /** Requests are answered again. */
  start(): void {
    this.isUp = true;
  }

  /** Every record of a partition that readers of this kind see, for tests: it needs no client and has no faults. */
  records(topic: string, partition: number, isolation: Isolation = 'read_committed'): ConsumedRecord[] {
    this.expire();
    return this.log({ topic, partition }).read(0, isolation, Number.POSITIVE_INFINITY).records;
  }

  /** Carries out a request of a client with all that may happen to it on its way. @throws BeamError `E_UNAVAILABLE` */
  async request<R>(request: SimulatedRequest, work: () => R): Promise<R> {
    await this.ports.travel?.(request);
    const fault = this.isUp ? this.ports.fault?.(request) : 'lost';
    if (fault === 'lost') throw away(request);
    this.expire();
    const answer = work();
    if (fault === 'unanswered') throw away(request);
    return answer;
  }

  /** How long a broker waits for records, as far as it does. */
  async wait(millis: number): Promise<void> {
    await this.ports.wait?.(millis);
  }

  createTopic({ name, partitions = 1, config = {} }: NewTopic): boolean {
    if (this.byName.has(name)) return false;
    const logs = Array.from({ length: partitions }, () => new SimulatedLog());
    this.byName.set(name, { name, id: `topic-${this.made++}`, logs, config });
    return true;
  }

  deleteTopic(name: string): void {
    if (!this.byName.delete(name)) throw noTopic(name);
  }

  addPartitions(name: string, count: number): void {
    const { logs } = this.topic(name);
    while (logs.length < count) logs.push(new SimulatedLog());
  }

  topics(): readonly string[] {
    return [...this.byName.keys()].sort();
  }

  describeTopic(name: string): TopicDescription | undefined {
    const found = this.byName.get(name);
    if (found === undefined) return undefined;
    const partitions = found.logs.map((_, partition) => ({
      partition,
      leader: 1,
      replicas: [1],
      inSync: [1],
    }));
    return { name, id: found.id, partitions };
  }

  offsets(
    topic: string,
    partitions: readonly number[],
    at: OffsetAt,
    isolation: Isolation,
  ): ReadonlyMap<number, number> {
    return new Map(
      partitions.map((partition) => {
        const log = this.log({ topic, partition });
        if (at === 'earliest') return [partition, log.start];
        return [partition, at === 'latest' ? log.end(isolation) : log.at(at.time, isolation)];
      }),
    );
  }

  deleteRecords(partition: TopicPartition, before: number): void {
    this.log(partition).deleteBefore(before);
  }

  /** Whether the group is known. */
  hasGroup(group: string): boolean {
    return this.groups.has(group);
  }

  groupOffsets(group: string, partitions: readonly TopicPartition[]): readonly GroupOffset[] {
    const known = this.groups.get(group);
    return partitions.flatMap((partition) => {
      const found = known?.get(keyOf(partition));
      return found === undefined ? [] : [found];
    });
  }

  commitGroupOffsets(group: string, offsets: readonly GroupOffset[]): void {
    const known = this.groups.get(group) ?? new Map<string, GroupOffset>();
    this.groups.set(group, known);
    for (const offset of offsets) known.set(keyOf(offset), offset);
  }

  fetch(position: FetchPosition, isolation: Isolation, maxBytes: number): FetchedPartition {
    const topic = this.byName.get(position.topic);
    const isOther = position.topicId !== undefined && position.topicId !== topic?.id;
    const log = isOther ? undefined : topic?.logs[position.partition];
    const nothing = {
      ...position,
      records: [],
      nextOffset: position.offset,
      startOffset: undefined,
      endOffset: undefined,
      highWatermark: undefined,
    };
    if (log === undefined) return { ...nothing, problem: 'topic' };
    if (position.offset < log.start || position.offset > log.end('read_uncommitted')) {
      return { ...nothing, problem: 'offset' };
    }
    return {
      ...position,
      ...log.read(position.offset, isolation, maxBytes),
      startOffset: log.start,
      endOffset: log.end(isolation),
      highWatermark: log.end('read_uncommitted'),
    };
  }

  /** S2. */
  openProducer(transactionalId: string | undefined, timeout: number): SimulatedProducer {
    if (transactionalId === undefined) return { transactionalId, id: this.made++, epoch: 0 };
    const known = this.writers.get(transactionalId);
    if (known === undefined) {
      const id = this.made++;
      this.writers.set(transactionalId, { id, epoch: 0, timeout, open: undefined });
      return { transactionalId, id, epoch: 0 };
    }
    this.end(known, 'aborted');
    known.epoch++;
    known.timeout = timeout;
    return { transactionalId, id: known.id, epoch: known.epoch };
  }

  /**
   * Appends records of one partition.
   * @param sequence the producer's number of the first of them in this partition; undefined for a plain producer
   */
  send(
    producer: SimulatedProducer,
    at: TopicPartition,
    records: readonly ProducedRecord[],
    sequence: number | undefined,
  ): void {
    const log = this.log(at);
    const transaction = this.transactionOf(producer);
    transaction?.logs.add(log);
    const entries = records.map(({ key, value, headers = [], timestamp = this.ports.now() }) => ({
      key,
      value,
      headers,
      timestamp: Math.trunc(timestamp),
    }));
    const owner = sequence === undefined ? undefined : `${producer.id}/${producer.epoch}`;
    if (log.append(entries, transaction, owner, sequence ?? 0) !== 'out of order') return;
    throw new BeamError('E_UNAVAILABLE', `Records came out of order to ${keyOf(at)}.`, {
      help: 'open another producer',
    });
  }

  sendOffsets(producer: SimulatedProducer, group: string, offsets: readonly GroupOffset[]): void {
    const transaction = this.transactionOf(producer);
    for (const offset of offsets) transaction?.offsets.push({ group, offset });
  }

  /** Ends a transaction; one that was ended in the same way is ended already. */
  endTransaction(producer: SimulatedProducer, how: 'committed' | 'aborted'): void {
    this.end(this.writerOf(producer), how);
  }

  private transactionOf(producer: SimulatedProducer): OpenTransaction | undefined {
    if (producer.transactionalId === undefined) return undefined;
    const writer = this.writerOf(producer);
    writer.open ??= { state: 'open', begun: this.ports.now(), logs: new Set(), offsets: [] };
    return writer.open;
  }

  /** S2. @throws BeamError `E_FENCED` */
  private writerOf({ transactionalId = '', epoch }: SimulatedProducer): Writer {
    const found = this.writers.get(transactionalId);
    if (found?.epoch === epoch) return found;
    throw new BeamError('E_FENCED', `Another producer has been opened as ${transactionalId}.`, {
      help: 'only one run of a job may write; end the other one',
    });
  }

  private end(writer: Writer, how: 'committed' | 'aborted'): void {
    const { open } = writer;
    if (open === undefined) return;
    writer.open = undefined;
    open.state = how;
    for (const log of open.logs) log.mark(open, this.ports.now());
    if (how === 'committed')
      for (const { group, offset } of open.offsets) this.commitGroupOffsets(group, [offset]);
  }

  /** S3. The writer is shut out with it, as Kafka does. */
  private expire(): void {
    const now = this.ports.now();
    for (const writer of this.writers.values()) {
      if (writer.open === undefined || now - writer.open.begun < writer.timeout) continue;
      this.end(writer, 'aborted');
      writer.epoch++;
    }
  }

  private topic(name: string): Topic {
    const found = this.byName.get(name);
    if (found === undefined) throw noTopic(name);
    return found;
  }

  private log({ topic, partition }: TopicPartition): SimulatedLog {
    const found = this.topic(topic).logs[partition];
    if (found === undefined) throw noTopic(`${topic}, partition ${partition}`);
    return found;
  }
}

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}:${partition}`;

const noTopic = (name: string): BeamError =>
  new BeamError('E_TOPIC', `There is no topic ${name} at simulated.`, {
    help: 'make the topic first, or mend its name; topics are not made by themselves',
  });

const away = ({ kind, name }: SimulatedRequest): BeamError =>
  new BeamError('E_UNAVAILABLE', `The simulated Kafka did not answer (${kind} ${name}).`, {
    help: 'try again',
  });
