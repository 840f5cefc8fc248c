import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';
import { ContextFreeCoder } from './context-free.js';
import { keyCoder } from './key-coder.js';
import { coderUrns } from './urns.js';

/**
 * A varint length, then the outer encoding of the value (`beam:coder:length_prefix:v1`). Runners put it around
 * coders they do not know, so that they can tell where an element ends.
 */
export class LengthPrefixCoder<T> extends ContextFreeCoder<T> {
  readonly urn = coderUrns.lengthPrefix;
  readonly components: readonly [Coder<T>];
  readonly deterministic: boolean;
  readonly value: Coder<T>;

  constructor(value: Coder<T>) {
    super();
    this.value = value;
    this.components = [value];
    this.deterministic = value.deterministic;
  }

  encode(value: T, writer: ByteWriter): void {
    const mark = writer.beginPrefixed();
    this.value.encodeOuter(value, writer);
    writer.endPrefixed(mark);
  }

  decode(reader: ByteReader): T {
    const mark = reader.enter(reader.readLength());
    const value = this.value.decodeOuter(reader);
    reader.leave(mark);
    return value;
  }

  estimateSize(value: T): number {
    return this.value.estimateSize(value) + 1;
  }

  keyForm(): Coder<T> {
    return new LengthPrefixCoder(keyCoder(this.value));
  }
}
