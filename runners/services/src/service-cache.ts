import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { BeamError } from '@hornbeam/sdk/model';
import { withFileLock } from './file-lock.js';

/** Told what takes time, one sentence without a full stop. */
export type Report = (what: string) => void;

/**
 * A folder that keeps what was fetched or built once: the files of servers.
 *
 * Owns `<dir>/<entry>`, `<dir>/<entry>.lock` and `<dir>/.building-<entry>-*`. Does not own what is in an entry, nor the
 * run folders of servers.
 *
 * C1  An entry that exists is complete: it is made in a folder beside and renamed when it is done.
 * C2  Of two processes that want the same entry one builds and the other waits. Should both build, the first rename
 *     wins and the other result is thrown away.
 */
export class ServiceCache {
  /** The absolute path of the folder; it may not exist yet. */
  readonly dir: string;

  constructor(dir: string) {
    this.dir = resolve(dir);
  }

  /** The cache of this user: HORNBEAM_CACHE, else hornbeam in XDG_CACHE_HOME, else in ~/.cache. */
  static locate(env: Readonly<Record<string, string | undefined>> = process.env): ServiceCache {
    if (env.HORNBEAM_CACHE) return new ServiceCache(env.HORNBEAM_CACHE);
    return new ServiceCache(join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'hornbeam'));
  }

  /** Whether the entry has been made. */
  has(entry: string): boolean {
    return existsSync(join(this.dir, entry));
  }

  /**
   * The path of an entry.
   * @param build fills an empty folder that becomes the entry; called when there is none
   * @throws what `build` throws, and BeamError E_IO when the cache cannot be written
   */
  async entry(
    entry: string,
    build: (dir: string) => Promise<void>,
    report: Report = () => undefined,
  ): Promise<string> {
    const path = join(this.dir, entry);
    if (existsSync(path)) return path;
    this.prepare();
    await withFileLock(
      `${path}.lock`,
      async () => {
        if (existsSync(path)) return;
        // What an interrupted build left behind; nobody else builds this entry now.
        for (const name of readdirSync(this.dir)) {
          if (name.startsWith(`.building-${entry}-`)) rmSync(join(this.dir, name), { recursive: true });
        }
        const made = join(this.dir, `.building-${entry}-${randomUUID()}`);
        mkdirSync(made);
        try {
          await build(made);
          publish(made, path);
        } finally {
          rmSync(made, { recursive: true, force: true });
        }
      },
      () => report(`waiting for another process that makes ${path}`),
    );
    return path;
  }

  private prepare(): void {
    try {
      mkdirSync(this.dir, { recursive: true });
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_IO', {
        path: this.dir,
        help: 'set HORNBEAM_CACHE to a folder that can be written',
      });
    }
  }
}

function publish(made: string, path: string): void {
  try {
    renameSync(made, path);
  } catch (thrown) {
    if (!existsSync(path)) throw thrown;
  }
}
