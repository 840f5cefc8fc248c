import type { StandardSchemaV1 } from '@standard-schema/spec';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { ByteReader } from '../coders/byte-reader.js';
import { ByteWriter } from '../coders/byte-writer.js';
import type { Coder } from '../coders/coder.js';
import { explainCoder } from '../coders/explain-coder.js';
import { int64, string } from './field-types.js';
import { type JsonSchema, typeFromJsonSchema } from './from-json-schema.js';
import { row } from './row.js';
import { typeText } from './schema-text.js';
import { coderForSchema, typeFromStandardSchema } from './standard-schema.js';

const explained = (schema: StandardSchemaV1): string => explainCoder(coderForSchema(schema));

function roundTrip<T>(coder: Coder<T>, value: T): T {
  const writer = new ByteWriter();
  coder.encode(value, writer);
  return coder.decode(new ByteReader(writer.finish()));
}

const Order = z.object({
  id: z.int(),
  quantity: z.int32(),
  amount: z.number(),
  customer: z.email(),
  paid: z.boolean(),
  status: z.enum(['open', 'closed']),
  kind: z.literal('order'),
  note: z.string().optional(),
  parent: z.int().nullable(),
  tags: z.array(z.string()).min(1),
  counts: z.record(z.string(), z.int()),
  address: z.object({ city: z.string(), zip: z.string().regex(/^\d+$/) }),
});

test('row() brings its own coder', () => {
  const S = row({ id: int64, name: string });
  expect(coderForSchema(S)).toBe(S.coder);
});

describe('zod schemas', () => {
  test('of plain objects become rows of exact types', () => {
    expect(explained(Order)).toBe(
      'row<id: int64, quantity: int32, amount: double, customer: string, paid: boolean, status: string, ' +
        'kind: string, note: string?, parent: int64?, tags: array<string>, counts: map<string, int64>, ' +
        'address: row<city: string, zip: string>>',
    );
  });

  test('give back every value that they let through', () => {
    const coder = coderForSchema(Order);
    expectTypeOf(coder).toEqualTypeOf<Coder<z.output<typeof Order>>>();
    const value = fc.record(
      {
        id: fc.maxSafeInteger(),
        quantity: fc.integer(),
        amount: fc.double(),
        customer: fc.constant('a@example.org'),
        paid: fc.boolean(),
        status: fc.constantFrom('open' as const, 'closed' as const),
        kind: fc.constant('order' as const),
        note: fc.string(),
        parent: fc.option(fc.maxSafeInteger()),
        tags: fc.array(fc.string(), { minLength: 1 }),
        counts: fc.dictionary(fc.string(), fc.maxSafeInteger(), { noNullPrototype: true }),
        address: fc.record({ city: fc.string(), zip: fc.constant('90001') }, { noNullPrototype: true }),
      },
      {
        noNullPrototype: true,
        requiredKeys: [
          'id',
          'quantity',
          'amount',
          'customer',
          'paid',
          'status',
          'kind',
          'parent',
          'tags',
          'counts',
          'address',
        ],
      },
    );
    fc.assert(
      fc.property(value, (order) => {
        expect(roundTrip(coder, order)).toStrictEqual(order);
      }),
    );
  });

  test('of single values become the coder of these', () => {
    expect(explained(z.string())).toBe('string');
    expect(explained(z.int())).toBe('varint');
    expect(explained(z.number())).toBe('double');
    expect(explained(z.boolean())).toBe('bool');
  });

  test.each([
    ['a date', z.object({ at: z.date() }), /^A schema of zod has no JSON Schema: .*[Dd]ate/],
    ['a bigint', z.object({ n: z.bigint() }), /[Bb]ig[Ii]nt/],
    ['a Map', z.object({ m: z.map(z.string(), z.string()) }), /[Mm]ap/],
    ['a transform', z.object({ n: z.string().transform(Number) }), /[Tt]ransform/],
    [
      'anything',
      z.object({ a: z.object({ b: z.unknown() }) }),
      /^\$\.a\.b of the schema .* any value may stand there/,
    ],
    ['further properties', z.looseObject({ a: z.string() }), /^\$ of .* properties beside those listed/],
    ['one of several types', z.object({ a: z.union([z.string(), z.int()]) }), /^\$\.a of .* several types/],
    ['missing or null', z.object({ a: z.string().nullish() }), /^\$\.a of .* may be missing or null/],
    ['a tuple', z.object({ t: z.tuple([z.string()]) }), /^\$\.t of .* "prefixItems" says more than a type/],
    ['a file', z.object({ f: z.file() }), /^\$\.f of .* may be a file/],
    ['mixed literals', z.object({ l: z.literal(['a', 1]) }), /^\$\.l of .* no type in common/],
  ])('with %s have no exact type and get the generic coder', (_, schema, why) => {
    expect(() => typeFromStandardSchema(schema)).toThrowError(
      expect.objectContaining({ code: 'E_NO_CODER' }),
    );
    expect(() => typeFromStandardSchema(schema)).toThrowError(why);
    expect(explained(schema)).toBe('generic');
  });

  test('that contain themselves are refused, not followed for ever', () => {
    const Tree = z.object({
      name: z.string(),
      get children() {
        return z.array(Tree);
      },
    });
    expect(() => typeFromStandardSchema(Tree)).toThrowError(/contains itself/);
    expect(explained(Tree)).toBe('generic');
  });
});

describe('JSON Schemas', () => {
  const type = (schema: JsonSchema): string => typeText(typeFromJsonSchema(schema).type);

  test('name one type by reference, type lists, enumerations and constants', () => {
    expect(type({ $ref: '#/$defs/name', $defs: { name: { type: 'string' } } })).toBe('string');
    expect(type({ $ref: '#/$defs/a~1b', $defs: { 'a/b': { type: 'boolean' } } })).toBe('boolean');
    expect(type({ type: ['string', 'null'] })).toBe('string?');
    expect(type({ enum: ['a', null] })).toBe('string?');
    expect(type({ enum: [1, 2] })).toBe('int64');
    expect(type({ enum: [1, 2.5] })).toBe('double');
    expect(type({ const: true })).toBe('boolean');
    expect(type({ oneOf: [{ type: 'null' }, { type: 'number' }] })).toBe('double?');
  });

  test('with the same definition twice are no cycle', () => {
    const name = { $ref: '#/$defs/name' };
    const schema = {
      type: 'object',
      properties: { a: name, b: name },
      required: ['a', 'b'],
      additionalProperties: false,
      $defs: { name: { type: 'string' } },
    };
    expect(type(schema)).toBe('row<a: string, b: string>');
  });

  test.each<[JsonSchema, RegExp]>([
    [{}, /any value/],
    [{ type: 'integer' }, /beyond ±\(2\^53 - 1\)/],
    [{ type: 'integer', minimum: 0 }, /beyond/],
    [{ type: 'array' }, /items of any type/],
    [{ type: 'object' }, /properties beside/],
    [{ type: 'null' }, /type is null/],
    [{ $ref: '#/nowhere' }, /leads nowhere/],
    [{ $ref: 'https://example.org/x.json' }, /leads nowhere/],
    [{ type: 'string', not: { const: 'x' } }, /"not" says more/],
    [{ enum: [] }, /no type in common/],
    [{ allOf: [{ type: 'string' }] }, /"allOf" says more/],
    [{ type: 'object', properties: { a: true }, additionalProperties: false }, /^\$\.a of/],
  ])('without an exact type are refused: %o', (schema, why) => {
    expect(() => typeFromJsonSchema(schema)).toThrowError(why);
  });
});

describe('other libraries', () => {
  const standard = (jsonSchema?: object): StandardSchemaV1 =>
    ({
      '~standard': { version: 1, vendor: 'acme', validate: (value: unknown) => ({ value }), jsonSchema },
    }) as StandardSchemaV1;

  test('are asked for the JSON Schema of what comes out', () => {
    const output = ({ target }: { target: string }) =>
      target === 'draft-2020-12' ? { type: 'string' } : { type: 'number' };
    expect(explained(standard({ output, input: () => ({ type: 'boolean' }) }))).toBe('string');
  });

  test('without JSON Schema get the generic coder', () => {
    expect(() => typeFromStandardSchema(standard())).toThrowError(
      /Schemas of acme do not say their JSON Schema/,
    );
    expect(explained(standard())).toBe('generic');
  });
});
