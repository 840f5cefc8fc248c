import { BeamError } from '../errors.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { varintSize } from './byte-writer.js';
import { ContextFreeCoder } from './context-free.js';
import { mismatch } from './mismatch.js';
import { coderUrns } from './urns.js';

/**
 * A 64-bit integer as a JavaScript number (`beam:coder:varint:v1`): seven bits a byte, lowest first, of the
 * two's complement. Both directions refuse what is no safe integer, because a rounded id is worse than an
 * error; {@link Int64Coder} reads the same bytes as bigint.
 */
export class VarIntCoder extends ContextFreeCoder<number> {
  readonly urn = coderUrns.varint;
  readonly components = [];
  readonly deterministic = true;

  encode(value: number, writer: ByteWriter): void {
    if (!Number.isSafeInteger(value)) throw mismatch('varint', 'a safe integer', value);
    writer.writeVarint(value);
  }

  decode(reader: ByteReader): number {
    return reader.readVarint();
  }

  estimateSize(value: number): number {
    return value < 0 ? 10 : varintSize(value);
  }
}

/** The payload by which an {@link Int64Coder} is known in the plan, ASCII `bigint`; runners pass it over. */
export const INT64_PAYLOAD: Uint8Array = Uint8Array.from([0x62, 0x69, 0x67, 0x69, 0x6e, 0x74]);

const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/**
 * A 64-bit integer as bigint, over the whole range: the same URN and bytes as {@link VarIntCoder}. The model
 * has one URN for both, so a payload tells which JavaScript type the plan meant.
 */
export class Int64Coder extends ContextFreeCoder<bigint> {
  readonly urn = coderUrns.varint;
  readonly components = [];
  readonly payload = INT64_PAYLOAD;
  readonly deterministic = true;

  encode(value: bigint, writer: ByteWriter): void {
    if (typeof value !== 'bigint') throw mismatch('int64', 'a bigint', value);
    if (value < MIN_INT64 || value > MAX_INT64) {
      throw new BeamError('E_ENCODE', `${value} does not fit 64 bits.`, {
        help: 'keep larger integers as strings or in elements without a schema',
      });
    }
    writer.writeVarint64(value);
  }

  decode(reader: ByteReader): bigint {
    return reader.readVarint64();
  }

  estimateSize(): number {
    return 5;
  }
}
