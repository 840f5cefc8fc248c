import { basename } from 'node:path';
import { BeamError } from '../model/errors.js';

/** How the files of one output are named. */
export interface ShardNaming {
  /** The path as the user gave it, without the suffix when that was a part of it (see {@link splitSuffix}). */
  readonly path: string;
  readonly suffix: string;
  /** The output is one file, called exactly `path`. */
  readonly singleFile: boolean;
}

/** Digits of a shard's number and of their count. */
const DIGITS = 5;

/** The path of shard `index` of `count`: `counts-00000-of-00003.txt`. */
export function shardPath({ path, suffix, singleFile }: ShardNaming, index: number, count: number): string {
  if (singleFile) return path;
  const digits = (n: number): string => String(n).padStart(DIGITS, '0');
  return `${path}-${digits(index)}-of-${digits(count)}${suffix}`;
}

/**
 * A path whose name ends like a compressed file, taken apart at the first dot of the name: `out/t.txt.gz` is
 * `out/t` and `.txt.gz`, so that the shards are called `out/t-00000-of-00001.txt.gz`. A dot at the very beginning
 * belongs to the name.
 * @throws BeamError `E_BAD_ARGUMENT` when nothing stands before the suffix
 */
export function splitSuffix(path: string): Pick<ShardNaming, 'path' | 'suffix'> {
  const name = basename(path);
  const dot = name.indexOf('.', 1);
  if (dot === -1) {
    throw new BeamError('E_BAD_ARGUMENT', `"${path}" is a suffix without a name before it.`, {
      path,
      help: 'put the beginning of the file names before it, such as "out/counts.gz"',
    });
  }
  const suffix = name.slice(dot);
  return { path: path.slice(0, path.length - suffix.length), suffix };
}

/** Whether a name in the target's folder is a shard of this output, of this run or an earlier one. */
export function isShard({ path, suffix, singleFile }: ShardNaming, name: string): boolean {
  const base = basename(path);
  if (singleFile || !name.startsWith(base) || !name.endsWith(suffix)) return false;
  return /^-\d{5,}-of-\d{5,}$/.test(name.slice(base.length, name.length - suffix.length));
}

/** @throws BeamError `E_BAD_ARGUMENT` for a path or suffix that names no file */
export function checkNaming({ path, suffix }: ShardNaming): void {
  if (/[/\\]$/.test(path) || ['.', '..'].includes(basename(path))) {
    throw new BeamError('E_BAD_ARGUMENT', `"${path}" names a folder, not the files to write.`, {
      path,
      help: 'add the beginning of their names, such as "out/counts"',
    });
  }
  if (/[/\\]/.test(suffix)) {
    throw new BeamError('E_BAD_ARGUMENT', `The suffix "${suffix}" holds a path separator.`, {
      path,
      help: "give the end of a file's name, such as '.txt'",
    });
  }
}

/** The path of file `part` of an output that rolls: `orders-00007.jsonl`. */
export const rolledPath = ({ path, suffix }: ShardNaming, part: number): string =>
  `${path}-${String(part).padStart(DIGITS, '0')}${suffix}`;

/** The number of a file of an output that rolls; undefined for any other. */
export function rolledPart({ path, suffix }: ShardNaming, name: string): number | undefined {
  const base = basename(path);
  if (!name.startsWith(base) || !name.endsWith(suffix)) return undefined;
  const number = /^-(\d{5,})$/.exec(name.slice(base.length, name.length - suffix.length))?.[1];
  return number === undefined ? undefined : Number(number);
}
