import { PCollection, type Source } from '../api/index.js';
import { BytesCoder } from '../model/coders/bytes.js';
import { KvCoder } from '../model/coders/kv.js';
import { StringUtf8Coder } from '../model/coders/string-utf8.js';
import type { KV } from '../model/kv.js';
import * as transforms from '../transforms/index.js';
import { type ByteSource, openBytes } from './byte-source.js';
import { type Compression, codecOf, decompress } from './compression.js';
import type { FileMatch, FileSystem } from './file-system.js';
import { localFileSystem } from './local-file-system.js';
import { type MatchOptions, matchFiles, type Paths } from './read-files.js';

/**
 * The files that match, with their sizes; nothing of them is read. The match happens when the pipeline runs.
 *
 * @example p.read(files('images/*.png')).apply(readBytes())
 * @throws BeamError at run time: `E_NO_INPUT`, `E_IO`
 */
export function files(paths: Paths, options: MatchOptions = {}): Source<FileMatch> {
  return { name: 'files', expand: (root) => matchFiles(root, paths, options) };
}

/** Options of {@link readBytes}. */
export interface ReadBytesOptions {
  /** `none` (default) gives the bytes as they are on the disk; see {@link Compression}. */
  readonly compression?: Compression;
  /** Where the files are; the local disks without it. */
  readonly fileSystem?: FileSystem;
}

/**
 * A transform that reads whole files into memory: the path as key, the bytes as value. For files that each fit; up
 * to 4 are read at once.
 */
export function readBytes(
  options: ReadBytesOptions = {},
): (input: PCollection<FileMatch>) => PCollection<KV<string, Uint8Array>> {
  const { compression = 'none', fileSystem = localFileSystem } = options;
  return function readBytes(input) {
    const whole = transforms.map(
      input.reshuffle().node,
      async function read({ path, size }: FileMatch) {
        const codec = codecOf(compression, path);
        const extent = { start: size === undefined ? undefined : 0, end: size ?? Number.POSITIVE_INFINITY };
        const raw = await openBytes(fileSystem, path, extent);
        return { key: path, value: await readAll(decompress(raw, codec, path)) };
      },
      { concurrency: 4 },
      new KvCoder(new StringUtf8Coder(), new BytesCoder()),
    );
    return new PCollection(whole);
  };
}

async function readAll(source: ByteSource): Promise<Uint8Array> {
  try {
    const chunks: Buffer[] = [];
    for (let chunk = await source.next(); chunk !== undefined; chunk = await source.next()) {
      // A copy: the source uses its buffers again.
      chunks.push(Buffer.from(chunk));
    }
    const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  } finally {
    await source.close();
  }
}
