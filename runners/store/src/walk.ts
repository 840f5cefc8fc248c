import type { DiskFile } from './disk.js';
import { EpochChain } from './epoch-chain.js';
import { damaged, FILE_HEADER } from './file-header.js';
import { FRAME_HEADER, frameKinds, readUint32, SIGN } from './frame.js';
import { FrameReader } from './frame-reader.js';
import type { ManifestPart, ManifestSegment } from './manifest.js';

/** How far a file of the log is whole. */
export interface LogEnd {
  /** Bytes up to the last whole epoch. */
  readonly length: number;
  /** Bytes that a sync is known to have made durable: up to the last mark, which says so. */
  readonly durable: number;
  /** The last whole epoch; that before the file when it has none. */
  readonly epoch: number;
  /** When it was committed, ms since 1970; undefined when it is not of this file. */
  readonly at: number | undefined;
  readonly chain: string;
}

/** A commit frame. */
export interface SeenCommit {
  readonly epoch: number;
  /** ms since 1970. */
  readonly at: number;
  /** Bytes of all its frames. */
  readonly bytes: number;
  /** How many of its frames put, append or delete. */
  readonly changes: number;
}

/** When a commit frame says that its epoch was committed, ms since 1970. */
export const commitTime = (bytes: Uint8Array, payload: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getFloat64(payload + 4);

/**
 * Reads every frame of a file of the log and checks that they are those that were written. The last file, which has no
 * length yet, may end within an epoch that never became durable.
 * @throws BeamError `E_STATE_DAMAGED` that names the place
 */
export function walkLog(
  folder: string,
  file: DiskFile,
  salt: number,
  segment: ManifestSegment,
  see: (commit: SeenCommit) => void = () => undefined,
): LogEnd {
  const frames = new FrameReader(file, FILE_HEADER, segment.length ?? file.length, salt);
  const fail = (what: string) => damaged(folder, file.name, frames.offset, what);
  const chain = new EpochChain(segment.chain);
  let whole: LogEnd = {
    ...{ length: FILE_HEADER, durable: FILE_HEADER },
    ...{ epoch: segment.after, at: undefined, chain: segment.chain },
  };
  let count = 0;
  let changes = 0;
  while (frames.next()) {
    const { kind, epoch, bytes } = frames;
    const payload = frames.start + FRAME_HEADER;
    const length = frames.offset + frames.length;
    if (kind === frameKinds.durable) {
      if (count > 0 || epoch !== whole.epoch || !chain.isAt(bytes, payload + 4)) {
        throw fail('the mark of a durable epoch is at a wrong place');
      }
      whole = { ...whole, length, durable: whole.length };
    } else if (epoch !== whole.epoch + 1) {
      throw fail(`a frame of epoch ${epoch} comes behind epoch ${whole.epoch}`);
    } else if (kind === frameKinds.commit) {
      chain.endEpoch(epoch);
      const isOurs = readUint32(bytes, payload) === SIGN && readUint32(bytes, payload + 12) === count;
      if (!isOurs || !chain.isAt(bytes, payload + 16)) {
        throw fail(`epoch ${epoch} does not follow from the epochs before it`);
      }
      const at = commitTime(bytes, payload);
      see({ epoch, at, bytes: length - whole.length, changes });
      whole = { length, durable: whole.durable, epoch, at, chain: chain.toString() };
      count = 0;
      changes = 0;
    } else {
      chain.add(frames.checksum);
      count++;
      if (kind <= frameKinds.delete) changes++;
    }
  }
  const { problem } = frames;
  if (segment.length !== undefined) {
    if (problem !== undefined || whole.length !== segment.length) throw fail(problem ?? 'bytes are missing');
  } else if (problem !== undefined) {
    const place = frames.offset;
    if (frames.isEpochDurableBehind(whole.epoch)) {
      throw damaged(folder, file.name, place, `${problem}, before epochs that are whole`);
    }
  }
  return whole;
}

/**
 * Reads every frame of a part of a snapshot and checks that they are those that were written.
 * @throws BeamError `E_STATE_DAMAGED` that names the place
 */
export function walkPart(
  folder: string,
  file: DiskFile,
  salt: number,
  part: ManifestPart,
  epoch: number,
): void {
  const frames = new FrameReader(file, FILE_HEADER, part.length, salt);
  const fail = (what: string) => damaged(folder, file.name, frames.offset, what);
  const chain = new EpochChain();
  let hasEnded = false;
  while (frames.next()) {
    if (frames.epoch !== epoch || hasEnded) throw fail('a frame is of another snapshot');
    if (frames.kind === frameKinds.commit) {
      chain.endEpoch(epoch);
      hasEnded = chain.isAt(frames.bytes, frames.start + FRAME_HEADER + 16);
    } else {
      chain.add(frames.checksum);
    }
  }
  if (frames.problem !== undefined || !hasEnded || chain.toString() !== part.chain) {
    throw fail(frames.problem ?? 'bytes are missing');
  }
}
