import { expect, test } from 'vitest';
import { crc32c } from './checksum.js';

const ascii = (text: string) => new TextEncoder().encode(text);

test('the checksum is CRC-32C of the known vectors', () => {
  expect(crc32c(ascii('123456789'), 0, 9)).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32), 0, 32)).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(255), 0, 32)).toBe(0x62a8ab43);
  expect(crc32c(new Uint8Array(0), 0, 0)).toBe(0);
});

test('a checksum can be taken piece by piece, at any place', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => i * 7);
  for (let cut = 0; cut <= 100; cut++) {
    expect(crc32c(bytes, cut, 100, crc32c(bytes, 0, cut))).toBe(crc32c(bytes, 0, 100));
  }
});
