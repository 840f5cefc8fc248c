import { BeamError } from '../errors.js';

const TWO_32 = 0x1_0000_0000;

/** The most bytes one writer holds: what an ArrayBuffer is sure to allow on every platform. */
const MAX_CAPACITY = 0x7fff_ffff;

/** Up to this many UTF-16 units a loop in JavaScript beats the call into the engine's encoder. */
const SHORT_TEXT = 48;

const utf8 = new TextEncoder();

/** What Node's Buffer has for text, on any Uint8Array: it needs no view of where to write. Undefined outside of Node. */
const utf8Write = (
  globalThis as {
    Buffer?: {
      prototype: { utf8Write?(this: Uint8Array, text: string, offset: number, length: number): number };
    };
  }
).Buffer?.prototype.utf8Write;

/** The number of bytes of `value` as a varint, 0 ≤ value ≤ 2^53 - 1. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest /= 128) size++;
  return size;
}

/**
 * A growable run of bytes that coders write to. Integers of fixed width are big-endian, as everywhere in Beam.
 *
 * Owns its buffer. What `view` returns is valid until the next write; what `finish` returns is the caller's.
 */
export class ByteWriter {
  private bytes: Uint8Array<ArrayBuffer>;
  private floats: DataView;
  private end = 0;

  constructor(initialCapacity = 256) {
    this.bytes = new Uint8Array(initialCapacity);
    this.floats = new DataView(this.bytes.buffer);
  }

  /** The number of bytes written since the last `reset`. */
  get length(): number {
    return this.end;
  }

  /** Forgets what was written and keeps the memory. */
  reset(): void {
    this.end = 0;
  }

  /** Drops everything written after the first `length` bytes: undoes a value that failed half way. */
  truncate(length: number): void {
    if (length < this.end) this.end = length;
  }

  /** The bytes written from `from` on, without a copy: valid until the next write or reset. */
  view(from = 0): Uint8Array {
    return this.bytes.subarray(from, this.end);
  }

  /** A copy of the bytes written; the writer is then empty and may be used again. */
  finish(): Uint8Array<ArrayBuffer> {
    const copy = this.bytes.slice(0, this.end);
    this.end = 0;
    return copy;
  }

  /** Goes on in other memory, empty, so that what was written need not be copied. @returns its memory so far: the caller's now */
  exchange(memory: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const { bytes } = this;
    this.bytes = memory;
    this.floats = new DataView(memory.buffer, memory.byteOffset, memory.length);
    this.end = 0;
    return bytes;
  }

  /** Writes the low 8 bits of `value`. */
  writeByte(value: number): void {
    if (this.end === this.bytes.length) this.grow(1);
    this.bytes[this.end++] = value;
  }

  /** Writes `bytes` as they are, without their length. */
  writeBytes(bytes: Uint8Array): void {
    const { length } = bytes;
    this.reserve(length);
    if (length <= 16) {
      for (let i = 0; i < length; i++) this.bytes[this.end + i] = bytes[i]!;
    } else {
      this.bytes.set(bytes, this.end);
    }
    this.end += length;
  }

  /** Writes the length of `bytes` as a varint, then `bytes`. */
  writePrefixedBytes(bytes: Uint8Array): void {
    this.writeVarint(bytes.length);
    this.writeBytes(bytes);
  }

  /** Writes 16 bits, big-endian. */
  writeInt16(value: number): void {
    this.reserve(2);
    this.bytes[this.end] = value >> 8;
    this.bytes[this.end + 1] = value;
    this.end += 2;
  }

  /** Writes 32 bits, big-endian; signed and unsigned numbers alike. */
  writeInt32(value: number): void {
    this.reserve(4);
    const { bytes, end } = this;
    bytes[end] = value >>> 24;
    bytes[end + 1] = value >>> 16;
    bytes[end + 2] = value >>> 8;
    bytes[end + 3] = value;
    this.end = end + 4;
  }

  /** Writes a byte over the one at `at`, which must have been written already. */
  patchByte(at: number, value: number): void {
    this.bytes[at] = value;
  }

  /** Moves everything from `from` on back to `to`, over what was there. */
  moveBack(from: number, to: number): void {
    this.bytes.copyWithin(to, from, this.end);
    this.end -= from - to;
  }

  /** Writes 32 bits over those at `at`, which must have been written already. */
  patchInt32(at: number, value: number): void {
    this.floats.setInt32(at, value);
  }

  /** Writes 64 bits, big-endian; the low 64 bits of a larger number. */
  writeInt64(value: bigint): void {
    this.reserve(8);
    this.floats.setBigInt64(this.end, value);
    this.end += 8;
  }

  /** Writes an IEEE 754 single, big-endian. */
  writeFloat32(value: number): void {
    this.reserve(4);
    this.floats.setFloat32(this.end, value);
    this.end += 4;
  }

  /** Writes an IEEE 754 double, big-endian. */
  writeFloat64(value: number): void {
    this.reserve(8);
    this.floats.setFloat64(this.end, value);
    this.end += 8;
  }

  /**
   * Writes an integer as Beam's varint: seven bits a byte, lowest first, of the 64-bit two's complement, so
   * that a negative number takes ten bytes.
   * @param value a safe integer; the caller has checked it
   */
  writeVarint(value: number): void {
    this.reserve(10);
    const { bytes } = this;
    let { end } = this;
    if (value >= 0) {
      while (value >= 0x8000_0000) {
        bytes[end++] = (value % 128) | 128;
        value = Math.floor(value / 128);
      }
      while (value >= 128) {
        bytes[end++] = (value & 127) | 128;
        value >>>= 7;
      }
      bytes[end++] = value;
      this.end = end;
      return;
    }
    // 64-bit two's complement in two halves; bitwise operators see only 32 bits.
    let high = Math.floor(value / TWO_32) >>> 0;
    let low = value >>> 0;
    for (let i = 0; i < 9; i++) {
      bytes[end++] = (low & 127) | 128;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    bytes[end++] = low;
    this.end = end;
  }

  /** Writes a signed 64-bit integer as a varint; the low 64 bits of a larger number. */
  writeVarint64(value: bigint): void {
    this.reserve(10);
    let high = Number((value >> 32n) & 0xffff_ffffn);
    let low = Number(value & 0xffff_ffffn);
    const { bytes } = this;
    let { end } = this;
    while (high !== 0 || low >= 128) {
      bytes[end++] = (low & 127) | 128;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    bytes[end++] = low;
    this.end = end;
  }

  /**
   * Writes `text` as UTF-8 without its length.
   * @throws BeamError `E_ENCODE` when the text has a lone surrogate, which UTF-8 cannot express
   */
  writeText(text: string): void {
    const { length } = text;
    // One UTF-16 unit takes three bytes at most.
    this.reserve(length * 3);
    if (length <= SHORT_TEXT) {
      const { bytes, end } = this;
      let i = 0;
      for (; i < length; i++) {
        const unit = text.charCodeAt(i);
        if (unit >= 128) break;
        bytes[end + i] = unit;
      }
      if (i === length) {
        this.end = end + length;
        return;
      }
    }
    requireWellFormed(text);
    this.writeWellFormed(text);
  }

  /** As {@link writeText}, of a text that has no lone surrogates: the caller has looked. */
  writeWellFormed(text: string): void {
    const most = text.length * 3;
    this.reserve(most);
    this.end +=
      utf8Write === undefined
        ? utf8.encodeInto(text, this.bytes.subarray(this.end)).written
        : utf8Write.call(this.bytes, text, this.end, most);
  }

  /**
   * Writes the number of UTF-8 bytes of `text` as a varint, then the bytes.
   * @throws BeamError `E_ENCODE` when the text has a lone surrogate
   */
  writePrefixedText(text: string): void {
    const mark = this.beginPrefixed();
    this.writeText(text);
    this.endPrefixed(mark);
  }

  /**
   * Writes `lead` plus the length of `text`, then the text, when it is ASCII and shorter than 64 units.
   * @returns false, with nothing written, when it is not
   */
  tryShortAscii(lead: number, text: string): boolean {
    const { length } = text;
    if (length >= 64) return false;
    this.reserve(length + 1);
    const { bytes } = this;
    let { end } = this;
    bytes[end++] = lead + length;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 128) return false;
      bytes[end++] = unit;
    }
    this.end = end;
    return true;
  }

  /**
   * Begins a stretch of bytes that is to be preceded by its length as a varint; everything written until
   * {@link endPrefixed} belongs to it. Stretches may nest.
   * @returns the mark to end it with
   */
  beginPrefixed(): number {
    // Most lengths fit one byte; endPrefixed moves the bytes when this one does not.
    this.writeByte(0);
    return this.end;
  }

  /** Ends the stretch begun at `mark` and writes its length before it. */
  endPrefixed(mark: number): void {
    const length = this.end - mark;
    if (length < 128) {
      this.bytes[mark - 1] = length;
      return;
    }
    const extra = varintSize(length) - 1;
    this.reserve(extra);
    this.bytes.copyWithin(mark + extra, mark, this.end);
    const end = this.end + extra;
    this.end = mark - 1;
    this.writeVarint(length);
    this.end = end;
  }

  private reserve(count: number): void {
    if (this.end + count > this.bytes.length) this.grow(count);
  }

  private grow(count: number): void {
    const needed = this.end + count;
    if (needed > MAX_CAPACITY) {
      throw new BeamError('E_ENCODE', `A value takes more than ${MAX_CAPACITY} bytes.`, {
        help: 'split it into several elements',
      });
    }
    const larger = new Uint8Array(Math.min(MAX_CAPACITY, Math.max(64, this.bytes.length * 2, needed)));
    larger.set(this.bytes.subarray(0, this.end));
    this.bytes = larger;
    this.floats = new DataView(larger.buffer);
  }
}

/** Refuses what TextEncoder would silently turn into U+FFFD. */
function requireWellFormed(text: string): void {
  // Since ES2024; older `lib` settings do not list it.
  if ((text as string & { isWellFormed(): boolean }).isWellFormed()) return;
  const at = text.search(/\p{Surrogate}/u);
  throw new BeamError(
    'E_ENCODE',
    `A string has a lone surrogate at index ${at}, which UTF-8 cannot express.`,
    {
      help: 'repair it with text.toWellFormed(), or keep it in an element without a schema',
    },
  );
}
