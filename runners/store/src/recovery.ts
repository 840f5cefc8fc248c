/**
 * What a store is after an epoch, read from its files: the snapshot before it, then the log.
 *
 * Files whose index is whole are not read themselves: what is damaged in them is found when a value is read, or by a
 * verification.
 */
import { BeamError } from '@hornbeam/sdk/model';
import type { Disk } from './disk.js';
import { damaged, fileName } from './file-header.js';
import { frameKinds } from './frame.js';
import { FileSource, type FrameSource } from './frame-source.js';
import { IndexSource, type Unindexed } from './index-file.js';
import { KeyIndex } from './key-index.js';
import type { Manifest, ManifestSegment, ManifestSnapshot } from './manifest.js';
import { StoreFiles } from './store-files.js';
import { commitTime, type LogEnd, walkLog, walkPart } from './walk.js';

/** A store as it was after an epoch. */
export interface Recovered {
  readonly index: KeyIndex;
  readonly files: StoreFiles;
  readonly epoch: number;
  /** When it was committed, ms since 1970. */
  readonly at: number;
  readonly chain: string;
  /** Of the last file of the log: bytes up to the last whole epoch; undefined when it was not read. */
  readonly lastLength: number | undefined;
  /** Of the last file of the log: bytes that are known to be durable. */
  readonly lastDurable: number;
  /** Bytes of the log since the snapshot. */
  readonly logBytes: number;
  /** The files that had to be read for want of an index. */
  readonly unindexed: readonly Unindexed[];
}

/**
 * @param until the last epoch that counts; all when it is not given
 * @throws BeamError `E_STATE_DAMAGED` `E_DISK`; `E_USAGE` for an epoch that the files do not have
 */
export function recover(disk: Disk, manifest: Manifest, until = Number.POSITIVE_INFINITY): Recovered {
  const files = new StoreFiles(disk);
  try {
    return new Recovery(disk, manifest, files, until).run();
  } catch (thrown) {
    files.close();
    throw thrown;
  }
}

class Recovery {
  private readonly index = new KeyIndex();
  private readonly unindexed: Unindexed[] = [];
  private epoch = 0;
  private at = 0;
  private chain = '0000000000000000';

  constructor(
    private readonly disk: Disk,
    private readonly manifest: Manifest,
    private readonly files: StoreFiles,
    private readonly until: number,
  ) {}

  run(): Recovered {
    const { manifest, files, index, until } = this;
    const snapshot = manifest.snapshots.findLast(({ epoch }) => epoch <= until);
    const oldest = manifest.log[0]?.after ?? 0;
    if (oldest > (snapshot?.epoch ?? 0)) throw notKept(this.disk, until);
    if (snapshot !== undefined) this.readSnapshot(snapshot);
    let lastLength: number | undefined;
    let lastDurable = 0;
    let logBytes = 0;
    manifest.log.forEach((segment, i) => {
      const next = manifest.log[i + 1];
      // What the snapshot covers is kept for those who look at older epochs.
      if (next !== undefined && next.after <= (snapshot?.epoch ?? 0)) return;
      if (segment.after >= until) return;
      const end = this.readSegment(segment, next);
      logBytes += end.length;
      if (next !== undefined) return;
      lastLength = end.length;
      lastDurable = end.durable;
    });
    if (this.epoch < until && until !== Number.POSITIVE_INFINITY) throw notKept(this.disk, until);
    const { epoch, at, chain, unindexed } = this;
    return { index, files, epoch, at, chain, lastLength, lastDurable, logBytes, unindexed };
  }

  private readSnapshot({ epoch, at, chain, files }: ManifestSnapshot): void {
    const { store } = this.manifest;
    for (const part of files) {
      const { file, header } = this.files.open('snapshot', part.file, store);
      this.requireLength('snapshot', part.file, file.length, part.length);
      let source: FrameSource | undefined = IndexSource.open(this.disk, store, {
        number: part.file,
        length: part.length,
        chain: part.chain,
        after: epoch - 1,
      });
      if (source === undefined) {
        walkPart(this.disk.folder, file, header.salt, part, epoch);
        const { file: number, length, chain } = part;
        this.unindexed.push({ file, number, salt: header.salt, length, chain });
        source = new FileSource(file, part.file, part.length, header.salt);
      }
      this.apply(source, part.file, 'snapshot');
    }
    this.files.snapshotEpoch = epoch;
    this.epoch = epoch;
    this.at = at;
    this.chain = chain;
  }

  private readSegment(segment: ManifestSegment, next: ManifestSegment | undefined): LogEnd {
    const { folder } = this.disk;
    const { file, header } = this.files.open('log', segment.file, this.manifest.store);
    const { length, after } = segment;
    if (length !== undefined) this.requireLength('log', segment.file, file.length, length);
    let index = IndexSource.open(this.disk, this.manifest.store, {
      ...{ number: segment.file, length, chain: next?.chain, after },
    });
    if (index !== undefined && length === undefined) {
      // Its end was written when the file was closed and all of it was durable.
      this.requireLength('log', segment.file, file.length, index.end.length);
      if (index.end.length < file.length) {
        index.close();
        index = undefined;
      }
    }
    let source: FrameSource | undefined = index;
    // The last epoch of a file without a next one is known when its index has been read.
    let end: LogEnd | undefined;
    if (next !== undefined) {
      end = { length: length!, durable: length!, epoch: next.after, at: undefined, chain: next.chain };
    } else if (index !== undefined) {
      end = { ...index.end, durable: index.end.length, epoch: after, at: undefined };
    }
    if (source === undefined) {
      const found = walkLog(folder, file, header.salt, segment);
      if (end && (found.epoch !== end.epoch || found.chain !== end.chain)) {
        throw damaged(folder, file.name, found.length, 'the file behind it does not follow from it');
      }
      end = found;
      const { length, chain } = end;
      this.unindexed.push({ file, number: segment.file, salt: header.salt, length, chain });
      source = new FileSource(file, segment.file, end.length, header.salt);
    }
    this.apply(source, segment.file, 'log');
    if (next === undefined || this.epoch === next.after) this.chain = end!.chain;
    return end!;
  }

  /** Applies the frames of a file that come after what is there already. */
  private apply(source: FrameSource, number: number, kind: 'log' | 'snapshot'): void {
    const { index, files, until, epoch: start } = this;
    if (source instanceof IndexSource) source.touch = (...key) => index.touch(...key);
    try {
      while (source.next()) {
        const { epoch } = source;
        if (epoch > until) break;
        if (source.kind === frameKinds.commit && kind === 'log') {
          this.epoch = Math.max(this.epoch, epoch);
          if (epoch === this.epoch) this.at = commitTime(source.bytes, source.payload);
        } else if (source.kind === frameKinds.space) {
          if (!this.define(source)) throw this.broken(kind, number, source.offset, 'a space has two names');
        } else if (source.kind <= frameKinds.delete && (epoch > start || kind === 'snapshot')) {
          if (!index.apply(source.change(), files.isSnapshot)) {
            throw this.broken(kind, number, source.offset, 'a frame is of a space that nobody named');
          }
        }
      }
    } finally {
      source.close();
    }
  }

  private define({ bytes, payload, length }: FrameSource): boolean {
    let at = payload;
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]!;
      number += (byte & 127) * scale;
      if (byte < 128) break;
    }
    const name = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      bytes.subarray(at, payload + length - 16),
    );
    return this.index.define(number, name);
  }

  private requireLength(kind: 'log' | 'snapshot', number: number, found: number, wanted: number): void {
    if (found < wanted) throw this.broken(kind, number, found, `bytes are missing: it should have ${wanted}`);
  }

  private broken(kind: 'log' | 'snapshot', number: number, offset: number, what: string): BeamError {
    return damaged(this.disk.folder, fileName(kind, number), offset, what);
  }
}

function notKept(disk: Disk, epoch: number): BeamError {
  if (epoch === Number.POSITIVE_INFINITY) {
    return damaged(disk.folder, 'manifest', 0, 'it names no file for the first epochs');
  }
  return new BeamError('E_USAGE', `${disk.folder} does not have epoch ${epoch}.`, {
    help: 'beam-run checkpoint ls lists the epochs that can be looked at',
  });
}
