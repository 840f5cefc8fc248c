import type { StandardSchemaV1 } from '@standard-schema/spec';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { ByteReader } from '../coders/byte-reader.js';
import { ByteWriter } from '../coders/byte-writer.js';
import type { Coder } from '../coders/coder.js';
import { keyCoder } from '../coders/key-coder.js';
import { RowCoder } from '../coders/row.js';
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from '../timestamp.js';
import {
  bigint64,
  boolean,
  boundedBytes,
  boundedString,
  byte,
  bytes,
  calendarDate,
  datetime,
  decimal,
  double,
  enumeration,
  fixedBytes,
  fixedString,
  float,
  int16,
  int32,
  int64,
  list,
  map,
  microTimestamp,
  nullable,
  optional,
  preciseTimestamp,
  record,
  string,
  timestamp,
} from './field-types.js';
import { type InferRow, row } from './row.js';
import type { Schema } from './schema.js';
import { schemaId } from './schema-id.js';
import { schemaText } from './schema-text.js';

function encoded(coder: Coder<any>, value: unknown): Uint8Array {
  const writer = new ByteWriter(4);
  coder.encode(value, writer);
  return writer.finish();
}

const decoded = (coder: Coder<any>, data: Uint8Array): any => coder.decode(new ByteReader(data));
const roundTrip = (coder: Coder<any>, value: unknown): any => decoded(coder, encoded(coder, value));

const Everything = row({
  byte,
  int16,
  int32,
  int64,
  bigint64,
  float,
  double,
  string,
  boolean,
  bytes,
  decimal,
  timestamp,
  datetime,
  microTimestamp,
  nanos: preciseTimestamp(9),
  millis: preciseTimestamp(3),
  calendarDate,
  fixedString: fixedString(2),
  boundedString: boundedString(3),
  fixedBytes: fixedBytes(2),
  boundedBytes: boundedBytes(3),
  colour: enumeration('red', 'green'),
  list: list(nullable(bigint64)),
  map: map(int32, list(string)),
  record: record(optional(double)),
  child: row({ id: int64, note: optional(string) }),
  optional: optional(datetime),
  nullable: nullable(row({ ids: list(bigint64) })),
});

const everything: InferRow<typeof Everything> = {
  byte: -128,
  int16: -32768,
  int32: -2147483648,
  int64: -Number.MAX_SAFE_INTEGER,
  bigint64: -(2n ** 63n),
  float: 1.5,
  double: 0.1,
  string: 'Łódź',
  boolean: true,
  bytes: Uint8Array.of(1, 2),
  decimal: '-100.123',
  timestamp: -1,
  datetime: new Date('1969-12-31T23:59:59.999Z'),
  microTimestamp: -1n,
  nanos: 1_597_328_054_123_456_789n,
  millis: -1500n,
  calendarDate: '1969-12-31',
  fixedString: 'ab',
  boundedString: '',
  fixedBytes: Uint8Array.of(1, 2),
  boundedBytes: Uint8Array.of(3),
  colour: 'green',
  list: [1n, null, -1n],
  map: new Map([[-5, ['a', 'b']]]),
  record: { a: 1, __proto: 2 },
  child: { id: 7 },
  optional: new Date(0),
  nullable: { ids: [1n] },
};

describe('a row', () => {
  test('round-trips every type', () => {
    expect(roundTrip(Everything.coder, everything)).toStrictEqual(everything);
    const { optional: _, ...without } = everything;
    expect(roundTrip(Everything.coder, { ...without, nullable: null })).toStrictEqual({
      ...without,
      nullable: null,
    });
  });

  test('has the types that its fields say', () => {
    const Order = row({
      id: int64,
      note: optional(string),
      tags: list(string),
      to: nullable(row({ zip: string })),
    });
    expectTypeOf<InferRow<typeof Order>>().toEqualTypeOf<{
      id: number;
      note?: string | undefined;
      tags: string[];
      to: { zip: string } | null;
    }>();
    expectTypeOf<StandardSchemaV1.InferOutput<typeof Order>>().toEqualTypeOf<InferRow<typeof Order>>();
    expectTypeOf<InferRow<typeof Everything>['colour']>().toEqualTypeOf<'red' | 'green'>();
    expectTypeOf<InferRow<typeof Everything>['map']>().toEqualTypeOf<Map<number, string[]>>();
    expectTypeOf<InferRow<typeof Everything>['record']>().toEqualTypeOf<Record<string, number | undefined>>();
    expectTypeOf<InferRow<typeof Everything>['bigint64']>().toEqualTypeOf<bigint>();
    expectTypeOf<InferRow<typeof Everything>['optional']>().toEqualTypeOf<Date | undefined>();
    expectTypeOf(Order.coder).toEqualTypeOf<RowCoder<InferRow<typeof Order>>>();
  });

  test('gives missing and null fields as their kind says', () => {
    const S = row({
      a: optional(string),
      b: nullable(string),
      c: list(optional(string)),
      d: list(nullable(string)),
    });
    const back = roundTrip(S.coder, { a: null, c: [null, undefined, 'x'], d: [null, undefined, 'x'] });
    expect(back).toStrictEqual({ b: null, c: [undefined, undefined, 'x'], d: [null, null, 'x'] });
    expect('a' in back).toBe(false);
  });

  test('writes the bitmap of nulls without zero bytes at its end, as Java does', () => {
    const names = Array.from({ length: 10 }, (_, i) => `f${i}`);
    const S = row(Object.fromEntries(names.map((name) => [name, nullable(boolean)])));
    const values = (nulls: number[]) =>
      Object.fromEntries(names.map((name, i) => [name, nulls.includes(i) ? null : true]));
    expect([...encoded(S.coder, values([0, 4, 7, 9]))].slice(0, 4)).toEqual([10, 2, 0b10010001, 0b10]);
    expect([...encoded(S.coder, values([2]))].slice(0, 4)).toEqual([10, 1, 0b100, 1]);
    expect([...encoded(S.coder, values([]))].slice(0, 3)).toEqual([10, 0, 1]);
    for (const nulls of [[], [0], [7], [8], [9], [0, 9], names.map((_, i) => i)]) {
      expect(roundTrip(S.coder, values(nulls))).toStrictEqual(values(nulls));
    }
    const padded = Uint8Array.of(10, 2, 0b100, 0, ...new Array(9).fill(1));
    expect(decoded(S.coder, padded)).toStrictEqual(values([2]));
  });

  test('places its fields by encoding position, nulls too', () => {
    const schema: Schema = {
      fields: [
        { name: 'a', type: { kind: 'atomic', atomic: 'string', nullable: true }, encodingPosition: 1 },
        { name: 'b', type: { kind: 'atomic', atomic: 'boolean', nullable: false }, encodingPosition: 0 },
      ],
      encodingPositionsSet: true,
    };
    const coder = new RowCoder(schema);
    expect([...encoded(coder, { a: 'x', b: true })]).toEqual([2, 0, 1, 1, 120]);
    expect([...encoded(coder, { a: null, b: true })]).toEqual([2, 1, 0b10, 1]);
    expect(Object.keys(roundTrip(coder, { a: 'x', b: true }))).toEqual(['a', 'b']);
    expect(roundTrip(coder, { a: null, b: false })).toStrictEqual({ a: null, b: false });
    const clash = { ...schema, fields: schema.fields.map((field) => ({ ...field, encodingPosition: 1 })) };
    expect(() => new RowCoder(clash)).toThrowError(/"b" has the encoding position 1, which is taken/);
  });

  test('of an older schema is read when what is new may be null', () => {
    const old = encoded(row({ a: string }).coder, { a: 'x' });
    expect(decoded(row({ a: string, b: nullable(int64), c: optional(int64) }).coder, old)).toStrictEqual({
      a: 'x',
      b: null,
    });
    expect(() => decoded(row({ a: string, b: int64 }).coder, old)).toThrowError(/field "b" is missing/);
  });

  test('of a newer schema is refused, since its end is not known', () => {
    const fresh = encoded(row({ a: string, b: string }).coder, { a: 'x', b: 'y' });
    expect(() => decoded(row({ a: string }).coder, fresh)).toThrowError(
      /row of 2 fields where the schema has 1/,
    );
  });

  test('names the field that does not fit, nested ones by their path', () => {
    const S = row({ user: row({ age: int32 }), at: timestamp });
    const writer = new ByteWriter();
    writer.writeByte(9);
    expect(() => S.coder.encode({ user: { age: 1.5 }, at: 0 }, writer)).toThrowError(
      expect.objectContaining({
        code: 'E_ENCODE',
        message: 'Field user.age: The int32 coder takes an integer of 32 bits, but got the number 1.5.',
      }),
    );
    expect([...writer.view()]).toEqual([9]);
    expect(() => encoded(S.coder, { user: { age: 1 } })).toThrowError(/^Field at: the value is undefined/);
    expect(() => encoded(S.coder, null)).toThrowError(/takes an object/);
  });

  test.each([
    [byte, 128],
    [byte, -129],
    [byte, 0.5],
    [int16, 32768],
    [int32, 2 ** 31],
    [int32, Number.NaN],
    [int64, 2 ** 53],
    [int64, 1n],
    [bigint64, 1],
    [float, '1'],
    [decimal, '1,5'],
    [decimal, ''],
    [decimal, '.'],
    [decimal, 1.5],
    [timestamp, new Date(0)],
    [timestamp, 0.5],
    [datetime, 0],
    [datetime, new Date(Number.NaN)],
    [microTimestamp, 0],
    [calendarDate, '2024-02-30'],
    [calendarDate, '2024-1-1'],
    [calendarDate, '2024-01-01T00:00Z'],
    [fixedString(2), 'abc'],
    [fixedString(2), 'a'],
    [boundedBytes(1), Uint8Array.of(1, 2)],
    [enumeration('a'), 'b'],
    [list(string), 'x'],
    [map(string, string), {}],
    [record(string), new Map()],
    [record(string), []],
  ])('refuses a value outside of its type: %#', (type, value) => {
    expect(() => encoded(row({ field: type }).coder, { field: value })).toThrowError(
      expect.objectContaining({ code: 'E_ENCODE', message: expect.stringMatching(/^Field field: /) }),
    );
  });

  test('keeps the border moments as numbers, and refuses them as dates', () => {
    const S = row({ at: timestamp });
    for (const at of [MIN_TIMESTAMP, MAX_TIMESTAMP]) expect(roundTrip(S.coder, { at })).toEqual({ at });
    const bytesOfMax = encoded(S.coder, { at: MAX_TIMESTAMP });
    expect(() => decoded(row({ at: datetime }).coder, bytesOfMax)).toThrowError(
      /beyond what a Date can hold/,
    );
  });

  test('keeps a record key named __proto__', () => {
    const S = row({ r: record(string) });
    const back = roundTrip(S.coder, { r: JSON.parse('{"__proto__":"x"}') });
    expect(Object.keys(back.r)).toEqual(['__proto__']);
    expect(() => row(JSON.parse('{"__proto__":{"type":{},"forms":[]}}'))).toThrowError(/no object can hold/);
  });

  test('reads any bytes as a row or ends in E_DECODE', () => {
    const sample = encoded(Everything.coder, everything);
    const mutated = fc
      .tuple(fc.nat(sample.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(sample.length))
      .map(([at, value, end]) => sample.with(at, value).subarray(0, end));
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 80 })), (data) => {
        try {
          decoded(Everything.coder, data);
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'BeamError', code: 'E_DECODE' });
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('decimals', () => {
  const S = row({ d: decimal });
  const text = (value: string): string => roundTrip(S.coder, { d: value }).d;

  test.each([
    ['0', '0'],
    ['0.0', '0.0'],
    ['12.50', '12.50'],
    ['-0.001', '-0.001'],
    ['+7', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1E+3', '1E+3'],
    ['1e3', '1E+3'],
    ['0.0000001', '1E-7'],
    ['1.5E-10', '1.5E-10'],
    ['123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
  ])('%s comes back as %s, with its scale', (value, back) => {
    expect(text(value)).toBe(back);
    expect(text(back)).toBe(back);
  });

  test('with a huge scale stay short text', () => {
    expect(text('1E999999999')).toBe('1E+999999999');
    expect(() => encoded(S.coder, { d: '9'.repeat(10_000) })).toThrowError(/more than 8192 digits/);
  });
});

describe('rows as keys', () => {
  const S = row({
    a: double,
    f: float,
    m: map(string, double),
    r: record(int32),
    n: nullable(row({ d: double })),
  });

  test('are canonical at any depth', () => {
    expect(S.coder.deterministic).toBe(false);
    const keys = keyCoder(S.coder as Coder<any>);
    expect(keys.deterministic).toBe(true);
    const one = {
      a: -0,
      f: -0,
      m: new Map([
        ['b', -0],
        ['a', 1],
      ]),
      r: { y: 1, x: 2 },
      n: { d: -0 },
    };
    const two = {
      a: 0,
      f: 0,
      m: new Map([
        ['a', 1],
        ['b', 0],
      ]),
      r: { x: 2, y: 1 },
      n: { d: 0 },
    };
    expect(encoded(keys, one)).toEqual(encoded(keys, two));
    expect(encoded(S.coder, one)).not.toEqual(encoded(S.coder, two));
    expect(roundTrip(keys, one)).toEqual(two);
  });

  test('say so in their schema, which the plan carries', () => {
    const again = new RowCoder((keyCoder(S.coder as Coder<any>) as RowCoder).schema);
    expect(again.deterministic).toBe(true);
  });

  test('of fields without choice need nothing', () => {
    const coder = row({ id: int64, name: optional(string) }).coder as Coder<any>;
    expect(keyCoder(coder)).toBe(coder);
  });
});

describe('validation', () => {
  const S = row({
    id: int64,
    tags: list(string),
    user: row({ name: optional(string), born: nullable(calendarDate) }),
    counts: record(int32),
    byKey: map(string, boolean),
  });
  const validate = (value: unknown) => S['~standard'].validate(value) as StandardSchemaV1.Result<unknown>;
  const good = { id: 1, tags: ['a'], user: { born: null }, counts: { a: 1 }, byKey: new Map([['k', true]]) };

  test('gives back what fits, without properties it does not know', () => {
    expect(validate(good)).toStrictEqual({ value: good });
    expect(validate({ ...good, extra: 1 })).toStrictEqual({ value: good });
    expect(validate({ ...good, user: {} })).toStrictEqual({ value: good });
  });

  test('lists every issue with its path', () => {
    const bad = {
      tags: ['a', 5],
      user: { name: 7, born: '2024-02-30' },
      counts: { a: 0.5 },
      byKey: new Map([['k', 1]]),
    };
    expect(validate(bad)).toEqual({
      issues: [
        { path: ['id'], message: 'is required' },
        { path: ['tags', 1], message: 'expected a string, got the number 5' },
        { path: ['user', 'name'], message: 'expected a string, got the number 7' },
        { path: ['user', 'born'], message: 'expected a day as \'YYYY-MM-DD\', got the string "2024-02-30"' },
        { path: ['counts', 'a'], message: 'expected an integer of 32 bits, got the number 0.5' },
        { path: ['byKey', 'k'], message: 'expected a boolean, got the number 1' },
      ],
    });
    expect(validate({ ...good, tags: 'a', counts: new Map(), byKey: {}, id: null })).toEqual({
      issues: [
        { path: ['id'], message: 'must not be null' },
        { path: ['tags'], message: 'expected an array, got the string "a"' },
        { path: ['counts'], message: 'expected a plain object, got a Map' },
        { path: ['byKey'], message: 'expected a Map, got an Object' },
      ],
    });
    expect(validate(5)).toEqual({ issues: [{ path: [], message: 'expected an object, got the number 5' }] });
  });

  test('accepts nothing that the coder refuses', () => {
    const value = fc.anything({ maxDepth: 2, maxKeys: 3 });
    const T = row({ a: optional(int32), b: optional(list(string)), c: optional(record(double)) });
    fc.assert(
      fc.property(fc.record({ a: value, b: value, c: value }), (candidate) => {
        const accepted =
          (T['~standard'].validate(candidate) as StandardSchemaV1.Result<unknown>).issues === undefined;
        let written = true;
        try {
          encoded(T.coder, candidate);
        } catch {
          written = false;
        }
        if (accepted) expect(written).toBe(true);
      }),
    );
  });
});

describe('schemas', () => {
  test('print in one line', () => {
    expect(
      schemaText(row({ id: int64, note: optional(string), m: map(string, list(datetime)) }).schema),
    ).toBe('row<id: int64, note: string?, m: map<string, array<millis_instant>>>');
  });

  test('have an id that depends on their content alone', () => {
    const id = schemaId(row({ a: int64, b: row({ c: string }) }).schema);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(schemaId(row({ a: int64, b: row({ c: string }) }).schema)).toBe(id);
    const others = [
      row({ a: int64, b: row({ c: optional(string) }) }),
      row({ a: bigint64, b: row({ c: string }) }),
      row({ a: int64, b: row({ d: string }) }),
      row({ a: int64, b: row({ c: fixedString(1) }) }),
      row({ a: int64, b: row({ c: fixedString(2) }) }),
    ].map(({ schema }) => schemaId(schema));
    expect(new Set([id, ...others]).size).toBe(6);
    expect(schemaId({ fields: [], id: 'mine' })).toBe('mine');
  });

  test('of other SDKs with types unknown here are read as what stands for them', () => {
    const representation = { kind: 'atomic', atomic: 'string', nullable: false } as const;
    const type = {
      kind: 'logical',
      urn: 'beam:logical_type:python_callable:v1',
      representation,
      nullable: true,
    } as const;
    expect(roundTrip(new RowCoder({ fields: [{ name: 'f', type }] }), { f: 'lambda: 1' })).toEqual({
      f: 'lambda: 1',
    });
  });

  test('that break a rule are refused', () => {
    const type = { kind: 'atomic', atomic: 'string', nullable: false } as const;
    expect(
      () =>
        new RowCoder({
          fields: [
            { name: 'a', type },
            { name: 'a', type },
          ],
        }),
    ).toThrowError(/"a" twice/);
    const sized = {
      kind: 'logical',
      urn: 'beam:logical_type:fixed_char:v1',
      representation: type,
      nullable: false,
    } as const;
    expect(() => new RowCoder({ fields: [{ name: 'a', type: sized }] })).toThrowError(
      /has the argument undefined/,
    );
    const options = [{ name: 'hornbeam:js_forms:v1', value: '0=float' }];
    expect(() => new RowCoder({ fields: [{ name: 'a', type }], options })).toThrowError(
      /does not parse at "0=float"/,
    );
    expect(() => preciseTimestamp(10)).toThrowError(expect.objectContaining({ code: 'E_BAD_ARGUMENT' }));
    expect(() => enumeration('a', 'a')).toThrowError(/a name twice/);
  });
});
