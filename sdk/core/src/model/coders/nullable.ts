import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';
import { keyCoder } from './key-coder.js';
import { coderUrns } from './urns.js';

/**
 * A value or null (`beam:coder:nullable:v1`): byte 0 for null; byte 1, then the value in the context of the
 * whole. `undefined` is written as null, so that it comes back as null.
 */
export class NullableCoder<T> implements Coder<T | null> {
  readonly urn = coderUrns.nullable;
  readonly components: readonly [Coder<T>];
  readonly deterministic: boolean;
  readonly value: Coder<T>;

  constructor(value: Coder<T>) {
    this.value = value;
    this.components = [value];
    this.deterministic = value.deterministic;
  }

  encode(value: T | null | undefined, writer: ByteWriter): void {
    if (value === null || value === undefined) {
      writer.writeByte(0);
    } else {
      writer.writeByte(1);
      this.value.encode(value, writer);
    }
  }

  decode(reader: ByteReader): T | null {
    return this.present(reader) ? this.value.decode(reader) : null;
  }

  encodeOuter(value: T | null | undefined, writer: ByteWriter): void {
    if (value === null || value === undefined) {
      writer.writeByte(0);
    } else {
      writer.writeByte(1);
      this.value.encodeOuter(value, writer);
    }
  }

  decodeOuter(reader: ByteReader): T | null {
    return this.present(reader) ? this.value.decodeOuter(reader) : null;
  }

  estimateSize(value: T | null | undefined): number {
    return value === null || value === undefined ? 1 : 1 + this.value.estimateSize(value);
  }

  keyForm(): Coder<T | null> {
    return new NullableCoder(keyCoder(this.value));
  }

  private present(reader: ByteReader): boolean {
    const byte = reader.readByte();
    if (byte > 1) throw reader.fail(`A nullable value begins with 0 or 1, not ${byte}`, reader.position - 1);
    return byte === 1;
  }
}
