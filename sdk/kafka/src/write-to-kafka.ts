import type { PCollection, Sink } from '@hornbeam/sdk';
import { epochSink } from '@hornbeam/sdk/io';
import { BeamError, type Instant, type InstantLike, preview, toInstant } from '@hornbeam/sdk/model';
import type { Format } from './formats/format.js';
import type { DeadLetter } from './kafka-message.js';
import { type HeadersLike, type KafkaRecord, toBytes } from './kafka-record.js';
import { type KafkaSinkOptions, kafkaSink } from './kafka-sink.js';

/** Options of {@link writeToKafka}. `T` element, `K` key and `V` value before they are encoded. */
export interface WriteToKafkaOptions<T, K = string | Uint8Array, V = string | Uint8Array>
  extends KafkaSinkOptions {
  /** The topic of an element, where it is not `topic`. */
  readonly topicOf?: ((element: T) => string) | undefined;
  /** The key of an element; none without it. */
  readonly key?: ((element: T) => K | undefined) | undefined;
  /** The value of an element: the element itself, without it. Undefined makes a tombstone. */
  readonly value?: ((element: T) => V | undefined) | undefined;
  /** The format of keys; without it they are text or bytes. */
  readonly keyFormat?: Format<K> | undefined;
  /** The format of values; without it they are text or bytes. */
  readonly valueFormat?: Format<V> | undefined;
  readonly headers?: ((element: T) => HeadersLike | undefined) | undefined;
  /** `event`: the element's own; without it, the moment of writing. */
  readonly timestamp?: 'event' | ((element: T) => InstantLike) | undefined;
  /** The partition of an element; without it the partitioner chooses. */
  readonly partition?: ((element: T) => number | undefined) | undefined;
}

/**
 * Writes every element as a record. In runs that keep their state each comes exactly once to readers of committed
 * records, see `kafkaSink`.
 *
 * @example alerts.write(writeToKafka({
 *   brokers: 'localhost:9092', topic: 'alerts', key: (alert) => alert.user, valueFormat: jsonFormat<Alert>(),
 * }))
 * @throws BeamError `E_BAD_ARGUMENT`; at run time `E_TOPIC`, `E_AUTH`, `E_SINK`, `E_FENCED`
 */
export function writeToKafka<T, K = string | Uint8Array, V = T>(
  options: WriteToKafkaOptions<T, K, V>,
): Sink<T, void> {
  const sink = epochSink(kafkaSink(options));
  const encode = encoder(options);
  return {
    name: 'writeToKafka',
    expand(input: PCollection<T>) {
      const records = input.map(function encodeRecord(element, { timestamp }) {
        return encode(element, timestamp);
      });
      (records as PCollection<KafkaRecord>).write(sink);
    },
  };
}

/**
 * What takes the dead letters of `readFromKafka` and writes them to a topic: key, value and headers as they were, and
 * headers that say where they come from and what was wrong (`dead-letter-topic`, `-partition`, `-offset`, `-error`).
 *
 * @example readFromKafka({ brokers, topics: 'orders', onError: deadLetterTopic({ brokers, topic: 'orders-dead' }) })
 */
export function deadLetterTopic(options: KafkaSinkOptions): (letters: PCollection<DeadLetter>) => void {
  const sink = writeToKafka<DeadLetter, Uint8Array, Uint8Array>({
    ...options,
    key: ({ key }) => key,
    value: ({ value }) => value,
    timestamp: ({ timestamp }) => timestamp,
    headers: ({ headers, topic, partition, offset, error }) => [
      ...headers,
      ['dead-letter-topic', topic],
      ['dead-letter-partition', `${partition}`],
      ['dead-letter-offset', `${offset}`],
      ['dead-letter-error', error],
    ],
  });
  return (letters) => letters.write(sink);
}

function encoder<T, K, V>(
  options: WriteToKafkaOptions<T, K, V>,
): (element: T, at: Instant) => KafkaRecord | Promise<KafkaRecord> {
  const { topic, topicOf, key, value, keyFormat, valueFormat, headers, timestamp, partition } = options;
  const bytesOf = <X>(
    format: Format<X> | undefined,
    content: X | undefined,
    part: 'key' | 'value',
    to: string,
  ): Uint8Array | undefined | Promise<Uint8Array> => {
    if (content === undefined || content === null) return undefined;
    if (format === undefined) return toBytes(content as string | Uint8Array, part);
    return format.encode(content, { topic: to, part });
  };
  return (element, at) => {
    const to = topicOf?.(element) ?? topic;
    const rest = {
      ...(topicOf && { topic: to }),
      headers: headers?.(element),
      timestamp: timestamp === 'event' ? at : timestamp && toInstant(timestamp(element)),
      partition: partition?.(element),
    };
    const failed = (thrown: unknown): never => {
      if (thrown instanceof BeamError && thrown.code !== 'E_BAD_RECORD') throw thrown;
      const why = thrown instanceof Error && thrown.message !== '' ? thrown.message : String(thrown);
      throw new BeamError('E_SINK', `An element cannot be encoded for topic ${to}: ${why}.`, {
        element: preview(element),
        cause: thrown,
        help: 'mend the functions key and value, or name the formats that fit (keyFormat, valueFormat)',
      });
    };
    try {
      const keyBytes = bytesOf(keyFormat, key?.(element), 'key', to);
      const content = value === undefined ? (element as unknown as V) : value(element);
      const valueBytes = bytesOf(valueFormat, content, 'value', to);
      if (keyBytes instanceof Promise || valueBytes instanceof Promise) {
        return Promise.all([keyBytes, valueBytes]).then(
          ([readKey, readValue]) => ({ key: readKey, value: readValue, ...rest }),
          failed,
        );
      }
      return { key: keyBytes, value: valueBytes, ...rest };
    } catch (thrown) {
      return failed(thrown);
    }
  };
}
