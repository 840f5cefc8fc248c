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
      return new LocalSpillFile(descriptor, path, (bytes) => {
        this.writtenBytes += bytes;
      });
    });
  }

  close(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
    this.folder = undefined;
  }
}

class LocalSpillFile implements SpillFile {
  length = 0;
  private readonly descriptor: number;
  private readonly path: string;
  private readonly onWrite: (bytes: number) => void;
  private open = true;

  constructor(descriptor: number, path: string, onWrite: (bytes: number) => void) {
    this.descriptor = descriptor;
    this.path = path;
    this.onWrite = onWrite;
  }

  append(bytes: Uint8Array): void {
    guarded(this.path, () => {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.descriptor, bytes, done, bytes.length - done, this.length + done);
      }
    });
    this.length += bytes.length;
    this.onWrite(bytes.length);
  }

  read(position: number, target: Uint8Array): number {
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
    if (!this.open) return;
    this.open = false;
    closeSync(this.descriptor);
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
