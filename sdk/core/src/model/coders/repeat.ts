import type { ByteReader } from './byte-reader.js';
import type { Coder } from './coder.js';

/** More elements that take no bytes at all (windows, mostly) are taken for corruption. */
const MAX_EMPTY_ELEMENTS = 1 << 16;

/**
 * Reads `count` elements onto the end of `into`. Memory grows with the elements really read, never with the
 * count claimed: an element without bytes could otherwise repeat two thousand million times for free.
 */
export function readRepeated<T>(reader: ByteReader, count: number, element: Coder<T>, into: T[]): void {
  const start = reader.position;
  for (let i = 0; i < count; i++) {
    into.push(element.decode(reader));
    if (i === MAX_EMPTY_ELEMENTS && reader.position === start) {
      throw reader.fail(`${count} elements of no bytes are more than can be true`, start);
    }
  }
}
