import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BeamError } from '../model/errors.js';
import type { FileMatch, FileReader, FileSystem, FileWriter } from './file-system.js';
import { globPaths } from './glob-paths.js';
import { ioError, systemCode } from './io-error.js';

/** How many files of a match are asked for their size at once. */
const STATS_AT_ONCE = 64;

/** The disks of this machine. Relative paths start at the current folder. */
export const localFileSystem: FileSystem = {
  async match(pattern) {
    // A file of exactly this name comes first: names such as `report (1).csv` are patterns too.
    const literal = await describe(pattern);
    if (literal !== undefined) return [literal];
    const paths = await globPaths(pattern);
    const matches: FileMatch[] = [];
    for (let i = 0; i < paths.length; i += STATS_AT_ONCE) {
      const some = await Promise.all(paths.slice(i, i + STATS_AT_ONCE).map(describe));
      for (const match of some) if (match !== undefined) matches.push(match);
    }
    return matches;
  },

  async open(path) {
    try {
      return new LocalReader(await open(path, 'r'), path);
    } catch (thrown) {
      throw ioError(thrown, 'read', path);
    }
  },

  async create(path) {
    try {
      return new LocalWriter(await open(path, 'wx'), path);
    } catch (thrown) {
      throw ioError(thrown, 'create', path);
    }
  },

  async rename(from, to) {
    await attempt('rename to', to, () => rename(from, to));
  },

  async remove(path) {
    await attempt('remove', path, () => rm(path, { force: true }));
  },

  async sizeOf(path) {
    try {
      return (await stat(path)).size;
    } catch (thrown) {
      if (isMissing(thrown)) return undefined;
      throw ioError(thrown, 'look at', path);
    }
  },

  async hasDirectory(path) {
    try {
      return (await stat(path)).isDirectory();
    } catch (thrown) {
      if (isMissing(thrown)) return false;
      throw ioError(thrown, 'look at', path);
    }
  },

  async ensureDirectory(path) {
    await attempt('make the folder', path, () => makeFolder(path));
  },

  async list(directory) {
    try {
      return await readdir(directory);
    } catch (thrown) {
      if (isMissing(thrown)) return [];
      throw ioError(thrown, 'list', directory);
    }
  },

  async syncDirectory(path) {
    // Windows cannot open a folder, and keeps renames without it.
    if (process.platform === 'win32') return;
    await attempt('sync the folder', path, async () => {
      const handle = await open(path, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    });
  },
};

/** The file at exactly this path; undefined when there is none. */
async function describe(path: string): Promise<FileMatch | undefined> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) {
      throw new BeamError('E_NO_INPUT', `"${path}" is a folder, not a file.`, {
        path,
        help: `name its files by a pattern such as "${path.replace(/\/+$/, '')}/*"`,
      });
    }
    // What the kernel makes up on reading (/proc) reports 0 as well: it is read to its end like a pipe.
    const size = found.isFile() && found.size > 0 ? found.size : undefined;
    return { path, size, modified: Math.floor(found.mtimeMs) };
  } catch (thrown) {
    if (isMissing(thrown)) return undefined;
    throw ioError(thrown, 'read', path);
  }
}

const isMissing = (thrown: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(systemCode(thrown) ?? '');

async function attempt(doing: string, path: string, body: () => Promise<unknown>): Promise<void> {
  try {
    await body();
  } catch (thrown) {
    throw ioError(thrown, doing, path);
  }
}

class LocalReader implements FileReader {
  private readonly handle: FileHandle;
  private readonly path: string;

  constructor(handle: FileHandle, path: string) {
    this.handle = handle;
    this.path = path;
  }

  async read(into: Uint8Array, position: number | undefined): Promise<number> {
    try {
      const { bytesRead } = await this.handle.read(into, 0, into.length, position ?? null);
      return bytesRead;
    } catch (thrown) {
      throw ioError(thrown, 'read', this.path);
    }
  }

  close(): Promise<void> {
    return attempt('close', this.path, () => this.handle.close());
  }
}

class LocalWriter implements FileWriter {
  private readonly handle: FileHandle;
  private readonly path: string;

  constructor(handle: FileHandle, path: string) {
    this.handle = handle;
    this.path = path;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await attempt('write', this.path, async () => {
      // The system may take less than it is given, for example right before the disk is full.
      for (let from = 0; from < bytes.length; ) {
        const { bytesWritten } = await this.handle.write(bytes, from, bytes.length - from);
        from += bytesWritten;
      }
    });
  }

  sync(): Promise<void> {
    return attempt('sync', this.path, () => this.handle.sync());
  }

  close(): Promise<void> {
    return attempt('close', this.path, () => this.handle.close());
  }
}

/**
 * Makes a folder and those above it. Node's own recursive form never returns where a file system has no room for
 * new folders but does not say so (`/proc` answers that the parent is missing, though it is there).
 */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (thrown) {
    if (await isFolder(path)) return;
    const parent = dirname(path);
    if (!isMissing(thrown) || parent === path || (await isFolder(parent))) throw thrown;
    await makeFolder(parent);
    await makeFolder(path);
  }
}

const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
};
