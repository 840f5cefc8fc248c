/**
 * Types for the fields of a CSV file: text in, what the schema asks for out.
 *
 * A field that does not read as its type stays text, so that the check of the schema, which follows, is the one
 * place that refuses it and names it.
 */
import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import {
  asRowSchema,
  type FieldType,
  formsOf,
  type JsForm,
  logicalTypeUrns,
  type Schema,
} from '../model/index.js';

/** Reads the text of a field; undefined leaves the property out. */
export type FieldReader = (text: string) => unknown;

/** How the fields of a CSV file are read for a schema. */
export interface FieldReaders {
  /** The schema's fields in order; undefined when the schema does not name all that there may be. */
  readonly names: readonly string[] | undefined;
  /** The reader of a column; undefined leaves the text as it is. */
  reader(name: string): FieldReader | undefined;
}

/** The readers for a schema: by the types of a `row(…)`, or by what another library's JSON Schema takes as input. */
export function fieldReaders(schema: StandardSchemaV1): FieldReaders {
  const own = asRowSchema(schema);
  if (own !== undefined) return rowReaders(own.schema);
  const properties = inputProperties(schema);
  return {
    names: undefined,
    reader: (name) => (Object.hasOwn(properties, name) ? jsonReader(properties[name]) : undefined),
  };
}

function rowReaders(schema: Schema): FieldReaders {
  const forms = formsOf(schema);
  const readers = new Map(
    schema.fields.map(({ name, type }, i) => [name, typeReader(type, forms.get(`${i}`) ?? new Set())]),
  );
  return { names: schema.fields.map(({ name }) => name), reader: (name) => readers.get(name) };
}

function typeReader(type: FieldType, forms: ReadonlySet<JsForm>): FieldReader {
  const read = valueReader(type, forms);
  if (!type.nullable) return read;
  const nothing = forms.has('undefined') ? undefined : null;
  return (text) => (text === '' ? nothing : read(text));
}

function valueReader(type: FieldType, forms: ReadonlySet<JsForm>): FieldReader {
  switch (type.kind) {
    case 'atomic':
      switch (type.atomic) {
        case 'string':
          return same;
        case 'boolean':
          return truth;
        case 'bytes':
          return base64;
        case 'float':
        case 'double':
          return number;
        default:
          return forms.has('bigint') ? bigInteger : integer;
      }
    case 'logical':
      switch (type.urn) {
        case logicalTypeUrns.millisInstant:
          return forms.has('date') ? date : millis;
        case logicalTypeUrns.microsInstant:
        case logicalTypeUrns.timestamp:
          return bigInteger;
        case logicalTypeUrns.fixedBytes:
        case logicalTypeUrns.varBytes:
          return base64;
        default:
          return same;
      }
    case 'map':
      return forms.has('object') ? jsonValue : jsonMap;
    default:
      return jsonValue;
  }
}

const same: FieldReader = (text) => text;
const integer: FieldReader = (text) => (/^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : text);
const bigInteger: FieldReader = (text) => (/^\s*-?\d+\s*$/.test(text) ? BigInt(text) : text);
const truth: FieldReader = (text) => truths.get(text.trim().toLowerCase()) ?? text;
const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);

const number: FieldReader = (text) => {
  // Number('') is 0.
  if (text.trim() === '') return text;
  const value = Number(text);
  return Number.isNaN(value) && text.trim() !== 'NaN' ? text : value;
};

const base64: FieldReader = (text) =>
  /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : text;

/** Milliseconds, or ISO 8601. Without a zone it is UTC: the result must not depend on the machine. */
const millis: FieldReader = (text) => {
  const trimmed = text.trim();
  if (/^-?\d+$/.test(trimmed)) return Number(trimmed);
  const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i.exec(
    trimmed,
  );
  if (iso === null) return text;
  const [, day, time = '00:00', zone = 'Z'] = iso;
  const value = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(value) ? text : value;
};

const date: FieldReader = (text) => {
  const value = millis(text);
  return typeof value === 'number' ? new Date(value) : text;
};

const jsonValue: FieldReader = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const jsonMap: FieldReader = (text) => {
  const value = jsonValue(text);
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : text;
};

/** The properties of the objects that a schema takes, each with its JSON Schema; empty when it does not say. */
function inputProperties(schema: StandardSchemaV1): Record<string, unknown> {
  const { vendor, jsonSchema } = schema['~standard'] as StandardSchemaV1.Props &
    Partial<StandardJSONSchemaV1.Props>;
  // zod gives up on an object with one date in it, unless it may leave that property open.
  const libraryOptions = vendor === 'zod' ? { unrepresentable: 'any' } : undefined;
  try {
    const { properties } = jsonSchema?.input({ target: 'draft-2020-12', libraryOptions }) ?? {};
    return typeof properties === 'object' && properties !== null
      ? (properties as Record<string, unknown>)
      : {};
  } catch {
    // Libraries throw for types that JSON Schema lacks. Then the fields stay text, as without a JSON Schema.
    return {};
  }
}

/** The reader for a property whose JSON Schema takes numbers, booleans or null, but no strings. */
function jsonReader(property: unknown): FieldReader | undefined {
  const types = jsonTypes(property);
  if (types === undefined || types.has('string')) return undefined;
  const readers: FieldReader[] = [];
  if (types.has('number') || types.has('integer')) readers.push(number);
  if (types.has('boolean')) readers.push(truth);
  if (types.has('array') || types.has('object')) readers.push(jsonValue);
  const nothing = types.has('null') ? null : undefined;
  return (text) => {
    if (text === '') return nothing;
    for (const read of readers) {
      const value = read(text);
      if (value !== text) return value;
    }
    return text;
  };
}

/** The types that a JSON Schema lets through; undefined when it does not say. */
function jsonTypes(schema: unknown): Set<string> | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined;
  const { type, anyOf } = schema as { type?: unknown; anyOf?: unknown };
  if (typeof type === 'string') return new Set([type]);
  if (Array.isArray(type)) return new Set(type as string[]);
  if (!Array.isArray(anyOf)) return undefined;
  const all = new Set<string>();
  for (const choice of anyOf) {
    const types = jsonTypes(choice);
    if (types === undefined) return undefined;
    for (const each of types) all.add(each);
  }
  return all;
}
