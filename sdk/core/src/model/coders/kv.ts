import type { KV } from '../kv.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';
import { keyCoder } from './key-coder.js';
import { mismatch } from './mismatch.js';
import { coderUrns } from './urns.js';

/** `{ key, value }` (`beam:coder:kv:v1`): the nested key, then the value in the context of the pair. */
export class KvCoder<K, V> implements Coder<KV<K, V>> {
  readonly urn = coderUrns.kv;
  readonly components: readonly [Coder<K>, Coder<V>];
  readonly deterministic: boolean;
  readonly key: Coder<K>;
  readonly value: Coder<V>;

  constructor(key: Coder<K>, value: Coder<V>) {
    this.key = key;
    this.value = value;
    this.components = [key, value];
    this.deterministic = key.deterministic && value.deterministic;
  }

  encode(pair: KV<K, V>, writer: ByteWriter): void {
    if (typeof pair !== 'object' || pair === null) throw mismatch('kv', '{ key, value }', pair);
    this.key.encode(pair.key, writer);
    this.value.encode(pair.value, writer);
  }

  decode(reader: ByteReader): KV<K, V> {
    const key = this.key.decode(reader);
    return { key, value: this.value.decode(reader) };
  }

  encodeOuter(pair: KV<K, V>, writer: ByteWriter): void {
    if (typeof pair !== 'object' || pair === null) throw mismatch('kv', '{ key, value }', pair);
    this.key.encode(pair.key, writer);
    this.value.encodeOuter(pair.value, writer);
  }

  decodeOuter(reader: ByteReader): KV<K, V> {
    const key = this.key.decode(reader);
    return { key, value: this.value.decodeOuter(reader) };
  }

  estimateSize(pair: KV<K, V>): number {
    return this.key.estimateSize(pair.key) + this.value.estimateSize(pair.value);
  }

  keyForm(): Coder<KV<K, V>> {
    return new KvCoder(keyCoder(this.key), keyCoder(this.value));
  }
}
