import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';
import { ContextFreeCoder } from './context-free.js';
import { keyCoder } from './key-coder.js';
import { mismatch } from './mismatch.js';
import { readRepeated } from './repeat.js';
import { coderUrns } from './urns.js';

/**
 * Makes the value of an iterable whose end stays with the runner: `head` came with the element, and `token`
 * names the rest in the runner's state. How the rest is read, and when, is the worker's business.
 */
export type RestReader = <T>(head: T[], token: Uint8Array, element: Coder<T>) => Iterable<T>;

/** The count that says "unknown", and the chunk length that says "the rest is in the runner's state". */
const UNKNOWN = -1;

/**
 * The elements of an iterable (`beam:coder:iterable:v1`). Three forms can be read:
 *
 *     int32 count, elements                                     the count was known
 *     int32 -1, { varint count, elements }…, varint 0           it was not
 *     int32 -1, { varint count, elements }…, varint -1, token   and the rest is in the runner's state
 *
 * The first is always written. What is read is an array, except when a rest is left in the runner's state.
 */
export class IterableCoder<T> extends ContextFreeCoder<Iterable<T>> {
  readonly urn: string = coderUrns.iterable;
  readonly components: readonly [Coder<T>];
  readonly deterministic: boolean;
  readonly element: Coder<T>;
  protected readonly readRest: RestReader | undefined;

  constructor(element: Coder<T>, readRest?: RestReader) {
    super();
    this.element = element;
    this.components = [element];
    this.deterministic = element.deterministic;
    this.readRest = readRest;
  }

  encode(values: Iterable<T>, writer: ByteWriter): void {
    const { element } = this;
    if (Array.isArray(values)) {
      writer.writeInt32(values.length);
      for (let i = 0; i < values.length; i++) element.encode(values[i], writer);
      return;
    }
    // A string is iterable too, but nobody means its characters.
    if (
      typeof values === 'string' ||
      typeof (values as Partial<Iterable<T>> | null)?.[Symbol.iterator] !== 'function'
    ) {
      throw mismatch('iterable', 'an iterable', values);
    }
    const at = writer.length;
    writer.writeInt32(0);
    let count = 0;
    for (const value of values) {
      element.encode(value, writer);
      count++;
    }
    writer.patchInt32(at, count);
  }

  decode(reader: ByteReader): Iterable<T> {
    const count = reader.readInt32();
    const values: T[] = [];
    if (count >= 0) {
      readRepeated(reader, count, this.element, values);
      return values;
    }
    if (count !== UNKNOWN) throw reader.fail(`${count} is no count of elements`, reader.position - 4);
    for (;;) {
      const chunk = reader.readVarint();
      if (chunk === 0) return values;
      if (chunk === UNKNOWN) return this.continued(values, reader);
      if (chunk < 0) throw reader.fail(`${chunk} is no count of elements`);
      readRepeated(reader, chunk, this.element, values);
    }
  }

  estimateSize(values: Iterable<T>): number {
    if (!Array.isArray(values)) return 64;
    // The first elements speak for the others, so that a guess about a long array stays cheap.
    const sample = Math.min(values.length, 8);
    let size = 0;
    for (let i = 0; i < sample; i++) size += this.element.estimateSize(values[i]);
    return 4 + (sample === 0 ? 0 : Math.ceil((size / sample) * values.length));
  }

  keyForm(): Coder<Iterable<T>> {
    return new IterableCoder(keyCoder(this.element), this.readRest);
  }

  private continued(head: T[], reader: ByteReader): Iterable<T> {
    const at = reader.position;
    const token = reader.readPrefixedBytes();
    if (this.readRest === undefined) {
      throw reader.fail('An iterable goes on in the state of the runner, which this place cannot read', at);
    }
    return this.readRest(head, token, this.element);
  }
}
