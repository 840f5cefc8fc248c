/**
 * The changes of one epoch as the frames that will be written, in memory that is used again.
 *
 * Owns: chunks of bytes, each filled with whole frames.
 * Does not own: where in a file the frames will be.
 *
 * Invariants:
 *  B1  every byte that is written was copied: the caller may change its own.
 *  B2  epoch, checksum, and what an append points to, are filled in by `seal`, once.
 */
import { BeamError, ByteWriter } from '@hornbeam/sdk/model';
import type { EpochChain } from './epoch-chain.js';
import {
  beginFrame,
  COMMIT_FRAME,
  FRAME_HEADER,
  frameKinds,
  PLACE_BYTES,
  type Place,
  readUint32,
  SIGN,
  sealFrame,
  writeUint32,
  writeUint64,
  writeVarint,
} from './frame.js';
import { type IndexChange, KeyIndex, type Space } from './key-index.js';
import { hashKey } from './key-table.js';
import type { EpochWriter } from './state-store.js';

/** Bytes of a chunk; a larger frame has one of its own. */
const CHUNK = 1 << 20;

/** What one frame may take: more does not fit one array of bytes everywhere. */
const LARGEST_FRAME = 0x7fff_ffff;

/** Memory that epochs hand on to each other. */
export class ChunkPool {
  private readonly spare: Uint8Array[] = [];

  take(atLeast: number): Uint8Array {
    return atLeast <= CHUNK ? (this.spare.pop() ?? new Uint8Array(CHUNK)) : new Uint8Array(atLeast);
  }

  give(chunk: Uint8Array): void {
    if (chunk.length === CHUNK && this.spare.length < 16) this.spare.push(chunk);
  }
}

/** Where the frames of an epoch go. */
export interface EpochPlace {
  readonly epoch: number;
  /** ms since 1970. */
  readonly at: number;
  readonly file: number;
  /** Where in the file the first frame will be. */
  readonly offset: number;
  readonly salt: number;
}

const NOTHING = new Uint8Array(0);

/** See the head of this file. */
export class EpochBuffer implements EpochWriter {
  private readonly chunks: { bytes: Uint8Array; used: number }[] = [];
  private readonly defined = new Set<number>();
  private current: { bytes: Uint8Array; used: number } = { bytes: NOTHING, used: 0 };
  private frames = 0;
  /** Changes of one space come one after the other. */
  private lastName: string | undefined;
  private lastSpace: Space | undefined;
  private hasAppends = false;
  private total = 0;
  /** Undefined once it was given up or committed. */
  private pool: ChunkPool | undefined;
  private readonly index: KeyIndex;

  constructor(index: KeyIndex, pool: ChunkPool) {
    this.index = index;
    this.pool = pool;
  }

  get bytes(): number {
    return this.total;
  }

  put(space: string, key: Uint8Array, value: Uint8Array): void {
    this.add(frameKinds.put, space, key, value, 0);
  }

  append(space: string, key: Uint8Array, bytes: Uint8Array): void {
    this.hasAppends = true;
    this.add(frameKinds.append, space, key, bytes, PLACE_BYTES);
  }

  delete(space: string, key: Uint8Array): void {
    this.add(frameKinds.delete, space, key, NOTHING, 0);
  }

  /** Whether it can be committed to the index. */
  isFor(index: KeyIndex): boolean {
    return this.pool !== undefined && this.index === index;
  }

  /** Fills in what only the commit knows, and ends with a commit frame. @returns the bytes to write */
  seal({ epoch, at, file, offset, salt }: EpochPlace, chain: EpochChain): Uint8Array[] {
    const earlier = this.hasAppends ? new KeyIndex() : undefined;
    let place = offset;
    this.eachFrame((bytes, start, length) => {
      if (earlier !== undefined && bytes[start + 8] !== frameKinds.space) {
        const change = changeIn(bytes, start, length, file, place);
        if (change.kind === frameKinds.append) this.pointBack(change, earlier);
        noteChange(earlier, change);
      }
      chain.add(sealFrame(bytes, start, length, epoch, salt));
      place += length;
    });
    const frames = this.frames;
    chain.endEpoch(epoch);
    const commit = this.room(COMMIT_FRAME);
    const { bytes } = this.current;
    beginFrame(bytes, commit, COMMIT_FRAME, frameKinds.commit);
    writeUint32(bytes, commit + FRAME_HEADER, SIGN);
    new DataView(bytes.buffer).setFloat64(commit + FRAME_HEADER + 4, at);
    writeUint32(bytes, commit + FRAME_HEADER + 12, frames);
    chain.writeTo(bytes, commit + FRAME_HEADER + 16);
    sealFrame(bytes, commit, COMMIT_FRAME, epoch, salt);
    return this.chunks.map((chunk) => chunk.bytes.subarray(0, chunk.used));
  }

  /** Calls for every frame, in order. */
  eachFrame(see: (bytes: Uint8Array, start: number, length: number) => void): void {
    for (const { bytes, used } of this.chunks) {
      for (let start = 0; start < used; ) {
        const length = FRAME_HEADER + readUint32(bytes, start);
        see(bytes, start, length);
        start += length;
      }
    }
  }

  /** Lets go of the memory. Nothing can be written to it any more. */
  release(): void {
    for (const { bytes } of this.chunks) this.pool?.give(bytes);
    this.chunks.length = 0;
    this.current = { bytes: NOTHING, used: 0 };
    this.pool = undefined;
  }

  private add(kind: number, name: string, key: Uint8Array, value: Uint8Array, extra: number): void {
    const space = name === this.lastName ? this.lastSpace! : this.index.obtain(name);
    this.lastName = name;
    this.lastSpace = space;
    if (!space.isDefined && !this.defined.has(space.number)) this.define(space.number, name);
    const keyLength = key.length;
    const length =
      FRAME_HEADER + bytesOf(space.number) + bytesOf(keyLength) + keyLength + extra + value.length;
    const start = this.room(length);
    const { bytes } = this.current;
    beginFrame(bytes, start, length, kind);
    let at = writeVarint(bytes, start + FRAME_HEADER, space.number);
    at = writeVarint(bytes, at, keyLength);
    copy(key, bytes, at);
    // Memory that was used before: no place is said by zeros.
    if (extra > 0) bytes.fill(0, at + keyLength, at + keyLength + extra);
    copy(value, bytes, at + keyLength + extra);
  }

  private define(number: number, name: string): void {
    const payload = new ByteWriter(name.length + 5);
    payload.writeVarint(number);
    payload.writeText(name);
    const length = FRAME_HEADER + payload.length;
    const start = this.room(length);
    beginFrame(this.current.bytes, start, length, frameKinds.space);
    this.current.bytes.set(payload.view(), start + FRAME_HEADER);
    this.defined.add(number);
  }

  /** Room for a frame in the current chunk. @returns where it begins */
  private room(length: number): number {
    if (this.pool === undefined) throw new BeamError('E_INTERNAL', 'An epoch was written to after its end.');
    if (length > LARGEST_FRAME) {
      throw new BeamError('E_ENCODE', `A value of ${length} bytes is too large to be kept.`, {
        help: 'keep it in several keys, or split the element',
      });
    }
    if (this.current.used + length > this.current.bytes.length) {
      this.current = { bytes: this.pool.take(length), used: 0 };
      this.chunks.push(this.current);
    }
    const start = this.current.used;
    this.current.used += length;
    this.total += length;
    this.frames++;
    return start;
  }

  /** An append names the place of what the key has so far: in this epoch, or before it. */
  private pointBack(change: IndexChange, earlier: KeyIndex): void {
    const { bytes, keyStart, keyEnd } = change;
    const hash = hashKey(bytes, keyStart, keyEnd);
    const here = earlier.numbered(change.space)?.table;
    let row = here?.find(hash, bytes, keyStart, keyEnd) ?? -1;
    let place: Place | undefined = row < 0 ? undefined : here!.placeOf(row);
    if (place === undefined) {
      const table = this.index.numbered(change.space)!.table;
      row = table.find(hash, bytes, keyStart, keyEnd);
      if (row >= 0) place = table.placeOf(row);
    }
    // A row of length 0 stands for a key that this epoch has deleted.
    if (place === undefined || place.length === 0) return;
    writeUint32(bytes, keyEnd, place.file);
    writeUint64(bytes, keyEnd + 4, place.offset);
    writeUint32(bytes, keyEnd + 12, place.length);
  }
}

/** Notes where a key of this epoch has its last change; one that was deleted has a row of length 0. */
function noteChange(earlier: KeyIndex, change: IndexChange): void {
  earlier.define(change.space, String(change.space));
  const isDelete = change.kind === frameKinds.delete;
  const noted = isDelete ? { ...change, kind: frameKinds.put, length: 0 } : change;
  earlier.apply(noted, () => false);
}

/** The change that a put, append or delete frame holds, which will be at a place of a file. */
export function changeIn(
  bytes: Uint8Array,
  start: number,
  length: number,
  file: number,
  offset: number,
): IndexChange {
  let at = start + FRAME_HEADER;
  let space = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at++]!;
    space += (byte & 127) * scale;
    if (byte < 128) break;
  }
  let keyLength = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at++]!;
    keyLength += (byte & 127) * scale;
    if (byte < 128) break;
  }
  const kind = bytes[start + 8]!;
  const keyEnd = at + keyLength;
  const extra = kind === frameKinds.append ? PLACE_BYTES : 0;
  const size = start + length - keyEnd - extra;
  return { kind, space, bytes, keyStart: at, keyEnd, file, offset, length, size };
}

const bytesOf = (value: number): number => {
  let size = 1;
  for (let rest = value; rest >= 128; rest /= 128) size++;
  return size;
};

function copy(from: Uint8Array, into: Uint8Array, at: number): void {
  const { length } = from;
  if (length > 24) into.set(from, at);
  else for (let i = 0; i < length; i++) into[at + i] = from[i]!;
}
