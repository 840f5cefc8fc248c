/**
 * What a log file or a part of a snapshot holds, without the values, in a file beside it: a store that is opened reads
 * this and not the values. It is written along without syncs: one that is torn or missing costs time, not data.
 *
 *     rows   entries: kind (8 bits), varint gap (bytes of the file since the frame before), varint length of the frame, then
 *            put, append, delete: varint space, varint length of the key, key; space: its payload;
 *            commit: its payload and the epoch (64 bits)
 *     end    bytes of the file that it is about (64 bits), chain after them (64 bits)
 */
import { BeamError, ByteWriter } from '@hornbeam/sdk/model';
import type { Disk, DiskFile } from './disk.js';
import { changeIn } from './epoch-buffer.js';
import { chainAt, EpochChain } from './epoch-chain.js';
import { encodeHeader, FILE_HEADER, fileName } from './file-header.js';
import {
  COMMIT_FRAME,
  epochOf,
  FRAME_HEADER,
  frameKinds,
  PLACE_BYTES,
  readUint64,
  wholeFrame,
  writeUint64,
} from './frame.js';
import { FrameReader } from './frame-reader.js';
import type { FrameSource } from './frame-source.js';
import { openFile } from './store-files.js';

/** Entries are written when they are so many bytes. */
const BLOCK = 256 * 1024;

/** So many entries are looked at ahead: what they touch fits the processor's cache. */
const AHEAD = 512;

/** Writes the index of one file along with it. */
export class IndexWriter {
  private readonly file: DiskFile;
  private readonly salt: number;
  private readonly rows = new ByteWriter(BLOCK);
  /** Where the frame before ends. */
  private last = FILE_HEADER;
  /** Ends when what was handed to the disk is written. */
  private written: Promise<void>;

  private constructor(file: DiskFile, header: Uint8Array, salt: number) {
    this.file = file;
    this.salt = salt;
    this.written = settled(file.append([header]));
  }

  static async create(disk: Disk, number: number, owner: number, store: string): Promise<IndexWriter> {
    const { bytes, salt } = encodeHeader({ kind: 'index', number, owner, store });
    return new IndexWriter(await disk.create(fileName('index', number)), bytes, salt);
  }

  /** A frame that is whole in `bytes` and is at `offset` of the file. */
  add(bytes: Uint8Array, start: number, length: number, offset: number): void {
    const { rows } = this;
    const kind = bytes[start + 8]!;
    rows.writeByte(kind);
    rows.writeVarint(offset - this.last);
    rows.writeVarint(length);
    this.last = offset + length;
    const payload = start + FRAME_HEADER;
    if (kind === frameKinds.space || kind === frameKinds.commit) {
      rows.writeBytes(bytes.subarray(payload, start + length));
      if (kind === frameKinds.commit) rows.writeInt64(BigInt(epochOf(bytes, start)));
    } else {
      rows.writeBytes(bytes.subarray(payload, changeIn(bytes, start, length, 0, 0).keyEnd));
    }
    if (rows.length >= BLOCK) this.flush();
  }

  /** Nothing comes any more. @throws BeamError `E_DISK` */
  async end(length: number, chain: EpochChain, isSynced: boolean): Promise<void> {
    this.flush();
    const payload = new Uint8Array(16);
    writeUint64(payload, 0, length);
    chain.writeTo(payload, 8);
    try {
      await this.written;
      await this.file.append([wholeFrame(frameKinds.end, 0, payload, this.salt)]);
      if (isSynced) await this.file.sync();
    } finally {
      this.file.close();
    }
  }

  /** Gives it up. */
  async close(): Promise<void> {
    await this.written.catch(() => undefined);
    this.file.close();
  }

  /** @throws BeamError `E_DISK` when anything handed to the disk was not written */
  async settle(): Promise<void> {
    await this.written;
  }

  private flush(): void {
    if (this.rows.length === 0) return;
    const block = wholeFrame(frameKinds.rows, 0, this.rows.view(), this.salt);
    this.rows.reset();
    const before = this.written;
    this.written = settled(before.then(() => this.file.append([block])));
  }
}

/** A file whose index is missing or not whole. */
export interface Unindexed {
  readonly file: DiskFile;
  readonly number: number;
  readonly salt: number;
  /** Bytes that count. */
  readonly length: number;
  /** After all frames. */
  readonly chain: string;
}

/** Writes the index of a file that is whole. @throws BeamError `E_DISK` */
export async function writeIndex(disk: Disk, owner: number, store: string, of: Unindexed): Promise<void> {
  const writer = await IndexWriter.create(disk, of.number, owner, store);
  const frames = new FrameReader(of.file, FILE_HEADER, of.length, of.salt);
  while (frames.next()) {
    if (frames.kind !== frameKinds.durable)
      writer.add(frames.bytes, frames.start, frames.length, frames.offset);
  }
  await writer.end(of.length, new EpochChain(of.chain), false);
}

/** A promise that may be waited for later: that it failed is no error before. */
function settled(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined);
  return promise;
}

/** The frames of a file, as its index has them. */
export class IndexSource implements FrameSource {
  kind = 0;
  epoch: number;
  offset = FILE_HEADER;
  length = 0;
  bytes: Uint8Array = new Uint8Array(0);
  payload = 0;
  /** Told of each key a while before its change comes. */
  touch: ((space: number, bytes: Uint8Array, keyStart: number, keyEnd: number) => number) | undefined;
  private touched = 0;
  private touchedTo = 0;
  private readonly number: number;
  private readonly frames: FrameReader;
  private readonly index: DiskFile;
  private at = 0;
  private blockEnd = 0;
  private keyStart = 0;
  private keyEnd = 0;
  private space = 0;

  private constructor(
    index: DiskFile,
    salt: number,
    number: number,
    after: number,
    /** Bytes of the file, and the chain after all its frames. */
    readonly end: { readonly length: number; readonly chain: string },
  ) {
    this.index = index;
    this.number = number;
    this.epoch = after + 1;
    this.frames = new FrameReader(index, FILE_HEADER, index.length, salt);
  }

  /**
   * The index of a file, when it is whole and about these bytes of it; undefined when not: the file itself is to be read.
   * @param about its `length` and `chain` are not compared where they are not known; `after` is the last epoch before
   * those of the file
   */
  static open(
    disk: Disk,
    store: string,
    about: {
      readonly number: number;
      readonly length: number | undefined;
      readonly chain: string | undefined;
      readonly after: number;
    },
  ): IndexSource | undefined {
    const { number, after } = about;
    let { length, chain } = about;
    let opened: ReturnType<typeof openFile>;
    try {
      opened = openFile(disk, 'index', number, store);
    } catch (thrown) {
      if (thrown instanceof BeamError && thrown.code === 'E_STATE_DAMAGED') return undefined;
      throw thrown;
    }
    if (opened === undefined) return undefined;
    const { file, salt } = opened;
    const frames = new FrameReader(file, FILE_HEADER, file.length, salt);
    let isWhole = false;
    while (frames.next()) {
      const { bytes, start } = frames;
      isWhole = frames.kind === frameKinds.end;
      if (!isWhole) continue;
      const [foundLength, foundChain] = [
        readUint64(bytes, start + FRAME_HEADER),
        chainAt(bytes, start + FRAME_HEADER + 8),
      ];
      length ??= foundLength;
      chain ??= foundChain;
      isWhole = length === foundLength && chain === foundChain;
    }
    if (isWhole && frames.problem === undefined) {
      return new IndexSource(file, salt, number, after, { length: length!, chain: chain! });
    }
    file.close();
    return undefined;
  }

  next(): boolean {
    while (this.at === this.blockEnd) {
      if (!this.frames.next() || this.frames.kind !== frameKinds.rows) return false;
      this.bytes = this.frames.bytes;
      this.at = this.frames.start + FRAME_HEADER;
      this.blockEnd = this.frames.start + this.frames.length;
      this.touchedTo = this.at;
    }
    if (this.at === this.touchedTo && this.touch !== undefined) this.lookAhead(this.touch);
    this.readEntry();
    return true;
  }

  private readEntry(): void {
    if (this.kind === frameKinds.commit) this.epoch++;
    this.kind = this.bytes[this.at++]!;
    this.offset += this.length + this.varint();
    this.length = this.varint();
    this.payload = this.at;
    if (this.kind === frameKinds.space) {
      this.at += this.length - FRAME_HEADER;
    } else if (this.kind === frameKinds.commit) {
      this.at += COMMIT_FRAME - FRAME_HEADER + 8;
      this.epoch = readUint64(this.bytes, this.at - 8);
    } else {
      this.space = this.varint();
      const keyLength = this.varint();
      this.keyStart = this.at;
      this.at += keyLength;
      this.keyEnd = this.at;
    }
  }

  /** Goes through some entries, and back. */
  private lookAhead(touch: NonNullable<IndexSource['touch']>): void {
    const { at, kind, epoch, offset, length, payload, space, keyStart, keyEnd } = this;
    for (let count = 0; count < AHEAD && this.at < this.blockEnd; count++) {
      this.readEntry();
      if (this.kind > frameKinds.delete) continue;
      this.touched ^= touch(this.space, this.bytes, this.keyStart, this.keyEnd);
    }
    this.touchedTo = this.at;
    Object.assign(this, { at, kind, epoch, offset, length, payload, space, keyStart, keyEnd });
  }

  change() {
    const { kind, space, bytes, keyStart, keyEnd, offset, length, number: file } = this;
    const extra = kind === frameKinds.append ? PLACE_BYTES : 0;
    const size = length - FRAME_HEADER - extra - (keyEnd - this.payload);
    return { kind, space, bytes, keyStart, keyEnd, file, offset, length, size };
  }

  close(): void {
    this.index.close();
  }

  private varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes[this.at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
}
