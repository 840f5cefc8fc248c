import { BeamError } from '@hornbeam/sdk/model';
import type { HeaderEntry } from './kafka-client.js';

/** Headers as an object, or as a list where a name comes more than once. */
export type HeadersLike =
  | Readonly<Record<string, string | Uint8Array | undefined>>
  | readonly (readonly [name: string, value: string | Uint8Array | undefined])[];

/** A record to be written. */
export interface KafkaRecord {
  /** Where to, when it is not the topic of the sink. */
  readonly topic?: string | undefined;
  /** Records with the same key come to the same partition, and stay in their order. */
  readonly key?: string | Uint8Array | undefined;
  /** Without it the record is a tombstone: in a compacted topic it deletes its key. */
  readonly value?: string | Uint8Array | undefined;
  readonly headers?: HeadersLike | undefined;
  /** Ms since 1970; the moment of writing without it. */
  readonly timestamp?: number | undefined;
  /** Where to exactly; without it the sink's partitioner says. */
  readonly partition?: number | undefined;
}

/** Headers as Kafka has them: in their order, with bytes. */
export function headerEntries(headers: HeadersLike | undefined): readonly HeaderEntry[] | undefined {
  if (headers === undefined) return undefined;
  const entries: readonly (readonly [string, string | Uint8Array | undefined])[] = Array.isArray(headers)
    ? headers
    : Object.entries(headers);
  return entries.map(([name, value]) => [name, toBytes(value, 'header')] as const);
}

/** Text as UTF-8. @throws BeamError `E_SINK` for what is neither text nor bytes */
export function toBytes(value: string | Uint8Array | undefined, what: string): Uint8Array | undefined {
  if (typeof value === 'string') return Buffer.from(value);
  if (value === undefined || value === null || value instanceof Uint8Array) return value ?? undefined;
  throw new BeamError('E_SINK', `The ${what} of a record for Kafka is neither text nor bytes.`, {
    help: `give a string or bytes as ${what}, such as JSON.stringify(...), or say how by an option of the sink`,
  });
}
