import {
  close,
  closeSync,
  fdatasync,
  fstatSync,
  fsync,
  mkdirSync,
  open,
  openSync,
  readdirSync,
  readSync,
  rename,
  unlink,
  writev,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Disk, DiskFile } from '../disk.js';
import { codeOf, diskError } from './disk-error.js';

/** A folder of this machine. */
export class LocalDisk implements Disk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** The folder, which is made when it is not there. @throws BeamError `E_DISK` */
  static make(folder: string): LocalDisk {
    named(folder, 'make the folder', () => mkdirSync(folder, { recursive: true }));
    return new LocalDisk(folder);
  }

  /** A folder that is only looked at. */
  static of(folder: string): LocalDisk {
    return new LocalDisk(folder);
  }

  list(): readonly string[] {
    return named(this.folder, 'list', () => readdirSync(this.folder));
  }

  async create(name: string): Promise<DiskFile> {
    const path = join(this.folder, name);
    const descriptor = await eventually(path, 'create', promisify(open)(path, 'w+'));
    return new LocalFile(name, path, descriptor, 0);
  }

  open(name: string): DiskFile | undefined {
    const path = join(this.folder, name);
    let descriptor: number;
    try {
      // Windows syncs only what may be written to.
      descriptor = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return undefined;
      throw diskError(path, 'open', thrown);
    }
    return new LocalFile(
      name,
      path,
      descriptor,
      named(path, 'read', () => fstatSync(descriptor).size),
    );
  }

  async rename(from: string, to: string): Promise<void> {
    const path = join(this.folder, to);
    await eventually(path, 'rename', promisify(rename)(join(this.folder, from), path));
  }

  async remove(name: string): Promise<void> {
    const path = join(this.folder, name);
    try {
      await promisify(unlink)(path);
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT') throw diskError(path, 'remove', thrown);
    }
  }

  async renew(name: string, from: number): Promise<void> {
    const path = join(this.folder, name);
    const descriptor = await eventually(path, 'open', promisify(open)(path, 'r+'));
    try {
      const buffer = new Uint8Array(RENEW_BYTES);
      for (let position = from; ; ) {
        const count = named(path, 'read', () => readSync(descriptor, buffer, 0, buffer.length, position));
        if (count === 0) break;
        for (let rest = buffer.subarray(0, count); rest.length > 0; ) {
          const written = await eventually(path, 'write', writeParts(descriptor, [rest], position));
          position += written;
          rest = rest.subarray(written);
        }
      }
      await eventually(path, 'sync', promisify(fdatasync)(descriptor));
    } finally {
      await promisify(close)(descriptor);
    }
  }

  async syncFolder(): Promise<void> {
    // Windows keeps names by itself and opens no folders.
    if (process.platform === 'win32') return;
    const { folder } = this;
    const descriptor = await eventually(folder, 'sync', promisify(open)(folder, 'r'));
    try {
      await eventually(folder, 'sync', promisify(fsync)(descriptor));
    } finally {
      await promisify(close)(descriptor);
    }
  }
}

/** What is read and written again at a time. */
const RENEW_BYTES = 1024 * 1024;

class LocalFile implements DiskFile {
  private isClosed = false;

  constructor(
    readonly name: string,
    private readonly path: string,
    private readonly descriptor: number,
    private end: number,
  ) {}

  get length(): number {
    return this.end;
  }

  async append(parts: readonly Uint8Array[]): Promise<void> {
    let position = this.end;
    for (const { length } of parts) this.end += length;
    let rest = parts.filter(({ length }) => length > 0);
    while (rest.length > 0) {
      const written = await eventually(this.path, 'write', writeParts(this.descriptor, rest, position));
      position += written;
      rest = behind(rest, written);
    }
  }

  async sync(): Promise<void> {
    await eventually(this.path, 'sync', promisify(fdatasync)(this.descriptor));
  }

  read(position: number, target: Uint8Array): number {
    return named(this.path, 'read', () => {
      let count = 0;
      while (count < target.length) {
        const read = readSync(this.descriptor, target, count, target.length - count, position + count);
        if (read === 0) break;
        count += read;
      }
      return count;
    });
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    closeSync(this.descriptor);
  }
}

/** What the system takes in one call. */
const MOST_PARTS = 512;

const writeParts = (descriptor: number, parts: readonly Uint8Array[], position: number): Promise<number> =>
  new Promise((resolve, reject) => {
    writev(descriptor, parts.slice(0, MOST_PARTS), position, (error, written) => {
      if (error) reject(error);
      else resolve(written);
    });
  });

/** What is left of parts of which so many bytes are written. */
function behind(parts: readonly Uint8Array[], written: number): Uint8Array[] {
  let skip = written;
  return parts.flatMap((part) => {
    const gone = Math.min(skip, part.length);
    skip -= gone;
    return gone === part.length ? [] : [part.subarray(gone)];
  });
}

function named<T>(path: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw diskError(path, what, thrown);
  }
}

async function eventually<T>(path: string, what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    throw diskError(path, what, thrown);
  }
}
