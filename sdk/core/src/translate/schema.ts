import {
  type AtomicType as AtomicTypeProto,
  type AtomicTypeValue,
  type FieldType as FieldTypeProto,
  type FieldValue,
  type LogicalType as LogicalTypeProto,
  type Option as OptionProto,
  Schema as SchemaProto,
} from '@hornbeam/proto';
import { BeamError } from '../model/errors.js';
import type {
  AtomicType,
  Field,
  FieldType,
  LogicalType,
  Schema,
  SchemaOption,
  SchemaValue,
} from '../model/schema/schema.js';
import { schemaId } from '../model/schema/schema-id.js';

/** The atomic types in the order of their numbers in schema.proto, from 1. */
const atoms: readonly AtomicType[] = [
  ...(['byte', 'int16', 'int32', 'int64', 'float', 'double', 'string', 'boolean', 'bytes'] as const),
];

/** The payload of the row coder of a schema: a `Schema` message. */
export function schemaPayload(schema: Schema): Uint8Array {
  return SchemaProto.encode(schemaProto(schema)).finish();
}

/**
 * Reads the payload of a row coder.
 * @throws BeamError `E_BAD_PLAN` when the bytes are no schema, or one that breaks the model
 */
export function schemaFromPayload(payload: Uint8Array): Schema {
  let message: SchemaProto;
  try {
    message = SchemaProto.decode(payload);
  } catch (thrown) {
    throw new BeamError('E_BAD_PLAN', 'The payload of a row coder is no schema.', {
      help: 'the plan is damaged, or was made by a version of Beam that differs',
      cause: thrown,
    });
  }
  return schemaFromProto(message);
}

function schemaProto(schema: Schema): SchemaProto {
  return SchemaProto.create({
    id: schemaId(schema),
    encodingPositionsSet: schema.encodingPositionsSet ?? false,
    options: (schema.options ?? []).map(optionProto),
    fields: schema.fields.map(({ name, type, description, id, encodingPosition, options = [] }) => ({
      name,
      type: typeProto(type),
      description: description ?? '',
      id: id ?? 0,
      encodingPosition: encodingPosition ?? 0,
      options: options.map(optionProto),
    })),
  });
}

function schemaFromProto(message: SchemaProto): Schema {
  return {
    id: message.id,
    encodingPositionsSet: message.encodingPositionsSet,
    options: message.options.map(optionFromProto),
    fields: message.fields.map(
      (field): Field => ({
        name: field.name,
        type: typeFromProto(field.type, field.name),
        description: field.description,
        id: field.id,
        encodingPosition: field.encodingPosition,
        options: field.options.map(optionFromProto),
      }),
    ),
  };
}

function typeProto(type: FieldType): FieldTypeProto {
  const { nullable } = type;
  switch (type.kind) {
    case 'atomic':
      return { nullable, atomicType: (atoms.indexOf(type.atomic) + 1) as AtomicTypeProto };
    case 'array':
      return { nullable, arrayType: { elementType: typeProto(type.element) } };
    case 'iterable':
      return { nullable, iterableType: { elementType: typeProto(type.element) } };
    case 'map':
      return { nullable, mapType: { keyType: typeProto(type.key), valueType: typeProto(type.value) } };
    case 'row':
      return { nullable, rowType: { schema: schemaProto(type.schema) } };
    case 'logical':
      return { nullable, logicalType: logicalProto(type) };
  }
}

function typeFromProto(message: FieldTypeProto | undefined, place: string): FieldType {
  const nullable = message?.nullable ?? false;
  if (message?.atomicType !== undefined) {
    const atomic = atoms[message.atomicType - 1];
    if (atomic !== undefined) return { kind: 'atomic', atomic, nullable };
  } else if (message?.arrayType !== undefined) {
    return { kind: 'array', element: typeFromProto(message.arrayType.elementType, `${place}[]`), nullable };
  } else if (message?.iterableType !== undefined) {
    return {
      kind: 'iterable',
      element: typeFromProto(message.iterableType.elementType, `${place}[]`),
      nullable,
    };
  } else if (message?.mapType !== undefined) {
    const { keyType, valueType } = message.mapType;
    const key = typeFromProto(keyType, `${place}{}`);
    return { kind: 'map', key, value: typeFromProto(valueType, `${place}{}`), nullable };
  } else if (message?.rowType?.schema !== undefined) {
    return { kind: 'row', schema: schemaFromProto(message.rowType.schema), nullable };
  } else if (message?.logicalType !== undefined) {
    return { ...logicalFromProto(message.logicalType, place), nullable };
  }
  throw new BeamError('E_BAD_PLAN', `The field "${place}" of a schema has no type that is known here.`, {
    help: 'the plan is damaged, or was made by a newer version of Beam',
  });
}

function logicalProto(type: LogicalType): LogicalTypeProto {
  const message: LogicalTypeProto = {
    urn: type.urn,
    payload: type.payload ?? new Uint8Array(0),
    representation: typeProto(type.representation),
  };
  if (type.argumentType !== undefined && type.argument !== undefined) {
    message.argumentType = typeProto(type.argumentType);
    message.argument = valueProto(type.argument, type.argumentType);
  }
  return message;
}

function logicalFromProto(message: LogicalTypeProto, place: string): LogicalType {
  const { urn, payload, argumentType, argument } = message;
  return {
    kind: 'logical',
    urn,
    payload,
    representation: typeFromProto(message.representation, place),
    ...(argumentType === undefined ? {} : { argumentType: typeFromProto(argumentType, place) }),
    ...(argument === undefined ? {} : { argument: valueFromProto(argument) }),
  };
}

function optionProto({ name, type, value }: SchemaOption): OptionProto {
  if (type === undefined) return { name };
  return { name, type: typeProto(type), ...(value == null ? {} : { value: valueProto(value, type) }) };
}

function optionFromProto({ name, type, value }: OptionProto): SchemaOption {
  return {
    name,
    ...(type === undefined ? {} : { type: typeFromProto(type, name) }),
    ...(value === undefined ? {} : { value: valueFromProto(value) }),
  };
}

function valueProto(value: SchemaValue, type: FieldType): FieldValue {
  switch (type.kind) {
    case 'atomic': {
      const exact = type.atomic === 'int64' ? BigInt(value as number | bigint) : value;
      return { atomicValue: { [type.atomic]: exact } as AtomicTypeValue };
    }
    case 'array':
      return {
        arrayValue: { element: (value as SchemaValue[]).map((item) => valueProto(item, type.element)) },
      };
    case 'iterable':
      return {
        iterableValue: { element: (value as SchemaValue[]).map((item) => valueProto(item, type.element)) },
      };
    case 'map': {
      const entries = [...(value as ReadonlyMap<SchemaValue, SchemaValue>)];
      return {
        mapValue: {
          entries: entries.map(([k, v]) => ({
            key: valueProto(k, type.key),
            value: valueProto(v, type.value),
          })),
        },
      };
    }
    case 'row':
      return {
        rowValue: {
          values: (value as SchemaValue[]).map((item, i) => valueProto(item, type.schema.fields[i]!.type)),
        },
      };
    case 'logical':
      return { logicalTypeValue: { value: valueProto(value, type.representation) } };
  }
}

/** A row is read as the array of its values. */
function valueFromProto(message: FieldValue): SchemaValue {
  const { atomicValue, arrayValue, iterableValue, mapValue, rowValue, logicalTypeValue } = message;
  if (atomicValue !== undefined) return Object.values(atomicValue)[0] ?? null;
  const items = arrayValue?.element ?? iterableValue?.element ?? rowValue?.values;
  if (items !== undefined) return items.map(valueFromProto);
  if (mapValue !== undefined) {
    const of = (part: FieldValue | undefined) => (part === undefined ? null : valueFromProto(part));
    return new Map(mapValue.entries.map(({ key, value }) => [of(key), of(value)]));
  }
  return logicalTypeValue?.value === undefined ? null : valueFromProto(logicalTypeValue.value);
}
