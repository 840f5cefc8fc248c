import type { ByteReader } from '../byte-reader.js';
import type { Coder } from '../coder.js';
import { keyCoder } from '../key-coder.js';
import { NullableCoder } from '../nullable.js';

/** A nullable value whose null comes back as `undefined`. */
export class OptionalCoder<T> extends NullableCoder<T> {
  override decode(reader: ByteReader): T {
    return (super.decode(reader) ?? undefined) as T;
  }

  override decodeOuter(reader: ByteReader): T {
    return (super.decodeOuter(reader) ?? undefined) as T;
  }

  override keyForm(): Coder<T | null> {
    return new OptionalCoder(keyCoder(this.value));
  }
}
