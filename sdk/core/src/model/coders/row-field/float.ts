import type { ByteReader } from '../byte-reader.js';
import type { ByteWriter } from '../byte-writer.js';
import type { Coder } from '../coder.js';
import { mismatch } from '../mismatch.js';
import { FieldCoder } from './field-coder.js';

/** A single in four bytes, big-endian. Numbers are rounded to the nearest single. */
export class FloatCoder extends FieldCoder<number> {
  override readonly deterministic: boolean;

  constructor(options: { canonical?: boolean } = {}) {
    super('float');
    this.deterministic = options.canonical === true;
  }

  encode(value: number, writer: ByteWriter): void {
    if (typeof value !== 'number') throw mismatch('float', 'a number', value);
    const single = Math.fround(value);
    writer.writeFloat32(this.deterministic && single === 0 ? 0 : single);
  }

  decode(reader: ByteReader): number {
    return reader.readFloat32();
  }

  estimateSize(): number {
    return 4;
  }

  keyForm(): Coder<number> {
    return new FloatCoder({ canonical: true });
  }
}
