import { closeSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import type { SpillDisk, SpillFile } from './stores/spill-disk.js';

/**
 * Spill files in a folder of the machine's temporary directory. A file is unlinked as soon as it is open, so
 * that even a killed run leaves no data behind. Synchronous, since elements are pushed synchronously.
 */
export class LocalSpillDisk implements SpillDisk {
  writtenBytes = 0;
  private folder: string | undefined;
  private count = 0;
  private readonly open = new Set<LocalSpillFile>();
  private readonly parent: string;

  constructor(parent: string = tmpdir()) {
    this.parent = parent;
  }

  create(): SpillFile {
    return guarded(this.parent, () => {
      this.folder ??= mkdtempSync(join(this.parent, 'hornbeam-spill-'));
      const path = join(this.folder, String(this.count++));
      const descriptor = openSync(path, 'wx+', 0o600);
      if (process.platform !== 'win32') unlinkSync(path);
      const file = new LocalSpillFile(descriptor, path, this);
      this.open.add(file);
      return file;
    });
  }

  /** Called by a file that was written to. */
  wrote(bytes: number): void {
    this.writtenBytes += bytes;
  }

  /** Called by a file that was closed. */
  closed(file: LocalSpillFile): void {
    this.open.delete(file);
  }

  close(): void {
    for (const file of this.open) file.close();
    const { folder } = this;
    this.folder = undefined;
    if (folder !== undefined) guarded(folder, () => rmSync(folder, { recursive: true, force: true }));
  }
}

class LocalSpillFile implements SpillFile {
  length = 0;
  private readonly descriptor: number;
  private readonly path: string;
  private readonly disk: LocalSpillDisk;
  private isOpen = true;

  constructor(descriptor: number, path: string, disk: LocalSpillDisk) {
    this.descriptor = descriptor;
    this.path = path;
    this.disk = disk;
  }

  append(bytes: Uint8Array): void {
    this.check();
    guarded(this.path, () => {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.descriptor, bytes, done, bytes.length - done, this.length + done);
      }
    });
    this.length += bytes.length;
    this.disk.wrote(bytes.length);
  }

  read(position: number, target: Uint8Array): number {
    this.check();
    return guarded(this.path, () => {
      let done = 0;
      while (done < target.length) {
        const read = readSync(this.descriptor, target, done, target.length - done, position + done);
        if (read === 0) break;
        done += read;
      }
      return done;
    });
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.disk.closed(this);
    closeSync(this.descriptor);
  }

  /** The descriptor may belong to another file by now. */
  private check(): void {
    if (this.isOpen) return;
    throw new BeamError('E_IO', 'Values of a large group were read after the run had ended.', {
      help: 'do not keep the values of a group: copy what you need of them',
    });
  }
}

function guarded<R>(path: string, body: () => R): R {
  try {
    return body();
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_IO', {
      path,
      help: 'free space in the temporary directory, name another by TMPDIR, or give the run more memory by --memory-budget',
    });
  }
}
