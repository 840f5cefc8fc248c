import { sameBytes } from '../coders/same-bytes.js';

/** The simple types of Beam schemas (`AtomicType` in schema.proto). */
export type AtomicType =
  | 'byte'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'float'
  | 'double'
  | 'string'
  | 'boolean'
  | 'bytes';

/** The type of a field, an element, a key or a value (`FieldType` in schema.proto). */
export type FieldType = { readonly nullable: boolean } & (
  | { readonly kind: 'atomic'; readonly atomic: AtomicType }
  | { readonly kind: 'array' | 'iterable'; readonly element: FieldType }
  | { readonly kind: 'map'; readonly key: FieldType; readonly value: FieldType }
  | { readonly kind: 'row'; readonly schema: Schema }
  | LogicalType
);

/** A type that is another type in the bytes (`LogicalType` in schema.proto). */
export interface LogicalType {
  readonly kind: 'logical';
  readonly urn: string;
  readonly payload?: Uint8Array;
  /** What the bytes hold. */
  readonly representation: FieldType;
  readonly argumentType?: FieldType;
  readonly argument?: SchemaValue;
}

/** A value inside a schema: an argument or an option (`FieldValue` in schema.proto). */
export type SchemaValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly SchemaValue[]
  | ReadonlyMap<SchemaValue, SchemaValue>;

/** A note to a schema or a field (`Option` in schema.proto). */
export interface SchemaOption {
  readonly name: string;
  readonly type?: FieldType;
  readonly value?: SchemaValue;
}

/** One field of a row (`Field` in schema.proto). */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly description?: string;
  readonly id?: number;
  /** Where the field stands in the bytes, from 0, when the schema has `encodingPositionsSet`. */
  readonly encodingPosition?: number;
  readonly options?: readonly SchemaOption[];
}

/**
 * The type of rows (`Schema` in schema.proto), as plain data: `translate` maps it to the message and back, the
 * row coder is made from it.
 */
export interface Schema {
  /** A UUID; `schemaId` makes one where it is missing. */
  readonly id?: string;
  readonly fields: readonly Field[];
  readonly options?: readonly SchemaOption[];
  /** True when every field has its own `encodingPosition`; otherwise fields are in order. */
  readonly encodingPositionsSet?: boolean;
}

/** True when two schemas have the same fields, encoding and options; ids and descriptions do not count. */
export function sameSchema(a: Schema, b: Schema): boolean {
  if (a === b) return true;
  const placed = a.encodingPositionsSet === true;
  if (a.fields.length !== b.fields.length || placed !== (b.encodingPositionsSet === true)) return false;
  if (!sameOptions(a.options, b.options)) return false;
  return a.fields.every((field, i) => {
    const other = b.fields[i]!;
    if (field.name !== other.name || !sameType(field.type, other.type)) return false;
    return !placed || field.encodingPosition === other.encodingPosition;
  });
}

/** True when values of two types have the same bytes and the same meaning. */
export function sameType(a: FieldType, b: FieldType): boolean {
  if (a === b) return true;
  if (a.nullable !== b.nullable) return false;
  switch (a.kind) {
    case 'atomic':
      return b.kind === 'atomic' && a.atomic === b.atomic;
    case 'array':
    case 'iterable':
      return b.kind === a.kind && sameType(a.element, b.element);
    case 'map':
      return b.kind === 'map' && sameType(a.key, b.key) && sameType(a.value, b.value);
    case 'row':
      return b.kind === 'row' && sameSchema(a.schema, b.schema);
    case 'logical':
      return (
        b.kind === 'logical' &&
        a.urn === b.urn &&
        sameBytes(a.payload, b.payload) &&
        sameType(a.representation, b.representation) &&
        sameValue(a.argument ?? null, b.argument ?? null)
      );
  }
}

function sameOptions(a: readonly SchemaOption[] = [], b: readonly SchemaOption[] = []): boolean {
  return (
    a.length === b.length &&
    a.every((option, i) => option.name === b[i]!.name && sameValue(option.value ?? null, b[i]!.value ?? null))
  );
}

function sameValue(a: SchemaValue, b: SchemaValue): boolean {
  if (a instanceof Uint8Array) return b instanceof Uint8Array && sameBytes(a, b);
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  }
  if (a instanceof Map) {
    return (
      b instanceof Map &&
      sameValue([...a.keys()], [...b.keys()]) &&
      sameValue([...a.values()], [...b.values()])
    );
  }
  return Object.is(a, b);
}
