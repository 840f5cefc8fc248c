import { BeamError } from '@hornbeam/sdk/model';
import type { SpillDisk, SpillFile } from './spill-disk.js';

/** A disk without a disk, for tests and places without a file system: files are bytes in memory. */
export class MemoryDisk implements SpillDisk {
  writtenBytes = 0;
  private readonly open = new Set<MemoryFile>();
  private readonly capacity: number;

  /** @param capacity bytes after which it is full */
  constructor(capacity: number = Number.POSITIVE_INFINITY) {
    this.capacity = capacity;
  }

  /** How many files are open now. */
  get openFiles(): number {
    return this.open.size;
  }

  create(): SpillFile {
    const file = new MemoryFile(this);
    this.open.add(file);
    return file;
  }

  /** Called by a file before it is written to. @throws BeamError `E_IO` when the disk is full */
  take(bytes: number): void {
    if (this.writtenBytes + bytes > this.capacity) {
      throw new BeamError('E_IO', `The disk has no place for ${bytes} bytes more.`, {
        help: 'give the disk in memory a larger capacity',
      });
    }
    this.writtenBytes += bytes;
  }

  /** Called by a file that was closed. */
  closed(file: MemoryFile): void {
    this.open.delete(file);
  }

  close(): void {
    for (const file of this.open) file.close();
  }
}

class MemoryFile implements SpillFile {
  length = 0;
  private bytes = new Uint8Array(1024);
  private readonly disk: MemoryDisk;
  private isOpen = true;

  constructor(disk: MemoryDisk) {
    this.disk = disk;
  }

  append(bytes: Uint8Array): void {
    this.check();
    this.disk.take(bytes.length);
    if (this.length + bytes.length > this.bytes.length) {
      const larger = new Uint8Array(2 * (this.length + bytes.length));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  read(position: number, target: Uint8Array): number {
    this.check();
    const part = this.bytes.subarray(position, Math.min(this.length, position + target.length));
    target.set(part);
    return part.length;
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.bytes = new Uint8Array();
    this.disk.closed(this);
  }

  private check(): void {
    if (!this.isOpen) throw new BeamError('E_IO', 'A file was used after it was closed.');
  }
}
