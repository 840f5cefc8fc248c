import { createBrotliCompress, createGzip } from 'node:zlib';
import { CHUNK_BYTES } from './byte-source.js';
import type { Codec } from './compression.js';
import type { FileSystem, FileWriter } from './file-system.js';
import { checkWellFormed } from './well-formed.js';

/** What a sink writes: how elements become text. One encoder is made for each file. */
export interface ShardEncoder<T> {
  /** What stands before the first element, which is undefined in a file without any. */
  begin(first: T | undefined): string;
  /** The text of an element, with its line end. */
  encode(element: T): string;
  /** What stands behind the last element. */
  end(): string;
  /** Known after `begin`: must be equal in all files of an output. */
  readonly layout?: string;
}

/** A file that is written in full, but does not have its name yet. */
export interface WrittenShard {
  readonly temp: string;
  readonly records: number;
  readonly bytes: number;
  readonly layout: string | undefined;
  /** The number of the shard, when it is fixed. */
  readonly index: number | undefined;
}

/** Characters that are joined before they are encoded: joining and encoding at once is the fastest way out. */
const PENDING_CHARACTERS = 64 * 1024;

/** Bytes that go to the system at once. */
const WRITE_BYTES = 1024 * 1024;

/**
 * Writes one file under a temporary name: joins texts, encodes them, compresses, writes in large pieces.
 *
 * Life cycle: `add` any number of times, each after the one before is settled, then `finish` or `discard`. After an
 * error only `discard` is left.
 */
export class ShardWriter<T> {
  private readonly fileSystem: FileSystem;
  private readonly temp: string;
  private readonly encoder: ShardEncoder<T>;
  private readonly codec: Codec;
  private file: FileWriter | undefined;
  private compressor: Compressor | undefined;
  private pending = '';
  private buffer: Buffer | undefined;
  private filled = 0;
  private records = 0;
  private bytes = 0;

  constructor(fileSystem: FileSystem, temp: string, encoder: ShardEncoder<T>, codec: Codec) {
    this.fileSystem = fileSystem;
    this.temp = temp;
    this.encoder = encoder;
    this.codec = codec;
  }

  /** Adds an element. A promise comes back only when bytes go to the disk. @throws BeamError `E_IO`, `E_ENCODE` */
  add(element: T): Promise<void> | undefined {
    if (this.records === 0) this.pending += this.encoder.begin(element);
    this.records++;
    this.pending += this.encoder.encode(element);
    return this.pending.length < PENDING_CHARACTERS ? undefined : this.encodePending();
  }

  /** Completes the file and brings it to the disk. */
  async finish(index?: number): Promise<WrittenShard> {
    if (this.records === 0) this.pending += this.encoder.begin(undefined);
    this.pending += this.encoder.end();
    await this.encodePending();
    const file = await this.openFile();
    await this.flush();
    if (this.compressor !== undefined) await this.writeOut(file, await this.compressor.finish());
    await file.sync();
    await file.close();
    this.file = undefined;
    const { temp, records, bytes } = this;
    return { temp, records, bytes, layout: this.encoder.layout, index };
  }

  /** Closes and removes the file, as far as there is one. What is no more than tidying does not fail. */
  async discard(): Promise<void> {
    this.compressor?.close();
    const file = this.file;
    this.file = undefined;
    await file?.close().catch(() => undefined);
    await this.fileSystem.remove(this.temp).catch(() => undefined);
  }

  private encodePending(): Promise<void> | undefined {
    const text = this.pending;
    this.pending = '';
    if (text === '') return undefined;
    checkWellFormed(text, this.temp);
    // UTF-8 takes at most three bytes for a UTF-16 unit.
    const most = 3 * text.length;
    this.buffer ??= Buffer.allocUnsafeSlow(WRITE_BYTES);
    if (this.filled + most <= this.buffer.length) {
      this.filled += this.buffer.write(text, this.filled, 'utf8');
      return undefined;
    }
    return this.encodeAfterFlush(text, most);
  }

  private async encodeAfterFlush(text: string, most: number): Promise<void> {
    await this.flush();
    const buffer = this.buffer!;
    if (most <= buffer.length) this.filled = buffer.write(text, 0, 'utf8');
    else await this.write(Buffer.from(text, 'utf8'));
  }

  private async flush(): Promise<void> {
    if (this.filled === 0) return;
    const bytes = this.buffer!.subarray(0, this.filled);
    this.filled = 0;
    await this.write(bytes);
  }

  private async write(bytes: Buffer): Promise<void> {
    const file = await this.openFile();
    const out = this.compressor === undefined ? [bytes] : await this.compressor.compress(bytes);
    await this.writeOut(file, out);
  }

  private async writeOut(file: FileWriter, pieces: readonly Buffer[]): Promise<void> {
    for (const piece of pieces) {
      await file.write(piece);
      this.bytes += piece.length;
    }
  }

  private async openFile(): Promise<FileWriter> {
    if (this.file === undefined) {
      this.file = await this.fileSystem.create(this.temp);
      if (this.codec !== 'none') this.compressor = new Compressor(this.codec);
    }
    return this.file;
  }
}

/** A compressing stream, driven piece by piece. */
class Compressor {
  private readonly stream;
  private readonly ready: Buffer[] = [];

  constructor(codec: Codec) {
    this.stream =
      codec === 'gzip'
        ? createGzip({ chunkSize: CHUNK_BYTES })
        : createBrotliCompress({ chunkSize: CHUNK_BYTES });
    this.stream.on('data', (piece: Buffer) => this.ready.push(piece));
    // Errors come back through the callbacks below.
    this.stream.on('error', () => undefined);
  }

  /** What came out so far, once `bytes` are taken in. */
  async compress(bytes: Buffer): Promise<Buffer[]> {
    await new Promise<void>((resolve, reject) => {
      this.stream.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    return this.ready.splice(0);
  }

  async finish(): Promise<Buffer[]> {
    await new Promise<void>((resolve, reject) => {
      this.stream.once('end', resolve);
      this.stream.once('error', reject);
      this.stream.end();
    });
    return this.ready.splice(0);
  }

  close(): void {
    this.stream.destroy();
  }
}
