import type { Codec } from './compression.js';
import type { FileSystem } from './file-system.js';
import type { ShardNaming } from './shard-name.js';
import { type ShardEncoder, ShardWriter } from './shard-writer.js';
import { tempPath } from './temp-files.js';

/** One output of a pipeline: where its files go, how they are called and what is in them. */
export interface FileOutput<T> {
  readonly naming: ShardNaming;
  readonly codec: Codec;
  readonly fileSystem: FileSystem;
  readonly encoder: () => ShardEncoder<T>;
}

/** A new file of the output, under a name that nobody else uses. */
export const newShard = <T>({ fileSystem, naming, encoder, codec }: FileOutput<T>): ShardWriter<T> =>
  new ShardWriter(fileSystem, tempPath(naming.path), encoder(), codec);
