import {
  BoolCoder,
  ByteReader,
  BytesCoder,
  ByteWriter,
  type Coder,
  DoubleCoder,
  IterableCoder,
  KvCoder,
  NullableCoder,
  StringUtf8Coder,
  VarIntCoder,
} from '@hornbeam/sdk/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RawCoder } from './raw-coder.js';

const leaves: fc.Arbitrary<{ coder: Coder<any>; value: unknown }> = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((value) => ({ coder: new StringUtf8Coder(), value })),
  fc.uint8Array().map((value) => ({ coder: new BytesCoder(), value })),
  fc.maxSafeInteger().map((value) => ({ coder: new VarIntCoder(), value })),
  fc.double({ noNaN: true }).map((value) => ({ coder: new DoubleCoder(), value })),
  fc.boolean().map((value) => ({ coder: new BoolCoder(), value })),
);

const values: fc.Arbitrary<{ coder: Coder<any>; value: unknown }> = fc.oneof(
  leaves,
  fc.tuple(leaves, leaves).map(([a, b]) => ({
    coder: new KvCoder(a.coder, b.coder),
    value: { key: a.value, value: b.value },
  })),
  fc.array(fc.string()).map((value) => ({ coder: new IterableCoder(new StringUtf8Coder()), value })),
  fc.option(fc.string()).map((value) => ({ coder: new NullableCoder(new StringUtf8Coder()), value })),
);

test('values are cut out of a stream as the bytes they are, and written back unchanged', () => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 8 }), (all) => {
      const writer = new ByteWriter();
      for (const { coder, value } of all) coder.encode(value, writer);
      const reader = new ByteReader(writer.finish());
      for (const { coder, value } of all) {
        const raw = new RawCoder(coder).decode(reader);
        const alone = new ByteWriter();
        coder.encode(value, alone);
        expect(raw).toEqual(alone.finish());
        const again = new ByteWriter();
        new RawCoder(coder).encode(raw, again);
        expect(again.finish()).toEqual(raw);
      }
      expect(reader.remaining).toBe(0);
    }),
  );
});

test('an iterable of unknown length is cut out too', () => {
  const bytes = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 2, 1, 65, 1, 66, 1, 1, 67, 0, 9);
  const reader = new ByteReader(bytes);
  expect(new RawCoder(new IterableCoder(new StringUtf8Coder())).decode(reader)).toEqual(
    bytes.subarray(0, 13),
  );
  expect(reader.remaining).toBe(1);
});

test('a value that is cut off is refused', () => {
  const raw = new RawCoder(new StringUtf8Coder());
  expect(() => raw.decode(new ByteReader(Uint8Array.of(5, 65)))).toThrow(
    expect.objectContaining({ code: 'E_DECODE' }),
  );
});
