import { BeamError } from '../errors.js';
import { below, type FieldSpec, spec } from './field-spec.js';
import * as t from './field-types.js';
import { row } from './row.js';

/** A JSON Schema (draft 2020-12 or 7) as a library gives it: unchecked data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Spec = FieldSpec<any>;

/** Words that only describe, or that narrow which values of a type are allowed: the type stays the same. */
const narrowing = new Set([
  ...['$schema', '$id', '$comment', '$defs', 'definitions', 'title', 'description', 'default', 'examples'],
  ...['deprecated', 'readOnly', 'writeOnly', 'id'],
  ...['minLength', 'maxLength', 'pattern', 'format', 'contentEncoding', 'contentMediaType'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'propertyNames'],
]);

/** Words that are read below. */
const structural = new Set([
  ...[
    'type',
    'properties',
    'required',
    'additionalProperties',
    'items',
    'enum',
    'const',
    'anyOf',
    'oneOf',
    '$ref',
  ],
]);

/**
 * The Beam type of the values that a JSON Schema describes, where it is exact: every value that passes comes back
 * equal from its coder. Objects become rows, maps of one type records, integers within ±(2^53 - 1) INT64 or INT32.
 * @throws BeamError `E_NO_CODER` naming the place that has no exact type
 */
export function typeFromJsonSchema(schema: JsonSchema): FieldSpec<any> {
  return new Reading(schema).type(schema, '$');
}

class Reading {
  private readonly root: JsonSchema;
  /** References being followed, to notice one that leads to itself. */
  private readonly following = new Set<string>();

  constructor(root: JsonSchema) {
    this.root = root;
  }

  type(schema: JsonSchema, at: string): Spec {
    for (const word of Object.keys(schema)) {
      if (!narrowing.has(word) && !structural.has(word)) throw inexact(at, `"${word}" says more than a type`);
    }
    if (typeof schema.$ref === 'string') return this.reference(schema.$ref, at);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) return this.choice(choices, at);
    if (Array.isArray(schema.enum)) return this.members(schema.enum, at);
    if ('const' in schema) return this.members([schema.const], at);
    const { type } = schema;
    if (Array.isArray(type)) {
      return this.choice(
        type.map((one) => ({ ...schema, type: one })),
        at,
      );
    }
    switch (type) {
      case 'string':
        if (schema.format === 'binary' || schema.contentEncoding === 'binary') {
          throw inexact(at, 'a binary string may be a file in memory');
        }
        return t.string;
      case 'boolean':
        return t.boolean;
      case 'number':
        return t.double;
      case 'integer':
        return integer(schema, at);
      case 'array':
        return this.array(schema, at);
      case 'object':
        return this.object(schema, at);
      default:
        throw inexact(at, type === undefined ? 'any value may stand there' : `the type is ${String(type)}`);
    }
  }

  private reference(pointer: string, at: string): Spec {
    if (this.following.has(pointer)) throw inexact(at, 'the type contains itself');
    let target: unknown = pointer.startsWith('#') ? this.root : undefined;
    for (const step of pointer.slice(1).split('/').filter(Boolean)) {
      const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
      target = isSchema(target) ? target[name] : undefined;
    }
    if (!isSchema(target)) throw inexact(at, `the reference ${pointer} leads nowhere`);
    this.following.add(pointer);
    const found = this.type(target, at);
    this.following.delete(pointer);
    return found;
  }

  /** Only the choice between one type and null has a type in Beam. */
  private choice(choices: unknown, at: string): Spec {
    const schemas = Array.isArray(choices) ? choices.filter(isSchema) : [];
    const present = schemas.filter(({ type }) => type !== 'null');
    const [only] = present;
    if (only === undefined || present.length !== 1) throw inexact(at, 'several types may stand there');
    const type = this.type(only, at);
    return schemas.length > present.length ? t.nullable(type) : type;
  }

  private members(members: readonly unknown[], at: string): Spec {
    const present = members.filter((member) => member !== null);
    const type = membersType(present);
    if (type === undefined) throw inexact(at, 'the values listed have no type in common');
    return present.length < members.length ? t.nullable(type) : type;
  }

  private array(schema: JsonSchema, at: string): Spec {
    const { items } = schema;
    if (!isSchema(items)) throw inexact(at, 'an array has items of any type');
    return t.list(this.type(items, `${at}[]`));
  }

  private object(schema: JsonSchema, at: string): Spec {
    const properties = isSchema(schema.properties) ? schema.properties : {};
    const names = Object.keys(properties);
    const others = schema.additionalProperties;
    if (names.length === 0 && isSchema(others)) {
      const value = this.type(others, `${at}{}`);
      return spec({ kind: 'map', key: t.string.type, value: value.type, nullable: false }, [
        ['', 'object'],
        ...below('v', value),
      ]);
    }
    if (others !== false) throw inexact(at, 'an object may have properties beside those listed');
    const required = new Set(Array.isArray(schema.required) ? schema.required : []);
    const shape: Record<string, Spec> = {};
    for (const name of names) {
      const property = properties[name];
      const place = `${at}.${name}`;
      if (!isSchema(property)) throw inexact(place, 'any value may stand there');
      const type = this.type(property, place);
      if (required.has(name)) {
        shape[name] = type;
      } else {
        if (type.type.nullable)
          throw inexact(place, 'a property may be missing or null, which are one in Beam');
        shape[name] = t.optional(type);
      }
    }
    return row(shape);
  }
}

function integer(schema: JsonSchema, at: string): Spec {
  const least = bound(schema.minimum, schema.exclusiveMinimum);
  const most = bound(schema.maximum, schema.exclusiveMaximum);
  if (least >= -0x8000_0000 && most <= 0x7fff_ffff) return t.int32;
  if (least >= Number.MIN_SAFE_INTEGER && most <= Number.MAX_SAFE_INTEGER) return t.int64;
  throw inexact(at, 'an integer may lie beyond ±(2^53 - 1)');
}

/** NaN, which no comparison accepts, where there is no bound. */
const bound = (inclusive: unknown, exclusive: unknown): number =>
  typeof inclusive === 'number' ? inclusive : typeof exclusive === 'number' ? exclusive : Number.NaN;

function membersType(members: readonly unknown[]): Spec | undefined {
  if (members.length === 0) return undefined;
  if (members.every((member) => typeof member === 'string')) return t.string;
  if (members.every((member) => typeof member === 'boolean')) return t.boolean;
  if (members.every((member) => Number.isSafeInteger(member))) return t.int64;
  if (members.every((member) => typeof member === 'number')) return t.double;
  return undefined;
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const inexact = (at: string, why: string): BeamError =>
  new BeamError('E_NO_CODER', `${at} of the schema has no exact Beam type: ${why}.`, {
    help: 'describe the element with row(…), or leave out its coder so that the generic one takes it',
  });
