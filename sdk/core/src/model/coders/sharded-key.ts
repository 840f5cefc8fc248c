import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import type { Coder } from './coder.js';
import { ContextFreeCoder } from './context-free.js';
import { keyCoder } from './key-coder.js';
import { coderUrns } from './urns.js';

/** A key that was split into shards so that several workers can take a hot one. */
export interface ShardedKey<K> {
  readonly shard: Uint8Array;
  readonly key: K;
}

/** A sharded key (`beam:coder:sharded_key:v1`): the shard as prefixed bytes, then the nested key. */
export class ShardedKeyCoder<K> extends ContextFreeCoder<ShardedKey<K>> {
  readonly urn = coderUrns.shardedKey;
  readonly components: readonly [Coder<K>];
  readonly deterministic: boolean;
  readonly key: Coder<K>;

  constructor(key: Coder<K>) {
    super();
    this.key = key;
    this.components = [key];
    this.deterministic = key.deterministic;
  }

  encode(value: ShardedKey<K>, writer: ByteWriter): void {
    writer.writePrefixedBytes(value.shard);
    this.key.encode(value.key, writer);
  }

  decode(reader: ByteReader): ShardedKey<K> {
    const shard = reader.readPrefixedBytes();
    return { shard, key: this.key.decode(reader) };
  }

  estimateSize(value: ShardedKey<K>): number {
    return value.shard.length + 1 + this.key.estimateSize(value.key);
  }

  keyForm(): Coder<ShardedKey<K>> {
    return new ShardedKeyCoder(keyCoder(this.key));
  }
}
