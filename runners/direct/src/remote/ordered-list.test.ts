import { ByteReader, ByteWriter } from '@hornbeam/sdk/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderedList } from './ordered-list.js';

const entry = fc.record({ key: fc.bigInt({ min: -50n, max: 50n }), value: fc.uint8Array({ maxLength: 3 }) });
const range = fc.tuple(fc.bigInt({ min: -60n, max: 60n }), fc.bigInt({ min: -60n, max: 60n }));

const written = (entries: readonly { key: bigint; value: Uint8Array }[]): Uint8Array => {
  const writer = new ByteWriter();
  for (const { key, value } of entries) {
    writer.writeVarint64(key);
    writer.writePrefixedBytes(value);
  }
  return writer.finish();
};

const read = (list: OrderedList, from: bigint, to: bigint): Uint8Array =>
  Uint8Array.from([...list.read(from, to)].flatMap((piece) => [...piece]));

test('elements come in the order of their keys, those of one key as they came, whatever was cleared', () => {
  fc.assert(
    fc.property(fc.array(entry), range, range, (entries, [clearFrom, clearTo], [from, to]) => {
      const list = new OrderedList();
      list.append(new ByteReader(written(entries)));
      list.clear(clearFrom, clearTo);
      const left = entries.filter(({ key }) => key < clearFrom || key >= clearTo);
      const wanted = left.filter(({ key }) => key >= from && key < to).sort((a, b) => Number(a.key - b.key));
      expect(read(list, from, to)).toEqual(written(wanted));
      expect(list.isEmpty).toBe(left.length === 0);
    }),
  );
});
