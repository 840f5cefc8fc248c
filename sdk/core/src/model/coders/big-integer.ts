import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

/**
 * Writes an integer of any size: a varint length, then the shortest two's complement that shows the sign, big-
 * endian (Java's `BigInteger.toByteArray`).
 */
export function writeBigInteger(value: bigint, writer: ByteWriter): void {
  // -1 - value has the bits of a negative value inverted, so both signs need the same length.
  const magnitude = value < 0n ? -1n - value : value;
  const bits = magnitude === 0n ? 0 : magnitude.toString(2).length;
  const length = (bits >> 3) + 1;
  const digits = BigInt.asUintN(length * 8, value)
    .toString(16)
    .padStart(length * 2, '0');
  writer.writeVarint(length);
  for (let i = 0; i < digits.length; i += 2) writer.writeByte(Number.parseInt(digits.slice(i, i + 2), 16));
}

/**
 * Reads what {@link writeBigInteger} wrote.
 * @param maxLength the most bytes to accept: arithmetic on longer numbers takes more than linear time
 */
export function readBigInteger(reader: ByteReader, maxLength: number): bigint {
  const at = reader.position;
  const length = reader.readLength();
  if (length > maxLength) throw reader.fail(`An integer of ${length} bytes is too large`, at);
  if (length === 0) return 0n;
  const bytes = reader.readView(length);
  const digits: string[] = ['0x'];
  for (const byte of bytes) digits.push(byte.toString(16).padStart(2, '0'));
  return BigInt.asIntN(length * 8, BigInt(digits.join('')));
}
