import { resume } from '@hornbeam/sdk';
import type { Continuation, Counter, GrowableOffsetRangeTracker, Log } from '@hornbeam/sdk/construction';
import { BeamError, type InstantLike } from '@hornbeam/sdk/model';
import type { ConsumedRecord, Isolation, KafkaClient } from '../kafka-client.js';
import type { DeadLetter, KafkaMessage } from '../kafka-message.js';
import { atMost, type FeedClock, steadyClock } from './feed-clock.js';
import type { GroupOffsets } from './group-offsets.js';
import type { MessageReader } from './message-reader.js';
import { type PartitionQueue, RecordFeed } from './record-feed.js';
import type { RecordTime } from './record-time.js';
import type { PartitionSpan } from './spans.js';

/** What a worker has open to read with. */
export class Reading {
  readonly client: KafkaClient;
  readonly feed: RecordFeed;
  readonly group: GroupOffsets | undefined;
  readonly clock: FeedClock;

  constructor(
    client: KafkaClient,
    isolation: Isolation,
    group: GroupOffsets | undefined,
    clock: FeedClock = steadyClock,
  ) {
    this.clock = clock;
    this.client = client;
    this.feed = new RecordFeed(client, isolation, clock);
    this.group = group;
  }

  async close(): Promise<void> {
    this.feed.close();
    await this.group?.close();
    await this.client.close();
  }
}

/** What is asked of the reader of a partition. */
export interface ReadSettings<K, V, T> {
  readonly messages: MessageReader<K, V>;
  /** What is emitted; undefined: nothing. */
  readonly elementOf: (message: KafkaMessage<K, V>) => T | undefined;
  readonly timeOf: (message: KafkaMessage<K, V>) => InstantLike;
  readonly onMissingOffsets: 'earliest' | 'latest' | undefined;
}

/** What the step uses of its context. */
export interface ReadCall<T> {
  readonly setup: Reading;
  readonly tracker: GrowableOffsetRangeTracker;
  readonly watermark: RecordTime;
  readonly interrupt: AbortSignal;
  readonly log: Log;
  readonly skippedRecords?: Counter;
  emit(value: T, at: InstantLike): void;
  readonly out: { deadLetters?(letter: DeadLetter, at: InstantLike): void };
  ready(): Promise<void> | undefined;
  afterCommit(callback: () => Promise<void>): void;
}

/** How long a call waits for what is on its way, ms: other partitions have their turn then. */
const PATIENCE = 20;
/** The longest pause before a partition is asked again that has nothing new, ms. */
const LONGEST_REST = 25;
/** How long a topic must be missing, ms: brokers that have just begun know none for a moment. */
const GONE_AFTER = 3000;
/** How long a broker may be away before that is worth a word, ms. */
const AWAY_AFTER = 1000;
/** Records between two breaths, in which timers and sockets have their turn. */
const BREATH = 1024;

/** Emits what there is of one partition. */
export async function readPartition<K, V, T>(
  settings: ReadSettings<K, V, T>,
  { topic, topicId, partition }: PartitionSpan,
  call: ReadCall<T>,
): Promise<Continuation | void> {
  const { setup, tracker, watermark, interrupt, ready } = call;
  const { feed, group, clock } = setup;
  if (group !== undefined) {
    group.onFailure = (thrown) => call.log.warn(`offsets of a group could not be told: ${String(thrown)}`);
  }
  const queue = feed.queue({ topic, topicId, partition, offset: tracker.restriction.from });
  const until = feed.now() + PATIENCE;
  let made = 0;
  let behind = queue.position;
  for (;;) {
    const record = queue.peek();
    if (record === undefined) {
      const { to } = tracker.restriction;
      // What is hidden at the end of a range needs no claim.
      if (queue.next >= to) {
        tracker.tryClaim(to);
        return;
      }
      // What has been made is to be kept: a failure is for the next call.
      if (made === 0) await settle(settings, queue, call);
      if (queue.isIdle) watermark.idle();
      const left = until - feed.now();
      if (left > 0 && queue.problem === undefined && !queue.isCaughtUp && !interrupt.aborted) {
        feed.pump();
        await atMost(clock, left, queue.heard(), interrupt);
        if (queue.peek() !== undefined || queue.next >= tracker.restriction.to) continue;
      }
      queue.emptyRounds = made === 0 ? queue.emptyRounds + 1 : 0;
      return resume(made === 0 ? Math.min(LONGEST_REST, 2 ** Math.min(queue.emptyRounds, 10)) : 0);
    }
    if (!tracker.tryClaim(record.offset)) return;
    queue.take(record);
    // Of this call alone: the next one has read on when this one's callback is called.
    behind = queue.position;
    if (made++ === 0 && group !== undefined) {
      call.afterCommit(() => group.note({ topic, partition, offset: behind }));
    }
    const handled = handle(settings, topic, partition, record, call);
    if (handled !== undefined) await handled;
    if (made % BREATH === 0) {
      feed.pump();
      await clock.turn();
    }
    const full = ready();
    if (full !== undefined) await full;
  }
}

/** Decodes a record and hands it on; gives a promise only where the format does. */
function handle<K, V, T>(
  settings: ReadSettings<K, V, T>,
  topic: string,
  partition: number,
  record: ConsumedRecord,
  call: ReadCall<T>,
): Promise<void> | undefined {
  const message = settings.messages.read(topic, partition, record);
  if (message instanceof Promise) return message.then((read) => handOn(settings, record, read, call));
  handOn(settings, record, message, call);
  return undefined;
}

function handOn<K, V, T>(
  { elementOf, timeOf }: ReadSettings<K, V, T>,
  record: ConsumedRecord,
  read: KafkaMessage<K, V> | { readonly letter: DeadLetter },
  { emit, out, skippedRecords }: ReadCall<T>,
): void {
  if ('letter' in read) {
    out.deadLetters?.(read.letter, record.timestamp);
    skippedRecords?.inc();
    return;
  }
  const element = elementOf(read);
  if (element !== undefined) emit(element, timeOf(read));
}

/**
 * Sees to what is wrong with a partition.
 * @throws BeamError `E_TOPIC`, and what a fetch threw
 */
async function settle<K, V, T>(
  { onMissingOffsets }: ReadSettings<K, V, T>,
  queue: PartitionQueue,
  { setup, log }: ReadCall<T>,
): Promise<void> {
  const { client, feed } = setup;
  const { topic, partition } = queue.at;
  const { failure, problem } = queue;
  if (failure !== undefined) {
    queue.failure = undefined;
    throw failure;
  }
  const since = feed.now() - queue.troubledSince;
  if (problem === undefined && queue.isSaid) {
    queue.isSaid = false;
    log.info(`partition ${partition} of topic ${topic} is read again`);
  }
  if (problem === 'topic' && since > GONE_AFTER) {
    throw new BeamError('E_TOPIC', `Topic ${topic}, partition ${partition}, is not there any more.`, {
      path: client.address,
      help: 'a topic that was made anew is another one: start the job without the state of the run before',
    });
  }
  if (problem === 'away' && since > AWAY_AFTER && !queue.isSaid) {
    queue.isSaid = true;
    log.warn(
      `Kafka at ${client.address} does not answer for partition ${partition} of topic ${topic}; it is tried again`,
    );
  }
  if (problem === 'offset') await findOffset(queue, client, onMissingOffsets, log);
}

/** Goes to where the partition has records, if that is wanted. @throws BeamError `E_TOPIC` */
async function findOffset(
  queue: PartitionQueue,
  client: KafkaClient,
  wanted: 'earliest' | 'latest' | undefined,
  log: Log,
): Promise<void> {
  const { topic, partition } = queue.at;
  const border = async (at: 'earliest' | 'latest'): Promise<number> =>
    (await client.offsets(topic, [partition], at)).get(partition) ?? 0;
  let first: number;
  let end: number;
  try {
    [first, end] = await Promise.all([border('earliest'), border('latest')]);
  } catch (thrown) {
    if (thrown instanceof BeamError && thrown.code === 'E_UNAVAILABLE') return;
    throw thrown;
  }
  const missing = queue.next;
  const target = wanted === 'latest' ? end : first;
  if (wanted === undefined || target < missing) {
    const has = first === end ? `it is empty up to ${end}` : `it has those from ${first} to ${end - 1}`;
    throw new BeamError(
      'E_TOPIC',
      `Partition ${partition} of topic ${topic} does not have the offset ${missing} any more: ${has}.`,
      {
        path: client.address,
        help: "keep records for longer than a run may stand still; to go on without what is lost, say onMissingOffsets: 'earliest'",
      },
    );
  }
  log.warn(
    `partition ${partition} of topic ${topic} does not have the offsets from ${missing} to ${target - 1} any more; they are left out`,
  );
  queue.next = target;
  queue.problem = undefined;
  queue.notBefore = 0;
}
