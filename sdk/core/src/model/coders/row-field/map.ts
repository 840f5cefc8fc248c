import type { ByteReader } from '../byte-reader.js';
import type { ByteWriter } from '../byte-writer.js';
import type { Coder } from '../coder.js';
import { mismatch } from '../mismatch.js';
import { sortStretches } from '../sort-stretches.js';
import { FieldCoder } from './field-coder.js';

/** How a map is written: an int32 count, then each nested key and value, in canonical order for keys. */
function writeEntries(
  entries: Iterable<readonly [unknown, unknown]>,
  key: Coder<any>,
  value: Coder<any>,
  sorted: boolean,
  writer: ByteWriter,
): void {
  const at = writer.length;
  writer.writeInt32(0);
  let count = 0;
  const starts: number[] = [];
  for (const [k, v] of entries) {
    if (sorted) starts.push(writer.length);
    key.encode(k, writer);
    value.encode(v, writer);
    count++;
  }
  if (sorted) sortStretches(starts, writer);
  writer.patchInt32(at, count);
}

function readCount(reader: ByteReader): number {
  const count = reader.readInt32();
  if (count < 0) throw reader.fail(`${count} is no count of entries`, reader.position - 4);
  return count;
}

/** A map as a `Map`. Keys of every type take at least one byte, so that a count claimed costs nothing. */
export class MapCoder<K, V> extends FieldCoder<ReadonlyMap<K, V>> {
  override readonly components: readonly [Coder<K>, Coder<V>];
  override readonly deterministic: boolean;

  constructor(key: Coder<K>, value: Coder<V>, options: { canonical: boolean }) {
    super('map');
    this.components = [key, value];
    this.deterministic = options.canonical && key.deterministic && value.deterministic;
  }

  encode(map: ReadonlyMap<K, V>, writer: ByteWriter): void {
    if (!(map instanceof Map)) throw mismatch('map', 'a Map', map);
    writeEntries(map, this.components[0], this.components[1], this.deterministic, writer);
  }

  decode(reader: ByteReader): Map<K, V> {
    const map = new Map<K, V>();
    for (let left = readCount(reader); left > 0; left--) {
      const key = this.components[0].decode(reader);
      map.set(key, this.components[1].decode(reader));
    }
    return map;
  }

  estimateSize(map: ReadonlyMap<K, V>): number {
    for (const [key, value] of map) {
      return 4 + map.size * (this.components[0].estimateSize(key) + this.components[1].estimateSize(value));
    }
    return 4;
  }
}

/** A map with string keys as a plain object. */
export class RecordCoder<V> extends FieldCoder<Readonly<Record<string, V>>> {
  override readonly components: readonly [Coder<string>, Coder<V>];
  override readonly deterministic: boolean;

  constructor(key: Coder<string>, value: Coder<V>, options: { canonical: boolean }) {
    super('record');
    this.components = [key, value];
    this.deterministic = options.canonical && key.deterministic && value.deterministic;
  }

  encode(record: Readonly<Record<string, V>>, writer: ByteWriter): void {
    if (typeof record !== 'object' || record === null || Array.isArray(record) || record instanceof Map) {
      throw mismatch('record', 'a plain object', record);
    }
    writeEntries(Object.entries(record), this.components[0], this.components[1], this.deterministic, writer);
  }

  decode(reader: ByteReader): Record<string, V> {
    const record: Record<string, V> = {};
    for (let left = readCount(reader); left > 0; left--) {
      const key = this.components[0].decode(reader);
      const value = this.components[1].decode(reader);
      // Assigning to `__proto__` would change the prototype instead.
      Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
    }
    return record;
  }

  estimateSize(record: Readonly<Record<string, V>>): number {
    const keys = Object.keys(record);
    const [first] = keys;
    if (first === undefined) return 4;
    return 4 + keys.length * (first.length + 1 + this.components[1].estimateSize(record[first]!));
  }
}
