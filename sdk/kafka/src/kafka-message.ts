import type { Instant } from '@hornbeam/sdk/model';
import type { HeaderEntry } from './kafka-client.js';

/** A record that was read. */
export interface KafkaMessage<K = Uint8Array, V = Uint8Array> {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Undefined for a record without a key. */
  readonly key: K | undefined;
  /** Undefined for a tombstone, which deletes its key. */
  readonly value: V | undefined;
  /** In their order; a name may come more than once. */
  readonly headers: readonly HeaderEntry[];
  /** What the record says, ms since 1970. */
  readonly timestamp: Instant;
}

/** A record whose key or value could not be decoded, as it is in its topic. */
export interface DeadLetter extends KafkaMessage {
  /** Why, in words. */
  readonly error: string;
}
