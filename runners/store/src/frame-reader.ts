import type { DiskFile } from './disk.js';
import {
  COMMIT_FRAME,
  DURABLE_FRAME,
  epochOf,
  FRAME_HEADER,
  frameChecksum,
  frameKinds,
  readUint32,
  SIGN,
} from './frame.js';

const CHUNK = 1 << 20;

/** Reads the frames of a file one after another. */
export class FrameReader {
  /** Holds the frame; what it was before is gone after `next`. */
  bytes: Uint8Array = new Uint8Array(CHUNK);
  /** Of the frame in `bytes`. */
  start = 0;
  /** Bytes of the frame. */
  length = 0;
  kind = 0;
  epoch = 0;
  /** Of the frame; read from the file, and right. */
  checksum = 0;
  /** Why there is no next frame, when it is not the end. */
  problem: string | undefined;
  private readonly file: DiskFile;
  private readonly end: number;
  private readonly salt: number;
  /** The place in the file of `bytes[0]`. */
  private base: number;
  private filled = 0;

  /** @param end what is behind it does not count */
  constructor(file: DiskFile, from: number, end: number, salt: number) {
    this.file = file;
    this.base = from;
    this.end = Math.min(end, file.length);
    this.salt = salt;
  }

  /** Where in the file the frame begins; where it would, when there is none. */
  get offset(): number {
    return this.base + this.start;
  }

  /** Goes to the next frame. @returns false at the end and where the bytes are no frame: see `problem` */
  next(): boolean {
    this.start += this.length;
    this.length = 0;
    this.problem = undefined;
    if (this.offset === this.end) return false;
    if (!this.bring(FRAME_HEADER)) return this.fail('the file ends within the header of a frame');
    const length = FRAME_HEADER + readUint32(this.bytes, this.start);
    if (this.offset + length > this.end) return this.fail('a frame is longer than the file');
    if (!this.bring(length)) return this.fail('the file is shorter than it was');
    const { bytes, start } = this;
    this.checksum = readUint32(bytes, start + 4);
    if (frameChecksum(bytes, start, length, this.salt) !== this.checksum) {
      return this.fail('a frame has a wrong checksum');
    }
    this.kind = bytes[start + 8]!;
    this.epoch = epochOf(bytes, start);
    this.length = length;
    return true;
  }

  /** Goes on behind what is no frame, at the next place that is one. @returns false when there is none */
  resync(): boolean {
    for (let at = this.offset + 1; at + FRAME_HEADER <= this.end; at++) {
      this.start = at - this.base;
      this.length = 0;
      if (!this.bring(FRAME_HEADER)) break;
      const kind = this.bytes[this.start + 8]!;
      const length = FRAME_HEADER + readUint32(this.bytes, this.start);
      if (kind < 1 || kind > frameKinds.end || at + length > this.end || length > RESYNC_FRAME) continue;
      if (this.next()) return true;
    }
    this.problem = undefined;
    return false;
  }

  /**
   * Looks behind what is no frame for a frame that says that an epoch after `epoch` was durable: the durable frame of
   * a later one, or the commit frame of one after that.
   */
  isEpochDurableBehind(epoch: number): boolean {
    const first = SIGN >>> 24;
    for (let at = this.offset; at + FRAME_HEADER + 4 <= this.end; ) {
      this.start = at - this.base;
      this.length = 0;
      if (!this.bring(FRAME_HEADER + 4)) return false;
      const { bytes, start } = this;
      const sign = bytes.subarray(0, this.filled).indexOf(first, start + FRAME_HEADER);
      if (sign < 0) {
        at = this.base + this.filled - FRAME_HEADER;
        if (this.base + this.filled >= this.end) return false;
        continue;
      }
      at = this.base + sign - FRAME_HEADER;
      this.start = at - this.base;
      if (this.bring(COMMIT_FRAME) || this.bring(DURABLE_FRAME)) {
        if (readUint32(this.bytes, this.start + FRAME_HEADER) === SIGN && this.next()) {
          if (this.kind === frameKinds.durable && this.epoch > epoch) return true;
          if (this.kind === frameKinds.commit && this.epoch > epoch + 1) return true;
        }
      }
      at++;
    }
    return false;
  }

  private fail(problem: string): false {
    this.problem = problem;
    return false;
  }

  /** Makes `count` bytes from `start` on be in memory. @returns false when the file does not have them */
  private bring(count: number): boolean {
    const rest = this.filled - this.start;
    if (rest >= count) return true;
    if (this.offset + count > this.end) return false;
    const old = this.bytes;
    if (count > old.length) this.bytes = new Uint8Array(Math.max(count, old.length * 2));
    if (rest > 0) this.bytes.set(old.subarray(this.start, this.filled));
    this.base += this.start;
    this.start = 0;
    const kept = Math.max(rest, 0);
    const wanted = Math.min(this.bytes.length, this.end - this.base);
    this.filled = kept + this.file.read(this.base + kept, this.bytes.subarray(kept, wanted));
    return this.filled >= count;
  }
}

/** A damaged length may claim anything: a frame of more than this is not looked for. */
const RESYNC_FRAME = 16 << 20;
