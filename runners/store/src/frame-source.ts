import type { DiskFile } from './disk.js';
import { changeIn } from './epoch-buffer.js';
import { FILE_HEADER } from './file-header.js';
import { FRAME_HEADER } from './frame.js';
import { FrameReader } from './frame-reader.js';
import type { IndexChange } from './key-index.js';

/** The frames of a log file or of a part of a snapshot, one after another: from the file, or from its index. */
export interface FrameSource {
  /** Goes to the next frame. @returns false behind the last */
  next(): boolean;
  readonly kind: number;
  readonly epoch: number;
  /** Of the frame in its file. */
  readonly offset: number;
  /** Bytes of the frame. */
  readonly length: number;
  /** Holds the payload of a space or commit frame. */
  readonly bytes: Uint8Array;
  /** Where in `bytes` it begins. */
  readonly payload: number;
  /** The change of a put, append or delete frame. */
  change(): IndexChange;
  close(): void;
}

/** The frames of a file that is known to be whole up to `end`. */
export class FileSource implements FrameSource {
  private readonly frames: FrameReader;
  private readonly number: number;

  constructor(file: DiskFile, number: number, end: number, salt: number) {
    this.frames = new FrameReader(file, FILE_HEADER, end, salt);
    this.number = number;
  }

  next(): boolean {
    return this.frames.next();
  }

  get kind(): number {
    return this.frames.kind;
  }

  get epoch(): number {
    return this.frames.epoch;
  }

  get offset(): number {
    return this.frames.offset;
  }

  get length(): number {
    return this.frames.length;
  }

  get bytes(): Uint8Array {
    return this.frames.bytes;
  }

  get payload(): number {
    return this.frames.start + FRAME_HEADER;
  }

  change(): IndexChange {
    const { bytes, start, length, offset } = this.frames;
    return changeIn(bytes, start, length, this.number, offset);
  }

  close(): void {
    // The file is closed by whom it belongs to.
  }
}
