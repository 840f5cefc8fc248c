// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { readInt64, writeInt64 } from '../wire/int64.js';
import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';
import { noBytes } from '../wire/no-bytes.js';
import { FunctionSpec } from './beam-runner-api.js';

/**
 * Types without parts.
 * `org.apache.beam.model.pipeline.v1.AtomicType`
 */
export const AtomicType = {
  UNSPECIFIED: 0,
  BYTE: 1,
  INT16: 2,
  INT32: 3,
  INT64: 4,
  FLOAT: 5,
  DOUBLE: 6,
  STRING: 7,
  BOOLEAN: 8,
  BYTES: 9,
} as const;
export type AtomicType = (typeof AtomicType)[keyof typeof AtomicType];

/**
 * The fields of a row; field order is the order in memory, encoding_position the one on the wire.
 * `org.apache.beam.model.pipeline.v1.Schema`
 */
export interface Schema {
  fields: Field[];
  id: string;
  options: Option[];
  /** False means: encode in field order. */
  encodingPositionsSet: boolean;
}

function createSchema(init: Init<Schema>): Schema {
  return {
    fields: (init.fields ?? []).map((item) => Field.create(item)),
    id: init.id ?? '',
    options: (init.options ?? []).map((item) => Option.create(item)),
    encodingPositionsSet: init.encodingPositionsSet ?? false,
  };
}

function writeSchema(m: Init<Schema>, w: Writer): void {
  for (const item of m.fields ?? []) Field.encode(item, w.uint32(10).fork()).ldelim();
  if (m.id) w.uint32(18).string(m.id);
  for (const item of m.options ?? []) Option.encode(item, w.uint32(26).fork()).ldelim();
  if (m.encodingPositionsSet) w.uint32(32).bool(m.encodingPositionsSet);
}

function readSchema(m: Schema, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.fields.push(Field.merge(Field.create(), r, r.uint32() + r.pos));
        break;
      case 18:
        m.id = r.string();
        break;
      case 26:
        m.options.push(Option.merge(Option.create(), r, r.uint32() + r.pos));
        break;
      case 32:
        m.encodingPositionsSet = r.bool();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Schema: MessageType<Schema> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Schema',
  createSchema,
  writeSchema,
  readSchema,
);

/**
 * A named field.
 * `org.apache.beam.model.pipeline.v1.Field`
 */
export interface Field {
  name: string;
  description: string;
  type?: FieldType;
  id: number;
  encodingPosition: number;
  options: Option[];
}

function createField(init: Init<Field>): Field {
  const m: Field = {
    name: init.name ?? '',
    description: init.description ?? '',
    id: init.id ?? 0,
    encodingPosition: init.encodingPosition ?? 0,
    options: (init.options ?? []).map((item) => Option.create(item)),
  };
  if (init.type !== undefined) m.type = FieldType.create(init.type);
  return m;
}

function writeField(m: Init<Field>, w: Writer): void {
  if (m.name) w.uint32(10).string(m.name);
  if (m.description) w.uint32(18).string(m.description);
  if (m.type !== undefined) FieldType.encode(m.type, w.uint32(26).fork()).ldelim();
  if (m.id) w.uint32(32).int32(m.id);
  if (m.encodingPosition) w.uint32(40).int32(m.encodingPosition);
  for (const item of m.options ?? []) Option.encode(item, w.uint32(50).fork()).ldelim();
}

function readField(m: Field, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 18:
        m.description = r.string();
        break;
      case 26:
        m.type = FieldType.merge(m.type ?? FieldType.create(), r, r.uint32() + r.pos);
        break;
      case 32:
        m.id = r.int32();
        break;
      case 40:
        m.encodingPosition = r.int32();
        break;
      case 50:
        m.options.push(Option.merge(Option.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Field: MessageType<Field> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Field',
  createField,
  writeField,
  readField,
);

/**
 * The type of a field.
 * `org.apache.beam.model.pipeline.v1.FieldType`
 */
export interface FieldType {
  nullable: boolean;
  atomicType?: AtomicType;
  arrayType?: ArrayType;
  iterableType?: IterableType;
  mapType?: MapType;
  rowType?: RowType;
  logicalType?: LogicalType;
}

function createFieldType(init: Init<FieldType>): FieldType {
  const m: FieldType = {
    nullable: init.nullable ?? false,
  };
  if (init.atomicType !== undefined) m.atomicType = init.atomicType;
  if (init.arrayType !== undefined) m.arrayType = ArrayType.create(init.arrayType);
  if (init.iterableType !== undefined) m.iterableType = IterableType.create(init.iterableType);
  if (init.mapType !== undefined) m.mapType = MapType.create(init.mapType);
  if (init.rowType !== undefined) m.rowType = RowType.create(init.rowType);
  if (init.logicalType !== undefined) m.logicalType = LogicalType.create(init.logicalType);
  return m;
}

function writeFieldType(m: Init<FieldType>, w: Writer): void {
  if (m.nullable) w.uint32(8).bool(m.nullable);
  if (m.atomicType !== undefined) w.uint32(16).int32(m.atomicType);
  if (m.arrayType !== undefined) ArrayType.encode(m.arrayType, w.uint32(26).fork()).ldelim();
  if (m.iterableType !== undefined) IterableType.encode(m.iterableType, w.uint32(34).fork()).ldelim();
  if (m.mapType !== undefined) MapType.encode(m.mapType, w.uint32(42).fork()).ldelim();
  if (m.rowType !== undefined) RowType.encode(m.rowType, w.uint32(50).fork()).ldelim();
  if (m.logicalType !== undefined) LogicalType.encode(m.logicalType, w.uint32(58).fork()).ldelim();
}

function readFieldType(m: FieldType, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.nullable = r.bool();
        break;
      case 16: {
        if (m.arrayType !== undefined) delete m.arrayType;
        if (m.iterableType !== undefined) delete m.iterableType;
        if (m.mapType !== undefined) delete m.mapType;
        if (m.rowType !== undefined) delete m.rowType;
        if (m.logicalType !== undefined) delete m.logicalType;
        m.atomicType = r.int32() as AtomicType;
        break;
      }
      case 26: {
        if (m.atomicType !== undefined) delete m.atomicType;
        if (m.iterableType !== undefined) delete m.iterableType;
        if (m.mapType !== undefined) delete m.mapType;
        if (m.rowType !== undefined) delete m.rowType;
        if (m.logicalType !== undefined) delete m.logicalType;
        m.arrayType = ArrayType.merge(m.arrayType ?? ArrayType.create(), r, r.uint32() + r.pos);
        break;
      }
      case 34: {
        if (m.atomicType !== undefined) delete m.atomicType;
        if (m.arrayType !== undefined) delete m.arrayType;
        if (m.mapType !== undefined) delete m.mapType;
        if (m.rowType !== undefined) delete m.rowType;
        if (m.logicalType !== undefined) delete m.logicalType;
        m.iterableType = IterableType.merge(m.iterableType ?? IterableType.create(), r, r.uint32() + r.pos);
        break;
      }
      case 42: {
        if (m.atomicType !== undefined) delete m.atomicType;
        if (m.arrayType !== undefined) delete m.arrayType;
        if (m.iterableType !== undefined) delete m.iterableType;
        if (m.rowType !== undefined) delete m.rowType;
        if (m.logicalType !== undefined) delete m.logicalType;
        m.mapType = MapType.merge(m.mapType ?? MapType.create(), r, r.uint32() + r.pos);
        break;
      }
      case 50: {
        if (m.atomicType !== undefined) delete m.atomicType;
        if (m.arrayType !== undefined) delete m.arrayType;
        if (m.iterableType !== undefined) delete m.iterableType;
        if (m.mapType !== undefined) delete m.mapType;
        if (m.logicalType !== undefined) delete m.logicalType;
        m.rowType = RowType.merge(m.rowType ?? RowType.create(), r, r.uint32() + r.pos);
        break;
      }
      case 58: {
        if (m.atomicType !== undefined) delete m.atomicType;
        if (m.arrayType !== undefined) delete m.arrayType;
        if (m.iterableType !== undefined) delete m.iterableType;
        if (m.mapType !== undefined) delete m.mapType;
        if (m.rowType !== undefined) delete m.rowType;
        m.logicalType = LogicalType.merge(m.logicalType ?? LogicalType.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const FieldType: MessageType<FieldType> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.FieldType',
  createFieldType,
  writeFieldType,
  readFieldType,
);

/** The member of the oneof `typeInfo` that is set. */
export function whichFieldType(m: FieldType): 'atomicType' | 'arrayType' | 'iterableType' | 'mapType' | 'rowType' | 'logicalType' | undefined {
  if (m.atomicType !== undefined) return 'atomicType';
  if (m.arrayType !== undefined) return 'arrayType';
  if (m.iterableType !== undefined) return 'iterableType';
  if (m.mapType !== undefined) return 'mapType';
  if (m.rowType !== undefined) return 'rowType';
  if (m.logicalType !== undefined) return 'logicalType';
  return undefined;
}

/**
 * A list of known length.
 * `org.apache.beam.model.pipeline.v1.ArrayType`
 */
export interface ArrayType {
  elementType?: FieldType;
}

function createArrayType(init: Init<ArrayType>): ArrayType {
  const m: ArrayType = {};
  if (init.elementType !== undefined) m.elementType = FieldType.create(init.elementType);
  return m;
}

function writeArrayType(m: Init<ArrayType>, w: Writer): void {
  if (m.elementType !== undefined) FieldType.encode(m.elementType, w.uint32(10).fork()).ldelim();
}

function readArrayType(m: ArrayType, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.elementType = FieldType.merge(m.elementType ?? FieldType.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ArrayType: MessageType<ArrayType> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ArrayType',
  createArrayType,
  writeArrayType,
  readArrayType,
);

/**
 * A sequence that may be read only once.
 * `org.apache.beam.model.pipeline.v1.IterableType`
 */
export interface IterableType {
  elementType?: FieldType;
}

function createIterableType(init: Init<IterableType>): IterableType {
  const m: IterableType = {};
  if (init.elementType !== undefined) m.elementType = FieldType.create(init.elementType);
  return m;
}

function writeIterableType(m: Init<IterableType>, w: Writer): void {
  if (m.elementType !== undefined) FieldType.encode(m.elementType, w.uint32(10).fork()).ldelim();
}

function readIterableType(m: IterableType, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.elementType = FieldType.merge(m.elementType ?? FieldType.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const IterableType: MessageType<IterableType> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.IterableType',
  createIterableType,
  writeIterableType,
  readIterableType,
);

/**
 * Keys to values.
 * `org.apache.beam.model.pipeline.v1.MapType`
 */
export interface MapType {
  keyType?: FieldType;
  valueType?: FieldType;
}

function createMapType(init: Init<MapType>): MapType {
  const m: MapType = {};
  if (init.keyType !== undefined) m.keyType = FieldType.create(init.keyType);
  if (init.valueType !== undefined) m.valueType = FieldType.create(init.valueType);
  return m;
}

function writeMapType(m: Init<MapType>, w: Writer): void {
  if (m.keyType !== undefined) FieldType.encode(m.keyType, w.uint32(10).fork()).ldelim();
  if (m.valueType !== undefined) FieldType.encode(m.valueType, w.uint32(18).fork()).ldelim();
}

function readMapType(m: MapType, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.keyType = FieldType.merge(m.keyType ?? FieldType.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.valueType = FieldType.merge(m.valueType ?? FieldType.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MapType: MessageType<MapType> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.MapType',
  createMapType,
  writeMapType,
  readMapType,
);

/**
 * A nested row.
 * `org.apache.beam.model.pipeline.v1.RowType`
 */
export interface RowType {
  schema?: Schema;
}

function createRowType(init: Init<RowType>): RowType {
  const m: RowType = {};
  if (init.schema !== undefined) m.schema = Schema.create(init.schema);
  return m;
}

function writeRowType(m: Init<RowType>, w: Writer): void {
  if (m.schema !== undefined) Schema.encode(m.schema, w.uint32(10).fork()).ldelim();
}

function readRowType(m: RowType, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.schema = Schema.merge(m.schema ?? Schema.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const RowType: MessageType<RowType> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.RowType',
  createRowType,
  writeRowType,
  readRowType,
);

/**
 * A type with its own meaning, stored as another type.
 * `org.apache.beam.model.pipeline.v1.LogicalType`
 */
export interface LogicalType {
  urn: string;
  payload: Uint8Array;
  representation?: FieldType;
  argumentType?: FieldType;
  argument?: FieldValue;
}

function createLogicalType(init: Init<LogicalType>): LogicalType {
  const m: LogicalType = {
    urn: init.urn ?? '',
    payload: init.payload ?? noBytes,
  };
  if (init.representation !== undefined) m.representation = FieldType.create(init.representation);
  if (init.argumentType !== undefined) m.argumentType = FieldType.create(init.argumentType);
  if (init.argument !== undefined) m.argument = FieldValue.create(init.argument);
  return m;
}

function writeLogicalType(m: Init<LogicalType>, w: Writer): void {
  if (m.urn) w.uint32(10).string(m.urn);
  if (m.payload !== undefined && m.payload.length > 0) w.uint32(18).bytes(m.payload);
  if (m.representation !== undefined) FieldType.encode(m.representation, w.uint32(26).fork()).ldelim();
  if (m.argumentType !== undefined) FieldType.encode(m.argumentType, w.uint32(34).fork()).ldelim();
  if (m.argument !== undefined) FieldValue.encode(m.argument, w.uint32(42).fork()).ldelim();
}

function readLogicalType(m: LogicalType, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.urn = r.string();
        break;
      case 18:
        m.payload = r.bytes();
        break;
      case 26:
        m.representation = FieldType.merge(m.representation ?? FieldType.create(), r, r.uint32() + r.pos);
        break;
      case 34:
        m.argumentType = FieldType.merge(m.argumentType ?? FieldType.create(), r, r.uint32() + r.pos);
        break;
      case 42:
        m.argument = FieldValue.merge(m.argument ?? FieldValue.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const LogicalType: MessageType<LogicalType> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.LogicalType',
  createLogicalType,
  writeLogicalType,
  readLogicalType,
);

/**
 * A typed annotation of a schema or field.
 * `org.apache.beam.model.pipeline.v1.Option`
 */
export interface Option {
  name: string;
  type?: FieldType;
  value?: FieldValue;
}

function createOption(init: Init<Option>): Option {
  const m: Option = {
    name: init.name ?? '',
  };
  if (init.type !== undefined) m.type = FieldType.create(init.type);
  if (init.value !== undefined) m.value = FieldValue.create(init.value);
  return m;
}

function writeOption(m: Init<Option>, w: Writer): void {
  if (m.name) w.uint32(10).string(m.name);
  if (m.type !== undefined) FieldType.encode(m.type, w.uint32(18).fork()).ldelim();
  if (m.value !== undefined) FieldValue.encode(m.value, w.uint32(26).fork()).ldelim();
}

function readOption(m: Option, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 18:
        m.type = FieldType.merge(m.type ?? FieldType.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.value = FieldValue.merge(m.value ?? FieldValue.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Option: MessageType<Option> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Option',
  createOption,
  writeOption,
  readOption,
);

/**
 * Values in field order.
 * `org.apache.beam.model.pipeline.v1.Row`
 */
export interface Row {
  values: FieldValue[];
}

function createRow(init: Init<Row>): Row {
  return {
    values: (init.values ?? []).map((item) => FieldValue.create(item)),
  };
}

function writeRow(m: Init<Row>, w: Writer): void {
  for (const item of m.values ?? []) FieldValue.encode(item, w.uint32(10).fork()).ldelim();
}

function readRow(m: Row, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.values.push(FieldValue.merge(FieldValue.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Row: MessageType<Row> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.Row',
  createRow,
  writeRow,
  readRow,
);

/**
 * A value; absent means null.
 * `org.apache.beam.model.pipeline.v1.FieldValue`
 */
export interface FieldValue {
  atomicValue?: AtomicTypeValue;
  arrayValue?: ArrayTypeValue;
  iterableValue?: IterableTypeValue;
  mapValue?: MapTypeValue;
  rowValue?: Row;
  logicalTypeValue?: LogicalTypeValue;
}

function createFieldValue(init: Init<FieldValue>): FieldValue {
  const m: FieldValue = {};
  if (init.atomicValue !== undefined) m.atomicValue = AtomicTypeValue.create(init.atomicValue);
  if (init.arrayValue !== undefined) m.arrayValue = ArrayTypeValue.create(init.arrayValue);
  if (init.iterableValue !== undefined) m.iterableValue = IterableTypeValue.create(init.iterableValue);
  if (init.mapValue !== undefined) m.mapValue = MapTypeValue.create(init.mapValue);
  if (init.rowValue !== undefined) m.rowValue = Row.create(init.rowValue);
  if (init.logicalTypeValue !== undefined) m.logicalTypeValue = LogicalTypeValue.create(init.logicalTypeValue);
  return m;
}

function writeFieldValue(m: Init<FieldValue>, w: Writer): void {
  if (m.atomicValue !== undefined) AtomicTypeValue.encode(m.atomicValue, w.uint32(10).fork()).ldelim();
  if (m.arrayValue !== undefined) ArrayTypeValue.encode(m.arrayValue, w.uint32(18).fork()).ldelim();
  if (m.iterableValue !== undefined) IterableTypeValue.encode(m.iterableValue, w.uint32(26).fork()).ldelim();
  if (m.mapValue !== undefined) MapTypeValue.encode(m.mapValue, w.uint32(34).fork()).ldelim();
  if (m.rowValue !== undefined) Row.encode(m.rowValue, w.uint32(42).fork()).ldelim();
  if (m.logicalTypeValue !== undefined) LogicalTypeValue.encode(m.logicalTypeValue, w.uint32(50).fork()).ldelim();
}

function readFieldValue(m: FieldValue, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        if (m.arrayValue !== undefined) delete m.arrayValue;
        if (m.iterableValue !== undefined) delete m.iterableValue;
        if (m.mapValue !== undefined) delete m.mapValue;
        if (m.rowValue !== undefined) delete m.rowValue;
        if (m.logicalTypeValue !== undefined) delete m.logicalTypeValue;
        m.atomicValue = AtomicTypeValue.merge(m.atomicValue ?? AtomicTypeValue.create(), r, r.uint32() + r.pos);
        break;
      }
      case 18: {
        if (m.atomicValue !== undefined) delete m.atomicValue;
        if (m.iterableValue !== undefined) delete m.iterableValue;
        if (m.mapValue !== undefined) delete m.mapValue;
        if (m.rowValue !== undefined) delete m.rowValue;
        if (m.logicalTypeValue !== undefined) delete m.logicalTypeValue;
        m.arrayValue = ArrayTypeValue.merge(m.arrayValue ?? ArrayTypeValue.create(), r, r.uint32() + r.pos);
        break;
      }
      case 26: {
        if (m.atomicValue !== undefined) delete m.atomicValue;
        if (m.arrayValue !== undefined) delete m.arrayValue;
        if (m.mapValue !== undefined) delete m.mapValue;
        if (m.rowValue !== undefined) delete m.rowValue;
        if (m.logicalTypeValue !== undefined) delete m.logicalTypeValue;
        m.iterableValue = IterableTypeValue.merge(m.iterableValue ?? IterableTypeValue.create(), r, r.uint32() + r.pos);
        break;
      }
      case 34: {
        if (m.atomicValue !== undefined) delete m.atomicValue;
        if (m.arrayValue !== undefined) delete m.arrayValue;
        if (m.iterableValue !== undefined) delete m.iterableValue;
        if (m.rowValue !== undefined) delete m.rowValue;
        if (m.logicalTypeValue !== undefined) delete m.logicalTypeValue;
        m.mapValue = MapTypeValue.merge(m.mapValue ?? MapTypeValue.create(), r, r.uint32() + r.pos);
        break;
      }
      case 42: {
        if (m.atomicValue !== undefined) delete m.atomicValue;
        if (m.arrayValue !== undefined) delete m.arrayValue;
        if (m.iterableValue !== undefined) delete m.iterableValue;
        if (m.mapValue !== undefined) delete m.mapValue;
        if (m.logicalTypeValue !== undefined) delete m.logicalTypeValue;
        m.rowValue = Row.merge(m.rowValue ?? Row.create(), r, r.uint32() + r.pos);
        break;
      }
      case 50: {
        if (m.atomicValue !== undefined) delete m.atomicValue;
        if (m.arrayValue !== undefined) delete m.arrayValue;
        if (m.iterableValue !== undefined) delete m.iterableValue;
        if (m.mapValue !== undefined) delete m.mapValue;
        if (m.rowValue !== undefined) delete m.rowValue;
        m.logicalTypeValue = LogicalTypeValue.merge(m.logicalTypeValue ?? LogicalTypeValue.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const FieldValue: MessageType<FieldValue> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.FieldValue',
  createFieldValue,
  writeFieldValue,
  readFieldValue,
);

/** The member of the oneof `fieldValue` that is set. */
export function whichFieldValue(m: FieldValue): 'atomicValue' | 'arrayValue' | 'iterableValue' | 'mapValue' | 'rowValue' | 'logicalTypeValue' | undefined {
  if (m.atomicValue !== undefined) return 'atomicValue';
  if (m.arrayValue !== undefined) return 'arrayValue';
  if (m.iterableValue !== undefined) return 'iterableValue';
  if (m.mapValue !== undefined) return 'mapValue';
  if (m.rowValue !== undefined) return 'rowValue';
  if (m.logicalTypeValue !== undefined) return 'logicalTypeValue';
  return undefined;
}

/**
 * A value without parts; the smaller integers travel as int32.
 * `org.apache.beam.model.pipeline.v1.AtomicTypeValue`
 */
export interface AtomicTypeValue {
  byte?: number;
  int16?: number;
  int32?: number;
  int64?: bigint;
  float?: number;
  double?: number;
  string?: string;
  boolean?: boolean;
  bytes?: Uint8Array;
}

function createAtomicTypeValue(init: Init<AtomicTypeValue>): AtomicTypeValue {
  const m: AtomicTypeValue = {};
  if (init.byte !== undefined) m.byte = init.byte;
  if (init.int16 !== undefined) m.int16 = init.int16;
  if (init.int32 !== undefined) m.int32 = init.int32;
  if (init.int64 !== undefined) m.int64 = init.int64;
  if (init.float !== undefined) m.float = init.float;
  if (init.double !== undefined) m.double = init.double;
  if (init.string !== undefined) m.string = init.string;
  if (init.boolean !== undefined) m.boolean = init.boolean;
  if (init.bytes !== undefined) m.bytes = init.bytes;
  return m;
}

function writeAtomicTypeValue(m: Init<AtomicTypeValue>, w: Writer): void {
  if (m.byte !== undefined) w.uint32(8).int32(m.byte);
  if (m.int16 !== undefined) w.uint32(16).int32(m.int16);
  if (m.int32 !== undefined) w.uint32(24).int32(m.int32);
  if (m.int64 !== undefined) writeInt64(w.uint32(32), m.int64);
  if (m.float !== undefined) w.uint32(45).float(m.float);
  if (m.double !== undefined) w.uint32(49).double(m.double);
  if (m.string !== undefined) w.uint32(58).string(m.string);
  if (m.boolean !== undefined) w.uint32(64).bool(m.boolean);
  if (m.bytes !== undefined) w.uint32(74).bytes(m.bytes);
}

function readAtomicTypeValue(m: AtomicTypeValue, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8: {
        if (m.int16 !== undefined) delete m.int16;
        if (m.int32 !== undefined) delete m.int32;
        if (m.int64 !== undefined) delete m.int64;
        if (m.float !== undefined) delete m.float;
        if (m.double !== undefined) delete m.double;
        if (m.string !== undefined) delete m.string;
        if (m.boolean !== undefined) delete m.boolean;
        if (m.bytes !== undefined) delete m.bytes;
        m.byte = r.int32();
        break;
      }
      case 16: {
        if (m.byte !== undefined) delete m.byte;
        if (m.int32 !== undefined) delete m.int32;
        if (m.int64 !== undefined) delete m.int64;
        if (m.float !== undefined) delete m.float;
        if (m.double !== undefined) delete m.double;
        if (m.string !== undefined) delete m.string;
        if (m.boolean !== undefined) delete m.boolean;
        if (m.bytes !== undefined) delete m.bytes;
        m.int16 = r.int32();
        break;
      }
      case 24: {
        if (m.byte !== undefined) delete m.byte;
        if (m.int16 !== undefined) delete m.int16;
        if (m.int64 !== undefined) delete m.int64;
        if (m.float !== undefined) delete m.float;
        if (m.double !== undefined) delete m.double;
        if (m.string !== undefined) delete m.string;
        if (m.boolean !== undefined) delete m.boolean;
        if (m.bytes !== undefined) delete m.bytes;
        m.int32 = r.int32();
        break;
      }
      case 32: {
        if (m.byte !== undefined) delete m.byte;
        if (m.int16 !== undefined) delete m.int16;
        if (m.int32 !== undefined) delete m.int32;
        if (m.float !== undefined) delete m.float;
        if (m.double !== undefined) delete m.double;
        if (m.string !== undefined) delete m.string;
        if (m.boolean !== undefined) delete m.boolean;
        if (m.bytes !== undefined) delete m.bytes;
        m.int64 = readInt64(r);
        break;
      }
      case 45: {
        if (m.byte !== undefined) delete m.byte;
        if (m.int16 !== undefined) delete m.int16;
        if (m.int32 !== undefined) delete m.int32;
        if (m.int64 !== undefined) delete m.int64;
        if (m.double !== undefined) delete m.double;
        if (m.string !== undefined) delete m.string;
        if (m.boolean !== undefined) delete m.boolean;
        if (m.bytes !== undefined) delete m.bytes;
        m.float = r.float();
        break;
      }
      case 49: {
        if (m.byte !== undefined) delete m.byte;
        if (m.int16 !== undefined) delete m.int16;
        if (m.int32 !== undefined) delete m.int32;
        if (m.int64 !== undefined) delete m.int64;
        if (m.float !== undefined) delete m.float;
        if (m.string !== undefined) delete m.string;
        if (m.boolean !== undefined) delete m.boolean;
        if (m.bytes !== undefined) delete m.bytes;
        m.double = r.double();
        break;
      }
      case 58: {
        if (m.byte !== undefined) delete m.byte;
        if (m.int16 !== undefined) delete m.int16;
        if (m.int32 !== undefined) delete m.int32;
        if (m.int64 !== undefined) delete m.int64;
        if (m.float !== undefined) delete m.float;
        if (m.double !== undefined) delete m.double;
        if (m.boolean !== undefined) delete m.boolean;
        if (m.bytes !== undefined) delete m.bytes;
        m.string = r.string();
        break;
      }
      case 64: {
        if (m.byte !== undefined) delete m.byte;
        if (m.int16 !== undefined) delete m.int16;
        if (m.int32 !== undefined) delete m.int32;
        if (m.int64 !== undefined) delete m.int64;
        if (m.float !== undefined) delete m.float;
        if (m.double !== undefined) delete m.double;
        if (m.string !== undefined) delete m.string;
        if (m.bytes !== undefined) delete m.bytes;
        m.boolean = r.bool();
        break;
      }
      case 74: {
        if (m.byte !== undefined) delete m.byte;
        if (m.int16 !== undefined) delete m.int16;
        if (m.int32 !== undefined) delete m.int32;
        if (m.int64 !== undefined) delete m.int64;
        if (m.float !== undefined) delete m.float;
        if (m.double !== undefined) delete m.double;
        if (m.string !== undefined) delete m.string;
        if (m.boolean !== undefined) delete m.boolean;
        m.bytes = r.bytes();
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const AtomicTypeValue: MessageType<AtomicTypeValue> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.AtomicTypeValue',
  createAtomicTypeValue,
  writeAtomicTypeValue,
  readAtomicTypeValue,
);

/** The member of the oneof `value` that is set. */
export function whichAtomicTypeValue(m: AtomicTypeValue): 'byte' | 'int16' | 'int32' | 'int64' | 'float' | 'double' | 'string' | 'boolean' | 'bytes' | undefined {
  if (m.byte !== undefined) return 'byte';
  if (m.int16 !== undefined) return 'int16';
  if (m.int32 !== undefined) return 'int32';
  if (m.int64 !== undefined) return 'int64';
  if (m.float !== undefined) return 'float';
  if (m.double !== undefined) return 'double';
  if (m.string !== undefined) return 'string';
  if (m.boolean !== undefined) return 'boolean';
  if (m.bytes !== undefined) return 'bytes';
  return undefined;
}

/** `org.apache.beam.model.pipeline.v1.ArrayTypeValue` */
export interface ArrayTypeValue {
  element: FieldValue[];
}

function createArrayTypeValue(init: Init<ArrayTypeValue>): ArrayTypeValue {
  return {
    element: (init.element ?? []).map((item) => FieldValue.create(item)),
  };
}

function writeArrayTypeValue(m: Init<ArrayTypeValue>, w: Writer): void {
  for (const item of m.element ?? []) FieldValue.encode(item, w.uint32(10).fork()).ldelim();
}

function readArrayTypeValue(m: ArrayTypeValue, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.element.push(FieldValue.merge(FieldValue.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ArrayTypeValue: MessageType<ArrayTypeValue> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.ArrayTypeValue',
  createArrayTypeValue,
  writeArrayTypeValue,
  readArrayTypeValue,
);

/** `org.apache.beam.model.pipeline.v1.IterableTypeValue` */
export interface IterableTypeValue {
  element: FieldValue[];
}

function createIterableTypeValue(init: Init<IterableTypeValue>): IterableTypeValue {
  return {
    element: (init.element ?? []).map((item) => FieldValue.create(item)),
  };
}

function writeIterableTypeValue(m: Init<IterableTypeValue>, w: Writer): void {
  for (const item of m.element ?? []) FieldValue.encode(item, w.uint32(10).fork()).ldelim();
}

function readIterableTypeValue(m: IterableTypeValue, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.element.push(FieldValue.merge(FieldValue.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const IterableTypeValue: MessageType<IterableTypeValue> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.IterableTypeValue',
  createIterableTypeValue,
  writeIterableTypeValue,
  readIterableTypeValue,
);

/** `org.apache.beam.model.pipeline.v1.MapTypeValue` */
export interface MapTypeValue {
  entries: MapTypeEntry[];
}

function createMapTypeValue(init: Init<MapTypeValue>): MapTypeValue {
  return {
    entries: (init.entries ?? []).map((item) => MapTypeEntry.create(item)),
  };
}

function writeMapTypeValue(m: Init<MapTypeValue>, w: Writer): void {
  for (const item of m.entries ?? []) MapTypeEntry.encode(item, w.uint32(10).fork()).ldelim();
}

function readMapTypeValue(m: MapTypeValue, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.entries.push(MapTypeEntry.merge(MapTypeEntry.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MapTypeValue: MessageType<MapTypeValue> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.MapTypeValue',
  createMapTypeValue,
  writeMapTypeValue,
  readMapTypeValue,
);

/** `org.apache.beam.model.pipeline.v1.MapTypeEntry` */
export interface MapTypeEntry {
  key?: FieldValue;
  value?: FieldValue;
}

function createMapTypeEntry(init: Init<MapTypeEntry>): MapTypeEntry {
  const m: MapTypeEntry = {};
  if (init.key !== undefined) m.key = FieldValue.create(init.key);
  if (init.value !== undefined) m.value = FieldValue.create(init.value);
  return m;
}

function writeMapTypeEntry(m: Init<MapTypeEntry>, w: Writer): void {
  if (m.key !== undefined) FieldValue.encode(m.key, w.uint32(10).fork()).ldelim();
  if (m.value !== undefined) FieldValue.encode(m.value, w.uint32(18).fork()).ldelim();
}

function readMapTypeEntry(m: MapTypeEntry, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.key = FieldValue.merge(m.key ?? FieldValue.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.value = FieldValue.merge(m.value ?? FieldValue.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const MapTypeEntry: MessageType<MapTypeEntry> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.MapTypeEntry',
  createMapTypeEntry,
  writeMapTypeEntry,
  readMapTypeEntry,
);

/**
 * A value in its representation type.
 * `org.apache.beam.model.pipeline.v1.LogicalTypeValue`
 */
export interface LogicalTypeValue {
  value?: FieldValue;
}

function createLogicalTypeValue(init: Init<LogicalTypeValue>): LogicalTypeValue {
  const m: LogicalTypeValue = {};
  if (init.value !== undefined) m.value = FieldValue.create(init.value);
  return m;
}

function writeLogicalTypeValue(m: Init<LogicalTypeValue>, w: Writer): void {
  if (m.value !== undefined) FieldValue.encode(m.value, w.uint32(10).fork()).ldelim();
}

function readLogicalTypeValue(m: LogicalTypeValue, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.value = FieldValue.merge(m.value ?? FieldValue.create(), r, r.uint32() + r.pos);
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const LogicalTypeValue: MessageType<LogicalTypeValue> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.LogicalTypeValue',
  createLogicalTypeValue,
  writeLogicalTypeValue,
  readLogicalTypeValue,
);

/**
 * A coder that turns objects into rows by two functions of the SDK.
 * `org.apache.beam.model.pipeline.v1.SchemaCoderPayload`
 */
export interface SchemaCoderPayload {
  schema?: Schema;
  toRowFn?: FunctionSpec;
  fromRowFn?: FunctionSpec;
  additionalCoderInfos: SchemaCoderPayloadAdditionalCoderInfo[];
}

function createSchemaCoderPayload(init: Init<SchemaCoderPayload>): SchemaCoderPayload {
  const m: SchemaCoderPayload = {
    additionalCoderInfos: (init.additionalCoderInfos ?? []).map((item) => SchemaCoderPayloadAdditionalCoderInfo.create(item)),
  };
  if (init.schema !== undefined) m.schema = Schema.create(init.schema);
  if (init.toRowFn !== undefined) m.toRowFn = FunctionSpec.create(init.toRowFn);
  if (init.fromRowFn !== undefined) m.fromRowFn = FunctionSpec.create(init.fromRowFn);
  return m;
}

function writeSchemaCoderPayload(m: Init<SchemaCoderPayload>, w: Writer): void {
  if (m.schema !== undefined) Schema.encode(m.schema, w.uint32(10).fork()).ldelim();
  if (m.toRowFn !== undefined) FunctionSpec.encode(m.toRowFn, w.uint32(18).fork()).ldelim();
  if (m.fromRowFn !== undefined) FunctionSpec.encode(m.fromRowFn, w.uint32(26).fork()).ldelim();
  for (const item of m.additionalCoderInfos ?? []) SchemaCoderPayloadAdditionalCoderInfo.encode(item, w.uint32(34).fork()).ldelim();
}

function readSchemaCoderPayload(m: SchemaCoderPayload, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.schema = Schema.merge(m.schema ?? Schema.create(), r, r.uint32() + r.pos);
        break;
      case 18:
        m.toRowFn = FunctionSpec.merge(m.toRowFn ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 26:
        m.fromRowFn = FunctionSpec.merge(m.fromRowFn ?? FunctionSpec.create(), r, r.uint32() + r.pos);
        break;
      case 34:
        m.additionalCoderInfos.push(SchemaCoderPayloadAdditionalCoderInfo.merge(SchemaCoderPayloadAdditionalCoderInfo.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SchemaCoderPayload: MessageType<SchemaCoderPayload> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.SchemaCoderPayload',
  createSchemaCoderPayload,
  writeSchemaCoderPayload,
  readSchemaCoderPayload,
);

/** `org.apache.beam.model.pipeline.v1.SchemaCoderPayload.AdditionalCoderInfo` */
export interface SchemaCoderPayloadAdditionalCoderInfo {
  urn: string;
  payload: Uint8Array;
}

function createSchemaCoderPayloadAdditionalCoderInfo(init: Init<SchemaCoderPayloadAdditionalCoderInfo>): SchemaCoderPayloadAdditionalCoderInfo {
  return {
    urn: init.urn ?? '',
    payload: init.payload ?? noBytes,
  };
}

function writeSchemaCoderPayloadAdditionalCoderInfo(m: Init<SchemaCoderPayloadAdditionalCoderInfo>, w: Writer): void {
  if (m.urn) w.uint32(10).string(m.urn);
  if (m.payload !== undefined && m.payload.length > 0) w.uint32(18).bytes(m.payload);
}

function readSchemaCoderPayloadAdditionalCoderInfo(m: SchemaCoderPayloadAdditionalCoderInfo, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.urn = r.string();
        break;
      case 18:
        m.payload = r.bytes();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const SchemaCoderPayloadAdditionalCoderInfo: MessageType<SchemaCoderPayloadAdditionalCoderInfo> = /* @__PURE__ */ messageType(
  'org.apache.beam.model.pipeline.v1.SchemaCoderPayload.AdditionalCoderInfo',
  createSchemaCoderPayloadAdditionalCoderInfo,
  writeSchemaCoderPayloadAdditionalCoderInfo,
  readSchemaCoderPayloadAdditionalCoderInfo,
);
