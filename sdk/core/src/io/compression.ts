import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { BeamError } from '../model/errors.js';
import { type ByteSource, CHUNK_BYTES } from './byte-source.js';

/** How the bytes of a file are compressed. */
export type Codec = 'none' | 'gzip' | 'brotli' | 'zstd';

/** A {@link Codec}, or `auto`: by the end of the file's name (`.gz`, `.br`, `.zst`). */
export type Compression = 'auto' | Codec;

/** What the names of compressed files end with. */
export const compressionSuffix: Readonly<Record<Codec, string>> = {
  none: '',
  gzip: '.gz',
  brotli: '.br',
  zstd: '.zst',
};

/** The codec of a file. @throws BeamError `E_BAD_ARGUMENT` when `compression` is not known. */
export function codecOf(compression: Compression, path: string): Codec {
  if (compression !== 'auto') {
    if (Object.hasOwn(compressionSuffix, compression)) return compression;
    throw new BeamError('E_BAD_ARGUMENT', `"${String(compression)}" is no compression.`, {
      help: `use one of auto, ${Object.keys(compressionSuffix).join(', ')}`,
    });
  }
  const lower = path.toLowerCase();
  for (const [codec, suffix] of Object.entries(compressionSuffix)) {
    if (suffix !== '' && lower.endsWith(suffix)) return codec as Codec;
  }
  return 'none';
}

/**
 * The bytes behind a compression, as a stream: never more than a few chunks (for zstd: one window) are in
 * memory. Several gzip members or zstd frames in a row read as one.
 */
export function decompress(source: ByteSource, codec: Codec, path: string): ByteSource {
  switch (codec) {
    case 'none':
      return source;
    case 'gzip':
    case 'brotli':
      return new ZlibBytes(source, codec, path);
    case 'zstd':
      return new ZstdBytes(source, path);
  }
}

class ZlibBytes implements ByteSource {
  private readonly source: ByteSource;
  private readonly codec: Codec;
  private readonly path: string;
  private readonly stream;
  private readonly output: AsyncIterator<Buffer>;
  private failure: unknown;

  constructor(source: ByteSource, codec: 'gzip' | 'brotli', path: string) {
    this.source = source;
    this.codec = codec;
    this.path = path;
    this.stream =
      codec === 'gzip'
        ? createGunzip({ chunkSize: CHUNK_BYTES })
        : createBrotliDecompress({ chunkSize: CHUNK_BYTES });
    this.output = this.stream[Symbol.asyncIterator]();
    this.pump().catch((thrown: unknown) => {
      this.failure = thrown;
      this.stream.destroy(thrown as Error);
    });
  }

  async next(): Promise<Buffer | undefined> {
    try {
      const { value, done } = await this.output.next();
      return done ? undefined : value;
    } catch (thrown) {
      const cause = this.failure ?? thrown;
      if (cause instanceof BeamError) throw cause;
      throw new BeamError('E_IO', `Cannot decompress "${this.path}" as ${this.codec}: ${text(cause)}.`, {
        path: this.path,
        help: cutOff(this.codec),
        cause,
      });
    }
  }

  async close(): Promise<void> {
    this.stream.destroy();
    await this.source.close();
  }

  /** Feeds the stream; it says when it is done with a chunk, so the source may use its buffer again. */
  private async pump(): Promise<void> {
    for (;;) {
      const chunk = await this.source.next();
      if (this.stream.destroyed) return;
      if (chunk === undefined) {
        this.stream.end();
        return;
      }
      await new Promise<void>((resolve, reject) => {
        this.stream.write(chunk, (error) => (error ? reject(error) : resolve()));
      });
    }
  }
}

class ZstdBytes implements ByteSource {
  private readonly source: ByteSource;
  private readonly path: string;
  private readonly ready: Buffer[] = [];
  private push: ((chunk: Uint8Array, final: boolean) => void) | undefined;
  private ended = false;

  constructor(source: ByteSource, path: string) {
    this.source = source;
    this.path = path;
  }

  async next(): Promise<Buffer | undefined> {
    if (this.push === undefined) {
      // Loaded here because few runs need it.
      const { Decompress } = await import('fzstd');
      const decoder = new Decompress((block) => {
        if (block.length > 0) this.ready.push(Buffer.from(block.buffer, block.byteOffset, block.length));
      });
      this.push = (chunk, final) => decoder.push(chunk, final);
    }
    while (this.ready.length === 0 && !this.ended) {
      const chunk = await this.source.next();
      this.ended = chunk === undefined;
      try {
        // The decoder keeps pieces of what it is given, and the source overwrites its buffers: hence a copy.
        this.push(chunk === undefined ? new Uint8Array(0) : Uint8Array.from(chunk), this.ended);
      } catch (cause) {
        throw new BeamError('E_IO', `Cannot decompress "${this.path}" as zstd: ${text(cause)}.`, {
          path: this.path,
          help: cutOff('zstd'),
          cause,
        });
      }
    }
    return this.ready.shift();
  }

  close(): Promise<void> {
    return this.source.close();
  }
}

const text = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

const cutOff = (codec: Codec): string =>
  `the file may be cut off, or not ${codec} at all: compression: 'none' reads it as it is`;
