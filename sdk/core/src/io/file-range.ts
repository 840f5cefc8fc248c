import { BeamError } from '../model/errors.js';
import { openBytes } from './byte-source.js';
import { type Codec, type Compression, codecOf, decompress } from './compression.js';
import type { FileMatch, FileSystem } from './file-system.js';
import { type LineSettings, LineSplitter } from './line-splitter.js';

/** A part of a file that one worker reads: plain data, as it travels through the reshuffle. */
export interface FileRange {
  readonly path: string;
  readonly codec: Codec;
  /** First byte of the range. */
  readonly start: number;
  /** Byte behind the range; Infinity means the end of the file. */
  readonly end: number;
  /** Bytes that the file had when it was matched; undefined for what cannot be positioned. */
  readonly size: number | undefined;
}

export interface SplitOptions {
  readonly compression: Compression;
  /** Bytes of a range; Infinity keeps files whole. */
  readonly rangeBytes: number;
}

/** Bytes of a range unless the source says otherwise: large enough that opening it costs nothing. */
export const DEFAULT_RANGE_BYTES = 64 * 1024 * 1024;

/** The ranges of a file: one, unless its bytes can be read from any place. */
export function rangesOf(file: FileMatch, { compression, rangeBytes }: SplitOptions): FileRange[] {
  const { path, size } = file;
  const codec = codecOf(compression, path);
  if (size === undefined || codec !== 'none')
    return [{ path, codec, start: 0, end: Number.POSITIVE_INFINITY, size }];
  const ranges: FileRange[] = [];
  for (let start = 0; start < size; start += rangeBytes) {
    ranges.push({ path, codec, start, end: Math.min(start + rangeBytes, size), size });
  }
  return ranges;
}

/** Called between chunks: what it returns is awaited. */
export type Pace = () => Promise<unknown> | undefined;

/**
 * Reads the lines that begin in a range. The callback of `settings` sees every line; between chunks the reader
 * waits for `pace`, so that the steps behind can keep up.
 * @returns how many lines there were
 * @throws BeamError `E_IO`, also when the file has become shorter than it was when matched
 */
export async function readLines(
  fileSystem: FileSystem,
  range: FileRange,
  settings: LineSettings,
  pace: Pace,
  chunkBytes?: number,
): Promise<number> {
  const splitter = new LineSplitter(range, settings);
  const positioned = range.size !== undefined;
  const extent = {
    start: positioned ? Math.max(range.start - 1, 0) : undefined,
    end: range.end,
    chunkBytes,
  };
  const raw = await openBytes(fileSystem, range.path, extent);
  const source = decompress(raw, range.codec, range.path);
  try {
    let position = extent.start ?? 0;
    for (;;) {
      const chunk = await source.next();
      if (chunk === undefined) break;
      position += chunk.length;
      if (splitter.push(chunk)) return splitter.lines;
      const wait = pace();
      if (wait !== undefined) await wait;
    }
    if (range.codec === 'none' && Number.isFinite(range.end) && position < range.end) {
      throw new BeamError('E_IO', `"${range.path}" has become shorter while it was being read.`, {
        path: range.path,
        help: `it had ${range.size} bytes when the run began and now ends at byte ${position}; run again when nobody writes to it`,
      });
    }
    splitter.finish();
    return splitter.lines;
  } finally {
    await source.close();
  }
}

/** The first lines of a file, for ranges that do not begin with them, and the byte behind them. */
export async function readHead(
  fileSystem: FileSystem,
  path: string,
  count: number,
): Promise<{ readonly lines: string[]; readonly end: number }> {
  const source = await openBytes(fileSystem, path, {
    start: 0,
    end: Number.POSITIVE_INFINITY,
    chunkBytes: 64 * 1024,
  });
  try {
    let head = Buffer.alloc(0);
    let end = 0;
    let found = 0;
    while (found < count) {
      const chunk = await source.next();
      if (chunk === undefined) {
        end = head.length;
        break;
      }
      head = Buffer.concat([head, chunk]);
      for (let lf = head.indexOf(10, end); lf >= 0 && found < count; lf = head.indexOf(10, end)) {
        end = lf + 1;
        found++;
      }
    }
    const text = head.toString('utf8', 0, end).replace(/^\uFEFF/, '');
    return { lines: text.split(/\r?\n/).slice(0, count), end };
  } finally {
    await source.close();
  }
}
