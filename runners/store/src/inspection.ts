/**
 * Looks at a store that may be in use by somebody else: reads, never writes, takes no lock.
 *
 * The files that a manifest names are opened before anything is read. An owner that removes some of them meanwhile has
 * written a new manifest before, which is then read in its place.
 */
import { BeamError } from '@hornbeam/sdk/model';
import type { Disk } from './disk.js';
import { type Damage, damaged, FILE_HEADER, fileName, parseFileName } from './file-header.js';
import { frameKinds } from './frame.js';
import { IndexSource } from './index-file.js';
import { type Manifest, readManifest } from './manifest.js';
import { type Recovered, recover } from './recovery.js';
import type { StateView } from './state-view.js';
import { openFile } from './store-files.js';
import { StoreReader } from './store-reader.js';
import { verifyStore } from './verification.js';
import { commitTime, type SeenCommit, walkLog } from './walk.js';

/** An epoch that can be looked at. */
export interface EpochInfo {
  readonly epoch: number;
  /** When it was committed, ms since 1970. */
  readonly at: number;
  /** Bytes of its changes; undefined when the log does not have them any more. */
  readonly bytes: number | undefined;
  /** How many changes it has: put, append and delete; undefined as `bytes`. */
  readonly changes: number | undefined;
  /** Whether there is a snapshot of it. */
  readonly isSnapshot: boolean;
}

/** See the head of this file. */
export class StoreInspection {
  private readonly disk: Disk;

  constructor(disk: Disk) {
    this.disk = disk;
  }

  /**
   * The epochs that can be looked at, oldest first.
   * @throws BeamError `E_STATE_DIR` when there is no store; `E_STATE_DAMAGED` `E_DISK`
   */
  epochs(): readonly EpochInfo[] {
    return this.withManifest((manifest) => this.listEpochs(manifest));
  }

  /**
   * What there was after an epoch, or after the last one; close it when it is not needed any more.
   * @throws BeamError `E_USAGE` for an epoch that is not kept; else as {@link epochs}
   */
  at(epoch?: number): StateView {
    return this.withManifest((manifest) => new RecoveredView(recover(this.disk, manifest, epoch)));
  }

  /**
   * Reads every byte of the store.
   * @returns what is damaged, none when all is whole
   * @throws BeamError `E_STATE_DIR` when there is no store, or one of a newer version; `E_DISK`
   */
  verify(): readonly Damage[] {
    let found: readonly Damage[] = [];
    try {
      this.withManifest((manifest) => {
        found = verifyStore(this.disk, manifest);
        const [first] = found.filter(({ isData }) => isData);
        // Thrown so that it is looked at again when an owner that is at work has removed files meanwhile.
        if (first !== undefined) throw damaged(this.disk.folder, first.file, first.offset, first.what);
      });
    } catch (thrown) {
      if (!(thrown instanceof BeamError) || thrown.code !== 'E_STATE_DAMAGED') throw thrown;
      // Without a manifest that can be read nothing else can be.
      if (!found.some(({ isData }) => isData)) found = [thrown.cause as Damage];
    }
    return found;
  }

  /** Bytes that the files of the store take. @throws BeamError as {@link epochs} */
  bytes(): number {
    return this.withManifest(() => {
      let bytes = 0;
      for (const name of this.disk.list()) {
        const file = parseFileName(name) && this.disk.open(name);
        bytes += file?.length ?? 0;
        file?.close();
      }
      return bytes;
    });
  }

  /** Which run owns the store, or owned it last: it grows by one with every opening. */
  owner(): number {
    return this.withManifest(({ owner }) => owner);
  }

  private withManifest<T>(look: (manifest: Manifest) => T): T {
    for (let attempt = 1; ; attempt++) {
      const manifest = readManifest(this.disk);
      if (manifest === undefined) {
        throw new BeamError('E_STATE_DIR', `${this.disk.folder} holds no state of a run.`, {
          path: this.disk.folder,
          help: 'give the directory that the run had as --state-dir',
        });
      }
      try {
        return look(manifest);
      } catch (thrown) {
        // An owner that is at work may have removed files since the manifest was read.
        const isOutdated = JSON.stringify(readManifest(this.disk)) !== JSON.stringify(manifest);
        if (!isOutdated || attempt === 5) throw thrown;
      }
    }
  }

  private listEpochs(manifest: Manifest): EpochInfo[] {
    const found = new Map<number, EpochInfo>();
    for (const { epoch, at } of manifest.snapshots) {
      found.set(epoch, { epoch, at, bytes: undefined, changes: undefined, isSnapshot: true });
    }
    // Epochs of the log before the first snapshot that is kept cannot be built up any more.
    const first = manifest.log[0]?.after === 0 ? 0 : (manifest.snapshots[0]?.epoch ?? 0);
    manifest.log.forEach((_, i) =>
      this.eachCommit(manifest, i, ({ epoch, at, bytes, changes }) => {
        if (epoch < first) return;
        found.set(epoch, { epoch, at, bytes, changes, isSnapshot: found.get(epoch)?.isSnapshot ?? false });
      }),
    );
    return [...found.values()].sort((a, b) => a.epoch - b.epoch);
  }

  private eachCommit({ log, store }: Manifest, i: number, see: (commit: SeenCommit) => void): void {
    const segment = log[i]!;
    const next = log[i + 1];
    const { file: number, length, after } = segment;
    if (next !== undefined && length !== undefined) {
      const source = IndexSource.open(this.disk, store, { number, length, chain: next.chain, after });
      if (source !== undefined) {
        let end = FILE_HEADER;
        let changes = 0;
        while (source.next()) {
          if (source.kind <= frameKinds.delete) changes++;
          if (source.kind !== frameKinds.commit) continue;
          const { epoch, offset, bytes, payload } = source;
          see({ epoch, at: commitTime(bytes, payload), bytes: offset + source.length - end, changes });
          end = offset + source.length;
          changes = 0;
        }
        source.close();
        return;
      }
    }
    const opened = openFile(this.disk, 'log', number, store);
    if (opened === undefined)
      throw damaged(this.disk.folder, fileName('log', number), 0, 'the file is missing');
    try {
      walkLog(this.disk.folder, opened.file, opened.salt, segment, see);
    } finally {
      opened.file.close();
    }
  }
}

class RecoveredView extends StoreReader implements StateView {
  readonly epoch: number;
  readonly committedAt: number;
  private readonly recovered: Recovered;

  constructor(recovered: Recovered) {
    super(recovered.index, recovered.files);
    this.recovered = recovered;
    this.epoch = recovered.epoch;
    this.committedAt = recovered.at;
  }

  close(): void {
    this.recovered.files.close();
  }
}
