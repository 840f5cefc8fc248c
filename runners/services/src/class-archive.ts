import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Java } from './java.js';
import type { ServiceCache } from './service-cache.js';

/**
 * Keeps the classes that a server loads in a form that Java can map into memory (class data sharing), which takes
 * about half of the time away that a start needs.
 *
 * Owns `<cache>/class-archives/<name>-<key>.jsa`. The key covers the version of Java and the jars, so an archive is
 * never used with others; Java checks that again and starts without it when it does not fit.
 *
 * A1  An archive is recorded by the first server that is started, and written when that server ends by itself or by
 *     SIGTERM. It gets its name when it is complete.
 * A2  Nobody takes over what a server recorded whose parent died; it is removed after a day. For the same reason a
 *     server that outlives its parent uses archives but records none (`mayRecord`).
 * A3  Without an archive everything works, only slower.
 */
export class ClassArchive {
  /** Flags of java for the next start. */
  readonly flags: readonly string[];
  private readonly recording: string | undefined;
  private readonly file: string;

  constructor(
    cache: ServiceCache,
    name: string,
    java: Java,
    classPath: readonly string[],
    mayRecord: boolean,
  ) {
    const dir = join(cache.dir, 'class-archives');
    const hash = createHash('sha256').update(`${java.path}\n${java.version}\n`);
    for (const jar of classPath) {
      const { size, mtimeMs } = statSync(jar);
      hash.update(`${jar} ${size} ${mtimeMs}\n`);
    }
    this.file = join(dir, `${name}-${hash.digest('hex').slice(0, 16)}.jsa`);
    if (existsSync(this.file)) {
      this.flags = [`-XX:SharedArchiveFile=${this.file}`, '-Xshare:auto'];
    } else if (mayRecord && java.major >= FIRST_JAVA) {
      mkdirSync(dir, { recursive: true });
      removeStale(dir);
      this.recording = join(dir, `.recording-${name}-${randomUUID()}.jsa`);
      // What it has to say is about classes that cannot be archived, which is no news.
      this.flags = [`-XX:ArchiveClassesAtExit=${this.recording}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'];
    } else {
      this.flags = [];
    }
  }

  /** Takes what was recorded into the cache; called when the server has ended. */
  keep(): void {
    if (this.recording === undefined || !existsSync(this.recording)) return;
    if (existsSync(this.file)) rmSync(this.recording);
    else renameSync(this.recording, this.file);
  }
}

/** A2. */
function removeStale(dir: string): void {
  const limit = Date.now() - 24 * 3600 * 1000;
  for (const name of readdirSync(dir)) {
    const file = join(dir, name);
    const found = name.startsWith('.recording-') ? statSync(file, { throwIfNoEntry: false }) : undefined;
    if (found && found.mtimeMs < limit) rmSync(file, { force: true });
  }
}

/** The first Java that can record an archive while it runs. */
const FIRST_JAVA = 13;
