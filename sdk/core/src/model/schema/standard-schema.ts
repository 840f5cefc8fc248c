import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import { BoolCoder } from '../coders/bool.js';
import type { Coder } from '../coders/coder.js';
import { DoubleCoder } from '../coders/double.js';
import { GenericCoder } from '../coders/generic.js';
import { RowCoder } from '../coders/row.js';
import { StringUtf8Coder } from '../coders/string-utf8.js';
import { VarIntCoder } from '../coders/varint.js';
import { BeamError } from '../errors.js';
import type { FieldSpec } from './field-spec.js';
import { typeFromJsonSchema } from './from-json-schema.js';
import { asRowSchema } from './row.js';

/**
 * The Beam type of what a Standard Schema lets through, from the JSON Schema that its library derives (zod from
 * 4.2, ArkType from 2.1.28).
 * @throws BeamError `E_NO_CODER` when the library gives none, or where it has no exact type in Beam
 */
export function typeFromStandardSchema(schema: StandardSchemaV1): FieldSpec<any> {
  const { vendor, jsonSchema } = schema['~standard'] as StandardSchemaV1.Props &
    Partial<StandardJSONSchemaV1.Props>;
  if (jsonSchema === undefined) {
    throw new BeamError('E_NO_CODER', `Schemas of ${vendor} do not say their JSON Schema.`, {
      help: 'describe the element with row(…)',
    });
  }
  let json: Record<string, unknown>;
  try {
    json = jsonSchema.output({ target: 'draft-2020-12' });
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new BeamError('E_NO_CODER', `A schema of ${vendor} has no JSON Schema: ${why}`, {
      help: 'describe the element with row(…), where datetime is a Date and bigint64 a bigint',
      cause: thrown,
    });
  }
  return typeFromJsonSchema(json);
}

/**
 * The coder of what a Standard Schema lets through: its own when {@link row} made it, else one of Beam's coders
 * when the schema has an exact Beam type, else the generic coder, which takes any data.
 */
export function coderForSchema<T>(schema: StandardSchemaV1<any, T>): Coder<T> {
  return (asRowSchema(schema)?.coder ?? derivedCoder(schema)) as Coder<T>;
}

function derivedCoder(schema: StandardSchemaV1): Coder<any> {
  try {
    return topLevelCoder(typeFromStandardSchema(schema)) ?? new GenericCoder();
  } catch (thrown) {
    if (thrown instanceof BeamError && thrown.code === 'E_NO_CODER') return new GenericCoder();
    throw thrown;
  }
}

/** Only some types have a coder in Beam outside of rows. */
function topLevelCoder({ type }: FieldSpec<any>): Coder<any> | undefined {
  if (type.nullable) return undefined;
  if (type.kind === 'row') return new RowCoder(type.schema);
  if (type.kind !== 'atomic') return undefined;
  switch (type.atomic) {
    case 'string':
      return new StringUtf8Coder();
    case 'boolean':
      return new BoolCoder();
    case 'double':
      return new DoubleCoder();
    case 'int32':
    case 'int64':
      return new VarIntCoder();
    default:
      return undefined;
  }
}
