import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GLOBAL_WINDOW_MAX_TIMESTAMP, MAX_TIMESTAMP, MIN_TIMESTAMP } from '../timestamp.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import {
  exactMillis,
  instantOfMillis,
  readInstant,
  readMillis,
  writeInstant,
  writeMillis,
} from './instant.js';

const bytesOf = (at: number): Uint8Array => {
  const writer = new ByteWriter();
  writeInstant(at, writer);
  return writer.finish();
};

test('the border moments become Beam’s exact numbers and come back', () => {
  const borders: [number, bigint][] = [
    [MIN_TIMESTAMP, -9223372036854775n],
    [MAX_TIMESTAMP, 9223372036854775n],
    [GLOBAL_WINDOW_MAX_TIMESTAMP, 9223371950454775n],
  ];
  for (const [at, millis] of borders) {
    expect(exactMillis(at)).toBe(millis);
    expect(instantOfMillis(millis)).toBe(at);
    expect(readMillis(new ByteReader(bytesOf(at)))).toBe(millis);
    expect(readInstant(new ByteReader(bytesOf(at)))).toBe(at);
  }
});

test('moments round-trip, and their bytes sort as they do', () => {
  const moment = fc.oneof(
    fc.maxSafeInteger(),
    fc.constantFrom(MIN_TIMESTAMP, MAX_TIMESTAMP, GLOBAL_WINDOW_MAX_TIMESTAMP),
  );
  const hex = (at: number) => Array.from(bytesOf(at), (b) => b.toString(16).padStart(2, '0')).join('');
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      expect(readInstant(new ByteReader(bytesOf(a)))).toBe(a);
      expect(Math.sign(a < b ? -1 : a > b ? 1 : 0)).toBe(hex(a) < hex(b) ? -1 : hex(a) > hex(b) ? 1 : 0);
    }),
  );
});

test('a number and the same bigint have the same bytes', () => {
  for (const at of [0, -1, 1, 1454293425000, -400000, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER]) {
    const writer = new ByteWriter();
    writeMillis(BigInt(at), writer);
    expect(bytesOf(at)).toEqual(writer.finish());
  }
});

test('what is no timestamp is refused', () => {
  for (const at of [Number.NaN, 0.5, 1e17, -1e17]) {
    expect(() => bytesOf(at)).toThrowError(expect.objectContaining({ code: 'E_ENCODE' }));
  }
});

test('moments near the ends of time that no number stands for are read as their nearest neighbours', () => {
  for (const [millis, nearest] of [
    [2n ** 53n + 1n, 2 ** 53],
    [9223371950454776n, GLOBAL_WINDOW_MAX_TIMESTAMP],
    [-9223372036794775n, -9223372036794776],
  ] as const) {
    expect(instantOfMillis(millis)).toBeUndefined();
    const writer = new ByteWriter();
    writeMillis(millis, writer);
    expect(readInstant(new ByteReader(writer.view()))).toBe(nearest);
  }
});

test('moments beyond the ends of time are refused', () => {
  for (const millis of [9223372036854776n, -9223372036854777n, 2n ** 63n - 1n, -(2n ** 63n)]) {
    expect(instantOfMillis(millis)).toBeUndefined();
    const writer = new ByteWriter();
    writeMillis(millis, writer);
    expect(() => readInstant(new ByteReader(writer.view()))).toThrowError(/beyond the ends of time/);
  }
});

test('a moment just before the least one, as Java runners write it, is the least one', () => {
  expect(instantOfMillis(-9223372036854776n)).toBe(MIN_TIMESTAMP);
});
