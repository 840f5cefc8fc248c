/**
 * The records of a store in LevelDB. Numbers are big-endian; every record begins with a CRC-32C over its key and the rest of
 * it, since LevelDB does not check what it reads.
 *
 *     'm'                        JSON: what there is as a whole (LevelSummary)
 *     'e' epoch (64)             when the epoch was committed (64-bit float)
 *     'v' space (32) key         head of a key: id (64), row (64), bytes of the value (64), pieces (32), then the beginning of the
 *                                value where it is small
 *     'p' id (64) piece (32)     a piece of the value of the key with the id
 *     'r' space (32) row (64)    the key of a row: rows of a space are without gaps, so that its keys can be gone through
 */
import { crc32c } from '../checksum.js';
import { readUint32, readUint64, writeUint32, writeUint64 } from '../frame.js';

/** What a store has as a whole; written with every epoch. */
export interface LevelSummary {
  readonly format: number;
  readonly epoch: number;
  /** When it was committed, ms since 1970. */
  readonly at: number;
  /** Of the next new key. */
  readonly nextId: number;
  readonly liveBytes: number;
  /** Names of the spaces, by their number, with how many keys they have. */
  readonly spaces: readonly (readonly [name: string, count: number])[];
}

/** What is known of a key. */
export interface LevelHead {
  readonly id: number;
  readonly row: number;
  /** Of the whole value. */
  readonly size: number;
  readonly pieces: number;
  /** The beginning of the value. */
  readonly inline: Uint8Array;
}

const CRC = 4;
const HEAD = 28;

/** The key of {@link LevelSummary}. */
export const SUMMARY_KEY: Uint8Array = Uint8Array.of(0x6d);

/** The key of the mark of an epoch. */
export function epochKey(epoch: number): Uint8Array {
  const key = new Uint8Array(9);
  key[0] = 0x65;
  writeUint64(key, 1, epoch);
  return key;
}

/** The epoch of a mark. */
export const epochOfKey = (key: Uint8Array): number => readUint64(key, 1);

/** The key of the head of a key. */
export function headKey(space: number, key: Uint8Array): Uint8Array {
  const level = new Uint8Array(5 + key.length);
  level[0] = 0x76;
  writeUint32(level, 1, space);
  level.set(key, 5);
  return level;
}

/** The key of a piece. */
export function pieceKey(id: number, piece: number): Uint8Array {
  const key = new Uint8Array(13);
  key[0] = 0x70;
  writeUint64(key, 1, id);
  writeUint32(key, 9, piece);
  return key;
}

/** The key of a row. */
export function rowKey(space: number, row: number): Uint8Array {
  const key = new Uint8Array(13);
  key[0] = 0x72;
  writeUint32(key, 1, space);
  writeUint64(key, 5, row);
  return key;
}

/** A record that holds `content` under `key`. */
export function encodeRecord(key: Uint8Array, content: Uint8Array): Uint8Array {
  const record = new Uint8Array(CRC + content.length);
  record.set(content, CRC);
  writeUint32(record, 0, checksum(key, record));
  return record;
}

/** What a record holds; undefined when it is not as it was written. */
export function decodeRecord(key: Uint8Array, record: Uint8Array): Uint8Array | undefined {
  if (record.length < CRC || readUint32(record, 0) !== checksum(key, record)) return undefined;
  return record.subarray(CRC);
}

/** The content of a head's record. */
export function encodeHead({ id, row, size, pieces, inline }: LevelHead): Uint8Array {
  const content = new Uint8Array(HEAD + inline.length);
  writeUint64(content, 0, id);
  writeUint64(content, 8, row);
  writeUint64(content, 16, size);
  writeUint32(content, 24, pieces);
  content.set(inline, HEAD);
  return content;
}

/** What {@link encodeHead} wrote. */
export const decodeHead = (content: Uint8Array): LevelHead => ({
  id: readUint64(content, 0),
  row: readUint64(content, 8),
  size: readUint64(content, 16),
  pieces: readUint32(content, 24),
  inline: content.subarray(HEAD),
});

const checksum = (key: Uint8Array, record: Uint8Array): number =>
  crc32c(record, CRC, record.length, crc32c(key, 0, key.length));
