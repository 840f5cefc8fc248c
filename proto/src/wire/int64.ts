import type { Reader, Writer } from './message-type.js';

/**
 * Reads a signed 64-bit varint without loss. The reader's own `int64` depends on whether an optional package
 * is there, and gives an inexact number where it is not.
 * @throws RangeError when the varint is cut off or has more than ten bytes
 */
export function readInt64(reader: Reader): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.pos < reader.len ? reader.buf[reader.pos++] : undefined;
    if (byte === undefined) throw new RangeError('a 64-bit integer is cut off');
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asIntN(64, value);
  }
  throw new RangeError('a 64-bit integer has more than ten bytes');
}

/** Writes a signed 64-bit varint. @throws RangeError if `value` needs more than 64 bits */
export function writeInt64(writer: Writer, value: bigint): void {
  if (BigInt.asIntN(64, value) !== value) throw new RangeError(`${value} does not fit an int64`);
  writer.int64({
    low: Number(BigInt.asIntN(32, value)),
    high: Number(BigInt.asIntN(32, value >> 32n)),
    unsigned: false,
  });
}
