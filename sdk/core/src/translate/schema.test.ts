import { Schema as SchemaProto } from '@hornbeam/proto';
import { expect, test } from 'vitest';
import { ByteReader } from '../model/coders/byte-reader.js';
import { ByteWriter } from '../model/coders/byte-writer.js';
import { keyCoder } from '../model/coders/key-coder.js';
import { RowCoder } from '../model/coders/row.js';
import {
  bigint64,
  boolean,
  boundedString,
  bytes,
  calendarDate,
  datetime,
  decimal,
  double,
  enumeration,
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
} from '../model/schema/field-types.js';
import { row } from '../model/schema/row.js';
import { type Schema, sameSchema } from '../model/schema/schema.js';
import { schemaId } from '../model/schema/schema-id.js';
import { schemaFromPayload, schemaPayload } from './schema.js';

const S = row({
  id: int64,
  big: bigint64,
  at: datetime,
  micros: microTimestamp,
  nanos: preciseTimestamp(9),
  day: calendarDate,
  price: decimal,
  code: boundedString(3),
  colour: enumeration('red', 'green'),
  raw: bytes,
  ok: nullable(boolean),
  lists: list(list(optional(bigint64))),
  byNumber: map(int32, double),
  byName: record(row({ note: optional(string) })),
});

const value = {
  id: 1,
  big: 2n ** 60n,
  at: new Date(5),
  micros: 7n,
  nanos: 8n,
  day: '2024-02-29',
  price: '1.50',
  code: 'abc',
  colour: 'green' as const,
  raw: Uint8Array.of(1),
  ok: null,
  lists: [[1n, undefined]],
  byNumber: new Map([[1, 0.5]]),
  byName: { a: {}, b: { note: 'x' } },
};

test('a schema comes back from its payload with all types, arguments and forms', () => {
  const back = schemaFromPayload(schemaPayload(S.schema));
  expect(sameSchema(back, S.schema)).toBe(true);
  expect(back.id).toBe(schemaId(S.schema));
  const writer = new ByteWriter();
  S.coder.encode(value, writer);
  expect(new RowCoder(back).decode(new ByteReader(writer.finish()))).toStrictEqual(value);
});

test('the payload of a schema depends on its content alone', () => {
  expect(schemaPayload(row({ a: int64 }).schema)).toEqual(schemaPayload(row({ a: int64 }).schema));
});

test('a row that is a key stays canonical across the plan', () => {
  const coder = keyCoder<any>(row({ a: double }).coder) as RowCoder;
  expect(new RowCoder(schemaFromPayload(schemaPayload(coder.schema))).deterministic).toBe(true);
});

test('positions, ids, descriptions and options of every kind are kept', () => {
  const text = { kind: 'atomic', atomic: 'string', nullable: false } as const;
  const number = { kind: 'atomic', atomic: 'int64', nullable: false } as const;
  const schema: Schema = {
    id: '30ea5a25-dcd8-4cdb-abeb-5332d15ab4b9',
    encodingPositionsSet: true,
    options: [
      { name: 'flag' },
      { name: 'limit', type: number, value: 5n },
      { name: 'names', type: { kind: 'array', element: text, nullable: false }, value: ['a', 'b'] },
      {
        name: 'table',
        type: { kind: 'map', key: text, value: number, nullable: false },
        value: new Map([['a', 1n]]),
      },
    ],
    fields: [
      { name: 'a', type: text, description: 'the first', id: 4, encodingPosition: 1, options: [] },
      {
        name: 'b',
        type: { kind: 'iterable', element: text, nullable: true },
        description: '',
        id: 0,
        encodingPosition: 0,
        options: [{ name: 'unit', type: text, value: 'm' }],
      },
    ],
  };
  expect(schemaFromPayload(schemaPayload(schema))).toEqual(schema);
});

test('what is no schema is refused', () => {
  const refused = expect.objectContaining({ code: 'E_BAD_PLAN' });
  expect(() => schemaFromPayload(Uint8Array.of(10, 200, 1))).toThrowError(refused);
  const untyped = SchemaProto.encode({ fields: [{ name: 'a' }] }).finish();
  expect(() => schemaFromPayload(untyped)).toThrowError(/field "a" of a schema has no type/);
});
