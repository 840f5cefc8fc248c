import type { ByteReader } from './byte-reader.js';

/** A power of two: slots are found by masking. */
const SLOTS = 512;

/**
 * The names of properties lately read. Elements of a collection repeat a few names millions of times; comparing
 * bytes with a known string is cheaper than making it anew, and a known string is a property key already.
 *
 * Bounded: a name takes the slot of another. Nothing that is read depends on what is in it.
 */
export class NameCache {
  private readonly slots: string[] = new Array<string>(SLOTS).fill('');

  /** Reads a name of `length` bytes. @throws BeamError `E_DECODE` */
  read(reader: ByteReader, length: number): string {
    // Names that agree in length and in these three bytes take turns in one slot.
    const slot =
      (length * 31 +
        reader.peekByte() * 7 +
        reader.peekByte(length >> 1) * 57 +
        reader.peekByte(length - 1) * 13) &
      (SLOTS - 1);
    const known = this.slots[slot]!;
    if (known.length === length && reader.takeAscii(known)) return known;
    const name = reader.readText(length);
    this.slots[slot] = name;
    return name;
  }
}
