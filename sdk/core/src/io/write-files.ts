/**
 * What all sinks of files share: write → gather → finalise.
 *
 * Owns: which file gets which name and when, what is removed, and when.
 * Does not own: the text of elements (write-text.ts, write-json.ts, write-csv.ts), bytes (shard-writer.ts).
 *
 * Invariants:
 *  W1  a file under its final name is complete and on the disk: it is written under another name, synced, renamed.
 *  W2  nothing has its final name before every part of the output is written.
 *  W3  files of an earlier run are removed or replaced only after W2; until then they are as they were.
 *  W4  a bundle that fails removes what it wrote, and finalising that fails removes the parts without a name. What a killed process left is removed by the next run that
 *      finalises the same output, once the process is known to be gone (temp-files.ts).
 */
import { dirname, resolve } from 'node:path';
import { PCollection, type Sink } from '../api/index.js';
import type { Collection } from '../construction/index.js';
import { KvCoder } from '../model/coders/kv.js';
import { StringUtf8Coder } from '../model/coders/string-utf8.js';
import { VarIntCoder } from '../model/coders/varint.js';
import { BeamError } from '../model/errors.js';
import type { KV } from '../model/kv.js';
import * as transforms from '../transforms/index.js';
import { type Compression, codecOf, compressionSuffix } from './compression.js';
import { type FileOutput, newShard } from './file-output.js';
import type { FileSystem } from './file-system.js';
import { finaliseShards } from './finalise-shards.js';
import { localFileSystem } from './local-file-system.js';
import { localPath } from './location.js';
import { type Rolling, rollingFiles } from './rolling-files.js';
import { checkNaming, rolledPath, type ShardNaming, shardPath, splitSuffix } from './shard-name.js';
import type { ShardEncoder, ShardWriter, WrittenShard } from './shard-writer.js';

/** Options of every sink that writes files. */
export interface WriteOptions {
  /**
   * Behind the shard's number: `.txt` gives `counts-00000-of-00003.txt`. Without it: that of the compression. A path
   * that ends with one, such as `counts.txt.gz`, is taken apart at the first dot of the file's name:
   * `counts-00000-of-00003.txt.gz`.
   */
  readonly suffix?: string;
  /**
   * How many files. Without it each bundle writes one, which costs nothing; with it the elements are grouped by
   * file first.
   */
  readonly shards?: number;
  /** Write one file, called exactly as the path says; `shards` is then 1. */
  readonly singleFile?: boolean;
  /** `auto` (default) goes by `.gz` or `.br` at the end of the suffix, or else of the path; `.zst` is refused. */
  readonly compression?: Compression;
  /** Where the files go; the local disks without it. */
  readonly fileSystem?: FileSystem;
}

/**
 * Options of a sink that writes rows without end. Files are written under a hidden name, one after the other, and get
 * theirs, `orders-00000.jsonl`, when they are whole. In runs that keep their state every row is in them exactly once.
 * Compression is gzip or none.
 */
export interface RollingOptions extends Omit<WriteOptions, 'shards' | 'singleFile'> {
  /** When a file is whole: `true` for after a minute, or 128 MiB. */
  readonly rolling: Rolling | true;
}

/** How the texts of a sink are made, once its input is known. */
export type EncoderFor<T> = (input: Collection<T>) => () => ShardEncoder<T>;

/**
 * A sink that writes files and hands back their names, once they are in place.
 * @throws BeamError `E_BAD_ARGUMENT`, `E_UNSUPPORTED`, and when used `E_DUPLICATE_OUTPUT`; at run time `E_IO`
 */
export function fileSink<T>(
  name: string,
  location: string,
  options: WriteOptions | RollingOptions,
  encoderFor: EncoderFor<T>,
): Sink<T, any> {
  return 'rolling' in options
    ? rollingSink(name, location, options, encoderFor)
    : wholeSink(name, location, options, encoderFor);
}

function rollingSink<T>(
  name: string,
  location: string,
  options: RollingOptions,
  encoderFor: EncoderFor<T>,
): Sink<T, void> {
  const { compression = 'auto', rolling, fileSystem = localFileSystem, suffix } = options;
  const path = options.fileSystem === undefined ? localPath(location) : location;
  const naming: ShardNaming = {
    ...partsOf(path, compression, suffix === undefined ? {} : { suffix }),
    singleFile: false,
  };
  checkNaming(naming);
  const codec = codecOf(compression, rolledPath(naming, 0));
  if (codec !== 'none' && codec !== 'gzip') {
    throw new BeamError('E_UNSUPPORTED', `Files that roll cannot be written as ${codec}.`, {
      path,
      help: "use compression: 'gzip' or 'none'",
    });
  }
  for (const option of ['shards', 'singleFile']) {
    if (!(option in options)) continue;
    throw new BeamError('E_BAD_ARGUMENT', `rolling and ${option} contradict each other.`, {
      path,
      help: 'leave one of them out',
    });
  }
  const sinkOf = (encoder: () => ShardEncoder<T>) =>
    rollingFiles<T>(name, { naming, codec, fileSystem, encoder }, rolling === true ? {} : rolling);
  // What is wrong with the options is said here, and not when the pipeline is built.
  sinkOf(() => {
    throw new BeamError('E_INTERNAL', 'An output was opened before its input is known.');
  });
  return {
    name,
    expand({ node: input }) {
      const claim = options.fileSystem === undefined ? resolve(naming.path) : naming.path;
      input.graph.claimTarget(`${claim}-*${naming.suffix}`);
      transforms.writeEpochs(input, sinkOf(encoderFor(input)));
    },
  };
}

function wholeSink<T>(
  name: string,
  location: string,
  options: WriteOptions,
  encoderFor: EncoderFor<T>,
): Sink<T, PCollection<string>> {
  const { compression = 'auto', singleFile = false } = options;
  const shards = singleFile ? 1 : options.shards;
  if (shards !== undefined && !(Number.isInteger(shards) && shards > 0)) {
    throw new BeamError('E_BAD_ARGUMENT', `shards must be a whole number above 0, not ${shards}.`, {
      help: 'leave it out to write one file for each bundle',
    });
  }
  if (singleFile && (options.shards ?? 1) !== 1) {
    throw new BeamError('E_BAD_ARGUMENT', `singleFile and shards: ${options.shards} contradict each other.`, {
      help: 'leave one of them out',
    });
  }
  const path = options.fileSystem === undefined ? localPath(location) : location;
  const naming: ShardNaming = { ...partsOf(path, compression, options), singleFile };
  checkNaming(naming);
  const codec = codecOf(compression, shardPath(naming, 0, 1));
  if (codec === 'zstd') {
    throw new BeamError('E_UNSUPPORTED', 'Files cannot be written as zstd.', {
      path,
      help: "use compression: 'gzip' or 'brotli'; zstd can be read",
    });
  }
  const fileSystem = options.fileSystem ?? localFileSystem;
  return {
    name,
    expand({ node: input }) {
      const { graph } = input;
      if (!input.bounded) {
        throw new BeamError('E_UNSUPPORTED', `${name} cannot write an endless PCollection.`, {
          path,
          help: "write it with rolling: { every: '1m' }, or the results of a bounded read",
        });
      }
      const claim = options.fileSystem === undefined ? resolve(naming.path) : naming.path;
      graph.claimTarget(singleFile ? claim : `${claim}-*${naming.suffix}`);
      const output: FileOutput<T> = { naming, codec, fileSystem, encoder: encoderFor(input) };
      const global =
        input.windowing.windowFn.kind === 'global'
          ? input
          : transforms.windowInto(input, transforms.globalWindow());
      const written =
        shards === undefined ? writeBundles(global, output) : writeGroups(global, output, shards);
      const names = transforms.flatMap(
        transforms.impulse(graph),
        function finalise(_: Uint8Array, ctx) {
          return finaliseShards(output, ctx.written, shards);
        },
        { written: transforms.asList(written) },
        new StringUtf8Coder(),
      );
      return new PCollection(names);
    },
  };
}

/**
 * What stands before and behind the number of a shard. The end of the path goes behind it when it names the
 * compression: else a target called `t.txt.gz` would hold plain text.
 */
function partsOf(
  path: string,
  compression: Compression,
  { suffix, singleFile = false }: WriteOptions,
): Pick<ShardNaming, 'path' | 'suffix'> {
  if (suffix !== undefined) return { path, suffix };
  const named = codecOf('auto', path);
  if (!singleFile && named !== 'none' && (compression === 'auto' || compression === named)) {
    return splitSuffix(path);
  }
  return { path, suffix: compression === 'auto' ? '' : (compressionSuffix[compression] ?? '') };
}

/** Writes a file for each bundle that has elements. */
function writeBundles<T>(input: Collection<T>, output: FileOutput<T>): Collection<WrittenShard> {
  interface State {
    shard: ShardWriter<T> | undefined;
  }
  const discard = async (state: State): Promise<void> => {
    const { shard } = state;
    state.shard = undefined;
    await shard?.discard();
  };
  return transforms.parDo<T, WrittenShard, {}, {}, State>(input, {
    name: 'write',
    // A shard takes its elements one after the other.
    concurrency: 1,
    setup: async () => {
      await output.fileSystem.ensureDirectory(dirname(output.naming.path));
      return { shard: undefined };
    },
    // A bundle that failed before this one may have left its file.
    startBundle: ({ setup }) => (setup.shard === undefined ? undefined : discard(setup)),
    process(element, { setup }) {
      setup.shard ??= newShard(output);
      return setup.shard.add(element);
    },
    async finishBundle({ setup, emit }) {
      const { shard } = setup;
      if (shard === undefined) return;
      const written = await shard.finish();
      setup.shard = undefined;
      emit(written);
    },
    teardown: discard,
  });
}

/** Writes exactly `shards` files: brings the elements of each together first. */
function writeGroups<T>(
  input: Collection<T>,
  output: FileOutput<T>,
  shards: number,
): Collection<WrittenShard> {
  const spread = {
    name: 'spread',
    setup: () => ({ next: 0 }),
    process(value: T, { setup, emit }: { setup: { next: number }; emit(pair: KV<number, T>): void }) {
      emit({ key: setup.next, value });
      setup.next = (setup.next + 1) % shards;
    },
  };
  const keyed = transforms.parDo<T, KV<number, T>, {}, {}, { next: number }>(input, spread, {
    main: new KvCoder(new VarIntCoder(), input.coder),
  });
  return transforms.parDo<KV<number, Iterable<T>>, WrittenShard, {}, {}, void>(transforms.groupByKey(keyed), {
    name: 'write',
    concurrency: 1,
    async process({ key, value }, { emit }) {
      await output.fileSystem.ensureDirectory(dirname(output.naming.path));
      const shard = newShard(output);
      try {
        for (const element of value) {
          const wait = shard.add(element);
          if (wait !== undefined) await wait;
        }
        emit(await shard.finish(key));
      } catch (thrown) {
        await shard.discard();
        throw thrown;
      }
    },
  });
}
