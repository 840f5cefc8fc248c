import { readBigInteger } from './big-integer.js';
import type { ByteReader } from './byte-reader.js';
import type { ClassRegistry } from './class-registry.js';
import {
  errorClasses,
  MAX_DEPTH,
  SHORT_ARRAY,
  SHORT_OBJECT,
  SHORT_STRING,
  tag,
  typedArrays,
} from './generic-format.js';
import { littleEndian } from './little-endian.js';
import type { NameCache } from './name-cache.js';

/** A bigint in JavaScript ends at 2^30 bits; no engine makes a larger one. */
const MAX_BIGINT_LENGTH = 1 << 27;

/** What reading takes beside the bytes. */
export interface Reading {
  readonly classes: ClassRegistry;
  readonly names: NameCache;
}

/** Reads one value that lies `depth` levels below the element. @throws BeamError `E_DECODE` */
export function readValue(reader: ByteReader, given: Reading, depth: number): unknown {
  const lead = reader.readByte();
  if (lead < SHORT_STRING) return lead;
  if (lead < SHORT_OBJECT) return reader.readText(lead - SHORT_STRING);
  if (depth >= MAX_DEPTH) throw reader.fail(`A value is nested deeper than ${MAX_DEPTH} levels`);
  if (lead < SHORT_ARRAY) return readProperties({}, lead - SHORT_OBJECT, reader, given, depth);
  if (lead < tag.undefined) return readItems(lead - SHORT_ARRAY, reader, given, depth);
  switch (lead) {
    case tag.undefined:
      return undefined;
    case tag.null:
      return null;
    case tag.false:
      return false;
    case tag.true:
      return true;
    case tag.nan:
      return Number.NaN;
    case tag.positive:
      return readCount(reader);
    case tag.negative:
      return -1 - readCount(reader);
    case tag.double:
      return reader.readFloat64();
    case tag.string:
      return reader.readPrefixedText();
    case tag.object:
      return readProperties({}, readCount(reader), reader, given, depth);
    case tag.array:
      return readItems(readCount(reader), reader, given, depth);
    case tag.date:
      return readDate(reader, given, depth);
    case tag.bytes:
      return reader.readPrefixedBytes();
    case tag.map:
      return readMap(reader, given, depth);
    case tag.set:
      return new Set(readItems(readCount(reader), reader, given, depth));
    case tag.bareObject:
      return readProperties(Object.create(null), readCount(reader), reader, given, depth);
    case tag.instance:
      return readInstance(reader, given, depth);
    case tag.error:
      return readError(reader, given, depth);
    default:
      return readLeaf(lead, reader);
  }
}

/** Values without values inside that are too rare to slow down the switch above. */
function readLeaf(lead: number, reader: ByteReader): unknown {
  switch (lead) {
    case tag.bigint64:
      return reader.readVarint64();
    case tag.bigint:
      return readBigInteger(reader, MAX_BIGINT_LENGTH);
    case tag.string16:
      return readString16(reader);
    case tag.buffer:
      return nodeBuffer(reader.readPrefixedBytes());
    case tag.typedArray:
      return readTypedArray(reader);
    case tag.arrayBuffer:
      return reader.readPrefixedBytes().buffer;
    case tag.regExp:
      return readRegExp(reader);
    default:
      throw reader.fail(`0x${lead.toString(16)} begins no value`, reader.position - 1);
  }
}

/** A count is only ever believed as far as bytes follow: loops end when these do. */
function readCount(reader: ByteReader): number {
  const at = reader.position;
  const count = reader.readVarint();
  if (count < 0) throw reader.fail(`${count} is no count`, at);
  return count;
}

function readProperties(
  object: Record<string, unknown>,
  count: number,
  reader: ByteReader,
  given: Reading,
  depth: number,
): Record<string, unknown> {
  for (let i = 0; i < count; i++) {
    const key = readKey(reader, given.names);
    const value = readValue(reader, given, depth + 1);
    if (key === '__proto__') {
      // Assigning would change the prototype instead.
      Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    } else {
      object[key] = value;
    }
  }
  return object;
}

/** A string value where nothing else may stand. */
function readKey(reader: ByteReader, names?: NameCache): string {
  const lead = reader.readByte();
  if (lead >= SHORT_STRING && lead < SHORT_OBJECT) {
    const length = lead - SHORT_STRING;
    return names === undefined ? reader.readText(length) : names.read(reader, length);
  }
  if (lead === tag.string) return reader.readPrefixedText();
  if (lead === tag.string16) return readString16(reader);
  throw reader.fail(`0x${lead.toString(16)} begins no name`, reader.position - 1);
}

function readItems(count: number, reader: ByteReader, given: Reading, depth: number): unknown[] {
  const items: unknown[] = [];
  for (let i = 0; i < count; i++) items.push(readValue(reader, given, depth + 1));
  return items;
}

function readMap(reader: ByteReader, given: Reading, depth: number): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  const count = readCount(reader);
  for (let i = 0; i < count; i++) {
    const key = readValue(reader, given, depth + 1);
    map.set(key, readValue(reader, given, depth + 1));
  }
  return map;
}

function readDate(reader: ByteReader, given: Reading, depth: number): Date {
  const millis = readValue(reader, given, depth + 1);
  if (typeof millis !== 'number') throw reader.fail('A date is not a number of milliseconds');
  return new Date(millis);
}

function readString16(reader: ByteReader): string {
  const count = readCount(reader);
  const bytes = reader.readView(count * 2);
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) text += String.fromCharCode((bytes[i]! << 8) | bytes[i + 1]!);
  return text;
}

function readTypedArray(reader: ByteReader): ArrayBufferView {
  const kind = reader.readByte();
  const made = typedArrays[kind];
  if (made === undefined) throw reader.fail(`${kind} is no kind of typed array`, reader.position - 1);
  const bytes = reader.readPrefixedBytes();
  if (bytes.length % made.BYTES_PER_ELEMENT !== 0) {
    throw reader.fail(`${bytes.length} bytes do not make up whole items of a ${made.name}`);
  }
  return new made(littleEndian(bytes, made.BYTES_PER_ELEMENT).buffer);
}

/** The bytes as Node's Buffer where there is one, sharing their memory. */
function nodeBuffer(bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  const { Buffer: made } = globalThis as { Buffer?: { from(buffer: ArrayBuffer): Uint8Array } };
  return made === undefined ? bytes : made.from(bytes.buffer);
}

function readRegExp(reader: ByteReader): RegExp {
  const at = reader.position;
  const source = readKey(reader);
  const flags = readKey(reader);
  try {
    return new RegExp(source, flags);
  } catch {
    throw reader.fail('A regular expression does not parse', at);
  }
}

function readInstance(reader: ByteReader, given: Reading, depth: number): unknown {
  const at = reader.position;
  const name = readKey(reader);
  const form = given.classes.named(name);
  if (form === undefined) throw reader.fail(`The class ${JSON.stringify(name)} is not registered here`, at);
  return form.load(readValue(reader, given, depth + 1));
}

function readError(reader: ByteReader, given: Reading, depth: number): Error {
  const at = reader.position;
  const name = readKey(reader);
  const message = readValue(reader, given, depth + 1);
  const stack = readValue(reader, given, depth + 1);
  const cause = readValue(reader, given, depth + 1);
  const properties = readValue(reader, given, depth + 1);
  if (
    !Object.hasOwn(errorClasses, name) ||
    !(message === undefined || typeof message === 'string') ||
    !(stack === undefined || typeof stack === 'string') ||
    !Array.isArray(cause) ||
    typeof properties !== 'object' ||
    properties === null
  ) {
    throw reader.fail('An error is not well formed', at);
  }
  const made = errorClasses[name as keyof typeof errorClasses];
  const error = cause.length === 0 ? new made(message) : new made(message, { cause: cause[0] });
  Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true });
  for (const [key, value] of Object.entries(properties)) {
    Object.defineProperty(error, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return error;
}
