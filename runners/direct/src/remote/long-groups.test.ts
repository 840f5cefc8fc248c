import { ByteReader, ByteWriter, IterableCoder, StringUtf8Coder } from '@hornbeam/sdk/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LongGroups } from './long-groups.js';

const texts = new StringUtf8Coder();

/** What a worker makes of a group: the values that came, and those that it asks for. */
function received(groups: LongGroups, bytes: Uint8Array): string[] {
  const rest = <T>(head: T[], token: Uint8Array): T[] => {
    const values = [...head] as unknown[];
    for (const piece of groups.read(token)) {
      const reader = new ByteReader(piece);
      while (reader.remaining > 0) values.push(texts.decode(reader));
    }
    return values as T[];
  };
  return [...new IterableCoder(texts, rest).decode(new ByteReader(bytes))];
}

test('a group comes whole, however much of it is sent at once', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.nat(60), (values, limit) => {
      const groups = new LongGroups(texts, limit);
      const writer = new ByteWriter();
      groups.coder().encode(values, writer);
      expect(received(groups, writer.finish())).toEqual(values);
    }),
  );
});

test('a short group is sent whole, and of a long one not much more than may be', () => {
  const groups = new LongGroups(texts, 1000);
  const written = (values: readonly string[]): Uint8Array => {
    const writer = new ByteWriter();
    groups.coder().encode(values, writer);
    return writer.finish();
  };
  const short = written(['a', 'b']);
  expect([...short]).toEqual([0, 0, 0, 2, 1, 97, 1, 98]);
  expect(written(Array.from({ length: 10_000 }, (_, i) => `value ${i}`)).length).toBeLessThan(1100);
});

test('rests may be asked for again in their bundle, and not after it', () => {
  const groups = new LongGroups(texts, 1);
  const writer = new ByteWriter();
  groups.coder().encode(['a', 'b', 'c'], writer);
  const bytes = writer.finish();
  expect(received(groups, bytes)).toEqual(['a', 'b', 'c']);
  expect(received(groups, bytes)).toEqual(['a', 'b', 'c']);
  groups.begin();
  expect(() => received(groups, bytes)).toThrow(expect.objectContaining({ code: 'E_WORKER' }));
});
