/**
 * Writes everything that a store has after an epoch to files of their own, in steps, while the store goes on.
 *
 * Owns: the files it writes, until they are done.
 * Does not own: the tables, which it asks to be kept as they are, one space at a time; the files that values come from.
 *
 * Invariants:
 *  N1  what it writes is what there was when it was made, whatever is committed meanwhile.
 *  N2  when `step` says that it is done every file is durable, and nothing names them yet.
 */
import { ByteWriter } from '@hornbeam/sdk/model';
import type { Disk, DiskFile } from './disk.js';
import { EpochChain } from './epoch-chain.js';
import { encodeHeader, fileName } from './file-header.js';
import {
  beginFrame,
  COMMIT_FRAME,
  FRAME_HEADER,
  frameKinds,
  SIGN,
  sealFrame,
  writeUint32,
  writeVarint,
} from './frame.js';
import { IndexWriter } from './index-file.js';
import type { KeyIndex, Space } from './key-index.js';
import type { FrozenTable } from './key-table.js';
import type { ManifestPart, ManifestSnapshot } from './manifest.js';
import type { StoreFiles } from './store-files.js';

/** What a snapshot is made of. */
export interface SnapshotSource {
  readonly disk: Disk;
  readonly files: StoreFiles;
  readonly index: KeyIndex;
  readonly epoch: number;
  readonly at: number;
  readonly chain: string;
  readonly owner: number;
  readonly store: string;
  /** Bytes after which a part is ended. */
  readonly partBytes: number;
  /** Numbers for files. */
  readonly nextFile: () => number;
}

interface Part {
  readonly file: DiskFile;
  readonly number: number;
  readonly salt: number;
  readonly index: IndexWriter;
  readonly chain: EpochChain;
  frames: number;
}

/** What a space was, and where its rows are now: by row, file and offset. */
interface CopiedSpace {
  readonly space: Space;
  readonly frozen: FrozenTable;
  readonly file: Uint32Array;
  readonly offset: Float64Array;
  readonly length: Uint32Array;
}

/** A part is synced after so many bytes, so that the sync of an epoch never waits for all of it. */
const SYNC_BYTES = 8 << 20;

/** See the head of this file. */
export class SnapshotWriter {
  readonly epoch: number;
  private readonly source: SnapshotSource;
  private readonly spaces: Space[];
  private readonly copied: CopiedSpace[] = [];
  private readonly parts: ManifestPart[] = [];
  private readonly opened: { file: DiskFile; number: number; salt: number }[] = [];
  private part: Part | undefined;
  private current: CopiedSpace | undefined;
  private row = 0;
  private unsynced = 0;

  constructor(source: SnapshotSource) {
    this.source = source;
    this.epoch = source.epoch;
    this.spaces = [...source.index.spaces()].filter(({ isDefined }) => isDefined);
    for (const { table } of this.spaces) table.askFreeze();
  }

  /** Copies about so many bytes, or rows. @returns whether all is done (N2) @throws BeamError `E_DISK` `E_STATE_DAMAGED` */
  async step(bytes: number, rows: number): Promise<boolean> {
    const out = new ByteWriter(64 * 1024);
    this.part ??= await this.beginPart(out);
    let left = rows;
    while (out.length < bytes && left > 0) {
      if (this.current === undefined) {
        const space = this.spaces.shift();
        if (space === undefined) {
          await this.endPart(out);
          await this.source.disk.syncFolder();
          return true;
        }
        this.current = beginSpace(space);
        this.row = 0;
      }
      left = this.copyRows(this.current, out, bytes, left);
    }
    const { part } = this;
    this.unsynced += out.length;
    await part.file.append([out.view()]);
    await part.index.settle();
    if (this.unsynced >= SYNC_BYTES) {
      await part.file.sync();
      this.unsynced = 0;
    }
    if (part.file.length >= this.source.partBytes) {
      out.reset();
      await this.endPart(out);
    }
    return false;
  }

  /** What the manifest is to say of it. */
  get entry(): ManifestSnapshot {
    const { epoch, at, chain } = this.source;
    return { epoch, at, chain, files: this.parts };
  }

  /** The manifest says it: values are read from the new files from now on. */
  install(): void {
    const { files } = this.source;
    for (const { file, number, salt } of this.opened) files.add(file, number, salt, 'snapshot');
    this.opened.length = 0;
    files.snapshotEpoch = this.epoch;
    for (const { space, frozen, file, offset, length } of this.copied) {
      const { table } = space;
      for (let row = 0; row < frozen.rows; row++) {
        if (file[row] === 0 || table.file[row] === 0) continue;
        if (table.file[row] === frozen.file[row] && table.offset[row] === frozen.offset[row]) {
          table.move(row, file[row]!, offset[row]!, length[row]!);
        } else if (table.hasAppends) {
          // Of a row that another key has by now nobody asks this: its own frames never lead here.
          table.setBase(row, file[row]!, offset[row]!, length[row]!);
        }
      }
    }
  }

  /** Gives it up; what it wrote so far stays on the disk and nothing names it. */
  async abandon(): Promise<void> {
    for (const { table } of this.spaces) table.forgetFreeze();
    for (const { file } of this.opened) file.close();
    this.opened.length = 0;
    await this.part?.index.close();
    this.part = undefined;
  }

  /** @returns how many rows may still be copied */
  private copyRows(current: CopiedSpace, out: ByteWriter, bytes: number, rows: number): number {
    const { frozen, space } = current;
    const { number } = space;
    let left = rows;
    while (left > 0 && out.length < bytes) {
      if (this.row === frozen.rows) {
        this.copied.push(current);
        this.current = undefined;
        return left;
      }
      const row = this.row++;
      const place = { file: frozen.file[row]!, offset: frozen.offset[row]!, length: frozen.length[row]! };
      if (place.file === 0) continue;
      left--;
      const key = frozen.keyOf(row);
      const value = this.source.files.join(place, () => frozen.baseOf(row), key, number);
      const { file } = this.part!;
      current.file[row] = this.part!.number;
      current.offset[row] = file.length + out.length;
      current.length[row] = this.put(out, number, key, value);
    }
    return left;
  }

  private put(out: ByteWriter, space: number, key: Uint8Array, value: Uint8Array): number {
    const head = new Uint8Array(10);
    const headEnd = writeVarint(head, writeVarint(head, 0, space), key.length);
    return this.frame(out, frameKinds.put, [head.subarray(0, headEnd), key, value]);
  }

  /** Adds a frame to what is to be written. @returns its bytes */
  private frame(out: ByteWriter, kind: number, payload: readonly Uint8Array[]): number {
    const part = this.part!;
    const start = out.length;
    for (let i = 0; i < FRAME_HEADER; i += 4) out.writeInt32(0);
    for (const piece of payload) out.writeBytes(piece);
    const bytes = out.view();
    const length = bytes.length - start;
    beginFrame(bytes, start, length, kind);
    const checksum = sealFrame(bytes, start, length, this.epoch, part.salt);
    if (kind !== frameKinds.commit) {
      part.chain.add(checksum);
      part.frames++;
    }
    part.index.add(bytes, start, length, part.file.length + start);
    return length;
  }

  private async beginPart(out: ByteWriter): Promise<Part> {
    const { disk, owner, store, nextFile, index } = this.source;
    const number = nextFile();
    const { bytes, salt } = encodeHeader({ kind: 'snapshot', number, owner, store });
    const file = await disk.create(fileName('snapshot', number));
    this.opened.push({ file, number, salt });
    await file.append([bytes]);
    const part: Part = {
      file,
      number,
      salt,
      index: await IndexWriter.create(disk, number, owner, store),
      chain: new EpochChain(),
      frames: 0,
    };
    this.part = part;
    if (this.parts.length === 0) {
      for (const space of index.spaces()) {
        if (!space.isDefined) continue;
        const payload = new ByteWriter();
        payload.writeVarint(space.number);
        payload.writeText(space.name);
        this.frame(out, frameKinds.space, [payload.view()]);
      }
    }
    return part;
  }

  private async endPart(out: ByteWriter): Promise<void> {
    const part = this.part!;
    part.chain.endEpoch(this.epoch);
    const payload = new Uint8Array(COMMIT_FRAME - FRAME_HEADER);
    writeUint32(payload, 0, SIGN);
    new DataView(payload.buffer).setFloat64(4, this.source.at);
    writeUint32(payload, 12, part.frames);
    part.chain.writeTo(payload, 16);
    this.frame(out, frameKinds.commit, [payload]);
    await part.file.append([out.view()]);
    await part.file.sync();
    this.unsynced = 0;
    await part.index.end(part.file.length, part.chain, true);
    this.parts.push({ file: part.number, length: part.file.length, chain: part.chain.toString() });
    this.part = undefined;
  }
}

function beginSpace(space: Space): CopiedSpace {
  const frozen = space.table.takeFrozen();
  return {
    space,
    frozen,
    file: new Uint32Array(frozen.rows),
    offset: new Float64Array(frozen.rows),
    length: new Uint32Array(frozen.rows),
  };
}
