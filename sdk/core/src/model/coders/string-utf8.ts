import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';
import { mismatch } from './mismatch.js';
import { coderUrns } from './urns.js';

/**
 * Text as UTF-8 (`beam:coder:string_utf8:v1`). Nested: a varint length in bytes, then the bytes; outer: the
 * bytes alone. A string with a lone surrogate is refused with `E_ENCODE`: UTF-8 has no bytes for it, and two
 * different keys must not become one.
 */
export class StringUtf8Coder implements Coder<string> {
  readonly urn = coderUrns.stringUtf8;
  readonly components = [];
  readonly deterministic = true;

  encode(value: string, writer: ByteWriter): void {
    if (typeof value !== 'string') throw mismatch('string_utf8', 'a string', value);
    writer.writePrefixedText(value);
  }

  decode(reader: ByteReader): string {
    return reader.readPrefixedText();
  }

  encodeOuter(value: string, writer: ByteWriter): void {
    if (typeof value !== 'string') throw mismatch('string_utf8', 'a string', value);
    writer.writeText(value);
  }

  decodeOuter(reader: ByteReader): string {
    return reader.readText(reader.remaining);
  }

  estimateSize(value: string): number {
    return value.length + 2;
  }
}
