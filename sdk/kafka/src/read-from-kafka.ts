import type { PCollection, Root, Source } from '@hornbeam/sdk';
import {
  type Counter,
  counter,
  GrowableOffsetRangeTracker,
  type MetricUse,
  type OffsetRange,
  offsetRange,
  out,
  type SplittableDoFn,
} from '@hornbeam/sdk/construction';
import { BeamError, type Duration, type InstantLike, toInstant, toMillis } from '@hornbeam/sdk/model';
import type { KafkaConnectionOptions } from './client-options.js';
import { bytesFormat } from './formats/bytes.js';
import type { Format } from './formats/format.js';
import type { Isolation, KafkaClient } from './kafka-client.js';
import type { DeadLetter, KafkaMessage } from './kafka-message.js';
import { connectKafka } from './platformatic/client.js';
import { type FeedClock, steadyClock } from './source/feed-clock.js';
import { findPartitions } from './source/find-partitions.js';
import { GroupOffsets } from './source/group-offsets.js';
import { MessageReader } from './source/message-reader.js';
import { type ReadCall, Reading, type ReadSettings, readPartition } from './source/read-partition.js';
import { type RecordTime, recordTime } from './source/record-time.js';
import type { OffsetsByTopic, PartitionSpan, ReadBorder, SpanSettings } from './source/spans.js';

/** Where reading begins or ends: at a place, at the first record of a time or later, or at offsets by partition. */
export type KafkaBorder =
  | 'earliest'
  | 'latest'
  | { readonly time: InstantLike }
  | { readonly offsets: OffsetsByTopic };

/** Options of {@link readFromKafka}. */
export interface ReadFromKafkaOptions<K, V> extends KafkaConnectionOptions {
  /** One topic, several, or a pattern: topics that match are found while the pipeline runs too. */
  readonly topics: string | readonly string[] | RegExp;
  /**
   * A consumer group. What is read is told to Kafka in its name once the run has kept it, for those who look; and a
   * run without state of its own begins where the group was. Members of the group get no partitions of one another.
   */
  readonly group?: string | undefined;
  /** Where a run without state of its own begins (default `earliest`). */
  readonly from?: KafkaBorder | undefined;
  /**
   * Where reading ends, this offset not included; the source is bounded then. `latest` and times mean the records
   * that are there when the run begins. Without it reading does not end.
   */
  readonly until?: KafkaBorder | undefined;
  /** `read_committed` (default) shows nothing of transactions that are open or aborted. */
  readonly isolation?: Isolation | undefined;
  /** The format of keys (default: bytes). */
  readonly key?: Format<K> | undefined;
  /** The format of values (default: bytes). */
  readonly value?: Format<V> | undefined;
  /** `values` gives the values alone, and leaves out tombstones, which have none (default `records`). */
  readonly elements?: 'records' | 'values' | undefined;
  /** When a record happened; without it, what the record says. */
  readonly timestamp?: ((message: KafkaMessage<K, V>) => InstantLike) | undefined;
  /** How much earlier than those before it in its partition a record may be (default 0); event time is behind by it. */
  readonly outOfOrder?: Duration | undefined;
  /**
   * When a partition has had nothing new for so long, event time follows the clock, so long behind it. The default is
   * 10 s, and with `timestamp` none: event time waits for the partition.
   */
  readonly idleAfter?: Duration | undefined;
  /**
   * From one look for new partitions to the next (default 1 s); event time is behind the clock by it, since records of
   * a new partition may be as old. False: only those of the beginning are read.
   */
  readonly discoverEvery?: Duration | false | undefined;
  /**
   * Where to go on when Kafka has deleted records before they were read. Without it the run fails with `E_TOPIC`:
   * records would be lost.
   */
  readonly onMissingOffsets?: 'earliest' | 'latest' | undefined;
  /**
   * Records that cannot be decoded: `fail` (default) ends the run, `skip` drops them and counts them in the metric
   * `skippedRecords`, a function is handed them as a PCollection, which must be written somewhere.
   */
  readonly onError?: 'fail' | 'skip' | ((letters: PCollection<DeadLetter>) => unknown) | undefined;
  /** The clock by which it waits; for tests. The one of the run says when a partition is idle. */
  readonly clock?: FeedClock | undefined;
  /** How Kafka is reached; for tests. */
  readonly connect?: ((options: KafkaConnectionOptions) => KafkaClient) | undefined;
}

const IDLE_AFTER = 10_000;
const DISCOVER_EVERY = 1000;

/**
 * The records of topics, each partition in its order. Where a run keeps its state, the offsets are part of it: nothing
 * is read twice or left out, whatever happens to the run or to brokers.
 *
 * A broker that does not answer is waited for, with a warning.
 *
 * @example p.read(readFromKafka({ brokers: 'localhost:9092', topics: 'orders', value: jsonFormat<Order>() }))
 * @throws BeamError `E_BAD_ARGUMENT`; at run time `E_TOPIC` for a topic that is missing or was deleted and for offsets
 * that are gone, `E_AUTH`, `E_BAD_RECORD`, and `E_UNAVAILABLE` when Kafka cannot be reached at the beginning
 */
export function readFromKafka<K = Uint8Array, V = Uint8Array>(
  options: ReadFromKafkaOptions<K, V> & { readonly elements: 'values' },
): Source<V>;
export function readFromKafka<K = Uint8Array, V = Uint8Array>(
  options: ReadFromKafkaOptions<K, V>,
): Source<KafkaMessage<K, V>>;
export function readFromKafka<K, V>(options: ReadFromKafkaOptions<K, V>): Source<any> {
  const { connect = connectKafka, until, isolation = 'read_committed', group, clock = steadyClock } = options;
  const spans = spanSettings(options);
  const every = discoverMillis(options);
  // Wrong addresses are said here, and not when the run has begun.
  const { address } = connect(options);
  const open = (): KafkaClient => connect(options);
  const time = recordTime(millis('outOfOrder', options.outOfOrder) ?? 0, idleMillis(options));
  const settings = readSettings(options, address);
  const step = {
    name: 'read',
    bounded: until !== undefined,
    usesAfterCommit: group !== undefined,
    initial: ({ from, to }: PartitionSpan): OffsetRange =>
      to === undefined ? offsetRange(from) : offsetRange(from, Math.max(from, to)),
    size: (_span: PartitionSpan, { from, to }: OffsetRange) =>
      to === Number.POSITIVE_INFINITY ? 1 : to - from,
    tracker: (range: OffsetRange) => new GrowableOffsetRangeTracker(range),
    watermark: time,
    setup: () => {
      const client = open();
      return new Reading(
        client,
        isolation,
        group === undefined ? undefined : new GroupOffsets(open, group),
        clock,
      );
    },
    teardown: (reading: Reading) => reading.close(),
  };
  return {
    name: 'readFromKafka',
    expand(root: Root) {
      const partitions = findPartitions(root, {
        open,
        spans,
        every: until === undefined ? every : undefined,
        clock,
      });
      const { onError = 'fail' } = options;
      const process = (span: PartitionSpan, call: unknown) =>
        readPartition(settings, span, call as ReadCall<unknown>);
      // Undefined is a constant like any other: the callback sees that nothing is to be skipped.
      const uses = { skippedRecords: (onError === 'skip' ? counter() : undefined) as MetricUse<Counter> };
      if (typeof onError === 'function') {
        const outputs = { deadLetters: out<DeadLetter>() };
        const { main, deadLetters } = partitions.parDo({ ...step, process, uses, outputs } as SplittableDoFn<
          PartitionSpan,
          OffsetRange,
          GrowableOffsetRangeTracker,
          any,
          typeof uses,
          typeof outputs,
          Reading,
          RecordTime
        >) as unknown as { main: PCollection<any>; deadLetters: PCollection<DeadLetter> };
        onError(deadLetters);
        return main;
      }
      return partitions.parDo({ ...step, process, uses } as SplittableDoFn<
        PartitionSpan,
        OffsetRange,
        GrowableOffsetRangeTracker,
        any,
        typeof uses,
        {},
        Reading,
        RecordTime
      >) as unknown as PCollection<any>;
    },
  };
}

function readSettings<K, V>(
  options: ReadFromKafkaOptions<K, V>,
  address: string,
): ReadSettings<K, V, unknown> {
  const { timestamp, elements = 'records', onMissingOffsets, onError = 'fail' } = options;
  // Without a format keys and values are bytes: so their types are those of bytes.
  const key = options.key ?? (bytesFormat() as Format<any>);
  const value = options.value ?? (bytesFormat() as Format<any>);
  return {
    messages: new MessageReader<K, V>(key, value, address, onError === 'fail'),
    elementOf: elements === 'values' ? (message) => message.value : (message) => message,
    timeOf: timestamp === undefined ? (message) => message.timestamp : timestamp,
    onMissingOffsets,
  };
}

/** @throws BeamError `E_BAD_ARGUMENT` */
function spanSettings<K, V>(options: ReadFromKafkaOptions<K, V>): SpanSettings {
  const { topics, group, from = 'earliest', until, isolation = 'read_committed' } = options;
  if (topics instanceof RegExp) {
    // With g or y a pattern remembers where it was.
    const pattern = new RegExp(topics.source, topics.flags.replace(/[gy]/g, ''));
    return { topics: pattern, group, from: border(from), until: until && border(until), isolation };
  }
  const names = typeof topics === 'string' ? [topics] : (topics ?? []);
  if (names.length === 0 || names.some((name) => typeof name !== 'string' || name === '')) {
    throw new BeamError('E_BAD_ARGUMENT', 'readFromKafka was given no topic.', {
      help: "write topics: 'orders', a list of names, or a pattern",
    });
  }
  return {
    topics: [...new Set(names)],
    group,
    from: border(from),
    until: until && border(until),
    isolation,
  };
}

function border(at: KafkaBorder): ReadBorder {
  if (typeof at === 'string' || 'offsets' in at) return at;
  return { time: toInstant(at.time) };
}

function discoverMillis({
  discoverEvery = DISCOVER_EVERY,
}: ReadFromKafkaOptions<any, any>): number | undefined {
  if (discoverEvery === false) return undefined;
  const length = millis('discoverEvery', discoverEvery);
  if (length !== undefined && length > 0) return length;
  throw new BeamError('E_BAD_ARGUMENT', `Partitions cannot be looked for every ${String(discoverEvery)}.`, {
    help: "give a length of time above 0, such as discoverEvery: '10s', or false",
  });
}

function idleMillis({ timestamp, idleAfter }: ReadFromKafkaOptions<any, any>): number | undefined {
  return millis('idleAfter', idleAfter) ?? (timestamp === undefined ? IDLE_AFTER : undefined);
}

/** @throws BeamError `E_BAD_ARGUMENT` for a negative one */
function millis(name: string, duration: Duration | undefined): number | undefined {
  if (duration === undefined) return undefined;
  const length = toMillis(duration);
  if (length >= 0) return length;
  throw new BeamError('E_BAD_ARGUMENT', `${name} is negative: ${duration}.`, {
    help: 'give a length of time from 0 on',
  });
}
