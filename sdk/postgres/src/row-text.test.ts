import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowsText } from './row-text.js';

describe('rows as JSON', () => {
  test('are what JSON.stringify makes of plain values, column by column', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ a: fc.jsonValue(), b: fc.string() })), (rows) => {
        const columns = rows.map(({ a, b }) => ({ b, a }));
        expect(JSON.parse(rowsText(rows, ['b', 'a']))).toEqual(JSON.parse(JSON.stringify(columns)));
      }),
    );
  });

  test('hold exactly what JSON has no form of', () => {
    const row = {
      big: 2n ** 80n,
      bytes: Uint8Array.of(1, 171),
      buffer: Buffer.from([255]),
      inside: { deep: [1n, Number.NaN, new Date(0), new Map([['k', 2n]]), new Set([1])] },
      infinite: Number.POSITIVE_INFINITY,
      missing: undefined,
    };
    expect(JSON.parse(rowsText([row], Object.keys(row)))).toEqual([
      {
        big: '1208925819614629174706176',
        bytes: '\\x01ab',
        buffer: '\\xff',
        inside: { deep: ['1', 'NaN', '1970-01-01T00:00:00.000Z', { k: '2' }, [1]] },
        infinite: 'Infinity',
        missing: null,
      },
    ]);
  });

  test('are refused when they hold a function', () => {
    expect(() => rowsText([{ f: () => 1 }], ['f'])).toThrow(/A function cannot be written to a table/);
  });
});
