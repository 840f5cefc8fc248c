import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';
import { ContextFreeCoder } from './context-free.js';
import { CANONICAL_PAYLOAD } from './key-coder.js';
import { mismatch } from './mismatch.js';
import { coderUrns } from './urns.js';

/**
 * A double in eight bytes, big-endian (`beam:coder:double:v1`). NaN has one form. -0 and 0 are equal numbers
 * with different bytes, so the ordinary coder is not deterministic; its key form writes -0 as 0.
 */
export class DoubleCoder extends ContextFreeCoder<number> {
  readonly urn = coderUrns.double;
  readonly components = [];
  readonly deterministic: boolean;
  readonly payload: Uint8Array | undefined;

  constructor(options: { canonical?: boolean } = {}) {
    super();
    this.deterministic = options.canonical === true;
    this.payload = this.deterministic ? CANONICAL_PAYLOAD : undefined;
  }

  encode(value: number, writer: ByteWriter): void {
    if (typeof value !== 'number') throw mismatch('double', 'a number', value);
    writer.writeFloat64(this.deterministic && value === 0 ? 0 : value);
  }

  decode(reader: ByteReader): number {
    return reader.readFloat64();
  }

  estimateSize(): number {
    return 8;
  }

  keyForm(): Coder<number> {
    return new DoubleCoder({ canonical: true });
  }
}
