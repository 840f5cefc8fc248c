import type { FileReader, FileSystem } from './file-system.js';

/** Bytes in chunks, from first to last. */
export interface ByteSource {
  /** The next chunk, undefined at the end. A chunk holds until the call after next, then it may be overwritten. */
  next(): Promise<Buffer | undefined>;
  /** Lets go of what the source holds, also before its end. */
  close(): Promise<void>;
}

/** Bytes of a chunk: large enough to make the system call cheap, small enough for the processor's cache. */
export const CHUNK_BYTES = 256 * 1024;

/** Bytes of a chunk behind the end of a range, where only the rest of one line is wanted. */
const TAIL_CHUNK_BYTES = 64 * 1024;

/** Which bytes of a file to read. */
export interface Extent {
  /** First byte; undefined reads what cannot be positioned, such as a pipe. */
  readonly start: number | undefined;
  /** Chunks end here, and smaller ones follow, up to the end of the file. */
  readonly end: number;
  /** For tests of chunk borders. */
  readonly chunkBytes?: number;
}

/** Reads a file, one chunk ahead of its user: while one chunk is taken apart the system fills the other. */
export async function openBytes(fileSystem: FileSystem, path: string, extent: Extent): Promise<ByteSource> {
  return new FileBytes(await fileSystem.open(path), extent);
}

class FileBytes implements ByteSource {
  private readonly reader: FileReader;
  private readonly extent: Extent;
  private position: number;
  private buffers: [Buffer | undefined, Buffer | undefined] = [undefined, undefined];
  private coming: Promise<Buffer | undefined> | undefined;
  private ended = false;

  constructor(reader: FileReader, extent: Extent) {
    this.reader = reader;
    this.extent = extent;
    this.position = extent.start ?? 0;
    this.coming = this.ahead();
  }

  async next(): Promise<Buffer | undefined> {
    if (this.coming === undefined) return undefined;
    const chunk = await this.coming;
    this.coming = chunk === undefined ? undefined : this.ahead();
    return chunk;
  }

  async close(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    // A read under way writes into a buffer of ours and uses the handle: wait for it, its result is nobody's.
    await this.coming?.catch(() => undefined);
    this.coming = undefined;
    await this.reader.close();
  }

  /** Starts to read the next chunk into the buffer that the user has let go of. */
  private ahead(): Promise<Buffer | undefined> {
    const reading = this.fill();
    // It may fail while the user is still busy with the chunk before; `next` reports it then.
    reading.catch(() => undefined);
    return reading;
  }

  private async fill(): Promise<Buffer | undefined> {
    const { start, end, chunkBytes } = this.extent;
    const left = end - this.position;
    const bytes = left > 0 ? Math.min(chunkBytes ?? CHUNK_BYTES, left) : (chunkBytes ?? TAIL_CHUNK_BYTES);
    const free = this.buffers[0];
    const buffer = free !== undefined && free.length >= bytes ? free : Buffer.allocUnsafeSlow(bytes);
    this.buffers = [this.buffers[1], buffer];
    const into = buffer.length === bytes ? buffer : buffer.subarray(0, bytes);
    const count = await this.reader.read(into, start === undefined ? undefined : this.position);
    this.position += count;
    return count === 0 ? undefined : into.subarray(0, count);
  }
}
