/**
 * How far the files of an endless output are, in a file beside them: `.orders.progress-7` for `orders`, where 7 counts who
 * has written there.
 *
 * Owns: those files, who may write, the state that was written last.
 *
 * Invariants:
 *  P1  the newest file that is whole is the truth. One is made for each writer by an exclusive create, before the one of
 *      the writer before is read: what that one says later is seen by nobody.
 *  P2  a writer that finds a newer file after it wrote ends with `E_FENCED`, and has not written.
 *  P3  a file is replaced in one step, when its new content is on the disk.
 */
import { basename, dirname, join } from 'node:path';
import { BeamError } from '../model/errors.js';
import type { FileSystem } from './file-system.js';

/** How far an output is. */
export interface OutputState {
  /** The last epoch whose rows are there; 0 for none. */
  readonly epoch: number;
  /** The number of the file that is written now, or will be next. */
  readonly part: number;
  /** Its name while it is written; empty when nothing of it is there. */
  readonly temp: string;
  /** So many of its bytes count. */
  readonly bytes: number;
}

const FORMAT = 1;

/** See the head of this file. */
export class ProgressFile {
  readonly directory: string;
  /** Of this writer, from 1 on. */
  readonly generation: number;
  private readonly fileSystem: FileSystem;
  private readonly target: string;
  private readonly owner: string;

  private constructor(fileSystem: FileSystem, target: string, owner: string, generation: number) {
    this.fileSystem = fileSystem;
    this.target = target;
    this.owner = owner;
    this.generation = generation;
    this.directory = dirname(target);
  }

  /**
   * Takes over an output.
   * @param target the path of the output, without number and suffix
   * @returns undefined for the state when nobody has written there
   * @throws BeamError `E_IO`, `E_DUPLICATE_OUTPUT` when it belongs to another job, `E_FENCED` when another takes over
   */
  static async claim(
    fileSystem: FileSystem,
    target: string,
    owner: string,
  ): Promise<{ progress: ProgressFile; state: OutputState | undefined }> {
    const directory = dirname(target);
    await fileSystem.ensureDirectory(directory);
    const known = generationsIn(await fileSystem.list(directory), target);
    const progress = new ProgressFile(fileSystem, target, owner, (known[0] ?? 0) + 1);
    // Refused before anything is claimed.
    for (const generation of known) {
      if ((await progress.read(generation)) !== undefined) break;
    }
    await progress.create(progress.path(progress.generation), '');
    let state: OutputState | undefined;
    for (const generation of known) {
      state = await progress.read(generation);
      if (state !== undefined) break;
    }
    if (state !== undefined) {
      await progress.write(state);
      for (const generation of known) await fileSystem.remove(progress.path(generation));
    }
    return { progress, state };
  }

  /** What was written last, whatever came of a `write` that failed. */
  async reread(): Promise<OutputState | undefined> {
    await this.checkOwner();
    return this.read(this.generation);
  }

  /** Makes a state the one that counts. @throws BeamError `E_IO` `E_FENCED` */
  async write(state: OutputState): Promise<void> {
    const { fileSystem, owner, directory } = this;
    await this.checkOwner();
    const path = this.path(this.generation);
    const next = `${path}.next`;
    await fileSystem.remove(next);
    await this.create(next, JSON.stringify({ format: FORMAT, owner, ...state }));
    await fileSystem.rename(next, path);
    await fileSystem.syncDirectory(directory);
    await this.checkOwner(); // P2
  }

  /**
   * Whoever came after may have been followed by another, who has removed the file that was next.
   * @throws BeamError `E_FENCED`
   */
  async checkOwner(): Promise<void> {
    const [newest] = generationsIn(await this.fileSystem.list(this.directory), this.target);
    if (newest === undefined || newest <= this.generation) return;
    throw new BeamError('E_FENCED', `Another run has begun to write "${this.target}".`, {
      path: this.target,
      help: 'let one run write there at a time',
    });
  }

  private async create(path: string, text: string): Promise<void> {
    const file = await this.fileSystem.create(path);
    try {
      await file.write(new TextEncoder().encode(text));
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Undefined for one that its writer did not come to write. */
  private async read(generation: number): Promise<OutputState | undefined> {
    const { fileSystem } = this;
    const path = this.path(generation);
    if ((await fileSystem.sizeOf(path)) === undefined) return undefined;
    const file = await fileSystem.open(path);
    let text = '';
    try {
      // To its end, not by its size: its writer may put another in its place meanwhile.
      const decoder = new TextDecoder();
      const piece = new Uint8Array(4096);
      for (let at = 0; ; ) {
        const read = await file.read(piece, at);
        if (read === 0) break;
        text += decoder.decode(piece.subarray(0, read), { stream: true });
        at += read;
      }
      text += decoder.decode();
    } finally {
      await file.close();
    }
    return text === '' ? undefined : this.parse(text, path);
  }

  private parse(text: string, path: string): OutputState {
    let found: Partial<OutputState> & { format?: number; owner?: string } = {};
    try {
      found = JSON.parse(text);
    } catch {
      // Said below: it is replaced in one step, so that nobody leaves a part of it.
    }
    const { format, owner, epoch, part, temp, bytes } = found;
    if (
      format !== FORMAT ||
      typeof temp !== 'string' ||
      ![epoch, part, bytes].every((number) => Number.isSafeInteger(number))
    ) {
      throw new BeamError('E_IO', `"${path}" does not say how far the files beside it are.`, {
        path,
        help: 'it was changed by something else, or by a newer version: restore it, or write to another place',
      });
    }
    if (owner !== this.owner) {
      throw new BeamError('E_DUPLICATE_OUTPUT', `"${this.target}" is written by "${owner}".`, {
        path: this.target,
        help: `write to another place, or remove "${path}" when that job is no more`,
      });
    }
    return { epoch: epoch!, part: part!, temp, bytes: bytes! };
  }

  private path(generation: number): string {
    return join(this.directory, `${prefixOf(this.target)}${generation}`);
  }
}

const prefixOf = (target: string): string => `.${basename(target)}.progress-`;

/** The generations that there are, newest first. */
function generationsIn(names: readonly string[], target: string): number[] {
  const prefix = prefixOf(target);
  return names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((one, other) => other - one);
}
