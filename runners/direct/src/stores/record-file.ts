/**
 * Records one after another in a spill file: varint length, bytes.
 */
import { ByteReader, ByteWriter } from '@hornbeam/sdk/model';
import type { SpillFile } from './spill-disk.js';

const CHUNK = 256 * 1024;

/** Appends records, gathered into large writes. */
export class RecordWriter {
  private readonly file: SpillFile;
  private readonly buffer = new ByteWriter(CHUNK);

  constructor(file: SpillFile) {
    this.file = file;
  }

  /** Where the next record will begin. */
  get position(): number {
    return this.file.length + this.buffer.length;
  }

  write(bytes: Uint8Array): void {
    this.buffer.writeVarint(bytes.length);
    this.buffer.writeBytes(bytes);
    if (this.buffer.length >= CHUNK) this.flush();
  }

  flush(): void {
    if (this.buffer.length === 0) return;
    this.file.append(this.buffer.view());
    this.buffer.reset();
  }
}

/** Reads records from `position` on; can jump. */
export class RecordReader {
  private readonly file: SpillFile;
  private chunk: Uint8Array;
  private filled = 0;
  /** The place in the file of `chunk[0]`. */
  private base: number;
  private at = 0;
  private readonly view = new ByteReader(new Uint8Array());

  constructor(file: SpillFile, position: number, chunkSize: number = CHUNK) {
    this.file = file;
    this.base = position;
    this.chunk = new Uint8Array(chunkSize);
  }

  /** Where the next record begins. */
  get position(): number {
    return this.base + this.at;
  }

  /** Goes on at another place. */
  jump(position: number): void {
    const at = position - this.base;
    if (at >= 0 && at <= this.filled) {
      this.at = at;
    } else {
      this.base = position;
      this.at = 0;
      this.filled = 0;
    }
  }

  /** The next record, valid until the next call; undefined at the end of the file. */
  next(): ByteReader | undefined {
    for (;;) {
      const start = this.at;
      const length = this.varint();
      if (length !== undefined && this.at + length <= this.filled) {
        this.view.reset(this.chunk, this.at, this.at + length);
        this.at += length;
        return this.view;
      }
      this.at = start;
      if (!this.refill(length === undefined ? 10 : length + 10)) return undefined;
    }
  }

  /** Brings more of the file in, at least `wanted` bytes from here on if there are as many. */
  private refill(wanted: number): boolean {
    const rest = this.filled - this.at;
    if (this.base + this.filled >= this.file.length) return false;
    const target = wanted > this.chunk.length ? new Uint8Array(wanted) : this.chunk;
    target.set(this.chunk.subarray(this.at, this.filled));
    this.chunk = target;
    this.base += this.at;
    this.at = 0;
    this.filled = rest + this.file.read(this.base + rest, this.chunk.subarray(rest));
    return this.filled > rest;
  }

  /** A length, or undefined when it is cut off at the end of the chunk. */
  private varint(): number | undefined {
    let value = 0;
    let scale = 1;
    while (this.at < this.filled) {
      const byte = this.chunk[this.at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    return undefined;
  }
}
