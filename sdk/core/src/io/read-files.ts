/**
 * What all sources of files share: match → split → reshuffle → read.
 *
 * The match is a step of its own so that a glob is looked up when the pipeline runs, not when it is built. The
 * reshuffle stores the ranges: they spread over workers, and a repeated bundle reads the same ones.
 */
import { PCollection, type Root } from '../api/index.js';
import {
  type Counter,
  counter,
  type ElementContext,
  type Failure,
  type MetricUse,
  out,
} from '../construction/index.js';
import type { Coder } from '../model/coders/coder.js';
import { BeamError } from '../model/errors.js';
import * as transforms from '../transforms/index.js';
import { type Compression, codecOf } from './compression.js';
import { DEFAULT_RANGE_BYTES, type FileRange, rangesOf, readHead, readLines } from './file-range.js';
import type { FileMatch, FileSystem } from './file-system.js';
import type { LinePlace } from './line-splitter.js';
import { localFileSystem } from './local-file-system.js';
import { localPath } from './location.js';
import { badRecord, type RawRecord } from './raw-record.js';

/** A path, a glob, a `file://` URL, or several of them. */
export type Paths = string | readonly string[];

/** Options of finding files. */
export interface MatchOptions {
  /** What a pattern without a file does: `error` (default) fails the run with `E_NO_INPUT`, `allow` reads nothing. */
  readonly emptyMatch?: 'error' | 'allow';
  /** Where the files are; the local disks without it. Only then may paths have other schemes than `file://`. */
  readonly fileSystem?: FileSystem;
}

/** Options of finding files of lines and reading them. */
export interface ReadOptions extends MatchOptions, ReadMatchesOptions {}

/** Options of reading files of lines. */
export interface ReadMatchesOptions extends Pick<MatchOptions, 'fileSystem'> {
  /** How the files are compressed; `auto` (default) goes by `.gz`, `.br`, `.zst` at the end of the name. */
  readonly compression?: Compression;
  /** Bytes that are no UTF-8: U+FFFD stands in for them (default), or the run fails with `E_BAD_RECORD`. */
  readonly invalidUtf8?: 'replace' | 'error';
  /** Bytes of the ranges that a large file is split into (default 64 MiB). */
  readonly rangeBytes?: number;
}

/** What to do with records that cannot be used. */
export interface RecordErrorOptions {
  /**
   * `fail` (default) ends the run, `skip` drops the record and counts it in the metric `skippedRecords`, a function
   * is handed the failures as a PCollection.
   */
  readonly onError?: 'fail' | 'skip' | ((failures: PCollection<Failure<RawRecord>>) => unknown);
}

/** What a format sees of the range it reads. */
export interface RecordSite<T> {
  readonly file: string;
  /** Hands on a record. */
  emit(record: T): void;
  /** Hands on a record that needs `check` first; what it throws is a failure of the record, not of the run. */
  accept(check: () => T | Promise<T>, place: () => LinePlace, text: string): void;
  /** Reports a record that cannot be used. @throws when the run is to fail */
  reject(thrown: unknown, place: LinePlace, text: string): void;
}

/** Takes the lines of one range. */
export interface LineTaker {
  /** `place` tells where the line lies; asked only for messages. */
  readonly line: (text: string, place: () => LinePlace) => void;
  /** After the last line of the range. */
  readonly end?: () => void;
}

/** How lines become records. */
export interface LineFormat<T> {
  /** A record is one line, so that files can be read from any line on. */
  readonly splittable: boolean;
  /** Lines at the beginning of each file that are no records. */
  readonly headLines: number;
  /** See LineSettings. */
  readonly keepCr?: boolean;
  /** `head`: the first lines of the file when the range begins behind them; undefined when they will come. */
  open(site: RecordSite<T>, head: readonly string[] | undefined): LineTaker;
}

/** Ranges read at once by one worker: as many as there are threads for file access. */
const RANGES_AT_ONCE = 4;

/** The files of some patterns, found when the pipeline runs. */
export function matchFiles(root: Root, paths: Paths, options: MatchOptions): PCollection<FileMatch> {
  const patterns = checkedPatterns(paths, options);
  const fileSystem = options.fileSystem ?? localFileSystem;
  return root.impulse().flatMap(async function match() {
    const found = new Map<string, FileMatch>();
    for (const pattern of patterns) {
      const matches = await fileSystem.match(pattern);
      if (matches.length === 0 && options.emptyMatch !== 'allow') throw noInput(pattern, options.fileSystem);
      for (const file of matches) found.set(file.path, file);
    }
    return found.values();
  });
}

/** Reads the records of all files that match. A file that several patterns match is read once. */
export const readFiles = <T>(
  root: Root,
  paths: Paths,
  format: LineFormat<T>,
  options: ReadOptions & RecordErrorOptions,
  coder?: Coder<T>,
): PCollection<T> => readMatches(matchFiles(root, paths, options), format, options, coder);

/** Reads the records of files that were found. Records have the timestamps of their files. */
export function readMatches<T>(
  matches: PCollection<FileMatch>,
  format: LineFormat<T>,
  options: ReadMatchesOptions & RecordErrorOptions,
  coder?: Coder<T>,
): PCollection<T> {
  const { compression = 'auto', rangeBytes = DEFAULT_RANGE_BYTES, onError = 'fail' } = options;
  if (!(rangeBytes >= 1)) {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      `rangeBytes must be a number of at least 1, not ${String(rangeBytes)}.`,
      {
        help: 'leave it out, or give the bytes that one worker reads at a time',
      },
    );
  }
  // A compression that is not known must not wait for the first file.
  codecOf(compression, '');
  const split = {
    compression,
    rangeBytes: format.splittable ? Math.ceil(rangeBytes) : Number.POSITIVE_INFINITY,
  };
  const ranges = matches
    .flatMap(function splitFile(file) {
      return rangesOf(file, split);
    })
    .reshuffle();
  const reader = {
    fileSystem: options.fileSystem ?? localFileSystem,
    format,
    invalidUtf8: options.invalidUtf8 ?? 'replace',
  };
  const coders: Record<string, Coder<any>> = coder === undefined ? {} : { main: coder };
  const step = {
    name: 'read',
    concurrency: RANGES_AT_ONCE,
    process: (range: FileRange, ctx: ReadContext<T>) => readRange(reader, range, ctx),
  };
  if (typeof onError === 'function') {
    const outputs = { errors: out<Failure<RawRecord>>() };
    const { main, errors } = transforms.parDo<FileRange, T, {}, typeof outputs, void>(
      ranges.node,
      { ...step, outputs },
      coders,
    );
    onError(new PCollection(errors));
    return new PCollection(main);
  }
  // Undefined is a constant like any other: the callback sees that nothing is to be skipped.
  const uses = { skippedRecords: (onError === 'skip' ? counter() : undefined) as MetricUse<Counter> };
  return new PCollection(
    transforms.parDo<FileRange, T, typeof uses, {}, void>(ranges.node, { ...step, uses }, coders),
  );
}

/** What the read step uses of its context. */
interface ReadContext<T> extends Pick<ElementContext, 'signal' | 'step'> {
  emit(record: T): void;
  ready(): Promise<void> | undefined;
  readonly skippedRecords?: Counter;
  readonly out: { errors?(failure: Failure<RawRecord>): void };
}

interface RangeReader<T> {
  readonly fileSystem: FileSystem;
  readonly format: LineFormat<T>;
  readonly invalidUtf8: 'replace' | 'error';
}

/** Reads one range: emits its records, one chunk at a time. */
async function readRange<T>(reader: RangeReader<T>, whole: FileRange, ctx: ReadContext<T>): Promise<void> {
  const { fileSystem, format, invalidUtf8 } = reader;
  const { path } = whole;
  let range = whole;
  let head: string[] | undefined;
  if (whole.start > 0 && format.headLines > 0) {
    const { lines, end } = await readHead(fileSystem, path, format.headLines);
    if (end >= whole.end) return;
    head = lines;
    range = { ...whole, start: Math.max(whole.start, end) };
  }
  const checks = new Set<Promise<void>>();
  const site: RecordSite<T> = {
    file: path,
    emit: ctx.emit,
    accept(check, place, text) {
      let record: T | Promise<T>;
      try {
        record = check();
      } catch (thrown) {
        site.reject(thrown, place(), text);
        return;
      }
      if (!(record instanceof Promise)) {
        ctx.emit(record);
        return;
      }
      const where = place();
      const checked = record.then(
        (value) => ctx.emit(value),
        (thrown: unknown) => site.reject(thrown, where, text),
      );
      // `settle` reports it; until then it must not count as unhandled.
      checked.catch(() => undefined);
      checks.add(checked);
    },
    reject(thrown, place, text) {
      const error = badRecord(thrown, path, place, text);
      if (ctx.out.errors !== undefined) {
        const { name, message, stack } = error;
        ctx.out.errors({
          element: { file: path, ...place, text },
          error: stack === undefined ? { name, message } : { name, message, stack },
          step: ctx.step,
        });
      } else if (ctx.skippedRecords !== undefined) {
        ctx.skippedRecords.inc();
      } else {
        throw error;
      }
    },
  };
  const settle = async (): Promise<void> => {
    await Promise.all(checks);
    checks.clear();
    await ctx.ready();
  };
  const taker = format.open(site, head);
  await readLines(
    fileSystem,
    range,
    {
      path,
      invalidUtf8,
      keepCr: format.keepCr,
      onLine: taker.line,
    },
    () => {
      if (ctx.signal.aborted)
        throw new BeamError('E_CANCELLED', `Reading "${path}" was cancelled.`, { path });
      return checks.size > 0 ? settle() : ctx.ready();
    },
  );
  taker.end?.();
  await settle();
}

/** The patterns of a source as its file system takes them. @throws BeamError `E_BAD_ARGUMENT` `E_UNSUPPORTED` */
export function checkedPatterns(paths: Paths, options: Pick<MatchOptions, 'fileSystem'>): string[] {
  const list = typeof paths === 'string' ? [paths] : paths;
  if (!Array.isArray(list) || list.length === 0) {
    throw new BeamError('E_BAD_ARGUMENT', 'A source of files was given no path.', {
      help: "give a path, a glob such as 'data/*.txt', or an array of them",
    });
  }
  return options.fileSystem === undefined ? list.map(localPath) : [...list];
}

function noInput(pattern: string, fileSystem: FileSystem | undefined): BeamError {
  const from = fileSystem === undefined ? ` (in ${process.cwd()})` : '';
  return new BeamError('E_NO_INPUT', `No file matches "${pattern}"${from}.`, {
    path: pattern,
    help: "check the path; when no file is fine, say emptyMatch: 'allow'",
  });
}
