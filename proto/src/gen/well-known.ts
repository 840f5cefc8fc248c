// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import { readInt64, writeInt64 } from '../wire/int64.js';
import { type MapField, copyMap, setEntry } from '../wire/map-field.js';
import { type Init, type MessageType, type Reader, type Writer, messageType } from '../wire/message-type.js';

/** `google.protobuf.NullValue` */
export const NullValue = {
  NULL_VALUE: 0,
} as const;
export type NullValue = (typeof NullValue)[keyof typeof NullValue];

/** `google.protobuf.Struct` */
export interface Struct {
  fields: MapField<Value>;
}

function createStruct(init: Init<Struct>): Struct {
  return {
    fields: copyMap(init.fields, (item) => Value.create(item)),
  };
}

function writeStruct(m: Init<Struct>, w: Writer): void {
  for (const key of Object.keys(m.fields ?? {})) {
    w.uint32(10).fork().uint32(10).string(key);
    Value.encode(m.fields![key]!, w.uint32(18).fork()).ldelim();
    w.ldelim();
  }
}

function readStruct(m: Struct, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10: {
        const entryEnd = r.uint32() + r.pos;
        let key = '';
        let value: Value = Value.create();
        while (r.pos < entryEnd) {
          const entryTag = r.uint32();
          if (entryTag === 10) key = r.string();
          else if (entryTag === 18) value = Value.merge(value, r, r.uint32() + r.pos);
          else r.skipType(entryTag & 7);
        }
        setEntry(m.fields, key, value);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Struct: MessageType<Struct> = /* @__PURE__ */ messageType(
  'google.protobuf.Struct',
  createStruct,
  writeStruct,
  readStruct,
);

/** `google.protobuf.Value` */
export interface Value {
  nullValue?: NullValue;
  numberValue?: number;
  stringValue?: string;
  boolValue?: boolean;
  structValue?: Struct;
  listValue?: ListValue;
}

function createValue(init: Init<Value>): Value {
  const m: Value = {};
  if (init.nullValue !== undefined) m.nullValue = init.nullValue;
  if (init.numberValue !== undefined) m.numberValue = init.numberValue;
  if (init.stringValue !== undefined) m.stringValue = init.stringValue;
  if (init.boolValue !== undefined) m.boolValue = init.boolValue;
  if (init.structValue !== undefined) m.structValue = Struct.create(init.structValue);
  if (init.listValue !== undefined) m.listValue = ListValue.create(init.listValue);
  return m;
}

function writeValue(m: Init<Value>, w: Writer): void {
  if (m.nullValue !== undefined) w.uint32(8).int32(m.nullValue);
  if (m.numberValue !== undefined) w.uint32(17).double(m.numberValue);
  if (m.stringValue !== undefined) w.uint32(26).string(m.stringValue);
  if (m.boolValue !== undefined) w.uint32(32).bool(m.boolValue);
  if (m.structValue !== undefined) Struct.encode(m.structValue, w.uint32(42).fork()).ldelim();
  if (m.listValue !== undefined) ListValue.encode(m.listValue, w.uint32(50).fork()).ldelim();
}

function readValue(m: Value, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8: {
        if (m.numberValue !== undefined) delete m.numberValue;
        if (m.stringValue !== undefined) delete m.stringValue;
        if (m.boolValue !== undefined) delete m.boolValue;
        if (m.structValue !== undefined) delete m.structValue;
        if (m.listValue !== undefined) delete m.listValue;
        m.nullValue = r.int32() as NullValue;
        break;
      }
      case 17: {
        if (m.nullValue !== undefined) delete m.nullValue;
        if (m.stringValue !== undefined) delete m.stringValue;
        if (m.boolValue !== undefined) delete m.boolValue;
        if (m.structValue !== undefined) delete m.structValue;
        if (m.listValue !== undefined) delete m.listValue;
        m.numberValue = r.double();
        break;
      }
      case 26: {
        if (m.nullValue !== undefined) delete m.nullValue;
        if (m.numberValue !== undefined) delete m.numberValue;
        if (m.boolValue !== undefined) delete m.boolValue;
        if (m.structValue !== undefined) delete m.structValue;
        if (m.listValue !== undefined) delete m.listValue;
        m.stringValue = r.string();
        break;
      }
      case 32: {
        if (m.nullValue !== undefined) delete m.nullValue;
        if (m.numberValue !== undefined) delete m.numberValue;
        if (m.stringValue !== undefined) delete m.stringValue;
        if (m.structValue !== undefined) delete m.structValue;
        if (m.listValue !== undefined) delete m.listValue;
        m.boolValue = r.bool();
        break;
      }
      case 42: {
        if (m.nullValue !== undefined) delete m.nullValue;
        if (m.numberValue !== undefined) delete m.numberValue;
        if (m.stringValue !== undefined) delete m.stringValue;
        if (m.boolValue !== undefined) delete m.boolValue;
        if (m.listValue !== undefined) delete m.listValue;
        m.structValue = Struct.merge(m.structValue ?? Struct.create(), r, r.uint32() + r.pos);
        break;
      }
      case 50: {
        if (m.nullValue !== undefined) delete m.nullValue;
        if (m.numberValue !== undefined) delete m.numberValue;
        if (m.stringValue !== undefined) delete m.stringValue;
        if (m.boolValue !== undefined) delete m.boolValue;
        if (m.structValue !== undefined) delete m.structValue;
        m.listValue = ListValue.merge(m.listValue ?? ListValue.create(), r, r.uint32() + r.pos);
        break;
      }
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Value: MessageType<Value> = /* @__PURE__ */ messageType(
  'google.protobuf.Value',
  createValue,
  writeValue,
  readValue,
);

/** The member of the oneof `kind` that is set. */
export function whichValue(m: Value): 'nullValue' | 'numberValue' | 'stringValue' | 'boolValue' | 'structValue' | 'listValue' | undefined {
  if (m.nullValue !== undefined) return 'nullValue';
  if (m.numberValue !== undefined) return 'numberValue';
  if (m.stringValue !== undefined) return 'stringValue';
  if (m.boolValue !== undefined) return 'boolValue';
  if (m.structValue !== undefined) return 'structValue';
  if (m.listValue !== undefined) return 'listValue';
  return undefined;
}

/** `google.protobuf.ListValue` */
export interface ListValue {
  values: Value[];
}

function createListValue(init: Init<ListValue>): ListValue {
  return {
    values: (init.values ?? []).map((item) => Value.create(item)),
  };
}

function writeListValue(m: Init<ListValue>, w: Writer): void {
  for (const item of m.values ?? []) Value.encode(item, w.uint32(10).fork()).ldelim();
}

function readListValue(m: ListValue, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 10:
        m.values.push(Value.merge(Value.create(), r, r.uint32() + r.pos));
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const ListValue: MessageType<ListValue> = /* @__PURE__ */ messageType(
  'google.protobuf.ListValue',
  createListValue,
  writeListValue,
  readListValue,
);

/** `google.protobuf.Timestamp` */
export interface Timestamp {
  seconds: bigint;
  nanos: number;
}

function createTimestamp(init: Init<Timestamp>): Timestamp {
  return {
    seconds: init.seconds ?? 0n,
    nanos: init.nanos ?? 0,
  };
}

function writeTimestamp(m: Init<Timestamp>, w: Writer): void {
  if (m.seconds) writeInt64(w.uint32(8), m.seconds);
  if (m.nanos) w.uint32(16).int32(m.nanos);
}

function readTimestamp(m: Timestamp, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.seconds = readInt64(r);
        break;
      case 16:
        m.nanos = r.int32();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Timestamp: MessageType<Timestamp> = /* @__PURE__ */ messageType(
  'google.protobuf.Timestamp',
  createTimestamp,
  writeTimestamp,
  readTimestamp,
);

/** `google.protobuf.Duration` */
export interface Duration {
  seconds: bigint;
  nanos: number;
}

function createDuration(init: Init<Duration>): Duration {
  return {
    seconds: init.seconds ?? 0n,
    nanos: init.nanos ?? 0,
  };
}

function writeDuration(m: Init<Duration>, w: Writer): void {
  if (m.seconds) writeInt64(w.uint32(8), m.seconds);
  if (m.nanos) w.uint32(16).int32(m.nanos);
}

function readDuration(m: Duration, r: Reader, end: number): void {
  while (r.pos < end) {
    const tag = r.uint32();
    switch (tag) {
      case 8:
        m.seconds = readInt64(r);
        break;
      case 16:
        m.nanos = r.int32();
        break;
      default:
        r.skipType(tag & 7);
    }
  }
}

export const Duration: MessageType<Duration> = /* @__PURE__ */ messageType(
  'google.protobuf.Duration',
  createDuration,
  writeDuration,
  readDuration,
);
