import { ByteWriter } from '../model/coders/byte-writer.js';
import type { Coder } from '../model/coders/coder.js';
import { GenericCoder } from '../model/coders/generic.js';
import { keyCoder } from '../model/coders/key-coder.js';
import { SHORT_TEXT, ShortTextTable } from './short-text-table.js';

interface Entry<V> {
  readonly key: unknown;
  value: V;
}

/**
 * A map whose keys are compared by value: primitives directly, everything else by the bytes of its coder. Two
 * keys are one exactly when their coder writes the same bytes, as on every Beam runner.
 */
export class KeyIndex<V> {
  private readonly texts = new ShortTextTable<V>();
  private readonly primitives = new Map<unknown, V>();
  private encoded: Map<string, Entry<V>> | undefined;
  private readonly coder: Coder<unknown>;
  private writer: ByteWriter | undefined;
  private undefinedIsNull: boolean | undefined;

  constructor(coder: Coder<unknown> = new GenericCoder()) {
    this.coder = keyCoder(coder);
  }

  get size(): number {
    return this.texts.size + this.primitives.size + (this.encoded?.size ?? 0);
  }

  get(key: unknown): V | undefined {
    if (typeof key === 'string' && key.length <= SHORT_TEXT) return this.texts.get(key);
    if (isPrimitive(key)) return this.primitives.get(key ?? this.nothing(key));
    return this.encoded?.get(this.bytesOf(key))?.value;
  }

  has(key: unknown): boolean {
    if (typeof key === 'string' && key.length <= SHORT_TEXT) return this.texts.has(key);
    if (isPrimitive(key)) return this.primitives.has(key ?? this.nothing(key));
    return this.encoded?.has(this.bytesOf(key)) ?? false;
  }

  set(key: unknown, value: V): void {
    if (typeof key === 'string' && key.length <= SHORT_TEXT) {
      this.texts.set(key, value);
      return;
    }
    if (isPrimitive(key)) {
      this.primitives.set(key ?? this.nothing(key), value);
      return;
    }
    this.encoded ??= new Map();
    const bytes = this.bytesOf(key);
    const entry = this.encoded.get(bytes);
    if (entry === undefined) this.encoded.set(bytes, { key, value });
    else entry.value = value;
  }

  /** Removes a key; false when it is not there. */
  delete(key: unknown): boolean {
    if (typeof key === 'string' && key.length <= SHORT_TEXT) return this.texts.delete(key);
    if (isPrimitive(key)) return this.primitives.delete(key ?? this.nothing(key));
    return this.encoded?.delete(this.bytesOf(key)) ?? false;
  }

  clear(): void {
    this.texts.clear();
    this.primitives.clear();
    this.encoded?.clear();
  }

  *entries(): IterableIterator<[unknown, V]> {
    yield* this.texts.entries();
    yield* this.primitives.entries();
    if (this.encoded !== undefined) for (const { key, value } of this.encoded.values()) yield [key, value];
  }

  /** The entries as a read-only `Map`; look-ups compare keys as this index does. */
  asMap(): ReadonlyMap<unknown, V> {
    return this.encoded === undefined ? new Map(this.entries()) : new KeyIndexMap(this);
  }

  /** `undefined` is `null` to coders that write both alike, such as those of nullable fields. */
  private nothing(key: null | undefined): null | undefined {
    if (key === null) return null;
    this.undefinedIsNull ??= this.bytesOf(undefined) === this.bytesOf(null);
    return this.undefinedIsNull ? null : undefined;
  }

  private bytesOf(key: unknown): string {
    this.writer ??= new ByteWriter();
    const { writer } = this;
    writer.reset();
    this.coder.encode(key, writer);
    return latin1(writer.view());
  }
}

/** Functions and symbols are none: the coder is to refuse them. */
const isPrimitive = (key: unknown): key is string | number | bigint | boolean | null | undefined =>
  key === null || (typeof key !== 'object' && typeof key !== 'function' && typeof key !== 'symbol');

/** Bytes as a text of the same length, one character a byte: a map key. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

class KeyIndexMap<V> implements ReadonlyMap<unknown, V> {
  private readonly index: KeyIndex<V>;
  constructor(index: KeyIndex<V>) {
    this.index = index;
  }
  get size(): number {
    return this.index.size;
  }
  get(key: unknown): V | undefined {
    return this.index.get(key);
  }
  has(key: unknown): boolean {
    return this.index.has(key);
  }
  entries(): MapIterator<[unknown, V]> {
    return this.index.entries() as MapIterator<[unknown, V]>;
  }
  [Symbol.iterator](): MapIterator<[unknown, V]> {
    return this.entries();
  }
  *keys(): MapIterator<unknown> {
    for (const [key] of this.index.entries()) yield key;
  }
  *values(): MapIterator<V> {
    for (const [, value] of this.index.entries()) yield value;
  }
  forEach(callback: (value: V, key: unknown, map: ReadonlyMap<unknown, V>) => void): void {
    for (const [key, value] of this.index.entries()) callback(value, key, this);
  }
}
