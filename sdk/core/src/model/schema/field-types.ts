import { BeamError } from '../errors.js';
import type { Instant } from '../timestamp.js';
import { below, type FieldSpec, spec } from './field-spec.js';
import {
  atomic,
  dateType,
  decimalType,
  enumerationType,
  logicalTypeUrns,
  microsInstantType,
  millisInstantType,
  sizedType,
  timestampType,
} from './logical-types.js';

/** An integer from -128 to 127 (BYTE). */
export const byte = spec<number>(atomic('byte'));
/** An integer of 16 bits (INT16). */
export const int16 = spec<number>(atomic('int16'));
/** An integer of 32 bits (INT32). */
export const int32 = spec<number>(atomic('int32'));
/**
 * An integer of 64 bits as a number (INT64). Numbers beyond ±(2^53 - 1) are refused in both directions; where
 * they occur, use {@link bigint64}.
 */
export const int64 = spec<number>(atomic('int64'));
/** An integer of 64 bits as a bigint, over the whole range (INT64). */
export const bigint64 = spec<bigint>(atomic('int64'), [['', 'bigint']]);
/** A number rounded to a single (FLOAT). */
export const float = spec<number>(atomic('float'));
/** A number (DOUBLE). */
export const double = spec<number>(atomic('double'));
/** A string of well-formed Unicode (STRING). */
export const string = spec<string>(atomic('string'));
/** A boolean (BOOLEAN). */
export const boolean = spec<boolean>(atomic('boolean'));
/** Bytes (BYTES). */
export const bytes = spec<Uint8Array>(atomic('bytes'));
/** A decimal number of any precision, as text such as `'12.50'` (`decimal:v1`). */
export const decimal = spec<string>(decimalType);
/** A moment in whole milliseconds since 1970, as a number (`millis_instant:v1`, Java's DATETIME). */
export const timestamp = spec<Instant>(millisInstantType);
/** A moment in whole milliseconds since 1970, as a Date (`millis_instant:v1`, Java's DATETIME). */
export const datetime = spec<Date>(millisInstantType, [['', 'date']]);
/** A moment in microseconds since 1970, as a bigint (`micros_instant:v1`, Python's Timestamp). */
export const microTimestamp = spec<bigint>(microsInstantType);
/** A day as `'YYYY-MM-DD'` (`date:v1`). */
export const calendarDate = spec<string>(dateType);

/** A moment in units of 10^-precision seconds since 1970, as a bigint (`timestamp:v1`); precision 0 to 9. */
export function preciseTimestamp(precision: number): FieldSpec<bigint, false> {
  return spec(timestampType(sizeArgument('preciseTimestamp', precision, 9)));
}

/** A string of exactly `length` UTF-16 units (`fixed_char:v1`). */
export const fixedString = (length: number): FieldSpec<string, false> =>
  spec(sizedType(logicalTypeUrns.fixedChar, sizeArgument('fixedString', length)));

/** A string of at most `length` UTF-16 units (`var_char:v1`). */
export const boundedString = (length: number): FieldSpec<string, false> =>
  spec(sizedType(logicalTypeUrns.varChar, sizeArgument('boundedString', length)));

/** Exactly `length` bytes (`fixed_bytes:v1`). */
export const fixedBytes = (length: number): FieldSpec<Uint8Array, false> =>
  spec(sizedType(logicalTypeUrns.fixedBytes, sizeArgument('fixedBytes', length)));

/** At most `length` bytes (`var_bytes:v1`). */
export const boundedBytes = (length: number): FieldSpec<Uint8Array, false> =>
  spec(sizedType(logicalTypeUrns.varBytes, sizeArgument('boundedBytes', length)));

/** One of the names given. Their order is part of the schema: new ones go to the end. */
export function enumeration<const N extends readonly [string, ...string[]]>(
  ...names: N
): FieldSpec<N[number], false> {
  if (new Set(names).size !== names.length) {
    throw new BeamError('E_BAD_ARGUMENT', 'An enumeration has a name twice.', {
      help: 'name every member once',
    });
  }
  return spec(enumerationType(names));
}

/** An array (ARRAY). */
export const list = <T>(element: FieldSpec<T>): FieldSpec<T[], false> =>
  spec({ kind: 'array', element: element.type, nullable: false }, below('e', element));

/** A `Map` (MAP). */
export const map = <K, V>(key: FieldSpec<K>, value: FieldSpec<V>): FieldSpec<Map<K, V>, false> =>
  spec({ kind: 'map', key: key.type, value: value.type, nullable: false }, [
    ...below('k', key),
    ...below('v', value),
  ]);

/** A plain object whose properties all have one type (MAP with STRING keys). */
export const record = <V>(value: FieldSpec<V>): FieldSpec<Record<string, V>, false> =>
  spec({ kind: 'map', key: string.type, value: value.type, nullable: false }, [
    ['', 'object'],
    ...below('v', value),
  ]);

/** A value or null. */
export const nullable = <T>(part: FieldSpec<T>): FieldSpec<T | null, false> => ({
  ...spec<T | null>({ ...part.type, nullable: true }, part.forms),
});

/**
 * A value or nothing: a property that may be missing. Beam knows only null, so that `undefined` and null are one
 * here; both come back as a missing property, and inside lists and maps as `undefined`.
 */
export const optional = <T>(part: FieldSpec<T>): FieldSpec<T | undefined, true> => ({
  ...spec<T | undefined>({ ...part.type, nullable: true }, [['', 'undefined'], ...part.forms]),
  isOptional: true,
});

function sizeArgument(name: string, value: number, max = 0x7fff_ffff): number {
  if (Number.isInteger(value) && value >= 0 && value <= max) return value;
  throw new BeamError('E_BAD_ARGUMENT', `${name}(${value}) is not possible.`, {
    help: `give a whole number from 0 to ${max}`,
  });
}
