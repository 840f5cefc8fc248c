import { type FormatPlace, unusable } from './format.js';
import { SchemaRegistry, type SchemaRegistryOptions } from './schema-registry.js';

/** Where the schemas of a format are. */
export interface RegistrySettings {
  /** The registry, or how it is reached. Values then begin with a zero and the number of their schema. */
  readonly registry?: SchemaRegistry | SchemaRegistryOptions | undefined;
  /** The subject under which the schema is (default: topic, dash, `key` or `value`). */
  readonly subject?: string | ((place: FormatPlace) => string) | undefined;
  /** Makes the schema a version of its subject where it is none yet (default false: that is an error). */
  readonly register?: boolean | undefined;
}

/** Bytes before the value: a zero, and four of the number. */
export const FRAME = 5;

/** The number of the schema that a value begins with. @throws Error for bytes that do not begin so */
export function schemaIdOf(bytes: Uint8Array): number {
  if (bytes.length >= FRAME && bytes[0] === 0) {
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(1);
  }
  throw unusable('it does not begin with the number of a schema, as what a registry knows does');
}

/** A value behind the number of its schema. @param parts follow each other */
export function framed(id: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const head = Buffer.alloc(FRAME);
  head.writeUInt32BE(id, 1);
  return Buffer.concat([head, ...parts]);
}

export const subjectOf = ({ subject }: RegistrySettings, place: FormatPlace): string =>
  typeof subject === 'function' ? subject(place) : (subject ?? `${place.topic}-${place.part}`);

/** The registry of the settings; one for all who share it. */
export const registryOf = ({ registry }: RegistrySettings): SchemaRegistry | undefined =>
  registry === undefined || registry instanceof SchemaRegistry ? registry : new SchemaRegistry(registry);
