import type { Wake } from '@hornbeam/sdk/construction';
import type {
  ConsumedRecord,
  FetchedPartition,
  FetchPosition,
  Isolation,
  KafkaClient,
} from '../kafka-client.js';
import type { FeedClock } from './feed-clock.js';

/** Bytes that wait to be read, of all partitions together, and of one at most and at least. */
const ALL_BYTES = 64 << 20;
const MOST_BYTES = 2 << 20;
const LEAST_BYTES = 128 << 10;
/** How long brokers wait for a first record, ms; shorter while a partition beside has been read empty soon. */
const LONG_WAIT = 250;
const SHORT_WAIT = 10;
/** A partition that nobody has asked for so long is not read on, ms. */
const FORGOTTEN_AFTER = 5000;
/** The pauses between attempts to reach a broker that is away, ms. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1000;
/** An answer within this time came at once, ms. */
const SOON = 5;

/** What has come of one partition and waits to be taken. */
export class PartitionQueue {
  /** Where the next fetch begins. */
  next: number;
  /** Behind the last record for this reader, as the last fetch found it. */
  end: number | undefined;
  /** Behind the last record for any reader, as the last fetch found it. */
  highWatermark: number | undefined;
  /** The first offset that is there, as the last fetch found it. */
  start: number | undefined;
  problem: FetchedPartition['problem'];
  /** When the problem began, on the clock of {@link RecordFeed}. */
  troubledSince = 0;
  askedAt = 0;
  /** A request for it is under way. */
  isFetching = false;
  notBefore = 0;
  pause = FIRST_PAUSE;
  bytes = 0;
  /** What a fetch threw; whoever asks next is told. */
  failure: unknown;
  /** How often in a row whoever asked found nothing. */
  emptyRounds = 0;
  /** Whether it has been said that the broker is away. */
  isSaid = false;
  readonly at: FetchPosition;
  private taken: number;
  private records: readonly ConsumedRecord[] = [];
  private head = 0;
  private readonly more: (readonly ConsumedRecord[])[] = [];
  private waiting: (() => void) | undefined;

  constructor(at: FetchPosition) {
    this.at = at;
    this.next = at.offset;
    this.taken = at.offset;
  }

  /** What was taken ends here. */
  get position(): number {
    return this.taken;
  }

  /** Everything that can be read, as of when the partition was last asked, has been taken. */
  get isCaughtUp(): boolean {
    return this.isBehind(this.end);
  }

  /** The partition had nothing more when it was last asked, nor records of transactions that are still open. */
  get isIdle(): boolean {
    return this.isBehind(this.highWatermark);
  }

  peek(): ConsumedRecord | undefined {
    const record = this.records[this.head];
    if (record !== undefined) return record;
    const following = this.more.shift();
    if (following === undefined) return undefined;
    this.records = following;
    this.head = 0;
    return following[0];
  }

  take(record: ConsumedRecord): void {
    this.head++;
    this.taken = record.offset + 1;
    this.bytes -= sizeOf(record);
  }

  /** @param isSoon the answer came at once: one without records would be asked for again at once, for ever */
  accept(found: FetchedPartition, now: number, isSoon: boolean): void {
    this.start = found.startOffset ?? this.start;
    if (found.problem !== undefined) {
      if (this.problem !== found.problem) this.troubledSince = now;
      this.problem = found.problem;
      this.notBefore = now + this.pause;
      this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
    } else {
      this.problem = undefined;
      this.pause = FIRST_PAUSE;
      if (isSoon && found.nextOffset === this.next) this.notBefore = now + SOON;
      this.end = found.endOffset;
      this.highWatermark = found.highWatermark;
      this.next = found.nextOffset;
      if (found.records.length > 0) this.more.push(found.records);
      for (const record of found.records) this.bytes += sizeOf(record);
    }
    this.ring();
  }

  private isBehind(end: number | undefined): boolean {
    return this.problem === undefined && end !== undefined && this.next >= end && !this.peek();
  }

  ring(): void {
    this.waiting?.();
    this.waiting = undefined;
  }

  /** Resolves when something has come, or has failed. */
  heard(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }
}

/**
 * Reads partitions ahead of those who want their records: one request to each leader is under way, for all partitions
 * that have room.
 *
 * Owns: the queues, and the requests. Does not own the client.
 *
 * F1  Records of a queue have no gap but what is hidden, and come once.
 * F2  A queue holds `MOST_BYTES` and what one more fetch brings, all queues together about `ALL_BYTES`.
 * F3  Nothing is fetched for a partition that nobody asks for.
 */
export class RecordFeed {
  private readonly client: KafkaClient;
  private readonly isolation: Isolation;
  private readonly queues = new Map<string, PartitionQueue[]>();
  private readonly busy = new Set<number>();
  private readonly clock: FeedClock;
  private timer: Wake | undefined;
  private isClosed = false;
  private turn = 0;

  constructor(client: KafkaClient, isolation: Isolation, clock: FeedClock) {
    this.client = client;
    this.clock = clock;
    this.isolation = isolation;
  }

  /** The clock of queues, ms. */
  now(): number {
    return this.clock.now();
  }

  /** The queue whose next record is the first at or behind a position. */
  queue(at: FetchPosition): PartitionQueue {
    const key = `${at.topic}:${at.partition}`;
    const now = this.now();
    const known = this.queues.get(key) ?? [];
    let found = known.find(({ position }) => position === at.offset);
    if (found === undefined) {
      found = new PartitionQueue(at);
      this.queues.set(key, [...known.filter(({ askedAt }) => now - askedAt < FORGOTTEN_AFTER), found]);
    }
    found.askedAt = now;
    this.pump();
    return found;
  }

  close(): void {
    this.isClosed = true;
    this.timer?.cancel();
    for (const all of this.queues.values()) for (const queue of all) queue.ring();
    this.queues.clear();
  }

  /** To be called when something was taken. */
  pump(): void {
    if (this.isClosed) return;
    const now = this.now();
    const limit = this.limit();
    const groups = new Map<number, PartitionQueue[]>();
    const full = new Set<number>();
    let next = Number.POSITIVE_INFINITY;
    for (const all of this.queues.values()) {
      // Of two readers of one partition one has its turn after the other: an answer names the partition only.
      let isTaken = false;
      for (const queue of all) {
        if (now - queue.askedAt >= FORGOTTEN_AFTER || queue.failure !== undefined) continue;
        if (queue.isFetching) {
          isTaken = true;
          continue;
        }
        const leader = this.client.leaderOf(queue.at);
        if (queue.bytes >= limit) full.add(leader);
        else if (queue.notBefore > now) next = Math.min(next, queue.notBefore);
        else if (!isTaken) {
          isTaken = true;
          const group = groups.get(leader);
          if (group === undefined) groups.set(leader, [queue]);
          else group.push(queue);
        }
      }
    }
    for (const [leader, queues] of groups) {
      if (this.busy.has(leader)) continue;
      // Brokers give a batch that is larger than the limit only of the first partition that has something.
      const first = this.turn++ % queues.length;
      const inTurn = [...queues.slice(first), ...queues.slice(0, first)];
      void this.fetch(leader, inTurn, full.has(leader) ? SHORT_WAIT : LONG_WAIT, limit);
    }
    this.timer?.cancel();
    if (next !== Number.POSITIVE_INFINITY) {
      this.timer = this.clock.wake(Math.max(next, now + 1), () => this.pump());
    }
  }

  /** F2. */
  private limit(): number {
    return Math.max(LEAST_BYTES, Math.min(MOST_BYTES, ALL_BYTES / 2 / Math.max(1, this.queues.size)));
  }

  private async fetch(
    leader: number,
    queues: readonly PartitionQueue[],
    maxWait: number,
    limit: number,
  ): Promise<void> {
    this.busy.add(leader);
    for (const queue of queues) queue.isFetching = true;
    const began = this.now();
    const positions = queues.map(({ at, next }) => ({ ...at, offset: next }));
    try {
      const found = await this.client.fetch(positions, {
        isolation: this.isolation,
        maxWait,
        maxBytes: Math.ceil(limit / 2),
      });
      const now = this.now();
      queues.forEach((queue, index) => {
        queue.accept(found[index] as FetchedPartition, now, now - began < SOON);
      });
    } catch (thrown) {
      for (const queue of queues) {
        queue.failure = thrown;
        queue.ring();
      }
    } finally {
      this.busy.delete(leader);
      for (const queue of queues) queue.isFetching = false;
      // Not at once: whoever waits takes first, and a broker that answers at once leaves the thread to others.
      void this.clock.turn().then(() => this.pump());
    }
  }
}

const sizeOf = ({ key, value }: ConsumedRecord): number => 64 + (key?.length ?? 0) + (value?.length ?? 0);
