import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from './byte-reader.js';
import { ByteWriter, varintSize } from './byte-writer.js';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

function written(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter(1);
  write(writer);
  return writer.finish();
}

function roundTrip<T>(write: (writer: ByteWriter) => void, read: (reader: ByteReader) => T): T {
  const bytes = written(write);
  // Somewhere inside a larger buffer, as elements are in practice.
  const padded = new Uint8Array(bytes.length + 7).fill(0xee);
  padded.set(bytes, 3);
  const reader = new ByteReader(padded.subarray(1), 2, bytes.length + 2);
  const value = read(reader);
  expect(reader.remaining).toBe(0);
  return value;
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe('ByteWriter', () => {
  test('writes the varints that Beam lists', () => {
    expect(hex(written((w) => w.writeVarint(0)))).toBe('00');
    expect(hex(written((w) => w.writeVarint(200)))).toBe('c801');
    expect(hex(written((w) => w.writeVarint(9001)))).toBe('a946');
    expect(hex(written((w) => w.writeVarint(-1)))).toBe('ffffffffffffffffff01');
  });

  test('writes a number and the equal bigint as the same varint', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => {
        expect(hex(written((w) => w.writeVarint(n)))).toBe(hex(written((w) => w.writeVarint64(BigInt(n)))));
        expect(
          roundTrip(
            (w) => w.writeVarint(n),
            (r) => r.readVarint(),
          ),
        ).toBe(n);
      }),
    );
  });

  test('tells the size of a varint', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (n) => {
        expect(varintSize(Math.abs(n))).toBe(written((w) => w.writeVarint(Math.abs(n))).length);
      }),
    );
  });

  test('round-trips every 64-bit integer, as varint and in eight bytes', () => {
    fc.assert(
      fc.property(int64, (n) => {
        expect(
          roundTrip(
            (w) => w.writeVarint64(n),
            (r) => r.readVarint64(),
          ),
        ).toBe(n);
        expect(
          roundTrip(
            (w) => w.writeInt64(n),
            (r) => r.readInt64(),
          ),
        ).toBe(n);
      }),
    );
  });

  test('round-trips integers and floats of fixed width', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -32768, max: 32767 }),
        fc.double(),
        fc.float(),
        (int, short, double, float) => {
          const write = (w: ByteWriter) => {
            w.writeInt32(int);
            w.writeInt16(short);
            w.writeFloat64(double);
            w.writeFloat32(float);
          };
          const read = (r: ByteReader) => [r.readInt32(), r.readInt16(), r.readFloat64(), r.readFloat32()];
          expect(roundTrip(write, read)).toEqual([int, short, double, float]);
        },
      ),
    );
  });

  test('round-trips every well-formed string, with and without its length', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constant('\ufeffwith a byte order mark'),
    );
    fc.assert(
      fc.property(text, (s) => {
        expect(
          roundTrip(
            (w) => w.writePrefixedText(s),
            (r) => r.readPrefixedText(),
          ),
        ).toBe(s);
        expect(
          roundTrip(
            (w) => w.writeText(s),
            (r) => r.readText(r.remaining),
          ),
        ).toBe(s);
        expect(written((w) => w.writeText(s))).toEqual(new TextEncoder().encode(s));
      }),
    );
  });

  test('refuses a lone surrogate and says where it is', () => {
    expect(() => written((w) => w.writeText('ab\ud800'))).toThrowError(/lone surrogate at index 2/);
    expect(() => written((w) => w.writeText(`${'long '.repeat(50)}\udc00`))).toThrowError(/index 250/);
  });

  test('prefixes stretches of any length with their length, nested ones too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.uint8Array({ maxLength: 20_000 }), (head, body) => {
        const bytes = written((w) => {
          const outer = w.beginPrefixed();
          w.writeBytes(head);
          const inner = w.beginPrefixed();
          w.writeBytes(body);
          w.endPrefixed(inner);
          w.endPrefixed(outer);
        });
        const expected = written((w) => {
          w.writePrefixedBytes(
            written((v) => {
              v.writeBytes(head);
              v.writePrefixedBytes(body);
            }),
          );
        });
        expect(hex(bytes)).toBe(hex(expected));
      }),
    );
  });

  test('gives a copy on finish, starts again empty, and forgets what was truncated', () => {
    const writer = new ByteWriter();
    writer.writeByte(1);
    const first = writer.finish();
    writer.writeByte(2);
    writer.writeByte(3);
    writer.truncate(1);
    expect([...first]).toEqual([1]);
    expect([...writer.view()]).toEqual([2]);
    writer.reset();
    expect(writer.length).toBe(0);
  });

  test('goes on in other memory, empty, and leaves what was written', () => {
    const writer = new ByteWriter(4);
    writer.writeInt32(0x01020304);
    const before = writer.exchange(new Uint8Array(2).fill(9));
    expect(writer.length).toBe(0);
    writer.writeFloat64(1);
    expect([...before]).toEqual([1, 2, 3, 4]);
    expect([...writer.view()]).toEqual([0x3f, 0xf0, 0, 0, 0, 0, 0, 0]);
  });
});
