import { BeamError } from '../errors.js';

const TWO_28 = 0x1000_0000;
const TWO_32 = 0x1_0000_0000;

/** Up to this many bytes a loop in JavaScript beats the call into the engine's decoder. */
const SHORT_TEXT = 20;

/** Refuses malformed bytes, and keeps a leading U+FEFF, which is part of the value here. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * What Node's Buffer has for text, on any Uint8Array: a quarter of the time of TextDecoder for 100 bytes. It puts U+FFFD
 * in the place of malformed bytes. Undefined outside of Node.
 */
const utf8Slice = (
  globalThis as {
    Buffer?: { prototype: { utf8Slice?(this: Uint8Array, start: number, end: number): string } };
  }
).Buffer?.prototype.utf8Slice;

/**
 * Reads what a ByteWriter wrote, from a stretch of bytes it does not own and never changes.
 *
 * Every read checks that the bytes are there and throws BeamError `E_DECODE` with the offset when not, before
 * anything is allocated for them. After an error the position is of no use: drop the reader.
 */
export class ByteReader {
  private bytes: Uint8Array;
  /** Where eight bytes lie while they are read as something else: a view of every buffer would cost more. */
  private readonly scratch = new DataView(new ArrayBuffer(8));
  private at: number;
  private end: number;

  /** Reads `bytes` from `start` up to, but without, `end`; offsets in errors count from 0 of `bytes`. */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** Turns to other bytes, so that one reader serves many elements. */
  reset(bytes: Uint8Array, start = 0, end = bytes.length): void {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** The offset of the next byte, counted from 0 of the bytes given. */
  get position(): number {
    return this.at;
  }

  /** The number of bytes left in the present stretch. */
  get remaining(): number {
    return this.end - this.at;
  }

  /** An `E_DECODE` that names the present offset, for a coder to throw. */
  fail(what: string, at = this.at): BeamError {
    return new BeamError('E_DECODE', `${what} (byte ${at} of ${this.bytes.length}).`, {
      help: 'check that the bytes were written by this coder, and that none are missing',
    });
  }

  /** Reads one byte, 0 to 255. */
  readByte(): number {
    if (this.at >= this.end) throw this.tooShort(1);
    return this.bytes[this.at++]!;
  }

  /** The byte `offset` bytes ahead, without moving on; -1 where there is none. */
  peekByte(offset = 0): number {
    const at = this.at + offset;
    return at < this.end ? this.bytes[at]! : -1;
  }

  /** Moves past `text` when it comes next, in ASCII, within the present stretch; else stays. */
  takeAscii(text: string): boolean {
    const { bytes, at } = this;
    const { length } = text;
    if (length > this.end - at) return false;
    for (let i = 0; i < length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
    this.at = at + length;
    return true;
  }

  /** Reads `length` bytes into a copy of their own, so that a value does not keep the whole buffer alive. */
  readBytes(length: number): Uint8Array<ArrayBuffer> {
    const at = this.take(length);
    const copy = new Uint8Array(length);
    if (length <= 16) {
      for (let i = 0; i < length; i++) copy[i] = this.bytes[at + i]!;
    } else {
      copy.set(this.bytes.subarray(at, at + length));
    }
    return copy;
  }

  /** Reads `length` bytes as a view of the underlying buffer. */
  readView(length: number): Uint8Array {
    const at = this.take(length);
    return this.bytes.subarray(at, at + length);
  }

  /** Moves on by `length` bytes. */
  skip(length: number): void {
    this.take(length);
  }

  /** The bytes from `start`, an earlier position, up to the present one, as a view of the underlying buffer. */
  viewFrom(start: number): Uint8Array {
    return this.bytes.subarray(start, this.at);
  }

  /** Moves past a varint. */
  skipVarint(): void {
    const { bytes, at: start, end } = this;
    for (let at = start; at < end && at < start + 10; at++) {
      if (bytes[at]! < 128) {
        this.at = at + 1;
        return;
      }
    }
    this.readVarintNumeric(); // says what is wrong with it
  }

  /** Reads a signed 16-bit integer, big-endian. */
  readInt16(): number {
    const at = this.take(2);
    return (((this.bytes[at]! << 8) | this.bytes[at + 1]!) << 16) >> 16;
  }

  /** Reads a signed 32-bit integer, big-endian. */
  readInt32(): number {
    const at = this.take(4);
    const { bytes } = this;
    return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }

  /** Reads a signed 64-bit integer, big-endian. */
  readInt64(): bigint {
    return this.eightBytes().getBigInt64(0);
  }

  /** Reads an IEEE 754 single, big-endian. */
  readFloat32(): number {
    this.scratch.setInt32(0, this.readInt32());
    return this.scratch.getFloat32(0);
  }

  /** Reads an IEEE 754 double, big-endian. */
  readFloat64(): number {
    return this.eightBytes().getFloat64(0);
  }

  /**
   * Reads a varint that must be a safe integer.
   * @throws BeamError `E_DECODE` also when the number lies beyond ±(2^53 - 1); see {@link readVarintNumeric}
   */
  readVarint(): number {
    const start = this.at;
    if (start + 1 < this.end) {
      // Most varints have one byte or two.
      const first = this.bytes[start]!;
      if (first < 128) {
        this.at = start + 1;
        return first;
      }
      const second = this.bytes[start + 1]!;
      if (second < 128) {
        this.at = start + 2;
        return (first & 127) | (second << 7);
      }
    }
    const value = this.readVarintNumeric();
    if (typeof value === 'bigint') {
      throw this.fail(`The varint ${value} is no safe integer: read it as bigint`, start);
    }
    return value;
  }

  /** Reads a varint as a signed 64-bit bigint. */
  readVarint64(): bigint {
    const value = this.readVarintNumeric();
    return typeof value === 'bigint' ? value : BigInt(value);
  }

  /** Reads a varint: a number when it is a safe integer, else a bigint. */
  readVarintNumeric(): number | bigint {
    const { bytes, at: start, end } = this;
    let at = start;
    // Groups of four, four and two bytes, so that each sum stays within the 32 bits of bitwise operators.
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      if (at >= end) throw this.cutVarint(start);
      const byte = bytes[at++]!;
      low |= (byte & 127) << shift;
      if (byte < 128) {
        this.at = at;
        return low;
      }
    }
    let middle = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      if (at >= end) throw this.cutVarint(start);
      const byte = bytes[at++]!;
      middle |= (byte & 127) << shift;
      if (byte < 128) {
        this.at = at;
        return this.fromGroups(low, middle, 0);
      }
    }
    let top = 0;
    for (let shift = 0; shift < 14; shift += 7) {
      if (at >= end) throw this.cutVarint(start);
      const byte = bytes[at++]!;
      if (shift === 7 && byte > 1) break;
      top |= (byte & 127) << shift;
      if (byte < 128) {
        this.at = at;
        return this.fromGroups(low, middle, top);
      }
    }
    throw this.fail('A varint has more than 64 bits', start);
  }

  /** Reads a varint that counts bytes still to come in the present stretch. */
  readLength(): number {
    const start = this.at;
    const length = this.readVarintNumeric();
    if (typeof length === 'bigint' || length < 0 || length > this.end - this.at) {
      throw this.fail(`A length of ${length} bytes where ${this.end - this.at} are left`, start);
    }
    return length;
  }

  /** Reads a varint length and as many bytes, into a copy. */
  readPrefixedBytes(): Uint8Array<ArrayBuffer> {
    return this.readBytes(this.readLength());
  }

  /**
   * Reads `length` bytes of UTF-8.
   * @throws BeamError `E_DECODE` also when they are not well-formed UTF-8
   */
  readText(length: number): string {
    const at = this.take(length);
    if (length <= SHORT_TEXT) {
      const text = this.shortAscii(at, length);
      if (text !== undefined) return text;
    }
    if (utf8Slice !== undefined) {
      const text = utf8Slice.call(this.bytes, at, at + length);
      // Else the bytes are malformed, or do spell U+FFFD.
      if (!text.includes('\uFFFD')) return text;
    }
    try {
      return utf8.decode(this.bytes.subarray(at, at + length));
    } catch {
      throw this.fail('A string is not well-formed UTF-8', at);
    }
  }

  /** Reads a varint length and as many bytes of UTF-8. */
  readPrefixedText(): string {
    return this.readText(this.readLength());
  }

  /**
   * Narrows the reader to its next `length` bytes, so that a coder of the outer context ends there.
   * @returns the mark to {@link leave} with
   */
  enter(length: number): number {
    if (length < 0 || length > this.end - this.at) throw this.tooShort(length);
    const outer = this.end;
    this.end = this.at + length;
    return outer;
  }

  /** Widens the reader again after {@link enter}; all bytes of the stretch must have been read. */
  leave(mark: number): void {
    if (this.at !== this.end) throw this.fail(`${this.end - this.at} bytes are left over after a value`);
    this.end = mark;
  }

  private take(length: number): number {
    const { at } = this;
    // Written so that NaN and negative lengths fail as well.
    if (!(length >= 0 && length <= this.end - at)) throw this.tooShort(length);
    this.at = at + length;
    return at;
  }

  /** The text of ASCII bytes, eight at a time, since every step makes a string; undefined for other bytes. */
  private shortAscii(start: number, length: number): string | undefined {
    const { bytes } = this;
    const end = start + length;
    let text = '';
    let at = start;
    for (; at + 8 <= end; at += 8) {
      const a = bytes[at]!;
      const b = bytes[at + 1]!;
      const c = bytes[at + 2]!;
      const d = bytes[at + 3]!;
      const e = bytes[at + 4]!;
      const f = bytes[at + 5]!;
      const g = bytes[at + 6]!;
      const h = bytes[at + 7]!;
      if ((a | b | c | d | e | f | g | h) >= 128) return undefined;
      text += String.fromCharCode(a, b, c, d, e, f, g, h);
    }
    for (; at + 2 <= end; at += 2) {
      const a = bytes[at]!;
      const b = bytes[at + 1]!;
      if ((a | b) >= 128) return undefined;
      text += String.fromCharCode(a, b);
    }
    if (at < end) {
      const last = bytes[at]!;
      if (last >= 128) return undefined;
      text += String.fromCharCode(last);
    }
    return text;
  }

  private eightBytes(): DataView {
    if (this.end - this.at < 8) throw this.tooShort(8);
    this.scratch.setInt32(0, this.readInt32());
    this.scratch.setInt32(4, this.readInt32());
    return this.scratch;
  }

  private fromGroups(low: number, middle: number, top: number): number | bigint {
    // 28 + 28 + 8 bits; without the top group the number is below 2^56 and may still be unsafe.
    if (top === 0) {
      const value = middle * TWO_28 + low;
      if (Number.isSafeInteger(value)) return value;
    }
    const high = (middle >>> 4) | (top << 24) | 0;
    const lower = ((middle << 28) | low) >>> 0;
    const value = high * TWO_32 + lower;
    return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(lower);
  }

  private cutVarint(start: number): BeamError {
    return this.fail('The bytes end inside a varint', start);
  }

  private tooShort(needed: number): BeamError {
    return this.fail(`${needed} more bytes are needed where ${this.end - this.at} are left`);
  }
}
