import type { ByteReader } from '../byte-reader.js';
import type { ByteWriter } from '../byte-writer.js';
import { mismatch } from '../mismatch.js';
import { FieldCoder } from './field-coder.js';

/** An integer of 8 bits, -128 to 127, in one byte. */
export class ByteCoder extends FieldCoder<number> {
  constructor() {
    super('byte');
  }

  encode(value: number, writer: ByteWriter): void {
    if ((value << 24) >> 24 !== value) throw mismatch('byte', 'an integer from -128 to 127', value);
    writer.writeByte(value);
  }

  decode(reader: ByteReader): number {
    return (reader.readByte() << 24) >> 24;
  }

  estimateSize(): number {
    return 1;
  }
}

/** An integer of 16 bits, big-endian. */
export class Int16Coder extends FieldCoder<number> {
  constructor() {
    super('int16');
  }

  encode(value: number, writer: ByteWriter): void {
    if ((value << 16) >> 16 !== value) throw mismatch('int16', 'an integer from -32768 to 32767', value);
    writer.writeInt16(value);
  }

  decode(reader: ByteReader): number {
    return reader.readInt16();
  }

  estimateSize(): number {
    return 2;
  }
}

/**
 * An integer of 32 bits as a varint of these bits, so that a negative number takes five bytes, as Java and Python
 * write it. The ten bytes of all 64 bits are read as well.
 */
export class Int32Coder extends FieldCoder<number> {
  constructor() {
    super('int32');
  }

  encode(value: number, writer: ByteWriter): void {
    if ((value | 0) !== value) throw mismatch('int32', 'an integer of 32 bits', value);
    writer.writeVarint(value >>> 0);
  }

  decode(reader: ByteReader): number {
    const at = reader.position;
    const value = reader.readVarint();
    if (value < -0x8000_0000 || value > 0xffff_ffff) throw reader.fail(`${value} does not fit 32 bits`, at);
    return value | 0;
  }

  estimateSize(): number {
    return 3;
  }
}
