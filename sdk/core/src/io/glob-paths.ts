import * as fs from 'node:fs';
import { posix, resolve } from 'node:path';
import type { FileSystemAdapter } from 'tinyglobby';
import { BeamError } from '../model/errors.js';
import { ioError, systemCode } from './io-error.js';

/**
 * The files and broken links of this machine that match a glob, sorted; as the pattern was written, so a relative
 * one gives relative paths. Empty when there are none, or when the pattern is no glob.
 *
 * The walk itself passes over what it cannot list. That would read a part of the input and call it all, so the
 * folders and links that it fails at are noted and reported.
 * @throws BeamError `E_IO` naming a folder that the pattern reaches into and that cannot be listed, or a link
 * that matches and leads nowhere
 */
export async function globPaths(pattern: string): Promise<string[]> {
  // Loaded here because most runs name their files and never need it.
  const { glob, isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(pattern)) return [];
  const { base, rest } = takenApart(pattern);
  const cwd = resolve(base);
  const deep = depthOf(rest);
  const walk = new WatchedFiles(cwd, deep);
  let found: string[];
  try {
    found = await glob(rest, { cwd, deep, expandDirectories: false, fs: walk.fileSystem });
  } catch (thrown) {
    throw ioError(thrown, 'list', pattern);
  }
  if (walk.failure !== undefined) throw walk.failure;
  const dangling = found.find((path) => walk.dangling.has(posix.join(cwd, path)));
  if (dangling !== undefined) throw leadsNowhere(posix.join(base, dangling));
  return found.map((path) => posix.join(base, path)).sort();
}

/** The folder that everything is in that a pattern can match, as far as the pattern names it. */
export const folderOf = (pattern: string): string => takenApart(pattern).base || '.';

/**
 * The folders that a pattern begins with, and the rest from its first wildcard on. The walk starts there: folders
 * above need not be readable.
 */
function takenApart(pattern: string): { base: string; rest: string } {
  const segments = pattern.split('/');
  const first = segments.findIndex((segment) => /[*?[\]{}()!|\\]/.test(segment));
  const at = first === -1 ? segments.length - 1 : first;
  const base = at === 1 && segments[0] === '' ? '/' : segments.slice(0, at).join('/');
  const rest = segments.slice(at).join('/');
  // A `!` in front negates a whole pattern; here it was in its middle, and is a letter like any other.
  return { base, rest: at > 0 ? rest.replace(/^!(?!\()/, '\\!') : rest };
}

/**
 * How many folders below its beginning a pattern reaches; undefined when nothing bounds it. Without the bound the
 * walk would list the folders beside the files of `logs/*` too, and fail at those that are none of its business.
 */
function depthOf(rest: string): number | undefined {
  const isBounded = !rest.includes('**') && !/[{([][^})\]]*\//.test(rest);
  return isBounded ? rest.split('/').length - 1 : undefined;
}

/** What the walk is told of a link that it cannot follow; it asks for no more. */
const standIn = (isDirectory: boolean): fs.Stats => ({ isDirectory: () => isDirectory }) as fs.Stats;

/** The file system as the walk sees it, which notes what fails. */
class WatchedFiles {
  /** The first folder that could not be listed. */
  failure: BeamError | undefined;
  /** Links whose target is not there. */
  readonly dangling = new Set<string>();
  readonly fileSystem: FileSystemAdapter;
  private readonly standIns = new Map<string, fs.Stats>();

  constructor(cwd: string, deep: number | undefined) {
    const readdir = (
      path: string,
      options: { withFileTypes: true },
      callback: (error: NodeJS.ErrnoException | null, entries: fs.Dirent[]) => void,
    ): void => {
      fs.readdir(path, options, (error, entries) => {
        // A folder that is gone holds nothing that could be read.
        if (error !== null && !isMissing(error))
          this.failure ??= ioError(error, 'list the folder', path.replace(/(?<=.)\/$/, ''));
        callback(error, entries);
      });
    };
    const realpath = (
      path: string,
      callback: (error: NodeJS.ErrnoException | null, resolved: string) => void,
    ): void => {
      fs.realpath(path, (error, resolved) => {
        if (error === null) return callback(null, resolved);
        if (isMissing(error)) this.dangling.add(path);
        // The walk drops a link without a target before it has a look at its name. As a file it is matched, as a
        // folder it is listed, which says why not. What hides behind missing rights is a folder where one may be.
        const depth = posix.relative(cwd, path).split('/').length - 1;
        const isFolder = !isMissing(error) && (deep === undefined || depth < deep);
        this.standIns.set(path, standIn(isFolder));
        callback(null, path);
      });
    };
    const stat = (
      path: string,
      callback: (error: NodeJS.ErrnoException | null, stats: fs.Stats) => void,
    ): void => {
      const known = this.standIns.get(path);
      if (known === undefined) fs.stat(path, callback);
      else callback(null, known);
    };
    this.fileSystem = { readdir, realpath, stat } as unknown as FileSystemAdapter;
  }
}

/** Whether there is nothing of this name, or, for a link, nothing that it leads to. */
const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(systemCode(error) ?? '');

const leadsNowhere = (path: string): BeamError =>
  new BeamError('E_IO', `"${path}" matches, but is a link to a file that is not there.`, {
    path,
    help: 'remove or mend the link, or write a pattern that does not match it',
  });
