import { Schema as SchemaProto } from '@hornbeam/proto';
import type { ExternalConfig, ExternalValue, PythonCode } from '@hornbeam/sdk/construction';
import { BeamError, ByteWriter, type FieldType, RowCoder, type Schema } from '@hornbeam/sdk/model';
import { schemaFromPayload, schemaPayload } from '@hornbeam/sdk/translate';

/** A configuration as expansion services read it: a schema, and a row of it. */
export interface ConfigRow {
  readonly schema: SchemaProto;
  readonly row: Uint8Array;
}

/** A Python function by its source (`beam:logical_type:python_callable:v1`). */
const PYTHON_CALLABLE = 'beam:logical_type:python_callable:v1';

/** A configuration whose schema nobody tells: types are those of the values. @throws BeamError `E_EXPANSION` */
export function inferredRow(config: ExternalConfig): ConfigRow {
  const entries = Object.entries(config);
  const schema: Schema = { fields: entries.map(([name, value]) => ({ name, type: typeOf(value, name) })) };
  return written(schema, Object.fromEntries(entries.map(([name, value]) => [name, plain(value)])));
}

/** Values as a row of fields `ignore0`, `ignore1` …: how arguments without names are sent to Java. */
export const inferredArguments = (values: readonly ExternalValue[]): ConfigRow =>
  inferredRow(Object.fromEntries(values.map((value, i) => [`ignore${i}`, value])));

/**
 * A configuration for a schema that the service told.
 * @param identifier of the transform, for errors
 * @throws BeamError `E_EXPANSION` for a field that it does not have, lacks, or that has another type
 */
export function configuredRow(identifier: string, config: ExternalConfig, proto: SchemaProto): ConfigRow {
  const schema = schemaFromPayload(SchemaProto.encode(proto).finish());
  const names = new Map(schema.fields.map(({ name }) => [plainName(name), name]));
  const row: Record<string, unknown> = {};
  for (const [given, value] of Object.entries(config)) {
    const name = names.get(plainName(given));
    if (name === undefined) {
      throw refused(
        identifier,
        `has no field "${given}"`,
        `its fields are ${schema.fields.map(fieldText).join(', ')}`,
      );
    }
    row[name] = plain(value);
  }
  for (const { name, type } of schema.fields) {
    if (row[name] !== undefined) continue;
    if (!type.nullable)
      throw refused(identifier, `needs the field "${name}"`, `give it in the configuration`);
    row[name] = null;
  }
  try {
    return written(schema, row);
  } catch (thrown) {
    const { message } = BeamError.from(thrown);
    throw refused(
      identifier,
      `does not take this configuration: ${message}`,
      `its fields are ${schema.fields.map(fieldText).join(', ')}`,
    );
  }
}

/** A type in words. */
export function typeText(type: FieldType): string {
  const mark = type.nullable ? '?' : '';
  switch (type.kind) {
    case 'atomic':
      return `${type.atomic}${mark}`;
    case 'array':
    case 'iterable':
      return `${typeText(type.element)}[]${mark}`;
    case 'map':
      return `map<${typeText(type.key)}, ${typeText(type.value)}>${mark}`;
    case 'row':
      return `{ ${type.schema.fields.map(fieldText).join(', ')} }${mark}`;
    case 'logical':
      return `${type.urn}${mark}`;
  }
}

const fieldText = ({ name, type }: Schema['fields'][number]): string => `${name}: ${typeText(type)}`;

/** Services write names in their own case: `bootstrap_servers` and `bootstrapServers` are one. */
const plainName = (name: string): string => name.replaceAll('_', '').toLowerCase();

function written(schema: Schema, row: object): ConfigRow {
  const writer = new ByteWriter();
  new RowCoder(schema).encode(row as Record<string, unknown>, writer);
  return { schema: SchemaProto.decode(schemaPayload(schema)), row: writer.finish() };
}

const isCode = (value: ExternalValue): value is PythonCode =>
  typeof value === 'object' && value !== null && 'python' in value && typeof value.python === 'string';

function plain(value: ExternalValue): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  if (isCode(value)) return value.python;
  if (Array.isArray(value)) return value.map((each: ExternalValue) => plain(each));
  return Object.fromEntries(
    Object.entries(value as ExternalConfig).map(([name, each]) => [name, plain(each)]),
  );
}

function typeOf(value: ExternalValue, name: string): FieldType {
  const atomic = (atom: 'string' | 'int64' | 'double' | 'boolean' | 'bytes'): FieldType => ({
    kind: 'atomic',
    atomic: atom,
    nullable: false,
  });
  if (typeof value === 'string') return atomic('string');
  if (typeof value === 'boolean') return atomic('boolean');
  if (typeof value === 'bigint') return atomic('int64');
  if (typeof value === 'number') return atomic(Number.isSafeInteger(value) ? 'int64' : 'double');
  if (value instanceof Uint8Array) return atomic('bytes');
  if (value === null) {
    throw new BeamError('E_EXPANSION', `The field "${name}" of a configuration is null, which has no type.`, {
      help: 'leave it out',
    });
  }
  if (isCode(value)) {
    return { kind: 'logical', urn: PYTHON_CALLABLE, representation: atomic('string'), nullable: false };
  }
  if (Array.isArray(value)) {
    const [first] = value as readonly ExternalValue[];
    const element = first === undefined ? atomic('string') : typeOf(first, name);
    return { kind: 'array', element, nullable: false };
  }
  const fields = Object.entries(value as ExternalConfig).map(([field, each]) => ({
    name: field,
    type: typeOf(each, field),
  }));
  return { kind: 'row', schema: { fields }, nullable: false };
}

const refused = (identifier: string, what: string, help: string): BeamError =>
  new BeamError('E_EXPANSION', `The transform ${identifier} ${what}.`, { help });
