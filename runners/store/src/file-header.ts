/**
 * The first 32 bytes of every file of a store. Numbers are big-endian.
 *
 *     0  8 bytes "hbstore" 0x1a
 *     8  version, 16 bits          10  what the file is, 8 bits         11  0
 *    12  number of the file, 32 bits; of an index that of the file it is about; 0 of the manifest
 *    16  number of the owner that wrote it, 32 bits
 *    20  which store it is of, 64 bits drawn by lot
 *    28  CRC-32C of all before; checksums of the frames begin with it, so that a frame belongs to one file alone
 */
import { BeamError } from '@hornbeam/sdk/model';
import { crc32c } from './checksum.js';
import { readUint32, writeUint32 } from './frame.js';

/** Bytes of the header. */
export const FILE_HEADER = 32;

/** The version that this code writes, and the newest it reads. */
export const STORE_VERSION = 1;

const MAGIC = Uint8Array.of(0x68, 0x62, 0x73, 0x74, 0x6f, 0x72, 0x65, 0x1a);

/** What a file is, as its header says it. */
export const fileKinds = { log: 1, snapshot: 2, index: 3, manifest: 4 } as const;

/** What a file is. */
export type FileKind = keyof typeof fileKinds;

/** What a header says. */
export interface FileHeader {
  readonly kind: FileKind;
  readonly number: number;
  readonly owner: number;
  /** 16 hexadecimal digits. */
  readonly store: string;
  /** What checksums of its frames begin with. */
  readonly salt: number;
}

/** The name of a file in the folder. */
export const fileName = (kind: FileKind, number: number): string =>
  kind === 'manifest' ? 'manifest' : `${String(number).padStart(8, '0')}.${kind}`;

/** What a name says, undefined for what is no file of a store. */
export function parseFileName(name: string): { kind: FileKind; number: number } | undefined {
  if (name === 'manifest') return { kind: 'manifest', number: 0 };
  const match = /^(\d{8,10})\.(log|snapshot|index)$/.exec(name);
  return match ? { kind: match[2] as FileKind, number: Number(match[1]) } : undefined;
}

/** The bytes of a header, and what checksums begin with behind it. */
export function encodeHeader({ kind, number, owner, store }: Omit<FileHeader, 'salt'>): {
  bytes: Uint8Array;
  salt: number;
} {
  const bytes = new Uint8Array(FILE_HEADER);
  bytes.set(MAGIC);
  bytes[9] = STORE_VERSION;
  bytes[10] = fileKinds[kind];
  writeUint32(bytes, 12, number);
  writeUint32(bytes, 16, owner);
  writeUint32(bytes, 20, Number.parseInt(store.slice(0, 8), 16));
  writeUint32(bytes, 24, Number.parseInt(store.slice(8), 16));
  const salt = crc32c(bytes, 0, 28);
  writeUint32(bytes, 28, salt);
  return { bytes, salt };
}

/**
 * @param name of the file, which the header must agree with
 * @param store which it must be of; undefined for the manifest, which says it
 * @throws BeamError `E_STATE_DAMAGED`; `E_STATE_DIR` for a newer version
 */
export function decodeHeader(
  bytes: Uint8Array,
  name: string,
  folder: string,
  store: string | undefined,
): FileHeader {
  const fail = (what: string) => damaged(folder, name, 0, what);
  if (bytes.length < FILE_HEADER) throw fail('it ends within its header');
  if (!MAGIC.every((byte, at) => bytes[at] === byte)) throw fail('it does not begin as a file of a store');
  const salt = readUint32(bytes, 28);
  // The place of the version is the same for ever; what else a newer header holds is not known.
  const version = bytes[8]! * 256 + bytes[9]!;
  if (version > STORE_VERSION && crc32c(bytes, 0, 28) === salt) {
    throw new BeamError(
      'E_STATE_DIR',
      `${folder}/${name} was written by a newer version of hornbeam: it has format ${version}, this one reads up to ${STORE_VERSION}.`,
      {
        path: `${folder}/${name}`,
        help: 'use that version of hornbeam or a newer one, or another directory',
      },
    );
  }
  if (crc32c(bytes, 0, 28) !== salt) throw fail('its header has a wrong checksum');
  const kind = (Object.keys(fileKinds) as FileKind[]).find((each) => fileKinds[each] === bytes[10]);
  const named = parseFileName(name);
  const number = readUint32(bytes, 12);
  if (kind === undefined || kind !== named?.kind || number !== named.number || version !== STORE_VERSION) {
    throw fail('its header is that of another file');
  }
  const hex = (at: number) => readUint32(bytes, at).toString(16).padStart(8, '0');
  const found = hex(20) + hex(24);
  if (store !== undefined && found !== store) throw fail('it belongs to another store');
  return { kind, number, owner: readUint32(bytes, 16), store: found, salt };
}

/** A place of a store that is not as it was written. */
export interface Damage {
  /** The name of the file. */
  readonly file: string;
  /** Byte of the file. */
  readonly offset: number;
  readonly what: string;
  /** False for what is only there to open the store faster. */
  readonly isData: boolean;
}

/** What is thrown where bytes are not those that were written. Its cause is a {@link Damage}. */
export function damaged(folder: string, name: string, offset: number, what: string): BeamError {
  const cause: Damage = { file: name, offset, what, isData: true };
  return new BeamError('E_STATE_DAMAGED', `${folder}/${name} is damaged at byte ${offset}: ${what}.`, {
    path: `${folder}/${name}:${offset}`,
    help: 'restore the directory from a copy or begin anew in an empty one; beam-run checkpoint verify shows what is whole',
    cause,
  });
}
