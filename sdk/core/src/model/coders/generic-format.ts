/**
 * The bytes of the generic coder, version 1. Written to disk and across the network: a tag never changes its
 * meaning, and new ones need a new URN. A value is one tag byte and what the tag calls for:
 *
 *     0x00 + n  the integer n, 0 ≤ n < 64
 *     0x40 + n  a string of n UTF-8 bytes, n < 64, then the bytes
 *     0x80 + n  a plain object of n properties, n < 16, then { key as a string value, value }…
 *     0x90 + n  an array of n items, n < 16, then the items
 *     0xa0 …    one of `tag` below; `count`, `length` are varints, `value` is any value of this format
 *
 * Every value takes at least one byte and has exactly one encoding but for the order of properties, map
 * entries and set items, for -0, for Buffers and for floats inside typed arrays: the canonical form settles
 * those.
 */
export const SHORT_INT = 0x00;
export const SHORT_STRING = 0x40;
export const SHORT_OBJECT = 0x80;
export const SHORT_ARRAY = 0x90;

export const tag = {
  undefined: 0xa0,
  null: 0xa1,
  false: 0xa2,
  true: 0xa3,
  nan: 0xa4,
  /** varint n: the safe integer n ≥ 64 */
  positive: 0xa5,
  /** varint n: the safe integer -1 - n */
  negative: 0xa6,
  /** 8 bytes, big-endian: any other number, -0 among them */
  double: 0xa7,
  /** varint of 64 bits: a bigint that fits */
  bigint64: 0xa8,
  /** length, two's complement big-endian: a larger bigint */
  bigint: 0xa9,
  /** length, UTF-8 */
  string: 0xaa,
  /** count, UTF-16 units big-endian: a string with lone surrogates, which UTF-8 has no bytes for */
  string16: 0xab,
  /** value: the number of milliseconds, NaN for an invalid date */
  date: 0xac,
  /** count, { key, value }…: a plain object */
  object: 0xad,
  /** count, { key, value }…: an object without prototype */
  bareObject: 0xae,
  /** count, values */
  array: 0xaf,
  /** count, { value, value }… */
  map: 0xb0,
  /** count, values */
  set: 0xb1,
  /** length, bytes: a Uint8Array */
  bytes: 0xb2,
  /** length, bytes: a Buffer of Node, a Uint8Array where there is none */
  buffer: 0xb3,
  /** kind as in `typedArrays`, length in bytes, little-endian items */
  typedArray: 0xb4,
  /** length, bytes */
  arrayBuffer: 0xb5,
  /** source and flags as string values */
  regExp: 0xb6,
  /** name of its class as a string value; values: message, stack, [cause] or [], object of own properties */
  error: 0xb7,
  /** name of the form as a string value, what it saved as a value */
  instance: 0xb8,
} as const;

/** Typed arrays by kind; Uint8Array has a tag of its own. The order is part of the format. */
export const typedArrays = [
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;

/** The error classes that come back as themselves. */
export const errorClasses = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
} as const;

/**
 * How deep values may nest. Deep enough for any document, shallow enough that neither writing nor reading can
 * exhaust the stack, whoever made the bytes.
 */
export const MAX_DEPTH = 500;
