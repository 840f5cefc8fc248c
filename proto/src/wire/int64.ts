import type { Reader, Writer } from './message-type.js';

/** Reads a signed 64-bit varint without loss. */
export function readInt64(reader: Reader): bigint {
  // A number appears only where the optional package `long` is not installed.
  const value: number | { readonly low: number; readonly high: number } = reader.int64();
  if (typeof value === 'number') return BigInt(value);
  return (BigInt(value.high) << 32n) | BigInt(value.low >>> 0);
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
