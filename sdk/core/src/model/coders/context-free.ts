import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';

/** The base of coders whose bytes tell their own end, so that nested and outer context are one. */
export abstract class ContextFreeCoder<T> implements Coder<T> {
  abstract readonly urn: string;
  abstract readonly components: readonly Coder<any>[];
  abstract readonly deterministic: boolean;
  abstract encode(value: T, writer: ByteWriter): void;
  abstract decode(reader: ByteReader): T;
  abstract estimateSize(value: T): number;

  encodeOuter(value: T, writer: ByteWriter): void {
    this.encode(value, writer);
  }

  decodeOuter(reader: ByteReader): T {
    return this.decode(reader);
  }
}
