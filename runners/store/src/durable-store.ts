/**
 * A store on a disk: a log of epochs in files, snapshots, a manifest that names them.
 *
 * Owns: the files of its folder that have names of a store, the owner's lock.
 * Does not own: other files of the folder.
 *
 * Invariants, beside those of the port (state-store.ts):
 *  D1  the index changes when an epoch is durable, so that every place it names can be read.
 *  D2  a file is named by the manifest only when all of it that counts is durable, and removed only when the manifest
 *      that does not name it is durable.
 *  D3  every owner writes to files of its own: what one that was shut out still writes counts for nothing.
 *  D4  before an epoch is said to be durable the manifest has been asked whether this is still the owner.
 *  D5  after the first failure nothing is written.
 */
import { BeamError } from '@hornbeam/sdk/model';
import type { Disk } from './disk.js';
import { ChunkPool, changeIn, EpochBuffer } from './epoch-buffer.js';
import { damaged, FILE_HEADER, fileName, parseFileName } from './file-header.js';
import { frameKinds } from './frame.js';
import { type Unindexed, writeIndex } from './index-file.js';
import type { KeyIndex } from './key-index.js';
import { LogWriter } from './log-writer.js';
import { checkOwner, MANIFEST_DRAFT, type Manifest, readManifest, writeManifest } from './manifest.js';
import type { OwnedLock, OwnerLock } from './owner-lock.js';
import { type Recovered, recover } from './recovery.js';
import { SnapshotWriter } from './snapshot-writer.js';
import type { EpochWriter, StateEntry, StateStore, StoreStats } from './state-store.js';
import type { StoreFiles } from './store-files.js';
import { StoreReader } from './store-reader.js';

/** What a store is opened with. */
export interface StoreSettings {
  readonly lock: OwnerLock;
  /** 16 hexadecimal digits drawn by lot, for a store that is new. */
  readonly identity: string;
  /** Bytes after which the log goes on in another file. Default 64 MiB. */
  readonly segmentBytes?: number;
  /** A snapshot begins when the log since the last one is larger than this, and than all that is kept. Default 64 MiB. */
  readonly snapshotBytes?: number;
  /** Bytes after which a snapshot goes on in another file. Default 256 MiB. */
  readonly partBytes?: number;
  /** How many snapshots are kept, with the log since the oldest: their epochs can be looked at. Default 1. */
  readonly keepSnapshots?: number;
}

const MEBI = 1 << 20;

/** Files of the log after which a snapshot begins, however small they are: a run that is started again and again makes many. */
const MOST_SEGMENTS = 64;

/** What a step of a snapshot copies at least, beside a commit. */
const STEP_BYTES = MEBI;
const STEP_ROWS = 2000;

/**
 * Opens the store in a folder, or makes a new one in a folder that has none.
 * @throws BeamError `E_STATE_DIR` when it has an owner, or is of a newer version; `E_STATE_DAMAGED`; `E_DISK`
 */
export async function openStore(disk: Disk, settings: StoreSettings): Promise<StateStore> {
  const owned = await settings.lock.take();
  try {
    return await DurableStore.open(disk, settings, owned);
  } catch (thrown) {
    await owned.release();
    throw thrown;
  }
}

/** See the head of this file. */
class DurableStore implements StateStore {
  private readonly disk: Disk;
  private readonly owned: OwnedLock;
  private readonly settings: Required<Omit<StoreSettings, 'lock' | 'identity'>>;
  private readonly index: KeyIndex;
  private readonly files: StoreFiles;
  private readonly reader: StoreReader;
  private readonly pool = new ChunkPool();
  private manifest: Manifest;
  private log: LogWriter;
  private lastEpoch: number;
  private lastAt: number;
  /** Bytes of the log since the last snapshot began. */
  private logBytes: number;
  private snapshot: SnapshotWriter | undefined;
  private isCommitting = false;
  private isClosed = false;
  private failure: BeamError | undefined;
  /** Each ends when what it stands for is done; none of them rejects. */
  private marking: Promise<void> = Promise.resolve();
  private stepping: Promise<void> | undefined;
  private sealing: Promise<void> = Promise.resolve();
  private writingManifest: Promise<void> = Promise.resolve();

  private constructor(
    disk: Disk,
    settings: StoreSettings,
    owned: OwnedLock,
    recovered: Recovered,
    manifest: Manifest,
    log: LogWriter,
  ) {
    this.disk = disk;
    this.owned = owned;
    const { segmentBytes = 64 * MEBI, snapshotBytes = 64 * MEBI, partBytes = 256 * MEBI } = settings;
    this.settings = { segmentBytes, snapshotBytes, partBytes, keepSnapshots: settings.keepSnapshots ?? 1 };
    this.index = recovered.index;
    this.files = recovered.files;
    this.reader = new StoreReader(this.index, this.files);
    this.lastEpoch = recovered.epoch;
    this.lastAt = recovered.at;
    this.logBytes = recovered.logBytes;
    this.manifest = manifest;
    this.log = log;
    this.files.add(log.file, log.number, log.salt, 'log');
  }

  static async open(disk: Disk, settings: StoreSettings, owned: OwnedLock): Promise<DurableStore> {
    const found = readManifest(disk);
    if (found === undefined) requireNew(disk);
    // Claimed before the log is read: what an earlier owner says to be durable after this is refused by D4.
    let manifest: Manifest = found
      ? { ...found, owner: found.owner + 1 }
      : { owner: 1, store: settings.identity, nextFile: 1, snapshots: [], log: [] };
    if (found !== undefined) await writeManifest(disk, manifest);
    const recovered = recover(disk, manifest);
    try {
      const { epoch, chain, lastLength = FILE_HEADER, lastDurable } = recovered;
      // It may have been written and not synced, or the sync failed: reading it proves nothing.
      for (const { file, length } of manifest.log) {
        if (length === undefined && lastDurable < lastLength)
          await disk.renew(fileName('log', file), lastDurable);
      }
      const { owner, store: identity, nextFile: number } = manifest;
      const log = await LogWriter.create(disk, { number, owner, store: identity, chain });
      const sealed = manifest.log.map((segment) => ({ ...segment, length: segment.length ?? lastLength }));
      manifest = {
        ...manifest,
        nextFile: number + 1,
        log: [
          // One in which nothing was committed is not needed.
          ...sealed.filter(({ after }) => after < epoch),
          { file: number, after: epoch, chain },
        ],
      };
      await writeManifest(disk, manifest);
      const named = numbersIn(manifest);
      await removeFiles(disk, (number) => !named.has(number));
      const store = new DurableStore(disk, settings, owned, recovered, manifest, log);
      const unindexed = recovered.unindexed.filter(({ number }) => named.has(number));
      store.sealing = store.beside(store.writeIndexes(unindexed));
      store.closeUnneeded();
      return store;
    } catch (thrown) {
      recovered.files.close();
      throw thrown;
    }
  }

  get epoch(): number {
    return this.lastEpoch;
  }

  get committedAt(): number {
    return this.lastAt;
  }

  spaces(): readonly string[] {
    return this.reader.spaces();
  }

  get(space: string, key: Uint8Array): Uint8Array | undefined {
    return this.reader.get(space, key);
  }

  entries(space: string): Iterable<StateEntry> {
    return this.reader.entries(space);
  }

  count(space: string): number {
    return this.reader.count(space);
  }

  begin(): EpochWriter {
    return new EpochBuffer(this.index, this.pool);
  }

  async commit(changes: EpochWriter, at: number): Promise<number> {
    if (this.failure !== undefined) throw this.failure;
    if (
      this.isClosed ||
      this.isCommitting ||
      !(changes instanceof EpochBuffer) ||
      !changes.isFor(this.index)
    ) {
      throw new BeamError(
        'E_INTERNAL',
        'A store was to commit what it did not begin, or two epochs at once.',
      );
    }
    this.isCommitting = true;
    try {
      await this.marking;
      if (this.log.file.length >= this.settings.segmentBytes) await this.goOnInAnotherFile();
      await this.write(changes, at);
      return this.lastEpoch;
    } catch (thrown) {
      throw this.fail(thrown);
    } finally {
      this.isCommitting = false;
    }
  }

  stats(): StoreStats {
    let diskBytes = this.log.file.length;
    for (const { length = 0 } of this.manifest.log) diskBytes += length;
    for (const { files } of this.manifest.snapshots) for (const { length } of files) diskBytes += length;
    return { liveBytes: this.index.liveBytes, keys: this.index.keys, diskBytes };
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await Promise.all([this.marking, this.stepping, this.sealing]);
    await this.snapshot?.abandon();
    if (this.failure === undefined) await this.beside(this.log.end());
    else await this.log.index.close();
    this.files.close();
    await this.owned.release();
  }

  private async write(changes: EpochBuffer, at: number): Promise<void> {
    const { log } = this;
    const epoch = this.lastEpoch + 1;
    const offset = log.file.length;
    const place = { epoch, at, file: log.number, offset, salt: log.salt };
    const parts = changes.seal(place, log.chain);
    if (this.failure !== undefined) throw this.failure;
    await log.write(parts);
    checkOwner(this.disk, this.manifest.owner);
    this.apply(changes, offset);
    changes.release();
    this.lastEpoch = epoch;
    this.lastAt = at;
    const bytes = log.file.length - offset;
    this.logBytes += bytes;
    this.marking = this.beside(log.markDurable(epoch));
    this.continueSnapshot(bytes);
  }

  /** The epoch is durable: brings its changes into the index (D1). */
  private apply(changes: EpochBuffer, offset: number): void {
    const { index, files } = this;
    const { number, index: entries } = this.log;
    let place = offset;
    changes.eachFrame((bytes, start, length) => {
      const kind = bytes[start + 8]!;
      entries.add(bytes, start, length, place);
      if (kind <= frameKinds.delete) {
        const change = changeIn(bytes, start, length, number, place);
        index.apply(change, files.isSnapshot);
        index.numbered(change.space)!.isDefined = true;
      }
      place += length;
    });
  }

  /** The file is full: seals it, and makes the next. */
  private async goOnInAnotherFile(): Promise<void> {
    const { disk, log } = this;
    const { owner, store, nextFile: number } = this.manifest;
    this.manifest = { ...this.manifest, nextFile: number + 1 };
    const { durableLength: length } = log;
    const chain = log.chain.toString();
    const next = await LogWriter.create(disk, { number, owner, store, chain });
    this.files.add(next.file, number, next.salt, 'log');
    this.manifest = {
      ...this.manifest,
      log: [
        ...this.manifest.log.map((segment) =>
          segment.file === log.number ? { ...segment, length } : segment,
        ),
        { file: number, after: this.lastEpoch, chain },
      ],
    };
    await this.saveManifest();
    this.log = next;
    const sealing = this.beside(log.index.end(length, log.chain, false));
    this.sealing = Promise.all([this.sealing, sealing]).then(() => undefined);
  }

  /** Writes the manifest as it is when its turn comes, so that the last one written is the newest. */
  private saveManifest(): Promise<void> {
    const written = this.writingManifest.then(async () => {
      checkOwner(this.disk, this.manifest.owner);
      await writeManifest(this.disk, this.manifest);
    });
    this.writingManifest = written.catch(() => undefined);
    return written;
  }

  /** Begins a snapshot when it is time, or does a step of the one that is being written. */
  private continueSnapshot(committed: number): void {
    const { snapshotBytes } = this.settings;
    const { disk, files, index, manifest } = this;
    if (this.snapshot === undefined) {
      const isDue =
        this.logBytes > Math.max(snapshotBytes, index.liveBytes) ||
        logSince(manifest, manifest.snapshots.at(-1)?.epoch ?? 0).length > MOST_SEGMENTS;
      if (!isDue) return;
      this.logBytes = 0;
      this.snapshot = new SnapshotWriter({
        ...{ disk, files, index, epoch: this.lastEpoch, at: this.lastAt, chain: this.log.chain.toString() },
        ...{ owner: manifest.owner, store: manifest.store, partBytes: this.settings.partBytes },
        nextFile: () => {
          const { nextFile } = this.manifest;
          this.manifest = { ...this.manifest, nextFile: nextFile + 1 };
          return nextFile;
        },
      });
    }
    // A disk that is slower than the run is not given more.
    if (this.stepping !== undefined) return;
    const step = this.stepSnapshot(Math.max(STEP_BYTES, 2 * committed), Math.max(STEP_ROWS, committed / 16));
    this.stepping = this.beside(step).then(() => {
      this.stepping = undefined;
    });
  }

  private async stepSnapshot(bytes: number, rows: number): Promise<void> {
    const snapshot = this.snapshot!;
    if (!(await snapshot.step(bytes, rows))) return;
    const before = numbersIn(this.manifest);
    const snapshots = [...this.manifest.snapshots, snapshot.entry].slice(-this.settings.keepSnapshots);
    this.manifest = { ...this.manifest, snapshots, log: logSince(this.manifest, snapshots[0]!.epoch) };
    const after = numbersIn(this.manifest);
    await this.saveManifest();
    snapshot.install();
    this.snapshot = undefined;
    this.closeUnneeded();
    await removeFiles(this.disk, (number) => before.has(number) && !after.has(number));
  }

  private async writeIndexes(unindexed: readonly Unindexed[]): Promise<void> {
    const { owner, store } = this.manifest;
    for (const each of unindexed) await writeIndex(this.disk, owner, store, each);
  }

  /** Closes the files that values are not read from any more: those of epochs that are only kept to be looked at. */
  private closeUnneeded(): void {
    const latest = this.manifest.snapshots.at(-1);
    const needed = new Set(logSince(this.manifest, latest?.epoch ?? 0).map(({ file }) => file));
    for (const { file } of latest?.files ?? []) needed.add(file);
    needed.add(this.log.number);
    this.files.keepOnly(needed);
  }

  /** Something beside the commits: when it fails the next commit says so. Never rejects. */
  private beside(work: Promise<void>): Promise<void> {
    return work.catch((thrown: unknown) => {
      this.fail(thrown);
    });
  }

  private fail(thrown: unknown): BeamError {
    this.failure ??= BeamError.from(thrown, 'E_INTERNAL');
    return this.failure;
  }
}

/** The files of the log that hold epochs after one, and the last. */
const logSince = ({ log }: Manifest, epoch: number): Manifest['log'] =>
  log.filter((_, i) => log[i + 1] === undefined || log[i + 1]!.after > epoch);

/** The numbers of the files that a manifest names. */
const numbersIn = ({ log, snapshots }: Manifest): ReadonlySet<number> =>
  new Set([...log, ...snapshots.flatMap(({ files }) => files)].map(({ file }) => file));

/** Removes files of a store, with their indexes, and what is left of a manifest that was never finished. */
async function removeFiles(disk: Disk, which: (number: number) => boolean): Promise<void> {
  for (const name of disk.list()) {
    const file = parseFileName(name);
    const isGone =
      file === undefined ? name === MANIFEST_DRAFT : file.kind !== 'manifest' && which(file.number);
    if (isGone) await disk.remove(name);
  }
}

/** A folder without a manifest is a new store, unless there is anything of one. @throws BeamError `E_STATE_DAMAGED` */
function requireNew(disk: Disk): void {
  for (const name of disk.list()) {
    const parsed = parseFileName(name);
    if (parsed === undefined || parsed.kind === 'index') continue;
    const file = disk.open(name);
    const length = file?.length ?? 0;
    file?.close();
    // A machine that lost power while the store was made leaves a file in which nothing was committed.
    if (parsed.kind === 'log' && length <= FILE_HEADER) continue;
    throw damaged(disk.folder, 'manifest', 0, `it is missing, but there is ${name}`);
  }
}
