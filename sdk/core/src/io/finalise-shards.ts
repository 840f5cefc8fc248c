import { basename, dirname, join } from 'node:path';
import { BeamError } from '../model/errors.js';
import { type FileOutput, newShard } from './file-output.js';
import { isShard, shardPath } from './shard-name.js';
import type { WrittenShard } from './shard-writer.js';
import { isAbandoned } from './temp-files.js';

/**
 * Gives the files of a finished output their names, in one go, and then removes what earlier runs left: shards that
 * are no part of this output, and unfinished files of processes that are gone.
 *
 * May run again after it was interrupted: what has its name already is left as it is. When it fails it removes the
 * parts that have no name yet, as nobody else would.
 * @returns the names, in order
 */
export async function finaliseShards<T>(
  output: FileOutput<T>,
  written: readonly WrittenShard[],
  fixedShards: number | undefined,
): Promise<string[]> {
  // Grows by the empty shards that are made here.
  const parts = [...written];
  try {
    return await giveNames(output, parts, fixedShards);
  } catch (thrown) {
    // What went wrong first is what the user needs; a part that cannot be removed either is left to the next run.
    await Promise.allSettled(parts.map(async ({ temp }) => output.fileSystem.remove(temp)));
    throw thrown;
  }
}

async function giveNames<T>(
  output: FileOutput<T>,
  parts: WrittenShard[],
  fixedShards: number | undefined,
): Promise<string[]> {
  const { naming, fileSystem } = output;
  if (new Set(parts.map(({ layout }) => layout)).size > 1) throw differentLayouts(parts, naming.path);
  const shards = await complete(output, parts, fixedShards);
  const paths = shards.map((_, i) => shardPath(naming, i, shards.length));
  for (const [i, shard] of shards.entries()) await settle(output, shard, paths[i]!);
  const directory = dirname(naming.path);
  // The new names must be on the disk before the old files go.
  await fileSystem.syncDirectory(directory);
  const current = new Set(paths.map((path) => basename(path)));
  for (const name of await fileSystem.list(directory)) {
    const isStale = isShard(naming, name) && !current.has(name);
    if (isStale || isAbandoned(name, naming.path)) await fileSystem.remove(join(directory, name));
  }
  return paths;
}

/**
 * The shards in order, with an empty file for each that nobody wrote; an output has at least one file. The empty
 * ones are added to `parts`.
 */
async function complete<T>(
  output: FileOutput<T>,
  parts: WrittenShard[],
  fixedShards: number | undefined,
): Promise<WrittenShard[]> {
  const addEmpty = async (): Promise<WrittenShard> => {
    const shard = await emptyShard(output);
    parts.push(shard);
    return shard;
  };
  if (fixedShards === undefined) {
    if (parts.length === 0) await addEmpty();
    return [...parts];
  }
  const byIndex = new Map(parts.map((shard) => [shard.index, shard]));
  const shards: WrittenShard[] = [];
  for (let i = 0; i < fixedShards; i++) shards.push(byIndex.get(i) ?? (await addEmpty()));
  return shards;
}

async function emptyShard<T>(output: FileOutput<T>): Promise<WrittenShard> {
  await output.fileSystem.ensureDirectory(dirname(output.naming.path));
  const writer = newShard(output);
  try {
    return await writer.finish();
  } catch (thrown) {
    await writer.discard();
    throw thrown;
  }
}

/** Renames a shard, unless an interrupted attempt did so before. */
async function settle<T>({ fileSystem }: FileOutput<T>, shard: WrittenShard, path: string): Promise<void> {
  if ((await fileSystem.sizeOf(shard.temp)) !== undefined) {
    await fileSystem.rename(shard.temp, path);
  } else if ((await fileSystem.sizeOf(path)) !== shard.bytes) {
    throw new BeamError('E_IO', `The finished part "${shard.temp}" of "${path}" has vanished.`, {
      path,
      help: 'run again, and let nothing remove files that begin with a dot from this folder during a run',
    });
  }
}

function differentLayouts(written: readonly WrittenShard[], path: string): BeamError {
  const [first, second] = new Set(written.map(({ layout }) => layout));
  return new BeamError(
    'E_BAD_RECORD',
    `Elements have different columns: ${first} in one file, ${second} in another.`,
    { path, help: 'name the columns with columns: [...]' },
  );
}
