import { PCollection, type Source } from '../api/index.js';
import type { SplittableDoFn } from '../construction/index.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import { MIN_TIMESTAMP } from '../model/timestamp.js';
import * as transforms from '../transforms/index.js';
import type { FileMatch, FileSystem } from './file-system.js';
import { compare, type FileWatch, FileWatchTracker, UNSEEN } from './file-watch.js';
import { folderOf } from './glob-paths.js';
import { localFileSystem } from './local-file-system.js';
import { type PacedTime, pacedTime } from './paced-time.js';
import { checkedPatterns, type Paths } from './read-files.js';

/** Options of {@link watchFiles}. */
export interface WatchFilesOptions {
  /** From one look to the next (default 1 s). */
  readonly every?: Duration;
  /**
   * True (default) takes a file when its size and time were the same in two looks: nobody is writing it any more, as
   * far as one can tell. False takes it at once, for files that get their name when they are whole.
   */
  readonly settled?: boolean;
  /**
   * How much older than the look that finds it first a file may be (default 1 s); event time stays behind by so much.
   * A file that is moved into the folder keeps its time, and is late when it is older.
   */
  readonly outOfOrder?: Duration;
  /** Where the files are; the local disks without it. */
  readonly fileSystem?: FileSystem;
}

/**
 * The files that match, and those that come while the pipeline runs, each once, at the time it was last changed. What
 * is there at the beginning comes first. A file that was taken is not looked at again, unless it was gone in between.
 * The folder must be there when the run begins: one that is not is a mistyped path more often than one that comes.
 *
 * @example p.read(watchFiles('inbox/*.csv')).apply(readBytes())
 * @example p.read(watchFiles('inbox/*.log', { every: '10s' })).apply(readText())
 * @throws BeamError `E_BAD_ARGUMENT`; at run time `E_IO` for a folder that is not there or cannot be listed
 */
export function watchFiles(paths: Paths, options: WatchFilesOptions = {}): Source<FileMatch> {
  const { every = 1000, settled = true, outOfOrder = 1000, fileSystem = localFileSystem } = options;
  const period = toMillis(every);
  const behind = toMillis(outOfOrder);
  if (!(period > 0 && Number.isFinite(period))) {
    throw new BeamError('E_BAD_ARGUMENT', `Files cannot be watched every ${every}.`, {
      help: "give a length of time above 0, such as every: '10s'",
    });
  }
  const patterns = checkedPatterns(paths, options);
  const step: SplittableDoFn<Uint8Array, FileWatch, FileWatchTracker, FileMatch, {}, {}, void, PacedTime> = {
    name: 'watch',
    bounded: false,
    initial: () => UNSEEN,
    tracker: (watch) => new FileWatchTracker(watch),
    watermark: pacedTime,
    async process(_impulse, { tracker, watermark: time, emit }) {
      const looked = time.now();
      if (time.current() === MIN_TIMESTAMP) await requireFolders(fileSystem, patterns);
      const { fresh, after } = compare(tracker.restriction, await list(fileSystem, patterns), settled);
      if (!tracker.tryClaim(after)) return;
      for (const file of fresh) emit(file, file.modified ?? looked);
      time.advance(
        after.waiting.reduce((at, { modified = looked }) => Math.min(at, modified), looked - behind),
      );
      return transforms.resume(period);
    },
  };
  return {
    name: 'watchFiles',
    expand: (root) => new PCollection(transforms.splittableParDo(root.impulse().node, step)),
  };
}

/** @throws BeamError `E_IO` for a pattern whose folder is not there */
async function requireFolders(fileSystem: FileSystem, patterns: readonly string[]): Promise<void> {
  for (const pattern of patterns) {
    const folder = folderOf(pattern);
    if (await fileSystem.hasDirectory(folder)) continue;
    throw new BeamError('E_IO', `There is no folder "${folder}" to watch.`, {
      path: pattern,
      help: 'check the path, or make the folder before the run',
    });
  }
}

/** The files of all patterns, each once. */
async function list(fileSystem: FileSystem, patterns: readonly string[]): Promise<FileMatch[]> {
  const found = new Map<string, FileMatch>();
  for (const pattern of patterns) {
    for (const file of await fileSystem.match(pattern)) found.set(file.path, file);
  }
  return [...found.values()];
}
