/**
 * Writes rows without end to one file after the other. Readers see a file when it is whole: while it is written it has
 * a hidden name.
 *
 * Owns: the file that is written now, the state of the output.
 * Does not own: the text of elements (ShardEncoder), who may write and what is kept of the state (ProgressFile).
 *
 * Invariants:
 *  R1  a row counts when its bytes and then the state that covers them are on the disk: rows of an epoch all at once.
 *  R2  bytes behind those that count are never read: who goes on, after a failure or a restart, copies what counts into a
 *      file of its own, which nobody else writes to, gives it its name and begins the next.
 *  R3  what is read under a final name never changes: whoever gives a file its name does so with the same bytes.
 *  R4  in runs that keep nothing there may be several writers: a number belongs to who made the file of the claim.
 */
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { EpochSink, SinkContext, SinkWriter } from '../construction/index.js';
import { type Duration, toMillis } from '../model/duration.js';
import { BeamError } from '../model/errors.js';
import type { FileOutput } from './file-output.js';
import type { FileWriter } from './file-system.js';
import { type OutputState, ProgressFile } from './progress-file.js';
import { rolledPart, rolledPath } from './shard-name.js';
import type { ShardEncoder } from './shard-writer.js';
import { isAbandoned, tempPath } from './temp-files.js';
import { checkWellFormed } from './well-formed.js';

/** When a file of an endless output is closed and gets its name; what comes first counts. */
export interface Rolling {
  /** After its first row; default a minute. */
  readonly every?: Duration;
  /** When it has so many bytes; default 128 MiB. */
  readonly bytes?: number;
}

const EVERY = 60_000;
const BYTES = 128 * 1024 * 1024;
/** Characters that are joined before they are encoded. */
const PIECE_CHARACTERS = 1024 * 1024;
const COPY_BYTES = 1024 * 1024;

const compressed = promisify(gzip);

/** A sink of files that roll. @throws BeamError `E_BAD_ARGUMENT` */
export function rollingFiles<T>(name: string, output: FileOutput<T>, rolling: Rolling): EpochSink<T> {
  const { every = EVERY, bytes = BYTES } = rolling;
  const millis = toMillis(every);
  if (!(millis > 0) || !(bytes > 0)) {
    throw new BeamError('E_BAD_ARGUMENT', 'Files must roll after some time and some bytes.', {
      help: "write rolling: { every: '1m', bytes: 64e6 }",
    });
  }
  return {
    name,
    guarantee: 'transactional',
    target: `files ${output.naming.path}-*${output.naming.suffix}`,
    open: (context) => RollingWriter.open(output, { millis, bytes }, context),
  };
}

/** See the head of this file. */
class RollingWriter<T> implements SinkWriter<T> {
  private readonly output: FileOutput<T>;
  private readonly limits: { readonly millis: number; readonly bytes: number };
  private readonly context: SinkContext;
  /** Undefined in runs that are not kept. */
  private readonly progress: ProgressFile | undefined;
  private state: OutputState;
  private encoder: ShardEncoder<T> | undefined;
  private file: FileWriter | undefined;
  private temps = 0;
  private isBroken = false;
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    output: FileOutput<T>,
    limits: { millis: number; bytes: number },
    context: SinkContext,
    progress: ProgressFile | undefined,
    state: OutputState,
  ) {
    this.output = output;
    this.limits = limits;
    this.context = context;
    this.progress = progress;
    this.state = state;
  }

  static async open<T>(
    output: FileOutput<T>,
    limits: { millis: number; bytes: number },
    context: SinkContext,
  ): Promise<RollingWriter<T>> {
    const { fileSystem, naming } = output;
    const directory = dirname(naming.path);
    await fileSystem.ensureDirectory(directory);
    const claimed = context.isDurable
      ? await ProgressFile.claim(fileSystem, naming.path, context.owner)
      : undefined;
    const names = await fileSystem.list(directory);
    const last = names.reduce((most, name) => Math.max(most, rolledPart(naming, name) ?? -1), -1);
    const state = claimed?.state ?? { epoch: 0, part: last + 1, temp: '', bytes: 0 };
    const writer = new RollingWriter(output, limits, context, claimed?.progress, state);
    await writer.goOn();
    for (const name of names) {
      const isLeft =
        claimed !== undefined && name.startsWith(prefixOf(naming.path)) && name !== writer.state.temp;
      if (isLeft || isAbandoned(name, naming.path)) await fileSystem.remove(join(directory, name));
    }
    return writer;
  }

  async lastCommitted(): Promise<number | undefined> {
    return this.state.epoch === 0 ? undefined : this.state.epoch;
  }

  commit(epoch: number, rows: Iterable<T>): Promise<void> {
    return this.inTurn(() => this.write(epoch, rows));
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.inTurn(async () => {
      // What a failure left is for the next writer; so are the rows of one that was shut out.
      if (!this.isBroken) await this.roll();
      await this.file?.close();
      this.file = undefined;
    });
  }

  private async write(epoch: number, rows: Iterable<T>): Promise<void> {
    if (this.isBroken) await this.goOn();
    if (this.progress !== undefined && epoch <= this.state.epoch) return;
    this.isBroken = true;
    let { bytes } = this.state;
    let text = '';
    for (const row of rows) {
      if (this.encoder === undefined) {
        this.encoder = this.output.encoder();
        const head = this.encoder.begin(row);
        if (bytes === 0) text += head;
      }
      text += this.encoder.encode(row);
      if (text.length < PIECE_CHARACTERS) continue;
      bytes += await this.append(text);
      text = '';
    }
    if (text !== '') bytes += await this.append(text);
    if (bytes > this.state.bytes) {
      await this.file!.sync();
      const { part } = this.state;
      await this.keep({ epoch, part, temp: this.state.temp, bytes });
    }
    this.isBroken = false;
    if (bytes >= this.limits.bytes) await this.roll();
    else if (bytes > 0) this.timer ??= setTimeout(() => this.rollLater(), this.limits.millis).unref();
  }

  /** Gives what counts of the file that was being written its name (R2): the next row begins another. */
  private async goOn(): Promise<void> {
    const { fileSystem, naming } = this.output;
    this.isBroken = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.file?.close().catch(() => undefined);
    this.file = undefined;
    this.encoder = undefined;
    this.state = (await this.progress?.reread()) ?? this.state;
    const { temp, bytes, part } = this.state;
    const from = this.inFolder(temp);
    if (bytes > 0) {
      if ((await fileSystem.sizeOf(from)) !== undefined) await this.publishCopy(from, bytes);
      else if ((await fileSystem.sizeOf(rolledPath(naming, part))) === undefined) throw vanished(from);
      await this.keepNext();
    }
    if (temp !== '') await fileSystem.remove(from);
    this.isBroken = false;
  }

  /** A writer that was shut out may give its own file the name after this: it has the same bytes (R3). */
  private async publishCopy(from: string, bytes: number): Promise<void> {
    const { name, file } = await this.create();
    await this.copy(from, bytes, file);
    await this.publish(name, file, this.output.encoder());
  }

  /** Gives the file its name, and lets the next row begin another. */
  private async roll(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { temp, bytes } = this.state;
    if (bytes === 0 || this.file === undefined) return;
    this.isBroken = true;
    await this.publish(temp, this.file, this.encoder ?? this.output.encoder());
    this.file = undefined;
    this.encoder = undefined;
    await this.keepNext();
    this.isBroken = false;
  }

  private async publish(name: string, file: FileWriter, encoder: ShardEncoder<T>): Promise<void> {
    const { fileSystem, naming } = this.output;
    const end = encoder.end();
    if (end !== '') await file.write(await this.bytesOf(end));
    await file.sync();
    await file.close();
    const claim = this.progress === undefined ? await this.claimPart() : undefined;
    await this.progress?.checkOwner();
    await fileSystem.rename(this.inFolder(name), rolledPath(naming, this.state.part));
    await fileSystem.syncDirectory(dirname(naming.path));
    if (claim !== undefined) await fileSystem.remove(claim);
  }

  /** R4. @returns what says whose the number is, until the file has it */
  private async claimPart(): Promise<string> {
    const { fileSystem, naming } = this.output;
    for (let { part } = this.state; ; part++) {
      const claim = this.inFolder(`${prefixOf(naming.path)}${part}`);
      try {
        await (await fileSystem.create(claim)).close();
      } catch (thrown) {
        if ((await fileSystem.sizeOf(claim)) === undefined) throw thrown;
        continue;
      }
      if ((await fileSystem.sizeOf(rolledPath(naming, part))) === undefined) {
        this.state = { ...this.state, part };
        return claim;
      }
      await fileSystem.remove(claim);
    }
  }

  private keepNext(): Promise<void> {
    const { epoch, part } = this.state;
    return this.keep({ epoch, part: part + 1, temp: '', bytes: 0 });
  }

  private rollLater(): void {
    this.timer = undefined;
    this.inTurn(async () => {
      if (!this.isBroken) await this.roll();
    }).catch((thrown: unknown) => {
      // The next commit takes it up, and fails with what is wrong if it still is.
      this.context.log({ severity: 'warn', message: BeamError.from(thrown, 'E_IO').message });
    });
  }

  /** @returns how many bytes the text takes */
  private async append(text: string): Promise<number> {
    if (this.file === undefined) {
      const { file, name } = await this.create();
      this.file = file;
      this.state = { ...this.state, temp: name };
    }
    const bytes = await this.bytesOf(text);
    await this.file.write(bytes);
    return bytes.length;
  }

  private async bytesOf(text: string): Promise<Uint8Array> {
    checkWellFormed(text, this.output.naming.path);
    const plain = Buffer.from(text, 'utf8');
    // Members of gzip one behind the other are one file of gzip (RFC 1952, 2.2).
    return this.output.codec === 'gzip' ? compressed(plain) : plain;
  }

  private async create(): Promise<{ file: FileWriter; name: string }> {
    const { fileSystem, naming } = this.output;
    const { progress, state } = this;
    const name =
      progress === undefined
        ? basename(tempPath(naming.path))
        : `${prefixOf(naming.path)}${state.part}-${progress.generation}-${++this.temps}`;
    const path = this.inFolder(name);
    if (progress !== undefined) await fileSystem.remove(path);
    return { file: await fileSystem.create(path), name };
  }

  private async copy(from: string, bytes: number, into: FileWriter): Promise<void> {
    const reader = await this.output.fileSystem.open(from);
    try {
      const buffer = new Uint8Array(Math.min(bytes, COPY_BYTES));
      for (let at = 0; at < bytes; ) {
        const read = await reader.read(buffer.subarray(0, Math.min(buffer.length, bytes - at)), at);
        if (read === 0) {
          throw new BeamError('E_IO', `"${from}" has ${at} bytes; ${bytes} of it were written and synced.`, {
            path: from,
            help: 'something else has cut it off, or the disk has lost it: restore it from a copy',
          });
        }
        await into.write(buffer.subarray(0, read));
        at += read;
      }
    } finally {
      await reader.close();
    }
  }

  private async keep(state: OutputState): Promise<void> {
    await this.progress?.write(state);
    this.state = state;
  }

  private inFolder(name: string): string {
    return join(dirname(this.output.naming.path), name);
  }

  private inTurn<R>(what: () => Promise<R>): Promise<R> {
    const done = this.turn.then(what);
    this.turn = done.catch(() => undefined);
    return done;
  }
}

const prefixOf = (target: string): string => `.${basename(target)}.part-`;

const vanished = (path: string): BeamError =>
  new BeamError('E_IO', `The file "${path}", which was being written, has vanished.`, {
    path,
    help: 'let nothing remove files that begin with a dot from this folder while a job writes there',
  });
