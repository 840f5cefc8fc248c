import type { Progress, RestrictionTracker } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import type { Instant } from '../model/timestamp.js';
import type { FileMatch } from './file-system.js';

/** A file that is there, but not taken yet. Plain data. */
export interface WaitingFile {
  readonly path: string;
  readonly size: number | undefined;
  /** ms since 1970; undefined where the storage does not say. */
  readonly modified: Instant | undefined;
}

/** What is known of the files of a pattern after a poll: the restriction of a watch. Plain data. */
export interface FileWatch {
  /** Paths of files that have been taken and are still there. */
  readonly taken: readonly string[];
  readonly waiting: readonly WaitingFile[];
  /** True for a part that was split off in front: there is nothing left to do. */
  readonly isOver: boolean;
}

/** Before the first poll. */
export const UNSEEN: FileWatch = { taken: [], waiting: [], isOver: false };

/** What a poll found. */
export interface PollResult {
  /** What was found for the first time and is whole, as far as one can tell. */
  readonly fresh: readonly FileMatch[];
  readonly after: FileWatch;
}

/**
 * Compares a listing with what was known before it. A file is taken once, by its path; with `settled` only when its
 * size and time were the same in the listing before, so that nobody is still writing it. What becomes of it later is
 * not looked at. A path that is gone is forgotten: it is new when it comes back.
 */
export function compare(before: FileWatch, listing: readonly FileMatch[], settled: boolean): PollResult {
  const known = new Set(before.taken);
  const seen = new Map(before.waiting.map((file) => [file.path, file]));
  const taken: string[] = [];
  const waiting: WaitingFile[] = [];
  const fresh: FileMatch[] = [];
  for (const file of listing) {
    const { path, size, modified } = file;
    const last = seen.get(path);
    if (known.has(path)) {
      taken.push(path);
    } else if (!settled || (last !== undefined && last.size === size && last.modified === modified)) {
      taken.push(path);
      fresh.push(file);
    } else {
      waiting.push({ path, size, modified });
    }
  }
  return { fresh, after: { taken, waiting, isOver: false } };
}

/** Claims the result of one poll; what is left is to watch on from there. */
export class FileWatchTracker implements RestrictionTracker<FileWatch, FileWatch> {
  private watch: FileWatch;
  private after: FileWatch | undefined;

  constructor(watch: FileWatch) {
    this.watch = watch;
  }

  get restriction(): FileWatch {
    return this.watch;
  }

  get isBounded(): boolean {
    return this.watch.isOver;
  }

  tryClaim(after: FileWatch): boolean {
    if (this.watch.isOver || this.after !== undefined) return false;
    this.after = after;
    return true;
  }

  /** A watch has no parts: whatever the fraction, everything behind the last poll is given away. */
  trySplit(_fraction: number): { readonly primary: FileWatch; readonly residual: FileWatch } | undefined {
    if (this.watch.isOver) return undefined;
    const residual = this.after ?? this.watch;
    this.watch = { ...residual, isOver: true };
    return { primary: this.watch, residual };
  }

  checkDone(): void {
    if (this.watch.isOver) return;
    throw new BeamError('E_SPLITTABLE', 'The callback returned, but a watch of files is never done.', {
      help: 'return resume() to be called again for the next poll',
    });
  }

  /** In files. */
  progress(): Progress {
    const { taken, waiting } = this.after ?? this.watch;
    return { completed: taken.length, remaining: waiting.length };
  }
}
