/**
 * Frames, what every file of a store consists of behind its header. Numbers are big-endian, `varint` is Beam's.
 *
 *     0  length of the payload, 32 bits
 *     4  CRC-32C of all from byte 8 on, begun with the checksum of the file's header xor the length
 *     8  kind, 8 bits       9  epoch, 56 bits       16  payload
 *
 *     put      varint space, varint length of the key, key, value
 *     append   varint space, varint length of the key, key, place of what was there before (file 32 bits, 0 for nothing;
 *              offset 64; length 32), bytes
 *     delete   varint space, varint length of the key, key
 *     space    varint number, name as UTF-8: what the number stands for from here on
 *     commit   SIGN, when (ms since 1970, 64-bit float), number of frames of the epoch before it (32 bits), chain (64 bits)
 *     durable  SIGN, chain: written when the sync of the epoch has returned
 *     manifest JSON as UTF-8
 *     rows     see index-file.ts
 *     end      see index-file.ts
 */
import { crc32c } from './checksum.js';

/** Bytes before the payload. */
export const FRAME_HEADER = 16;

/** Kinds of frames. */
export const frameKinds = {
  put: 1,
  append: 2,
  delete: 3,
  space: 4,
  commit: 5,
  durable: 6,
  manifest: 7,
  rows: 8,
  end: 9,
} as const;

/** What frames that say that an epoch is whole begin with, so that they are found behind damaged bytes. */
export const SIGN = 0xc0_4d_17_5e;

/** Bytes of a whole commit frame. */
export const COMMIT_FRAME = FRAME_HEADER + 24;

/** Bytes of a whole durable frame. */
export const DURABLE_FRAME = FRAME_HEADER + 12;

/** Bytes of the place that an append points to. */
export const PLACE_BYTES = 16;

/** Where a frame is. */
export interface Place {
  /** Number of the file; 0 for nowhere. */
  readonly file: number;
  readonly offset: number;
  /** Bytes of the whole frame. */
  readonly length: number;
}

/** An unsigned number of 32 bits. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

/** The low 32 bits of a number. */
export function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

const TWO_32 = 2 ** 32;

/** Writes a whole number below 2^53 as 64 bits. */
export function writeUint64(bytes: Uint8Array, at: number, value: number): void {
  writeUint32(bytes, at, Math.floor(value / TWO_32));
  writeUint32(bytes, at + 4, value);
}

/** Reads what {@link writeUint64} wrote. */
export const readUint64 = (bytes: Uint8Array, at: number): number =>
  readUint32(bytes, at) * TWO_32 + readUint32(bytes, at + 4);

/** Writes a varint and returns where it ends. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let end = at;
  let rest = value;
  while (rest >= 128) {
    bytes[end++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  bytes[end++] = rest;
  return end;
}

/** Writes length and kind; the rest comes with {@link sealFrame}, when the payload is there. */
export function beginFrame(bytes: Uint8Array, at: number, length: number, kind: number): void {
  writeUint32(bytes, at, length - FRAME_HEADER);
  bytes[at + 8] = kind;
}

/** Writes epoch and checksum of a frame that is otherwise there. @returns the checksum */
export function sealFrame(
  bytes: Uint8Array,
  at: number,
  length: number,
  epoch: number,
  salt: number,
): number {
  const high = Math.floor(epoch / TWO_32);
  bytes[at + 9] = high >>> 16;
  bytes[at + 10] = high >>> 8;
  bytes[at + 11] = high;
  writeUint32(bytes, at + 12, epoch);
  const crc = frameChecksum(bytes, at, length, salt);
  writeUint32(bytes, at + 4, crc);
  return crc;
}

/** The checksum that the frame of `length` bytes should have. */
export const frameChecksum = (bytes: Uint8Array, at: number, length: number, salt: number): number =>
  crc32c(bytes, at + 8, at + length, (salt ^ (length - FRAME_HEADER)) >>> 0);

/** The epoch of a frame. */
export const epochOf = (bytes: Uint8Array, at: number): number =>
  ((bytes[at + 9]! << 16) | (bytes[at + 10]! << 8) | bytes[at + 11]!) * TWO_32 + readUint32(bytes, at + 12);

/** A whole frame of its own. */
export function wholeFrame(kind: number, epoch: number, payload: Uint8Array, salt: number): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER + payload.length);
  bytes.set(payload, FRAME_HEADER);
  beginFrame(bytes, 0, bytes.length, kind);
  sealFrame(bytes, 0, bytes.length, epoch, salt);
  return bytes;
}
