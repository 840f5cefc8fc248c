export { readBigInteger, writeBigInteger } from './coders/big-integer.js';
export { BoolCoder } from './coders/bool.js';
export { ByteReader } from './coders/byte-reader.js';
export { ByteWriter, varintSize } from './coders/byte-writer.js';
export { BytesCoder } from './coders/bytes.js';
export { type ClassForm, ClassRegistry, classForm } from './coders/class-registry.js';
export type { Coder } from './coders/coder.js';
export { ContextFreeCoder } from './coders/context-free.js';
export { CustomWindowCoder } from './coders/custom-window.js';
export { DoubleCoder } from './coders/double.js';
export { explainCoder } from './coders/explain-coder.js';
export { GenericCoder, type GenericCoderOptions } from './coders/generic.js';
export { GlobalWindowCoder } from './coders/global-window.js';
export {
  exactMillis,
  GLOBAL_WINDOW_MAX_MILLIS,
  instantOfMillis,
  MAX_MILLIS,
  MIN_MILLIS,
  readInstant,
  readMillis,
  writeInstant,
  writeMillis,
} from './coders/instant.js';
export { IntervalWindowCoder } from './coders/interval-window.js';
export { IterableCoder, type RestReader } from './coders/iterable.js';
export { CANONICAL_PAYLOAD, isCanonicalPayload, keyCoder } from './coders/key-coder.js';
export { KvCoder } from './coders/kv.js';
export { LabelledWindowCoder } from './coders/labelled-window.js';
export { LengthPrefixCoder } from './coders/length-prefix.js';
export { NullableCoder } from './coders/nullable.js';
export { readPane, writePane } from './coders/pane.js';
export { ParamWindowedValueCoder } from './coders/param-windowed-value.js';
export {
  type CoderContext,
  type CoderFactory,
  type CoderTable,
  coderFromSpec,
  standardCoders,
} from './coders/registry.js';
export { RowCoder } from './coders/row.js';
export { sameBytes } from './coders/same-bytes.js';
export { sameCoder } from './coders/same-coder.js';
export { type ShardedKey, ShardedKeyCoder } from './coders/sharded-key.js';
export { StateBackedIterableCoder } from './coders/state-backed-iterable.js';
export { StringUtf8Coder } from './coders/string-utf8.js';
export { type ClearedTimer, type SetTimer, TimerCoder, type TimerRecord } from './coders/timer.js';
export { coderUrns, hornbeamCoderUrns } from './coders/urns.js';
export { constructorName, valueText } from './coders/value-text.js';
export { INT64_PAYLOAD, Int64Coder, VarIntCoder } from './coders/varint.js';
export { readWindows, WindowedValueCoder, writeWindows } from './coders/windowed-value.js';
export { type Duration, days, hours, minutes, seconds, toMillis } from './duration.js';
export { errorFromText, errorToText } from './error-text.js';
export {
  BeamError,
  type BeamErrorOptions,
  type ErrorCode,
  type ErrorPlace,
  errorCodes,
} from './errors.js';
export { avalanche, Hash64 } from './hash.js';
export { type KV, kv } from './kv.js';
export { type Metadata, ROOT_METADATA, type WindowedValue } from './metadata.js';
export { NO_FIRING, type Pane, type PaneTiming } from './pane.js';
export { preview } from './preview.js';
export type { FieldSpec, RowShape, ShapeValue, SpecValue } from './schema/field-spec.js';
export {
  bigint64,
  boolean,
  boundedBytes,
  boundedString,
  byte,
  bytes,
  calendarDate,
  datetime,
  decimal,
  double,
  enumeration,
  fixedBytes,
  fixedString,
  float,
  int16,
  int32,
  int64,
  list,
  map,
  microTimestamp,
  nullable,
  optional,
  preciseTimestamp,
  record,
  string,
  timestamp,
} from './schema/field-types.js';
export { type JsonSchema, typeFromJsonSchema } from './schema/from-json-schema.js';
export { formsOf, formsOption, type JsForm, type JsForms } from './schema/js-forms.js';
export { logicalTypeUrns } from './schema/logical-types.js';
export { asRowSchema, type InferRow, type RowSchema, row } from './schema/row.js';
export {
  type AtomicType,
  type Field,
  type FieldType,
  type LogicalType,
  type Schema,
  type SchemaOption,
  type SchemaValue,
  sameSchema,
  sameType,
} from './schema/schema.js';
export { schemaId } from './schema/schema-id.js';
export { schemaText, typeText } from './schema/schema-text.js';
export { coderForSchema, typeFromStandardSchema } from './schema/standard-schema.js';
export { StoredValues } from './stored-values.js';
export {
  formatInstant,
  GLOBAL_WINDOW_MAX_TIMESTAMP,
  type Instant,
  type InstantLike,
  isElementTime,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  toInstant,
} from './timestamp.js';
export type { Trigger } from './trigger.js';
export { GLOBAL_WINDOW, IntervalWindow, isWindow, LabelledWindow, type Window, windowKey } from './window.js';
export {
  type AccumulationMode,
  type CalendarWindowFn,
  type CustomWindowFn,
  expiryOf,
  GLOBAL_WINDOWING,
  isMerging,
  needsMerge,
  sameWindowing,
  type TimestampCombiner,
  type WindowFn,
  type Windowing,
  type WindowMerge,
} from './windowing.js';
