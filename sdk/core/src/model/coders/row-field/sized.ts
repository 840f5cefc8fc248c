import { BeamError } from '../../errors.js';
import type { ByteReader } from '../byte-reader.js';
import type { ByteWriter } from '../byte-writer.js';
import type { Coder } from '../coder.js';
import { FieldCoder } from './field-coder.js';

/**
 * Text or bytes of bounded length (`fixed_char`, `var_char`, `fixed_bytes`, `var_bytes`): the bytes of the plain
 * type. Text counts UTF-16 units, as in Java. Nothing is padded: what does not fit is refused, so that what was
 * written comes back.
 */
export class SizedCoder<T extends string | Uint8Array> extends FieldCoder<T> {
  private readonly plain: Coder<T>;
  private readonly size: number;
  private readonly isFixed: boolean;

  constructor(plain: Coder<T>, size: number, isFixed: boolean) {
    super(`${isFixed ? 'fixed' : 'var'}_${size}`);
    this.plain = plain;
    this.size = size;
    this.isFixed = isFixed;
  }

  encode(value: T, writer: ByteWriter): void {
    const start = writer.length;
    this.plain.encode(value, writer);
    if (this.isFixed ? value.length !== this.size : value.length > this.size) {
      writer.truncate(start);
      const limit = `${this.isFixed ? 'exactly' : 'at most'} ${this.size}`;
      throw new BeamError(
        'E_ENCODE',
        `A value of length ${value.length} stands where ${limit} is asked for.`,
        {
          help: 'pad or cut the value, or widen the field',
        },
      );
    }
  }

  decode(reader: ByteReader): T {
    return this.plain.decode(reader);
  }

  estimateSize(value: T): number {
    return value.length + 1;
  }
}
