import protobuf from 'protobufjs/minimal.js';
import { describe, expect, it } from 'vitest';
import { readInt64, writeInt64 } from './int64.js';

function roundTrip(value: bigint): bigint {
  const writer = new protobuf.Writer();
  writeInt64(writer, value);
  return readInt64(new protobuf.Reader(writer.finish()));
}

describe('64-bit integers', () => {
  it.each([
    0n,
    1n,
    -1n,
    2n ** 31n,
    -(2n ** 31n) - 1n,
    2n ** 53n + 1n,
    -9223372036854775n,
    2n ** 63n - 1n,
    -(2n ** 63n),
  ])('keep %s', (value) => {
    expect(roundTrip(value)).toBe(value);
  });

  it('are written as the wire format asks', () => {
    const writer = new protobuf.Writer();
    writeInt64(writer, -1n);
    expect([...writer.finish()]).toEqual([...Array(9).fill(0xff), 0x01]);
  });

  it.each([[[]], [[0x80]], [Array(9).fill(0xff)], [Array(11).fill(0x80)]])('refuse the bytes %j', (bytes) => {
    expect(() => readInt64(new protobuf.Reader(Uint8Array.from(bytes)))).toThrow(RangeError);
  });

  it.each([2n ** 63n, -(2n ** 63n) - 1n])('refuse %s instead of cutting it', (value) => {
    expect(() => roundTrip(value)).toThrow(RangeError);
  });
});
