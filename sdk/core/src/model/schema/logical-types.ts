import { ByteReader } from '../coders/byte-reader.js';
import { ByteWriter } from '../coders/byte-writer.js';
import type { AtomicType, FieldType, LogicalType, Schema } from './schema.js';

/** URNs of the logical types that Beam lists in schema.proto, and of our own enumeration. */
export const logicalTypeUrns = {
  microsInstant: 'beam:logical_type:micros_instant:v1',
  millisInstant: 'beam:logical_type:millis_instant:v1',
  timestamp: 'beam:logical_type:timestamp:v1',
  date: 'beam:logical_type:date:v1',
  decimal: 'beam:logical_type:decimal:v1',
  fixedBytes: 'beam:logical_type:fixed_bytes:v1',
  varBytes: 'beam:logical_type:var_bytes:v1',
  fixedChar: 'beam:logical_type:fixed_char:v1',
  varChar: 'beam:logical_type:var_char:v1',
  enumeration: 'hornbeam:logical_type:enumeration:v1',
} as const;

/** A type that is not null, of one simple kind. */
export const atomic = (name: AtomicType): FieldType => ({ kind: 'atomic', atomic: name, nullable: false });

const logical = (type: Omit<LogicalType, 'kind'>): FieldType => ({
  kind: 'logical',
  nullable: false,
  ...type,
});

const rowOf = (...fields: readonly (readonly [string, AtomicType])[]): FieldType => {
  const schema: Schema = { fields: fields.map(([name, type]) => ({ name, type: atomic(type) })) };
  return { kind: 'row', schema, nullable: false };
};

/** A moment in milliseconds. */
export const millisInstantType = logical({
  urn: logicalTypeUrns.millisInstant,
  representation: atomic('int64'),
});

/** A moment in microseconds. */
export const microsInstantType = logical({
  urn: logicalTypeUrns.microsInstant,
  representation: rowOf(['seconds', 'int64'], ['micros', 'int64']),
});

/** A moment in units of 10^-precision seconds, 0 ≤ precision ≤ 9. */
export const timestampType = (precision: number): FieldType =>
  logical({
    urn: logicalTypeUrns.timestamp,
    representation: rowOf(['seconds', 'int64'], ['subseconds', precision < 5 ? 'int16' : 'int32']),
    argumentType: atomic('int32'),
    argument: precision,
  });

/** A day of the calendar. */
export const dateType = logical({ urn: logicalTypeUrns.date, representation: atomic('int64') });

/** A decimal number of any precision. */
export const decimalType = logical({ urn: logicalTypeUrns.decimal, representation: atomic('bytes') });

/** Text or bytes of exactly, or at most, `length` units. */
export const sizedType = (
  urn: (typeof logicalTypeUrns)['fixedBytes' | 'varBytes' | 'fixedChar' | 'varChar'],
  length: number,
): FieldType => {
  const isText = urn === logicalTypeUrns.fixedChar || urn === logicalTypeUrns.varChar;
  const representation = atomic(isText ? 'string' : 'bytes');
  return logical({ urn, representation, argumentType: atomic('int32'), argument: length });
};

/** One of a list of names; the bytes hold its number, the payload of the type the names. */
export const enumerationType = (names: readonly string[]): FieldType => {
  const writer = new ByteWriter();
  for (const name of names) writer.writePrefixedText(name);
  return logical({
    urn: logicalTypeUrns.enumeration,
    payload: writer.finish(),
    representation: atomic('int32'),
  });
};

/** The names of an {@link enumerationType}. @throws BeamError `E_DECODE` for another payload */
export function enumerationNames(payload: Uint8Array = new Uint8Array(0)): string[] {
  const reader = new ByteReader(payload);
  const names: string[] = [];
  while (reader.remaining > 0) names.push(reader.readPrefixedText());
  return names;
}
