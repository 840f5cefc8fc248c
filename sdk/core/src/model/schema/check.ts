import type { StandardSchemaV1 } from '@standard-schema/spec';
import { ByteWriter } from '../coders/byte-writer.js';
import { coderOfPresent, type RowContext } from '../coders/row-field/coder-of-type.js';
import { valueText } from '../coders/value-text.js';
import { BeamError } from '../errors.js';
import { formsOf } from './js-forms.js';
import type { FieldType, Schema } from './schema.js';

/** Where a value lies in the whole. */
type Path = readonly PropertyKey[];

/** Checks one value and returns what is kept of it; notes what is wrong. */
type Check = (value: unknown, path: Path, issues: StandardSchemaV1.Issue[]) => unknown;

/**
 * A function that tells whether a value is a row of `schema`, with an issue for each field that does not fit. The
 * row coder takes whatever passes. Properties that the schema does not know are left out of what is returned.
 */
export function checkOf(schema: Schema): (value: unknown) => StandardSchemaV1.Result<any> {
  const check = rowCheck(schema);
  return (value) => {
    const issues: StandardSchemaV1.Issue[] = [];
    const kept = check(value, [], issues);
    return issues.length === 0 ? { value: kept } : { issues };
  };
}

function rowCheck(schema: Schema): Check {
  const context: RowContext = {
    forms: formsOf(schema),
    canonical: false,
    rowCoder() {
      throw new BeamError('E_INTERNAL', 'Nested rows are checked field by field.');
    },
  };
  const fields = schema.fields.map(({ name, type }, i) => ({
    name,
    check: typeCheck(type, String(i), context),
  }));
  return (value, path, issues) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      issues.push({ message: `expected an object, got ${valueText(value)}`, path });
      return value;
    }
    const row: Record<string, unknown> = {};
    for (const { name, check } of fields) {
      const kept = check((value as Record<string, unknown>)[name], [...path, name], issues);
      if (kept !== undefined) row[name] = kept;
    }
    return row;
  };
}

function typeCheck(type: FieldType, at: string, context: RowContext): Check {
  const present = presentCheck(type, at, context);
  const nothing = context.forms.get(at)?.has('undefined') ? undefined : null;
  return (value, path, issues) => {
    if (value !== null && value !== undefined) return present(value, path, issues);
    if (!type.nullable) {
      issues.push({ message: value === null ? 'must not be null' : 'is required', path });
      return value;
    }
    return nothing;
  };
}

function presentCheck(type: FieldType, at: string, context: RowContext): Check {
  switch (type.kind) {
    case 'row':
      return rowCheck(type.schema);
    case 'array':
    case 'iterable': {
      const element = typeCheck(type.element, `${at}e`, context);
      return (value, path, issues) => {
        if (Array.isArray(value)) return value.map((item, i) => element(item, [...path, i], issues));
        issues.push({ message: `expected an array, got ${valueText(value)}`, path });
        return value;
      };
    }
    case 'map':
      return mapCheck(type.key, type.value, at, context);
    default:
      return leafCheck(type, at, context);
  }
}

function mapCheck(keyType: FieldType, valueType: FieldType, at: string, context: RowContext): Check {
  const key = typeCheck(keyType, `${at}k`, context);
  const item = typeCheck(valueType, `${at}v`, context);
  const isObject = context.forms.get(at)?.has('object') ?? false;
  return (value, path, issues) => {
    if (isObject && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Map)) {
      const entries = Object.entries(value as object);
      return Object.fromEntries(
        entries.map(([k, v]) => [key(k, path, issues), item(v, [...path, k], issues)]),
      );
    }
    if (!isObject && value instanceof Map) {
      return new Map(
        [...value].map(([k, v]) => {
          const step = typeof k === 'number' || typeof k === 'symbol' ? k : String(k);
          return [key(k, [...path, step], issues), item(v, [...path, step], issues)];
        }),
      );
    }
    issues.push({
      message: `expected ${isObject ? 'a plain object' : 'a Map'}, got ${valueText(value)}`,
      path,
    });
    return value;
  };
}

/** Asks the coder itself: what it can write is what the schema accepts. */
function leafCheck(type: FieldType, at: string, context: RowContext): Check {
  const coder = coderOfPresent(type, at, context);
  const writer = new ByteWriter(16);
  return (value, path, issues) => {
    writer.reset();
    try {
      coder.encode(value, writer);
    } catch (thrown) {
      const { message } = BeamError.from(thrown);
      const taken = /^The \S+ coder takes (.*), but got (.*)\.$/s.exec(message);
      issues.push({ message: taken ? `expected ${taken[1]}, got ${taken[2]}` : message, path });
    }
    return value;
  };
}
