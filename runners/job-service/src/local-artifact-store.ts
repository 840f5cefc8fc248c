import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BeamError } from '@hornbeam/sdk/model';
import type { ArtifactFolder, ArtifactStore } from './artifact-store.js';

/** Files are read in parts of so many bytes, which every SDK takes as a message. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Keeps staged files in a folder of this machine, readable for its owner only.
 *
 * Owns: a new folder inside of the given one, which it removes; the given one stays.
 *
 * Invariant A1: no name that a client gave becomes part of a path: files are called by their hash, folders by a number.
 */
export class LocalArtifactStore implements ArtifactStore {
  private readonly parent: string;
  private root: Promise<string> | undefined;
  private count = 0;

  /** @param parent made where it is not there; the temporary folder by default */
  constructor(parent: string = tmpdir()) {
    this.parent = parent;
  }

  async open(): Promise<ArtifactFolder> {
    this.root ??= mkdir(this.parent, { recursive: true }).then(() =>
      mkdtemp(join(this.parent, 'hornbeam-staged-')),
    );
    try {
      const dir = join(await this.root, String(++this.count));
      await mkdir(dir, { mode: 0o700 });
      return new LocalFolder(dir);
    } catch (thrown) {
      this.root = undefined;
      throw BeamError.from(thrown, 'E_IO', { path: this.parent });
    }
  }

  async close(): Promise<void> {
    const root = await this.root?.catch(() => undefined);
    if (root !== undefined) await rm(root, { recursive: true, force: true });
  }
}

class LocalFolder implements ArtifactFolder {
  private readonly dir: string;
  private count = 0;

  constructor(dir: string) {
    this.dir = dir;
  }

  async write(chunks: AsyncIterable<Uint8Array>): Promise<string> {
    const part = join(this.dir, `part-${++this.count}`);
    const hash = createHash('sha256');
    try {
      const hashed = async function* (): AsyncIterableIterator<Uint8Array> {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      };
      await pipeline(
        Readable.from(hashed(), { objectMode: false }),
        createWriteStream(part, { mode: 0o600 }),
      );
      const sha256 = hash.digest('hex');
      await rename(part, join(this.dir, sha256));
      return sha256;
    } catch (thrown) {
      await rm(part, { force: true });
      // What the source failed with is not about the disk.
      if ((thrown as NodeJS.ErrnoException).syscall === undefined) throw thrown;
      throw BeamError.from(thrown, 'E_IO', { path: part });
    }
  }

  async *read(sha256: string): AsyncIterableIterator<Uint8Array> {
    const path = join(this.dir, sha256);
    try {
      if (!/^[0-9a-f]{64}$/.test(sha256)) throw new BeamError('E_IO', 'No staged file is called so.');
      for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }))
        yield chunk as Uint8Array;
    } catch (thrown) {
      throw BeamError.from(thrown, 'E_IO', { path });
    }
  }

  async remove(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }
}
