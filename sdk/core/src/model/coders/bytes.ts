import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';
import { mismatch } from './mismatch.js';
import { coderUrns } from './urns.js';

/**
 * Bytes as they are (`beam:coder:bytes:v1`). Nested: a varint length, then the bytes; outer: the bytes alone.
 * Decoded values are copies that own their memory.
 */
export class BytesCoder implements Coder<Uint8Array> {
  readonly urn = coderUrns.bytes;
  readonly components = [];
  readonly deterministic = true;

  encode(value: Uint8Array, writer: ByteWriter): void {
    if (!(value instanceof Uint8Array)) throw mismatch('bytes', 'a Uint8Array', value);
    writer.writePrefixedBytes(value);
  }

  decode(reader: ByteReader): Uint8Array {
    return reader.readPrefixedBytes();
  }

  encodeOuter(value: Uint8Array, writer: ByteWriter): void {
    if (!(value instanceof Uint8Array)) throw mismatch('bytes', 'a Uint8Array', value);
    writer.writeBytes(value);
  }

  decodeOuter(reader: ByteReader): Uint8Array {
    return reader.readBytes(reader.remaining);
  }

  estimateSize(value: Uint8Array): number {
    return value.length + 2;
  }
}
