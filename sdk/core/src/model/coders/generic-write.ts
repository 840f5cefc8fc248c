import { StoredValues } from '../stored-values.js';
import { writeBigInteger } from './big-integer.js';
import type { ByteWriter } from './byte-writer.js';
import type { ClassRegistry } from './class-registry.js';
import {
  errorClasses,
  MAX_DEPTH,
  SHORT_ARRAY,
  SHORT_INT,
  SHORT_OBJECT,
  SHORT_STRING,
  tag,
  typedArrays,
} from './generic-format.js';
import { littleEndian } from './little-endian.js';
import { sortStretches } from './sort-stretches.js';
import { constructorName } from './value-text.js';

/** The choices of a generic coder. */
export interface GenericForm {
  /** Write equal values as equal bytes. */
  readonly canonical: boolean;
  readonly classes: ClassRegistry;
}

/**
 * Thrown inside when a value has no place in the format. It says nothing of where: the refused element is
 * walked again for that (`generic-refusal.ts`), so that the ordinary path need not keep track.
 */
export class Refused extends Error {}

/** Writes `value`, which lies `depth` levels below the element. @throws Refused */
export function writeValue(value: unknown, writer: ByteWriter, form: GenericForm, depth: number): void {
  switch (typeof value) {
    case 'string':
      writeString(value, writer);
      return;
    case 'number':
      writeNumber(value, writer, form);
      return;
    case 'boolean':
      writer.writeByte(value ? tag.true : tag.false);
      return;
    case 'undefined':
      writer.writeByte(tag.undefined);
      return;
    case 'bigint':
      writeBigInt(value, writer);
      return;
    case 'object':
      if (value === null) writer.writeByte(tag.null);
      else writeObject(value, writer, form, depth);
      return;
    default:
      throw new Refused();
  }
}

function writeString(text: string, writer: ByteWriter): void {
  if (writer.tryShortAscii(SHORT_STRING, text)) return;
  if (!(text as string & { isWellFormed(): boolean }).isWellFormed()) {
    writer.writeByte(tag.string16);
    writer.writeVarint(text.length);
    for (let i = 0; i < text.length; i++) writer.writeInt16(text.charCodeAt(i));
    return;
  }
  const start = writer.length;
  writer.writeByte(tag.string);
  const mark = writer.beginPrefixed();
  writer.writeWellFormed(text);
  const length = writer.length - mark;
  if (length < 64) {
    // Short after all, but not ASCII: one encoding for one string.
    writer.moveBack(mark, start + 1);
    writer.patchByte(start, SHORT_STRING + length);
  } else {
    writer.endPrefixed(mark);
  }
}

function writeNumber(value: number, writer: ByteWriter, form: GenericForm): void {
  if (Number.isSafeInteger(value)) {
    if (value > 0) {
      if (value < 64) {
        writer.writeByte(SHORT_INT + value);
      } else {
        writer.writeByte(tag.positive);
        writer.writeVarint(value);
      }
      return;
    }
    if (value < 0) {
      writer.writeByte(tag.negative);
      writer.writeVarint(-1 - value);
      return;
    }
    if (form.canonical || !Object.is(value, -0)) {
      writer.writeByte(SHORT_INT);
      return;
    }
  } else if (Number.isNaN(value)) {
    writer.writeByte(tag.nan);
    return;
  }
  writer.writeByte(tag.double);
  writer.writeFloat64(value);
}

function writeBigInt(value: bigint, writer: ByteWriter): void {
  if (BigInt.asIntN(64, value) === value) {
    writer.writeByte(tag.bigint64);
    writer.writeVarint64(value);
    return;
  }
  writer.writeByte(tag.bigint);
  writeBigInteger(value, writer);
}

function writeObject(value: object, writer: ByteWriter, form: GenericForm, depth: number): void {
  if (depth >= MAX_DEPTH) throw new Refused();
  const prototype: object | null = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) {
    writeProperties(value as Record<string, unknown>, SHORT_OBJECT, writer, form, depth);
  } else if (prototype === Array.prototype) {
    writeArray(value as unknown[], writer, form, depth);
  } else if (prototype === null) {
    writeProperties(value as Record<string, unknown>, tag.bareObject, writer, form, depth);
  } else if (prototype === Uint8Array.prototype) {
    writer.writeByte(tag.bytes);
    writer.writePrefixedBytes(value as Uint8Array);
  } else if (prototype === Date.prototype) {
    writer.writeByte(tag.date);
    writeNumber((value as Date).getTime(), writer, form);
  } else if (prototype === Map.prototype) {
    writeMap(value as Map<unknown, unknown>, writer, form, depth);
  } else if (prototype === Set.prototype) {
    writeSet(value as Set<unknown>, writer, form, depth);
  } else {
    writeRare(value, prototype, writer, form, depth);
  }
}

function writeRare(
  value: object,
  prototype: object,
  writer: ByteWriter,
  form: GenericForm,
  depth: number,
): void {
  const registered = form.classes.ofPrototype(prototype);
  if (registered !== undefined) {
    writer.writeByte(tag.instance);
    writeString(registered.name, writer);
    writeValue(registered.save(value), writer, form, depth + 1);
  } else if (ArrayBuffer.isView(value)) {
    writeView(value, writer, form);
  } else if (value instanceof ArrayBuffer && prototype === ArrayBuffer.prototype) {
    writer.writeByte(tag.arrayBuffer);
    writer.writePrefixedBytes(new Uint8Array(value));
  } else if (prototype === RegExp.prototype) {
    const { source, flags } = value as RegExp;
    writer.writeByte(tag.regExp);
    writeString(source, writer);
    writeString(flags, writer);
  } else if (value instanceof StoredValues) {
    writeLength(value.length, writer);
    for (const item of value) writeValue(item, writer, form, depth + 1);
  } else if (value instanceof Error) {
    writeError(value, prototype, writer, form, depth);
  } else if (isForeign(value, prototype, 'Array') && Array.isArray(value)) {
    writeArray(value, writer, form, depth);
  } else if (isForeign(value, prototype, 'Object')) {
    writeProperties(value as Record<string, unknown>, SHORT_OBJECT, writer, form, depth);
  } else {
    throw new Refused();
  }
}

/** True for a plain object or array of another realm, such as a test runner's sandbox. */
function isForeign(value: object, prototype: object, name: 'Object' | 'Array'): boolean {
  if (constructorName(value) !== name) return false;
  const parent: object | null = Object.getPrototypeOf(prototype);
  return name === 'Object' ? parent === null : parent !== null && Object.getPrototypeOf(parent) === null;
}

function writeProperties(
  value: Record<string, unknown>,
  lead: typeof SHORT_OBJECT | typeof tag.bareObject,
  writer: ByteWriter,
  form: GenericForm,
  depth: number,
): void {
  const keys = Object.keys(value);
  const { length } = keys;
  if (form.canonical) sortNames(keys);
  if (lead === SHORT_OBJECT && length < 16) {
    writer.writeByte(SHORT_OBJECT + length);
  } else {
    writer.writeByte(lead === SHORT_OBJECT ? tag.object : lead);
    writer.writeVarint(length);
  }
  for (let i = 0; i < length; i++) {
    const key = keys[i]!;
    writeString(key, writer);
    writeValue(value[key], writer, form, depth + 1);
  }
}

/** Sorts names by UTF-16 units. Objects have few, mostly in order: insertion beats the call of `sort`. */
function sortNames(names: string[]): void {
  if (names.length > 32) {
    names.sort();
    return;
  }
  for (let i = 1; i < names.length; i++) {
    const name = names[i]!;
    let at = i;
    for (; at > 0 && names[at - 1]! > name; at--) names[at] = names[at - 1]!;
    names[at] = name;
  }
}

function writeArray(items: readonly unknown[], writer: ByteWriter, form: GenericForm, depth: number): void {
  const { length } = items;
  // What RegExp.exec returns: its groups and index would be lost.
  if ('index' in items) throw new Refused();
  writeLength(length, writer);
  for (let i = 0; i < length; i++) {
    const item = items[i];
    if (item === undefined && !(i in items)) throw new Refused();
    writeValue(item, writer, form, depth + 1);
  }
}

function writeLength(length: number, writer: ByteWriter): void {
  if (length < 16) {
    writer.writeByte(SHORT_ARRAY + length);
  } else {
    writer.writeByte(tag.array);
    writer.writeVarint(length);
  }
}

function writeMap(
  map: ReadonlyMap<unknown, unknown>,
  writer: ByteWriter,
  form: GenericForm,
  depth: number,
): void {
  writer.writeByte(tag.map);
  writer.writeVarint(map.size);
  const starts: number[] = [];
  for (const [key, item] of map) {
    if (form.canonical) starts.push(writer.length);
    writeValue(key, writer, form, depth + 1);
    writeValue(item, writer, form, depth + 1);
  }
  sortStretches(starts, writer);
}

function writeSet(set: ReadonlySet<unknown>, writer: ByteWriter, form: GenericForm, depth: number): void {
  writer.writeByte(tag.set);
  writer.writeVarint(set.size);
  const starts: number[] = [];
  for (const item of set) {
    if (form.canonical) starts.push(writer.length);
    writeValue(item, writer, form, depth + 1);
  }
  sortStretches(starts, writer);
}

function writeView(view: ArrayBufferView, writer: ByteWriter, form: GenericForm): void {
  // The tag names the kind even when a subclass or another realm made the array.
  const kindName = (view as unknown as Record<symbol, unknown>)[Symbol.toStringTag];
  const className = constructorName(view);
  const bytes = new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
  if (className === 'Buffer' && kindName === 'Uint8Array') {
    writer.writeByte(form.canonical ? tag.bytes : tag.buffer);
    writer.writePrefixedBytes(bytes);
    return;
  }
  if (className !== kindName) throw new Refused();
  if (kindName === 'Uint8Array') {
    writer.writeByte(tag.bytes);
    writer.writePrefixedBytes(bytes);
    return;
  }
  const kind = typedArrays.findIndex((made) => made.name === kindName);
  if (kind === -1) throw new Refused();
  const width = typedArrays[kind]!.BYTES_PER_ELEMENT;
  writer.writeByte(tag.typedArray);
  writer.writeByte(kind);
  const isFloat = kindName === 'Float32Array' || kindName === 'Float64Array';
  writer.writePrefixedBytes(
    littleEndian(
      form.canonical && isFloat ? canonicalFloats(view as Float32Array | Float64Array) : bytes,
      width,
    ),
  );
}

/** The bytes of floats with 0 for -0 and one NaN. */
function canonicalFloats(floats: Float32Array | Float64Array): Uint8Array<ArrayBuffer> {
  const copy = floats.slice();
  for (let i = 0; i < copy.length; i++) {
    const item = copy[i]!;
    if (item === 0) copy[i] = 0;
    else if (Number.isNaN(item)) copy[i] = Number.NaN;
  }
  return new Uint8Array(copy.buffer);
}

function writeError(
  error: Error,
  prototype: object,
  writer: ByteWriter,
  form: GenericForm,
  depth: number,
): void {
  const entry = Object.entries(errorClasses).find(([, made]) => made.prototype === prototype);
  // Where an error was made is no part of what it says, so equal errors have different bytes: no key.
  if (entry === undefined || form.canonical) throw new Refused();
  writer.writeByte(tag.error);
  writeString(entry[0], writer);
  writeValue(Object.hasOwn(error, 'message') ? error.message : undefined, writer, form, depth + 1);
  writeValue(Object.hasOwn(error, 'stack') ? error.stack : undefined, writer, form, depth + 1);
  writeValue(Object.hasOwn(error, 'cause') ? [error.cause] : [], writer, form, depth + 1);
  writeValue({ ...error }, writer, form, depth + 1);
}
