import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonText } from './json-text.js';

describe('JSON text', () => {
  test('of what JSON knows is what the engine writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(jsonText(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  test('of what JSON lacks loses nothing without a word', () => {
    expect(jsonText(2n ** 64n)).toBe('"18446744073709551616"');
    expect(jsonText([Number.NaN, -Infinity, undefined, new Date(0)])).toBe(
      '["NaN","-Infinity",null,"1970-01-01T00:00:00.000Z"]',
    );
    expect(jsonText({ bytes: Uint8Array.of(1, 2), none: undefined })).toBe('{"bytes":"AQI="}');
    expect(jsonText({ m: new Map([['a', 1n]]), o: new Map([[1, 'x']]), s: new Set(['b']) })).toBe(
      '{"m":{"a":"1"},"o":[[1,"x"]],"s":["b"]}',
    );
    expect(jsonText(undefined)).toBe('null');
  });

  test('of class instances has their properties, or what toJSON says', () => {
    class Point {
      x = 1;
      y = 2n;
    }
    expect(jsonText(new Point())).toBe('{"x":1,"y":"2"}');
    expect(jsonText({ toJSON: () => 'me', n: 1n })).toBe('"me"');
  });

  test('a property called __proto__ is a property like others', () => {
    expect(jsonText(JSON.parse('{"__proto__":{"a":1},"n":null}'))).toBe('{"__proto__":{"a":1},"n":null}');
    const value = JSON.parse('{"__proto__":{"a":1}}');
    value.big = 1n;
    expect(jsonText(value)).toBe('{"__proto__":{"a":1},"big":"1"}');
  });

  test('an object in two places is fine, one inside of itself is refused', () => {
    const shared = { n: 1n };
    expect(jsonText([shared, shared])).toBe('[{"n":"1"},{"n":"1"}]');
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => jsonText(circle)).toThrowError(expect.objectContaining({ code: 'E_ENCODE' }));
  });

  test('functions and symbols are refused', () => {
    expect(() => jsonText({ f: () => 1 })).toThrowError(expect.objectContaining({ code: 'E_ENCODE' }));
    expect(() => jsonText(Symbol('s'))).toThrowError(expect.objectContaining({ code: 'E_ENCODE' }));
  });

  test('deep data is written in full', () => {
    let deep: unknown = 'end';
    for (let i = 0; i < 100; i++) deep = [deep];
    expect(jsonText(deep)).toBe(`${'['.repeat(100)}"end"${']'.repeat(100)}`);
  });
});
