import { describe, expect, test } from 'vitest';
import { BeamError } from '../errors.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';

function written(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter();
  write(writer);
  return writer.finish();
}

describe('ByteReader', () => {
  const reads: Record<string, (reader: ByteReader) => unknown> = {
    byte: (r) => r.readByte(),
    'two bytes': (r) => r.readBytes(2),
    int16: (r) => r.readInt16(),
    int32: (r) => r.readInt32(),
    int64: (r) => r.readInt64(),
    float32: (r) => r.readFloat32(),
    float64: (r) => r.readFloat64(),
    varint: (r) => r.readVarint(),
    text: (r) => r.readPrefixedText(),
    'prefixed bytes': (r) => r.readPrefixedBytes(),
  };

  test.each(Object.entries(reads))(
    'refuses a %s that is not there, even with bytes after its stretch',
    (_, read) => {
      const bytes = new Uint8Array(40).fill(0x81);
      expect(() => read(new ByteReader(bytes, 5, 5))).toThrowError(
        expect.objectContaining({ code: 'E_DECODE' }),
      );
    },
  );

  test('names the offset of the failure', () => {
    const reader = new ByteReader(new Uint8Array([1, 2, 3]));
    reader.skip(2);
    expect(() => reader.readInt32()).toThrowError('4 more bytes are needed where 1 are left (byte 2 of 3).');
  });

  test('refuses varints that never end or exceed 64 bits', () => {
    for (const length of [1, 4, 8, 9]) {
      expect(() => new ByteReader(new Uint8Array(length).fill(255)).readVarint()).toThrowError(
        /inside a varint/,
      );
    }
    expect(() => new ByteReader(new Uint8Array(100).fill(255)).readVarint()).toThrowError(
      /more than 64 bits/,
    );
    const tenth = new Uint8Array(10).fill(255);
    tenth[9] = 2;
    expect(() => new ByteReader(tenth).readVarint64()).toThrowError(/more than 64 bits/);
  });

  test('refuses a varint that is no safe integer as a number', () => {
    const bytes = written((w) => w.writeVarint64(2n ** 53n));
    expect(() => new ByteReader(bytes).readVarint()).toThrowError(/9007199254740992 is no safe integer/);
    expect(new ByteReader(bytes).readVarintNumeric()).toBe(2n ** 53n);
  });

  test('refuses lengths that are negative or beyond the end before it allocates', () => {
    for (const length of [-1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      const bytes = written((w) => w.writeVarint(length));
      expect(() => new ByteReader(bytes).readPrefixedBytes()).toThrowError(/A length of/);
      expect(() => new ByteReader(bytes).readBytes(length)).toThrowError(/more bytes are needed/);
    }
  });

  test.each([
    ['the replacement character itself', `${'a'.repeat(40)}\uFFFD`],
    ['a byte order mark at the beginning', `\uFEFF${'a'.repeat(40)}`],
    ['characters of one to four bytes', 'aä€😀'.repeat(20)],
    ['NUL', '\0'.repeat(100)],
    ['100 ASCII characters', 'x'.repeat(100)],
  ])('reads a long text with %s as it was written', (_, text) => {
    const bytes = written((writer) => writer.writePrefixedText(text));
    expect(bytes).toEqual(written((writer) => writer.writePrefixedBytes(new TextEncoder().encode(text))));
    expect(new ByteReader(bytes).readPrefixedText()).toBe(text);
  });

  test('refuses malformed UTF-8, short and long', () => {
    for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [...new Uint8Array(99).fill(97), 0x80]]) {
      const reader = new ByteReader(Uint8Array.from(bytes));
      expect(() => reader.readText(bytes.length)).toThrowError(/not well-formed UTF-8/);
    }
  });

  test('confines reads to the stretch entered and insists that it is used up', () => {
    const reader = new ByteReader(Uint8Array.from([1, 2, 3, 4]));
    const mark = reader.enter(2);
    reader.readByte();
    expect(() => reader.leave(mark)).toThrowError(/1 bytes are left over/);
    reader.readByte();
    expect(() => reader.readByte()).toThrowError(BeamError);
    reader.leave(mark);
    expect(reader.readInt16()).toBe(0x0304);
  });

  test('copies bytes, so that a value outlives its buffer', () => {
    for (const length of [4, 40]) {
      const buffer = new Uint8Array(length).fill(7);
      const value = new ByteReader(buffer).readBytes(length);
      buffer.fill(0);
      expect([...value]).toEqual(new Array(length).fill(7));
    }
  });
});
